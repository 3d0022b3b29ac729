from . import service
from . import roster
from . import supervision
