"""Two rounds of a committee, as the applicant reads them."""

from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.intake import services
from apps.intake.entries import Approval
from apps.intake.states import Outcome
from apps.panels import services as panels
from apps.panels.models import Case, Seat, Sitting
from tests.accounts.factories import person
from tests.intake.factories import AT, DAY
from tests.intake.selecting import scored, waiting

pytestmark = pytest.mark.django_db


def test_both_rounds_are_told_with_their_shares_so_that_the_total_can_be_followed(client):
    [row] = waiting(1, presentation=True, document_pct=40, bonuses=[{"code": "women", "points": "2"}])
    one = scored([row], marks=(7,))
    case, staff = Case.objects.get(), person(Role.STAFF)
    panels.grant_bonuses(case_uid=case.uid, codes=["women"], by=staff, at=AT)
    heard = AT + DAY
    panels.present(committee_uid=one.uid, case_uids=[case.uid], starts_at=heard, minutes=20, by=staff, at=AT)
    for seat in Seat.objects.filter(sitting__round=Sitting.Round.PRESENTATION).select_related("user"):
        scores = {code: Decimal(9) for code in ("problem", "plan", "data", "spread")}
        panels.hand_in(seat_uid=seat.uid, scores=scores, comment="표본 의견", by=seat.user, at=heard)
    panels.conclude(committee_uid=one.uid, place="", minutes="표본 심의", by=staff, at=heard)
    services.propose_selection(application_id=row.pk, outcome=Outcome.SELECT, note="표본 사유", by=staff, at=heard)
    paper = Approval("표본-12", heard.date())
    services.confirm_selection(application_id=row.pk, by=person(Role.MANAGER), at=heard, approval=paper)
    services.publish_results(committee_uid=one.uid, by=staff, at=heard)
    client.force_login(row.applicant)
    program = APIClient()
    program.force_authenticate(row.applicant)

    page = client.get(row.get_absolute_url()).content.decode()
    result = program.get(f"/api/v1/intake/applications/{row.uid}/result/").data

    told = [(one["share_pct"], one["total"], one["criteria"][0]["mean"]) for one in result["rounds"]]
    assert told == [(40, "70.00", "7.00"), (60, "90.00", "9.00")]
    assert (result["total"], result["bonus"]) == ("82.00", "2.00")
    for words in ("서면평가", "70.00점, 총점의 40%", "90.00점, 총점의 60%", "가점 2점을 더한 84.00점"):
        assert words in page
