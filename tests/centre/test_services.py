from pathlib import Path

import pytest
from django.conf import settings

from apps.centre import seeding, selectors, services
from apps.centre.models import IdempotencyKey
from tests.accounts.factories import JOINED as NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def profile() -> None:
    seeding.load(Path(settings.SEEDS_DIR), NOW)


def test_numbers_run_by_kind_and_year_and_never_repeat():
    given = [
        services.next_number("receipt", NOW),
        services.next_number("roadmap", NOW),
        services.next_number("receipt", NOW),
    ]
    later = services.next_number("receipt", NOW.replace(year=2027))

    assert given == ["SAX-2026-A-000001", "SAX-2026-R-000001", "SAX-2026-A-000002"]
    assert later == "SAX-2027-A-000001"


def test_the_year_is_the_centres_not_greenwichs():
    assert services.next_number("receipt", NOW.replace(month=12, day=31, hour=16)).startswith("SAX-2027-")


def test_only_numbers_ahead_of_their_own_series_are_overtaken():
    given = services.next_number("receipt", NOW)
    strange = [
        "SAX-2026-A-000002",
        "SAX-2026-R-000001",
        "SAX-2025-A-000001",
        "OTHER-2026-A-000009",
        "SAX-2026-X-000001",
    ]

    assert list(selectors.overtaken([given, *strange])) == [
        ("SAX-2026-A-000002", 1),
        ("SAX-2026-R-000001", 0),
        ("SAX-2025-A-000001", 0),
    ]


def test_the_same_key_and_request_give_the_first_answer_without_running_again():
    ran = []

    def call() -> tuple[int, dict[str, int]]:
        ran.append(1)
        return 201, {"runs": len(ran)}

    first = services.once(key="k", route="POST /x", payload={"a": 1}, by_id=1, at=NOW, call=call)
    second = services.once(key="k", route="POST /x", payload={"a": 1}, by_id=1, at=NOW, call=call)

    assert first == second == (201, {"runs": 1})
    assert len(ran) == 1


def test_a_key_used_for_another_request_is_refused():
    services.once(key="k", route="POST /x", payload=1, by_id=1, at=NOW, call=lambda: (201, None))

    with pytest.raises(services.KeyReused):
        services.once(key="k", route="POST /x", payload=2, by_id=1, at=NOW, call=lambda: (201, None))


def test_a_failed_call_leaves_its_key_free():
    def fails() -> tuple[int, None]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        services.once(key="k", route="POST /x", payload=1, by_id=1, at=NOW, call=fails)

    assert IdempotencyKey.objects.count() == 0


def test_seeding_twice_keeps_one_profile():
    seeding.load(Path(settings.SEEDS_DIR), NOW)

    assert selectors.profile().short_name_ko == "서울 AX센터"
