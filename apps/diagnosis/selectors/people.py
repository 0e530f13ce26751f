"""Reads of consultants: what is known of them, and whom the centre would ask."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.selectors import users_with_role
from apps.diagnosis.models import Appointment, Assessment, ConsultantProfile
from apps.diagnosis.models.people import USUAL_LOAD
from apps.diagnosis.proposing import Candidate, kilometres, ranked
from apps.diagnosis.selectors.assessments import consultants_for
from apps.diagnosis.states import SCORABLE, AssessmentState
from apps.directory.models import District


@dataclass(frozen=True, slots=True)
class Proposed:
    """A consultant who could visit, with what speaks for and against."""

    user: User
    candidate: Candidate
    is_first: bool

    @property
    def why(self) -> str:
        one = self.candidate
        parts = [_("제안")] if self.is_first else []
        parts += [_("한도를 채움")] if one.is_full else []
        parts.append(_("업종 경험 있음") if one.knows or one.done else _("업종 경험 없음"))
        parts.append(_("진행 중 %(load)d건 (한도 %(most)d건)") % {"load": one.load, "most": one.most})
        if one.km is not None:
            parts.append(_("약 %(km).0fkm") % {"km": one.km})
        return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class Known:
    """A consultant as staff see them: profile, if any, and cases in hand."""

    user: User
    base: District | None
    industries: tuple[str, ...]
    load: int
    most: int


def proposed_for(assessment: Assessment) -> list[Proposed]:
    """Consultants without a conflict, in the order in which the centre would ask them."""
    people = {str(user.uid): user for user in consultants_for(assessment)}
    keys = [user.pk for user in people.values()]
    profiles = {one.user_id: one for one in ConsultantProfile.objects.filter(user__in=keys).select_related("base")}
    loads = _loads(keys)
    done = dict(
        Assessment.objects.filter(consultant__in=keys, state=AssessmentState.COMPLETED, profile=assessment.profile)
        .order_by()
        .values_list("consultant")
        .annotate(Count("pk"))
    )
    site = assessment.application.site.district if assessment.application.site else None
    candidates = []
    for code, user in people.items():
        base, known, most = _said(profiles.get(user.pk))
        km = kilometres(_place(base), _place(site)) if base and site else None
        knows = assessment.profile in known
        candidates.append(Candidate(code, knows, done.get(user.pk, 0), loads.get(user.pk, 0), most, km))
    order = ranked(candidates)
    return [Proposed(people[one.code], one, one is order[0] and not one.is_full) for one in order]


def consultants() -> list[Known]:
    """All consultants by name."""
    people = list(users_with_role(Role.CONSULTANT).order_by("name", "pk"))
    keys = [one.pk for one in people]
    profiles = {one.user_id: one for one in ConsultantProfile.objects.filter(user__in=keys).select_related("base")}
    loads = _loads(keys)
    said = {one.pk: _said(profiles.get(one.pk)) for one in people}
    return [
        Known(one, base, known, loads.get(one.pk, 0), most) for one in people for base, known, most in (said[one.pk],)
    ]


def appointment_of(assessment: Assessment) -> Appointment | None:
    """The visit that is arranged; nothing when it was called off."""
    known: Appointment | None = getattr(assessment, "appointment", None)
    return None if known is None or known.is_off else known


def _loads(keys: list[int]) -> dict[int, int]:
    running = Assessment.objects.filter(consultant__in=keys, state__in=SCORABLE).order_by()
    return dict(running.values_list("consultant").annotate(Count("pk")))


def _said(profile: ConsultantProfile | None) -> tuple[District | None, tuple[str, ...], int]:
    """Where somebody sits, what they know, how much they take."""
    if profile is None:
        return None, (), USUAL_LOAD
    return profile.base, tuple(profile.industries), profile.most_open


def _place(district: District) -> tuple[float, float]:
    return float(district.latitude), float(district.longitude)
