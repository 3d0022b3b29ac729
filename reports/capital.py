"""Amounts in the capital numerals of Chinese contracts and vouchers (大写)."""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def format_capital(amount):
    """An amount of yuan in words, to the cent.

    Rules of the Payment and Settlement Measures (支付结算办法, annex 1): one 零 for any
    run of noughts, 整 where no fen follow.

    >>> format_capital(5000), format_capital(0), format_capital(10)
    ('伍仟元整', '零元整', '壹拾元整')
    >>> format_capital(106007.5), format_capital(100000.05)
    ('壹拾万零陆仟零柒元伍角整', '壹拾万元零伍分')
    >>> format_capital(1409.5), format_capital(6007.14), format_capital(1680.32)
    ('壹仟肆佰零玖元伍角整', '陆仟零柒元壹角肆分', '壹仟陆佰捌拾元叁角贰分')
    >>> format_capital(1000000), format_capital(300000010), format_capital(-20.3)
    ('壹佰万元整', '叁亿零壹拾元整', '负贰拾元叁角整')
    >>> format_capital(0.07), format_capital(0.7), format_capital(107000.53)
    ('柒分', '柒角整', '壹拾万零柒仟元伍角叁分')
    """
    cents = round(abs(amount) * 100)
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    words = "负" if amount < 0 and cents else ""
    if yuan or not cents:
        words += (_write_whole(yuan) or DIGITS[0]) + "元"
    if jiao:
        words += DIGITS[jiao] + "角"
    elif fen and yuan:
        words += DIGITS[0]
    return words + (f"{DIGITS[fen]}分" if fen else "整")


def _write_whole(number):
    """A whole number; empty for nought."""
    words, is_gap = "", False
    for group in range(len(GROUPS) - 1, -1, -1):
        part = number // 10000**group % 10000
        written = ""
        for place in range(3, -1, -1):
            digit = part // 10**place % 10
            if not digit:
                is_gap = bool(words or written)
                continue
            if is_gap:
                written += DIGITS[0]
            written += DIGITS[digit] + PLACES[place]
            is_gap = False
        if written:
            words += written + GROUPS[group]
    return words
