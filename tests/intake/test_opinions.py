"""What reviewers wrote reaches the applicant: after publication, without names, and only what may be shown."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.intake import selectors, services
from apps.intake.models import Application
from apps.intake.states import Outcome
from apps.kernel.errors import NotAllowed, WrongState
from apps.panels import services as panels
from apps.panels.models import ScoreSheet, Seat, Withheld
from apps.panels.selectors import committee_of, opinions
from apps.workflow.services import ReasonMissing
from tests.accounts.factories import person
from tests.intake.factories import AT, fresh, submitted
from tests.intake.selecting import begun, concluded, decide, waiting

pytestmark = pytest.mark.django_db
WORDS = ("다: 데이터가 모자랍니다.", "가: 목표가 분명합니다.", "나: 일정이 촘촘합니다.")


def judged() -> tuple[Application, list[Seat]]:
    """One case whose three reviewers wrote different things, deliberated on; with their seats."""
    [row] = waiting(1)
    one = concluded([row])
    seats = list(Seat.objects.filter(sitting__case__committee=one).select_related("sitting").order_by("pk"))
    for seat, words in zip(seats, WORDS, strict=True):
        ScoreSheet.objects.filter(seat=seat).update(comment=words)
    return fresh(row), seats


def publish(row: Application) -> Application:
    decide(row)
    committee = committee_of(row)
    services.publish_results(committee_uid=committee.uid, by=person(Role.STAFF), at=AT)
    return fresh(row)


def read(row: Application, user=None) -> tuple[int, list[str]]:
    """What the API answers of the result: the status, and the opinions it tells."""
    api = APIClient()
    api.force_authenticate(user or row.applicant)
    answer = api.get(f"/api/v1/intake/applications/{row.uid}/result/")
    return answer.status_code, answer.json().get("opinions", [])


def test_an_applicant_reads_opinions_after_publication_in_the_order_of_their_words(client):
    row, seats = judged()
    client.force_login(row.applicant)
    address = reverse("intake:detail", args=[row.uid])
    before, early = client.get(address).content.decode(), read(row)
    decide(row)
    decided, still = client.get(address).content.decode(), read(row)
    services.publish_results(committee_uid=seats[0].sitting.case.committee.uid, by=person(Role.STAFF), at=AT)

    after = client.get(address).content.decode()

    assert (early, still) == ((404, []), (404, []))
    assert not [words for words in WORDS if words in before or words in decided]
    assert read(row) == (200, sorted(WORDS))
    assert [after.index(words) for words in sorted(WORDS)] == sorted(after.index(words) for words in WORDS)
    assert not [seat.user.name for seat in seats if seat.user.name in after]


def test_another_company_reads_nothing_of_it(client):
    row, _seats = judged()
    row = publish(row)
    other = submitted().applicant
    client.force_login(other)

    assert client.get(reverse("intake:detail", args=[row.uid])).status_code == 404
    assert read(row, other)[0] == 404


def test_a_sheet_that_was_set_aside_tells_nothing():
    row, seats = judged()
    panels.set_aside(seat_uid=seats[0].uid, reason="표본 이해관계", by=person(Role.STAFF), at=AT)

    assert read(publish(row)) == (200, sorted(WORDS[1:]))


def test_staff_withhold_an_opinion_before_publication_and_that_is_written_down(client):
    row, seats = judged()
    staff = person(Role.STAFF)
    client.force_login(staff)
    shown = client.get(reverse("intake:propose", args=[row.uid])).content.decode()
    sitting = seats[0].sitting

    client.post(
        reverse("panels:withhold", args=[sitting.uid]), {"seat": seats[0].uid, "reason": "다른 기업을 적었습니다."}
    )

    assert all(words in shown for words in WORDS)
    told = client.get(reverse("intake:propose", args=[row.uid])).content.decode()
    assert "신청기업에 보이지 않음: 다른 기업을 적었습니다." in told
    assert read(publish(row)) == (200, sorted(WORDS[1:]))
    [event] = Event.objects.filter(action="withhold_opinion")
    assert (event.subject_id, event.actor_id, event.reason) == (seats[0].pk, staff.pk, "다른 기업을 적었습니다.")


def test_an_opinion_is_withheld_by_staff_alone_with_a_reason_and_once():
    row, seats = judged()
    api = APIClient()
    address = f"/api/v1/panels/seats/{seats[0].uid}/withhold/"
    with pytest.raises(NotAllowed):
        panels.withhold(seat_uid=seats[0].uid, reason="표본", by=seats[0].user, at=AT)
    with pytest.raises(ReasonMissing):
        panels.withhold(seat_uid=seats[0].uid, reason=" ", by=person(Role.STAFF), at=AT)
    assert not Withheld.objects.exists()
    api.force_authenticate(person(Role.STAFF))

    answers = [api.post(address, {"reason": "이름이 있습니다."}, format="json").status_code for _ in range(2)]

    assert (answers, Withheld.objects.count()) == ([204, 204], 1)
    assert api.post(address, {}, format="json").status_code == 400
    assert Event.objects.filter(action="withhold_opinion").count() == 1
    assert [one.text for one in opinions(row) if not one.withheld] == sorted(WORDS[1:])


def test_nothing_is_withheld_while_the_sitting_is_open():
    [row] = waiting(1)
    begun([row])

    with pytest.raises(WrongState):
        panels.withhold(seat_uid=Seat.objects.first().uid, reason="표본", by=person(Role.STAFF), at=AT)

    assert not Withheld.objects.exists()


def test_no_result_tells_an_opinion_of_a_case_that_is_not_selected_before_it_is_published():
    row, _seats = judged()
    decide(row, Outcome.DECLINE)

    assert selectors.result_of(fresh(row)) is None
