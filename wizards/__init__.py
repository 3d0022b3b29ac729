from . import service
from . import roster
from . import supervision
from . import funding
