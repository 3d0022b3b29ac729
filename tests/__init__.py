from .access import *
from .roster import *
from .sample import *
from .service import *
from .supervision import *
from .funding import *
from .papers import *
from .portal import *
