"""What a company says of itself: the sentence that fits, and what is true of it where its problem lies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.audit import services as audit
from apps.diagnosis import permissions, selectors
from apps.diagnosis.errors import UnknownCode
from apps.diagnosis.instrument import HIGHEST_BAND
from apps.diagnosis.models import Assessment, Claim, SelfScore
from apps.diagnosis.services.locks import locked
from apps.diagnosis.services.opening import SELF_SCORE
from apps.diagnosis.states import AssessmentState
from apps.directory import selectors as directory
from apps.kernel.errors import NotAllowed, WrongState
from apps.workflow import services as workflow


@transaction.atomic
def save_self_scores(
    *,
    assessment_id: int,
    bands: Mapping[str, int | None],
    by: User,
    at: datetime,
    claims: Mapping[str, bool | None] | None = None,
) -> Assessment:
    """Keep the bands a company's member picks and what they claim within them; None is "don't know".

    What is not named stays, so that several members can share the questions. Claims are asked only of the picked band
    of the criteria nearest the problem. Open until the diagnosis is completed. Raises NotAllowed, WrongState,
    UnknownCode.
    """
    if not by.can(permissions.SELF_SCORE):
        raise NotAllowed
    assessment = locked(assessment_id, by)
    if not directory.organisations_of(by).filter(pk=assessment.company_id).exists():
        raise NotAllowed
    if assessment.state in (AssessmentState.COMPLETED, AssessmentState.CANCELLED) or assessment.second_of_id:
        raise WrongState
    known = {criterion.code for criterion in selectors.instrument_of(assessment).criteria}
    for code, band in bands.items():
        if code not in known or (band is not None and not 0 <= band <= HIGHEST_BAND):
            raise UnknownCode(field=code)
    before = selectors.self_bands(assessment)
    _check_claims(assessment, claims or {}, {**before, **bands})
    SelfScore.objects.bulk_create(
        [SelfScore(assessment=assessment, criterion=code, band=band, by=by, at=at) for code, band in bands.items()],
        update_conflicts=True,
        unique_fields=["assessment", "criterion"],
        update_fields=["band", "by", "at"],
    )
    said = (claims or {}).items()
    Claim.objects.bulk_create(
        [Claim(assessment=assessment, attribute=code, holds=holds, by=by, at=at) for code, holds in said],
        update_conflicts=True,
        unique_fields=["assessment", "attribute"],
        update_fields=["holds", "by", "at"],
    )
    after = {**bands, **(claims or {})}
    audit.record(subject=assessment, action="self_score", by=by, at=at, before=before, after=after)
    if known <= before.keys() | bands.keys():
        workflow.close_waits(assessment, at=at, key=SELF_SCORE)
    return assessment


def _check_claims(assessment: Assessment, claims: Mapping[str, bool | None], bands: Mapping[str, int | None]) -> None:
    if not claims:
        return
    asked = selectors.asked_claims(assessment, bands)
    unknown = sorted(claims.keys() - asked)
    if unknown:
        raise UnknownCode(field=unknown[0])
