from datetime import timedelta

import pytest

from apps.accounts.roles import Role
from apps.diagnosis import services, tasks
from apps.diagnosis.models import Assessment
from apps.diagnosis.states import AssessmentState
from apps.intake import services as intake
from apps.intake.models import Application
from apps.workflow.models import Delivery, Wait
from tests.accounts.factories import person
from tests.diagnosis import factories
from tests.diagnosis.factories import NOW
from tests.intake import factories as requests

pytestmark = pytest.mark.django_db


def open_waits(row: Application | Assessment) -> set[str]:
    waits = Wait.objects.filter(subject_label=row._meta.label_lower, subject_id=row.pk, closed_at__isnull=True)
    return set(waits.values_list("key", flat=True))


def test_an_admitted_request_gets_its_diagnosis_by_news_told_once():
    factories.seeded()
    application = requests.admitted()
    delivery = Delivery.objects.get(job=tasks.ADMITTED)

    tasks.application_admitted(delivery_id=delivery.pk)
    tasks.application_admitted(delivery_id=delivery.pk)

    assessment = Assessment.objects.get()
    assert (assessment.application, assessment.state) == (application, AssessmentState.OPENED)
    assert open_waits(assessment) == {"state", "self_score"}
    assert open_waits(application) == set()


def test_news_of_a_request_that_was_withdrawn_meanwhile_opens_nothing():
    factories.seeded()
    application = requests.admitted()
    intake.withdraw(application_id=application.pk, by=application.applicant, at=NOW, reason="사정 변경")

    tasks.application_admitted(delivery_id=Delivery.objects.get(job=tasks.ADMITTED).pk)

    assert not Assessment.objects.exists()


def test_a_withdrawn_request_ends_its_diagnosis_by_news_told_once():
    assessment = factories.scored()
    application = assessment.application

    intake.withdraw(
        application_id=application.pk, by=application.applicant, at=NOW + timedelta(hours=1), reason="사정 변경"
    )
    delivery = Delivery.objects.get(job=tasks.WITHDRAWN)
    tasks.application_withdrawn(delivery_id=delivery.pk)
    tasks.application_withdrawn(delivery_id=delivery.pk)

    assessment.refresh_from_db()
    delivery.refresh_from_db()
    assert (assessment.state, delivery.state) == (AssessmentState.CANCELLED, Delivery.State.DONE)
    assert open_waits(assessment) == set()


def test_opening_by_hand_after_the_news_finds_the_same_case():
    application = factories.application()
    opened = services.open_admitted(application_id=application.pk, at=NOW)

    again = services.open(application_id=application.pk, by=person(Role.STAFF), at=NOW)

    assert again == opened
