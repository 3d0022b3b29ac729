from . import test_apportion, test_share_notice, test_share_payment, test_village_share
