"""A selected application is taken back, or its selection cancelled: its project ends with it."""

import pytest

from apps.accounts.roles import Role
from apps.consortia import services, tasks
from apps.consortia.models import Agreement, Brief, Proposal
from apps.consortia.states import AgreementState, BriefState, ProposalState
from apps.intake import services as intake
from apps.intake.models import Application
from apps.intake.states import State
from apps.kernel.errors import WrongState
from apps.workflow.models import Delivery, Wait
from tests.accounts.factories import person
from tests.consortia import factories as make

pytestmark = pytest.mark.django_db


def take_back(application: Application) -> None:
    """The company withdraws, and the worker hears of it."""
    intake.withdraw(application_id=application.pk, reason="사정", by=application.applicant, at=make.AT)
    for delivery in Delivery.objects.filter(job=tasks.APPLICATION_GONE, state=Delivery.State.PENDING):
        tasks.application_gone(delivery_id=delivery.pk)


def test_a_project_ends_with_its_application_and_partners_are_free_again():
    one = make.proposed()

    take_back(one.application)

    assert Brief.objects.get(pk=one.pk).state == BriefState.CANCELLED
    assert set(Proposal.objects.filter(brief=one).values_list("state", flat=True)) == {ProposalState.WITHDRAWN}
    assert not Wait.objects.filter(subject_label="consortia.brief", subject_id=one.pk, closed_at=None).exists()
    assert Delivery.objects.get(job=tasks.APPLICATION_GONE).state == Delivery.State.DONE


def test_terms_that_bind_nobody_yet_are_dropped():
    agreement = make.drafted()

    take_back(agreement.brief.application)

    assert Agreement.objects.get(pk=agreement.pk).state == AgreementState.VOID
    assert Brief.objects.get(pk=agreement.brief_id).state == BriefState.CANCELLED


def test_under_an_agreement_the_application_stays():
    agreement = make.active()
    application = agreement.brief.application

    with pytest.raises(WrongState):
        take_back(application)

    assert Application.objects.get(pk=application.pk).state == State.SELECTED
    assert Brief.objects.get(pk=agreement.brief_id).state == BriefState.AGREED


def test_what_was_taken_back_meanwhile_is_not_signed_for():
    agreement = make.drafted()
    make.all_sign(agreement)
    application = agreement.brief.application
    intake.withdraw(application_id=application.pk, reason="사정", by=application.applicant, at=make.AT)

    with pytest.raises(WrongState):
        services.sign_as_centre(agreement_uid=agreement.uid, by=person(Role.MANAGER), at=make.AT)

    assert Agreement.objects.get(pk=agreement.pk).state == AgreementState.SIGNED
