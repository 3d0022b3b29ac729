from .access import *
from .roster import *
from .sample import *
from .service import *
from .supervision import *
from .papers import *
from .portal import *
from .funding import *
