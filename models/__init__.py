from . import common, roster, service, supervision, funding
