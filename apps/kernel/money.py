"""Money is whole won, kept as integers in fields that end in ``_krw``, written in the reader's language."""

from apps.kernel.language import is_english

WON_IN_EOK = 100_000_000
EOK_IN_JO = 10_000


def krw(amount: int) -> str:
    """Write an amount in won, as on a form: ``1,200,000원``, in English ``₩1,200,000``."""
    return f"₩{amount:,}" if is_english() else f"{amount:,}원"


def short_krw(amount: int) -> str:
    """Write an amount as people say it: ``1조 3억 2,000만원``, in English ``₩120.0M``; small amounts in full."""
    if is_english():
        return f"₩{amount / 1_000_000:,.1f}M" if abs(amount) >= 1_000_000 else krw(amount)
    sign, rest = ("-", -amount) if amount < 0 else ("", amount)
    eok, rest = divmod(rest, WON_IN_EOK)
    man, won = divmod(rest, 10_000)
    if won or not (eok or man):
        return krw(amount)
    jo, eok = divmod(eok, EOK_IN_JO)
    parts = [f"{jo:,}조"] if jo else []
    parts += [f"{eok:,}억"] if eok else []
    parts += [f"{man:,}만"] if man else []
    return f"{sign}{' '.join(parts)}원"


def exact_krw(amount: int) -> str:
    """Write an amount in full and, where it is long, as people say it: ``10,000,000,000,000원(10조원)``."""
    full, short = krw(amount), short_krw(amount)
    return full if full == short else f"{full}({short})"
