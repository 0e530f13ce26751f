"""Where a company stands among its like: tenths by hand, cells that hide the few, and what each reader sees."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.diagnosis import selectors, services
from apps.diagnosis.benchmark import FEWEST, Quarter, cut_points, last_ended, middle, tenth_of, top_pct
from apps.diagnosis.models import Assessment, Benchmark
from apps.directory.models import Company
from tests.accounts.factories import person
from tests.diagnosis.factories import CRITERIA, completed
from tests.directory import factories as directory

NEXT_QUARTER = datetime(2026, 7, 1, 0, 0, tzinfo=UTC)
FIGURES = st.lists(st.decimals(0, 5, places=2), min_size=FEWEST, max_size=60)


def test_cut_points_by_hand():
    values = [Decimal(one) for one in ("2.0", "1.0", "1.6", "1.2", "1.4")]

    cuts = cut_points(values)

    assert [str(one) for one in cuts] == ["1.0", "1.0", "1.2", "1.2", "1.4", "1.4", "1.6", "1.6", "2.0"]
    assert [tenth_of(Decimal(one), cuts) for one in ("0.5", "1.0", "1.6", "2.5")] == [1, 1, 7, 10]
    assert [top_pct(tenth) for tenth in (1, 7, 10)] == [100, 40, 10]
    assert cut_points(values[1:]) is None


@given(FIGURES, st.decimals(0, 5, places=2), st.decimals(0, 5, places=2))
def test_a_higher_figure_is_never_in_a_lower_tenth(values, one, other):
    cuts = cut_points(values)
    low, high = sorted((one, other))

    assert list(cuts) == sorted(cuts)
    assert set(cuts) <= set(values)
    assert 1 <= tenth_of(low, cuts) <= tenth_of(high, cuts) <= 10


@pytest.mark.parametrize(("bands", "found"), [([1, 2, 2, 3], "2"), ([1, 2, 3, 3], "2.5"), ([0, 4, 5], "4")])
def test_middle(bands, found):
    assert middle(bands) == Decimal(found)


@pytest.mark.parametrize(
    ("day", "quarter", "after"),
    [
        (date(2026, 10, 1), Quarter(2026, 3), date(2026, 10, 1)),
        (date(2026, 3, 31), Quarter(2025, 4), date(2026, 1, 1)),
        (date(2026, 12, 31), Quarter(2026, 3), date(2026, 10, 1)),
    ],
)
def test_the_quarter_that_ended_last(day, quarter, after):
    assert last_ended(day) == quarter
    assert quarter.next.first_day == after


def alike(count: int, *, first_band: int = 1) -> list[Assessment]:
    """Completed diagnoses of companies of one industry and size, each a band above the one before."""
    rows = [completed(dict.fromkeys(CRITERIA, min(first_band + number, 5))) for number in range(count)]
    Company.objects.filter(organisation__in=[row.company_id for row in rows]).update(
        pilot_industry="manufacturing", size_class=Company.Size.SMALL
    )
    Assessment.objects.filter(pk__in=[row.pk for row in rows]).update(profile="manufacturing")
    for row in rows:
        row.refresh_from_db()
    return rows


@pytest.mark.django_db
def test_a_cell_below_five_companies_is_not_made():
    rows = alike(FEWEST - 1)

    assert services.count_benchmarks(at=NEXT_QUARTER) == 0
    assert not Benchmark.objects.exists()
    assert selectors.benchmark_of(rows[0], selectors.result(rows[0])) is None


@pytest.mark.django_db
def test_a_company_reads_its_tenth_and_the_middle_of_its_cell(client):
    rows = alike(FEWEST)
    services.count_benchmarks(at=NEXT_QUARTER)
    highest, second = rows[-1], rows[1]

    cell = Benchmark.objects.get()
    top = selectors.benchmark_of(highest, selectors.result(highest))
    low = selectors.benchmark_of(second, selectors.result(second))
    client.force_login(directory.member_of(second.company))
    page = client.get(reverse("diagnosis:result", args=[second.uid])).content.decode()

    assert (cell.quarter, cell.n, cell.cuts["overall"][4]) == ("2026Q2", FEWEST, "3.0000")
    assert {one.code: one.top_pct for one in top.places} == dict.fromkeys(
        ("overall", "process", "data", "operations"), 20
    )
    assert low.places[0].top_pct == 80
    assert low.medians == dict.fromkeys(CRITERIA, Decimal(3))
    assert "하위 30% 안" in page


@pytest.mark.django_db
def test_a_quarter_is_counted_once_and_a_company_with_its_newest_diagnosis():
    rows = alike(FEWEST + 1)
    twin = rows[0]
    Assessment.objects.filter(pk=rows[1].pk).update(company=twin.company)
    Assessment.objects.filter(pk=twin.pk).update(completed_at=twin.completed_at - timedelta(days=9))

    made = services.count_benchmarks(at=NEXT_QUARTER)
    again = services.count_benchmarks(at=NEXT_QUARTER + timedelta(days=40))

    cell = Benchmark.objects.get()
    assert (made, again, cell.n) == (1, 0, FEWEST)
    assert cell.cuts["overall"][0] == "2.0000"


@pytest.mark.django_db
def test_what_is_completed_after_the_quarter_counts_in_the_next():
    rows = alike(FEWEST)
    Assessment.objects.filter(pk=rows[0].pk).update(completed_at=NEXT_QUARTER)

    assert services.count_benchmarks(at=NEXT_QUARTER) == 0
    assert services.count_benchmarks(at=NEXT_QUARTER + timedelta(days=92)) == 1


@pytest.mark.django_db
def test_programs_read_the_benchmark_and_are_told_where_there_is_none():
    rows = alike(FEWEST)
    api = APIClient()
    api.force_authenticate(person(Role.STAFF))
    address = f"/api/v1/diagnosis/assessments/{rows[0].uid}/benchmark/"
    before = api.get(address).status_code
    services.count_benchmarks(at=NEXT_QUARTER)

    found = api.get(address).json()

    assert before == 404
    assert (found["quarter"], found["n"], found["places"][0]["top_pct"]) == ("2026Q2", FEWEST, 100)


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_result_is_taken_away_as_a_file(client, form):
    row = completed()
    client.force_login(directory.member_of(row.company))

    answer = client.get(reverse("diagnosis:result", args=[row.uid]), {"format": form})
    page = client.get(reverse("diagnosis:result", args=[row.uid])).content.decode()

    assert answer.status_code == 200
    data = b"".join(answer.streaming_content)
    assert data[:2] == b"PK" if form == "xlsx" else data.decode("utf-8-sig").count("\n") == len(CRITERIA) + 1
    assert f"/api/v1/diagnosis/assessments/{row.uid}/result/" in page
