from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.kernel import money


def test_amounts_read_as_people_say_them():
    assert money.krw(1_200_000) == "1,200,000원"
    assert money.short_krw(120_000_000) == "1억 2,000만원"
    assert money.short_krw(100_000_000) == "1억원"
    assert money.short_krw(35_000_000) == "3,500만원"
    assert money.short_krw(35_000_001) == "35,000,001원"
    assert money.short_krw(10**13) == "10조원"
    assert money.short_krw(1_000_300_000_000) == "1조 3억원"
    assert money.short_krw(0) == "0원"
    assert money.exact_krw(10**13) == "10,000,000,000,000원(10조원)"
    assert money.exact_krw(0) == "0원"
    assert money.short_krw(-50_000) == "-5만원"


def test_english_readers_see_the_sign_of_won():
    with translation.override("en"):
        assert money.krw(1_200_000) == "₩1,200,000"
        assert money.short_krw(120_000_000) == "₩120.0M"
        assert money.short_krw(900_000) == "₩900,000"


@given(st.integers(min_value=0, max_value=10**15))
def test_the_short_form_says_the_same_amount(amount):
    text = money.short_krw(amount).removesuffix("원").replace(",", "")
    jo, _, rest = text.rpartition("조")
    eok, _, rest = rest.strip().rpartition("억")
    man, _, won = rest.strip().rpartition("만")
    assert int(jo or 0) * 10**12 + int(eok or 0) * 10**8 + int(man or 0) * 10**4 + int(won or 0) == amount
