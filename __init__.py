from . import controllers, models, reports, wizards
from . import models, wizards
from . import models, reports
from . import controllers, models
from . import models, reports, sample, wizards


def pre_init_hook(env):
    """Install what the exclusion constraints on integers and ranges need."""
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
