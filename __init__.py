from . import controllers, models, reports, sample, wizards


def pre_init_hook(env):
    """Install what the exclusion constraints on integers and ranges need."""
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
