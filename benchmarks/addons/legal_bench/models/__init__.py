from . import township
from . import village
from . import visit
from . import hours
