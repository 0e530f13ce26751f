"""A company whose selection was cancelled reads why, and may object once, in time, before other people."""

from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from apps.accounts.roles import Role
from apps.intake import selectors
from apps.intake.errors import AlreadyObjected, JudgedBefore, ObjectionLate, WrongRuling
from apps.intake.models import Application, Objection
from apps.intake.states import Ruling, State
from apps.panels.models import Seat
from tests.accounts.factories import person
from tests.intake.factories import AT, DAY, fresh, waits
from tests.intake.objecting import appointed, cancel, cancelled, decided, filed, judged, proposed

pytestmark = pytest.mark.django_db


def test_upheld_it_selects_again_and_the_project_may_be_written(client):
    row = cancelled()

    objection = decided(row, Ruling.SELECT)

    done = fresh(row)
    assert (objection.contested, objection.decision_note) == (State.CANCELLED, "세금을 체납했습니다.")
    assert done.state == State.SELECTED
    assert {done.proposed_by_id, done.confirmed_by_id}.isdisjoint(objection.deciders)
    assert ("role:staff", "과제 개요서 작성") in waits(done)


def test_others_look_at_the_objection_itself_and_it_cannot_lead_to_the_waitlist():
    row = cancelled()
    with pytest.raises(JudgedBefore):
        appointed(row, [Seat.objects.filter(sitting__subject_id=row.pk)[0].user])
    Objection.objects.all().delete()

    objection = judged(row)

    seat = Seat.objects.filter(sitting__subject_label="intake.objection").select_related("sitting")[0]
    assert [one["code"] for one in seat.sitting.criteria] == ["merit"]
    assert set(dict(selectors.rulings(objection))) == {Ruling.DISMISS, Ruling.SELECT}
    Objection.objects.all().delete()
    with pytest.raises(WrongRuling):
        proposed(row, Ruling.WAITLIST)


def test_it_is_refused_late_and_twice():
    row = cancelled()
    with pytest.raises(ObjectionLate):
        filed(row, at=AT + 40 * DAY)
    assert not Objection.objects.exists()
    filed(row)

    with pytest.raises(AlreadyObjected):
        filed(row)

    assert Objection.objects.count() == 1


def test_what_was_selected_on_objection_and_cancelled_again_may_be_contested_again(client):
    row = cancelled()
    decided(row, Ruling.SELECT)
    again = cancel(row, at=AT + 20 * DAY)
    client.force_login(row.applicant)

    with time_machine.travel(AT + 21 * DAY, tick=False):
        page = client.get(row.get_absolute_url()).content.decode()
    second = filed(again, at=AT + 21 * DAY)

    assert reverse("intake:object", args=[row.uid]) in page
    assert Objection.objects.filter(application=row, contested=State.CANCELLED).count() == 2
    assert second.told_at == again.published_at
    with pytest.raises(AlreadyObjected):
        filed(again, at=AT + 21 * DAY)


def test_the_company_reads_why_and_is_shown_its_one_objection_instead_of_the_form(client):
    row = cancelled()
    Application.objects.filter(pk=row.pk).update(published_at=timezone.now())
    client.force_login(row.applicant)
    page, address = row.get_absolute_url(), reverse("intake:object", args=[row.uid])

    assert "세금을 체납했습니다." in client.get(page).content.decode()
    assert address in client.get(page).content.decode()
    sent = client.post(address, {"uid": uuid4(), "grounds": "이미 냈습니다."})
    objection = Objection.objects.get()
    assert sent.url == objection.get_absolute_url()

    again = client.get(address, follow=True)
    assert again.redirect_chain[-1][0] == objection.get_absolute_url()
    assert "이미 이의신청하셨습니다." in again.content.decode()
    assert address not in client.get(page).content.decode()


def test_only_the_company_objects(client):
    row = cancelled()
    Application.objects.filter(pk=row.pk).update(published_at=timezone.now())
    client.force_login(person(Role.COMPANY))

    assert client.post(reverse("intake:object", args=[row.uid]), {"grounds": "남의 일"}).status_code == 404
    assert not Objection.objects.exists()
