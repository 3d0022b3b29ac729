from . import common, roster, service, supervision

# isort: split
from . import funding
