from . import service
from . import roster
