from . import test_sample_bureau
