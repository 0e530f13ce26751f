from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from django.db.models import Q
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.audit.models import Seal
from apps.kernel import keyset
from tests.accounts.factories import JOINED

pytestmark = pytest.mark.django_db
ORDER = ("-chains", "-pk")
OTHER_WAY = ("chains", "pk")


def make(chains: list[int]) -> None:
    Seal.objects.bulk_create(
        Seal(sealed_at=JOINED + timedelta(days=day), last_event_id=0, chains=value, root="r")
        for day, value in enumerate(chains)
    )


def asked(query: str) -> dict[str, str]:
    return dict(parse_qsl(query.lstrip("?")))


def walk(size: int, step: str, start: str = "", order: tuple[str, ...] = ORDER, parts: Sequence[Q] = ()) -> list[int]:
    seen, query = [], start
    while True:
        page = keyset.page(Seal.objects.all(), order, asked(query), size=size, parts=parts)
        seen.append([row.pk for row in page])
        query = getattr(page, step)
        if not query:
            return seen


@pytest.mark.parametrize("order", [ORDER, OTHER_WAY])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_walking_forward_and_back_meets_every_row_once_in_order(size, order):
    make([5, 1, 5, 3, 3, 3, 9])
    expected = list(Seal.objects.order_by(*order).values_list("pk", flat=True))

    forward = [pk for page in walk(size, "next", order=order) for pk in page]
    last = keyset.page(Seal.objects.all(), order, {"end": "1"}, size=size)
    backward = [pk for page in reversed(walk(size, "previous", "?end=1", order)) for pk in page]

    assert forward == expected
    assert backward == expected
    assert last.next == ""
    assert last.last == ""


@pytest.mark.parametrize("order", [ORDER, OTHER_WAY])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_parts_read_for_themselves_make_the_same_pages(size, order):
    make([1, 1, 2, 3, 5, 5, 5, 8, 8, 13])
    parts = [Q(chains=5), Q(chains__lt=5), Q(chains__gt=5)]

    for step, start in (("next", ""), ("previous", "?end=1")):
        assert walk(size, step, start, order, parts) == walk(size, step, start, order)


def test_keys_in_different_directions_are_refused():
    with pytest.raises(ValueError, match="one direction"):
        keyset.page(Seal.objects.all(), ("-chains", "pk"), {})


def test_filters_stay_in_the_addresses_of_the_neighbours():
    make([1, 2, 3])

    page = keyset.page(Seal.objects.all(), ORDER, {"q": "표본", "after": ""}, size=2)

    assert asked(page.next)["q"] == "표본"
    assert page.first == ""
    assert page.count == 3
    assert page.count_is_bounded is False


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=40))
def test_a_damaged_cursor_means_the_first_page(text):
    assert keyset._decode(text, 2) is None or isinstance(keyset._decode(text, 2), list)


def test_counting_stops_at_the_bound(monkeypatch):
    monkeypatch.setattr(keyset, "COUNT_BOUND", 2)
    make([1, 2, 3])

    page = keyset.page(Seal.objects.all(), ORDER, {}, size=1)

    assert (page.count, page.count_is_bounded) == (2, True)


def test_the_start_of_a_list_says_whether_there_is_more():
    make([1, 2, 3])
    rows = Seal.objects.order_by("chains")

    assert [[row.chains for row in keyset.start(rows, most)[0]] for most in (2, 3)] == [[1, 2], [1, 2, 3]]
    assert [keyset.start(rows, most)[1] for most in (2, 3)] == [True, False]
