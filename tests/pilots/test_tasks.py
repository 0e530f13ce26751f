"""News from the floors below."""

from __future__ import annotations

import pytest

from apps.consortia import services as consortia
from apps.consortia.states import AgreementState
from apps.pilots import services, tasks
from apps.workflow.models import Delivery, Wait
from tests.pilots import factories
from tests.pilots.factories import NOW

pytestmark = pytest.mark.django_db


def asked() -> list[str]:
    return list(Wait.objects.filter(key="pilot", closed_at=None).values_list("party", flat=True))


def test_a_signed_agreement_asks_staff_for_its_pilot_until_it_is_begun():
    who = factories.people()
    signed = factories.agreement(who)

    services.ask_for_pilot(agreement_id=signed.pk, at=NOW)
    services.ask_for_pilot(agreement_id=signed.pk, at=NOW)
    before = asked()
    services.open_pilot(agreement_id=signed.pk, by=who.staff, at=NOW)

    assert (before, asked()) == (["role:staff"], [])


def test_nothing_is_asked_for_an_agreement_not_in_force():
    draft = factories.agreement(state=AgreementState.SIGNED)

    services.ask_for_pilot(agreement_id=draft.pk, at=NOW)
    services.ask_for_pilot(agreement_id=0, at=NOW)

    assert asked() == []


def test_the_news_of_an_ended_agreement_takes_the_question_back():
    who = factories.people()
    signed = factories.agreement(who)
    services.ask_for_pilot(agreement_id=signed.pk, at=NOW)

    consortia.end_agreement(agreement_id=signed.pk, outcome="stopped", by=who.manager, at=NOW)
    delivery = Delivery.objects.get(job=tasks.AGREEMENT)
    tasks.agreement_moved(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, asked()) == ("done", [])
