"""Whom the centre would send, and when they come."""

from __future__ import annotations

from datetime import timedelta

import icalendar
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.roles import Role
from apps.diagnosis import selectors, services
from apps.diagnosis.errors import NotAConsultant, VisitPassed
from apps.diagnosis.models import Appointment
from apps.diagnosis.proposing import Candidate, kilometres, ranked
from apps.directory.models import Company, District, Site
from apps.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from apps.notices.models import Notice
from tests.accounts.factories import person
from tests.diagnosis import factories
from tests.diagnosis.factories import NOW
from tests.diagnosis.test_api import BASE, signed_in
from tests.directory import factories as directory

STARTS = NOW + timedelta(days=3)


def one(code: str, **changes) -> Candidate:
    return Candidate(**{"code": code, "knows": False, "done": 0, "load": 0, "most": 5, "km": None, **changes})


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"load": 4}, {"load": 5, "knows": True, "km": 0.0}),
        ({"knows": True, "load": 4}, {"load": 0}),
        ({"done": 1, "load": 4}, {"load": 0}),
        ({"load": 1, "most": 10}, {"load": 1, "most": 5}),
        ({"km": 3.0}, {"km": 3.1}),
        ({"km": 300.0}, {"km": None}),
        ({"done": 5, "knows": True}, {"done": 1, "knows": True}),
    ],
)
def test_what_speaks_for_one_consultant_before_another(better, worse):
    assert [c.code for c in ranked([one("A", **worse), one("B", **better)])] == ["B", "A"]


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        st.text("ABC", min_size=1, max_size=3),
        st.booleans(),
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(1, 9),
        st.none() | st.floats(0, 500),
    ),
    max_size=8,
    unique_by=lambda c: c.code,
)


@given(CANDIDATES, st.randoms())
def test_the_order_does_not_hang_on_the_order_they_came_in(candidates, rnd):
    shuffled = list(candidates)
    rnd.shuffle(shuffled)

    assert ranked(shuffled) == ranked(candidates)


def test_distances_are_those_of_the_map():
    city_hall, busan = (37.5665, 126.9780), (35.1796, 129.0756)

    assert kilometres(city_hall, city_hall) == 0
    assert kilometres(city_hall, busan) == kilometres(busan, city_hall) == pytest.approx(325, abs=1)
    # One degree of a great circle is the 360th part of its length.
    assert kilometres((0, 0), (0, 1)) == pytest.approx(111.195, abs=0.001)


pytestmark = pytest.mark.django_db


def keep(user, **changes):
    said = {"base": None, "industries": [], "most_open": 5, **changes}
    return services.keep_profile(user_uid=user.uid, by=person(Role.STAFF), at=NOW, **said)


def test_staff_are_proposed_who_has_room_and_knows_the_industry(client):
    busy, expert = person(Role.CONSULTANT), person(Role.CONSULTANT)
    factories.assigned(consultant=busy)
    case = factories.opened()
    keep(expert, industries=["manufacturing"])
    keep(busy, most_open=1)
    case.profile = "manufacturing"
    case.save()
    client.force_login(person(Role.STAFF))

    proposed = selectors.proposed_for(case)
    page = client.get(reverse("diagnosis:assign", args=[case.uid])).content.decode()

    assert [entry.user for entry in proposed] == [expert, busy]
    assert proposed[0].why == "제안 · 업종 경험 있음 · 진행 중 0건 (한도 5건)"
    assert proposed[1].why == "한도를 채움 · 업종 경험 없음 · 진행 중 1건 (한도 1건)"
    assert page.index(expert.name) < page.index(busy.name)


def test_the_nearer_of_two_is_proposed():
    near, far = person(Role.CONSULTANT), person(Role.CONSULTANT)
    case = factories.opened()
    here, there = District.objects.order_by("code")[:2]
    company = Company.objects.get(pk=case.company_id)
    case.application.site = Site.objects.create(company=company, kind="plant", name="표본 공장", district=here)
    keep(near, base=here)
    keep(far, base=there)

    assert [entry.user for entry in selectors.proposed_for(case)][:2] == [near, far]


