"""Money is whole won, kept as integers in fields that end in ``_krw``."""

WON_IN_EOK = 100_000_000


def krw(amount: int) -> str:
    """Write an amount in won, as on a form: ``1,200,000원``."""
    return f"{amount:,}원"


def short_krw(amount: int) -> str:
    """Write an amount as people say it: ``1억 2,000만원``; below 10,000 won in full."""
    sign, rest = ("-", -amount) if amount < 0 else ("", amount)
    eok, rest = divmod(rest, WON_IN_EOK)
    man, won = divmod(rest, 10_000)
    if won or not (eok or man):
        return krw(amount)
    parts = [f"{eok:,}억"] if eok else []
    parts += [f"{man:,}만"] if man else []
    return f"{sign}{' '.join(parts)}원"
