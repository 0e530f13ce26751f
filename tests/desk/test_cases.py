from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.desk import figures
from apps.desk.sample import centre, settle
from apps.desk.sample.cast import Cast, gather, read_stories
from apps.diagnosis.models import Assessment
from apps.directory.models import Organisation
from apps.intake.models import Application
from apps.intake.states import Door
from apps.workflow.models import Delivery
from tests.accounts.factories import person
from tests.counting import counted

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    call_command("seed", stdout=StringIO())
    return gather(centre.FIRST_DAY)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def played(cast: Cast, end: centre.End, serial: int = 0) -> Application:
    """The diagnosis request of a sample case taken to this end."""
    stories = centre._in_turn(read_stories())
    case = centre.play(cast, stories[serial], serial=serial, round_=0, end=end, at=centre.FIRST_DAY)
    return Application.objects.get(company=case.company, door=Door.DIAGNOSIS)


def test_the_thread_shows_every_step_from_problem_to_certificate(cast):
    application = played(cast, centre.End.FINISHED)

    page = signed_in(cast.one(Role.STAFF)).get(reverse("desk:case", args=[application.uid])).content.decode()

    for step in ["진단 신청", "진단", "전환 로드맵", "실증 신청", "컨소시엄", "협약", "실증과제"]:
        assert f"{step} · " in page
    assert application.problem[:30] in page


def test_a_case_stands_where_its_furthest_step_is(cast):
    played(cast, centre.End.SUBMITTED, 0)
    played(cast, centre.End.REJECTED, 1)
    played(cast, centre.End.ISSUED, 2)
    played(cast, centre.End.POC, 3)

    keys = list(figures.cases(cast.one(Role.STAFF)).order_by("pk").values_list("pk", flat=True))
    steps = figures.steps_of(keys)

    assert [steps[pk] for pk in keys] == ["screening", "ended", "issued", "pilot"]


def test_the_funnel_counts_what_came_how_far(cast):
    played(cast, centre.End.SUBMITTED, 0)
    played(cast, centre.End.AGREED, 1)

    counts = [step.count for step in figures.funnel(at=NOW).steps]
    last_year = [step.count for step in figures.funnel(at=NOW, year=2025).steps]

    assert counts == [2, 1, 1, 1, 1, 1, 1, 0, 0]
    assert last_year == [0] * 9


def test_a_count_of_the_funnel_is_kept_for_a_while_and_says_when_it_was_made(cast, settings):
    settings.FIGURES_FRESH_S = 60
    cache.clear()
    played(cast, centre.End.SUBMITTED, 0)
    first = figures.funnel(at=NOW)
    played(cast, centre.End.SUBMITTED, 1)

    kept = figures.funnel(at=NOW + timedelta(seconds=30))
    cache.clear()
    new = figures.funnel(at=NOW + timedelta(seconds=90))

    assert (kept.steps, kept.counted_at) == (first.steps, NOW)
    assert (new.steps[0].count, new.counted_at) == (2, NOW + timedelta(seconds=90))


def test_another_companys_case_is_not_there(cast):
    application = played(cast, centre.End.SUBMITTED, 0)
    played(cast, centre.End.SUBMITTED, 1)
    other = User.objects.with_roles().get(email="company002@axcenter.invalid")

    assert signed_in(other).get(reverse("desk:case", args=[application.uid])).status_code == 404


@pytest.mark.parametrize("name", ["desk:board", "desk:funnel"])
def test_the_city_sees_figures_and_a_company_does_not(name):
    assert signed_in(person(Role.OFFICIAL)).get(reverse(name)).status_code == 200
    assert signed_in(person(Role.COMPANY)).get(reverse(name)).status_code == 403


def test_the_list_of_cases_costs_the_same_for_few_and_many(cast):
    for serial in range(2):
        played(cast, centre.End.SUBMITTED, serial)
    client = signed_in(cast.one(Role.STAFF))
    address = reverse("desk:cases")
    client.get(address)
    few = counted(lambda: client.get(address))
    for serial in range(2, 12):
        played(cast, centre.End.SUBMITTED, serial)

    many = counted(lambda: client.get(address))

    assert few == many
    assert many.queries <= 15


def test_playing_the_sample_again_adds_nothing(cast):
    centre.make(2, log=lambda _line: None)
    before = Organisation.objects.count()

    assert centre.make(2, log=lambda _line: None) == {}
    assert Organisation.objects.count() == before


def test_what_follows_from_a_sample_is_done_and_carries_the_day_of_its_story(cast):
    played(cast, centre.End.ADMITTED, 0)

    assert settle() > 0
    assert not Delivery.objects.filter(state=Delivery.State.PENDING).exists()
    assert Assessment.objects.get().opened_at == Application.objects.get().decided_at
    assert settle() == 0
