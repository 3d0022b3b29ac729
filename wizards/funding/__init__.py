from . import share_cancel, share_notice, share_prepare, share_reckon