def test_only_staff_keep_what_is_known_of_a_consultant(client):
    consultant = person(Role.CONSULTANT)
    with pytest.raises(NotAllowed):
        services.keep_profile(user_uid=consultant.uid, base=None, industries=[], most_open=5, by=consultant, at=NOW)
    with pytest.raises(NotAConsultant):
        keep(person(Role.REVIEWER))
    with pytest.raises(Invalid):
        keep(consultant, industries=["nowhere"])
    factories.seeded()
    client.force_login(person(Role.STAFF))
    address = reverse("diagnosis:consultant", args=[consultant.uid])

    client.post(address, {"base": "", "industries": ["manufacturing"], "most_open": "3"})
    listed = client.get(reverse("diagnosis:consultants")).content.decode()

    assert (selectors.consultants()[0].industries, selectors.consultants()[0].most) == (("manufacturing",), 3)
    assert consultant.name in listed


def appoint(case, by=None, **changes) -> Appointment:
    said = {"starts_at": STARTS, "minutes": 180, "note": "표본: 공장장", **changes}
    return services.appoint(assessment_id=case.pk, by=by or case.consultant, at=NOW, **said)


def told(case, kind: str) -> int:
    return Notice.objects.filter(kind=kind, subject_id=case.pk).count()


def test_an_appointment_is_told_once_moved_and_called_off():
    case = factories.assigned()
    first = appoint(case)
    appoint(case)
    once = told(case, "diagnosis.appointment")

    moved = appoint(case, starts_at=STARTS + timedelta(days=1), by=person(Role.STAFF))
    off = services.call_off(assessment_id=case.pk, by=case.consultant, at=NOW)

    case.refresh_from_db()
    assert (once, told(case, "diagnosis.appointment"), told(case, "diagnosis.appointment_off")) == (1, 3, 1)
    assert (first.pk, first.sequence, moved.sequence, off.sequence) == (moved.pk, 0, 1, 2)
    assert case.visit_on is None
    assert selectors.appointment_of(case) is None
    assert appoint(case).sequence == 3


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"starts_at": NOW}, VisitPassed, "starts_at"),
        ({"minutes": 29}, Invalid, "minutes"),
        ({"minutes": 601}, Invalid, "minutes"),
    ],
)
def test_an_appointment_that_cannot_be_is_refused(changes, refusal, field):
    case = factories.assigned()

    with pytest.raises(refusal) as caught:
        appoint(case, **changes)

    assert [problem.field for problem in caught.value.problems] == [field]
    assert not Appointment.objects.exists()


def test_nobody_else_arranges_the_visit_and_nobody_once_it_is_over():
    case = factories.assigned()
    with pytest.raises(NotFound):
        appoint(case, by=person(Role.CONSULTANT))
    with pytest.raises(NotAllowed):
        appoint(case, by=directory.member_of(case.company))
    with pytest.raises(WrongState):
        appoint(factories.completed())
    with pytest.raises(WrongState):
        services.call_off(assessment_id=case.pk, by=case.consultant, at=NOW)


def test_the_page_makes_the_appointment_and_the_company_takes_it_into_its_calendar(client):
    case = factories.assigned()
    client.force_login(case.consultant)
    address = reverse("diagnosis:appoint", args=[case.uid])

    late = client.post(address, {"starts_at": "2020-01-06T10:00", "minutes": "180"})
    sent = client.post(address, {"starts_at": "2099-01-06T10:00", "minutes": "90", "note": "표본"})
    client.force_login(directory.member_of(case.company))
    page = client.get(case.get_absolute_url()).content.decode()
    answer = client.get(reverse("diagnosis:appointment", args=[case.uid]))

    assert (late.status_code, sent.status_code) == (422, 302)
    assert "2099-01-06 10:00" in page
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event.decoded("dtend") - event.decoded("dtstart")).total_seconds() == 90 * 60
    assert case.company.name_ko in str(event["summary"])
    client.force_login(case.consultant)
    client.post(reverse("diagnosis:call-off", args=[case.uid]))
    assert client.get(reverse("diagnosis:appointment", args=[case.uid])).status_code == 404


def test_programs_read_the_proposal_and_arrange_the_visit():
    case = factories.assigned()
    staff = signed_in(person(Role.STAFF))

    listed = staff.get(f"{BASE}{case.uid}/consultants/").data
    made = staff.put(
        f"{BASE}{case.uid}/appointment/", {"starts_at": "2099-01-06T10:00:00+09:00", "minutes": 60}, format="json"
    )
    unread = staff.put(f"{BASE}{case.uid}/appointment/", {"minutes": 60}, format="json")
    off = staff.delete(f"{BASE}{case.uid}/appointment/")

    assert {"uid", "name", "load", "most", "km", "knows_industry", "done_in_industry"} == set(listed[0])
    assert (made.status_code, made.data["ends_at"]) == (200, "2099-01-06T11:00:00+09:00")
    assert (unread.status_code, off.data["is_off"]) == (400, True)
