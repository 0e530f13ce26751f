"""Who may take a seat, and taking it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.directory.models import Organisation
from apps.kernel import bounds
from apps.kernel.clocks import local, local_date
from apps.kernel.errors import Problem
from apps.notices import services as notices
from apps.panels import permissions, rules, selectors
from apps.panels.errors import (
    Conflicted,
    DueInThePast,
    DueTooFar,
    NotAReviewer,
    PledgeMissing,
    TooFewReviewers,
    Unusable,
    WrongMake,
)
from apps.panels.models import Member, Reviewer, Seat, Sitting
from apps.workflow import services as workflow


def checked_terms(criteria: Sequence[Mapping[str, Any]], due_at: datetime, at: datetime) -> None:
    """Raises Unusable, DueInThePast, DueTooFar."""
    if rules.criteria_faults(selectors.criteria_of(criteria)):
        raise Unusable
    if due_at <= at:
        raise DueInThePast(field="due_at")
    if bounds.is_too_far(due_at, at):
        raise DueTooFar(field="due_at")


def reviewing(people: Iterable[User]) -> list[User]:
    """These people, each once. Raises NotAReviewer naming those without the role and those who take no cases now."""
    found = list({person.pk: person for person in people}.values())
    resting = selectors.resting([person.pk for person in found])
    strangers = [person for person in found if not person.can(permissions.SCORE)]
    if strangers:
        listed = ", ".join(person.name for person in strangers)
        raise NotAReviewer(_("평가위원이 아닌 사람입니다: %(names)s") % {"names": listed}, field="reviewers")
    away = [person for person in found if person.pk in resting]
    if away:
        listed = ", ".join(person.name for person in away)
        raise NotAReviewer(_("지금은 활동을 쉬는 위원입니다: %(names)s") % {"names": listed}, field="reviewers")
    return found


def checked_reviewers(
    reviewers: Iterable[User],
    organisation: Organisation | None,
    fewest: int,
    *,
    at: datetime,
    years: int = rules.PAST_YEARS,
    applicants: Iterable[int] = (),
) -> list[User]:
    """Those who may judge the organisation's case. Raises NotAReviewer, Conflicted naming grounds, TooFewReviewers."""
    people = reviewing(reviewers)
    found: selectors.Pairs = {}
    if organisation is not None:
        keys = [person.pk for person in people]
        found = selectors.conflict_pairs(
            keys, [organisation.pk], on=local_date(at), years=years, applicants=tuple(applicants)
        )
    of_whom = {user_id: grounds for (user_id, _company), grounds in found.items()}
    panelists = [rules.Panelist(str(one.pk), tuple(c.ground for c in of_whom.get(one.pk, ()))) for one in people]
    composition = rules.compose(panelists, fewest=fewest)
    if composition.excluded:
        named = {str(person.pk): person.name for person in people}
        said = [selectors.say_conflicts(named[one.key], of_whom[int(one.key)]) for one in composition.excluded]
        raise Conflicted(" ".join(said), problems=[Problem("reviewers", words) for words in said])
    if composition.short_by:
        raise TooFewReviewers(field="reviewers")
    return people


def demand_make(people: Iterable[User], make: rules.Make, *, field: str = "reviewers") -> None:
    """Raises NotAReviewer naming those who are not in the pool, WrongMake for too few, too many or few outsiders."""
    found = list(people)
    pooled = dict(Reviewer.objects.filter(user__in=[one.pk for one in found]).values_list("user_id", "is_outsider"))
    if strangers := [one.name for one in found if one.pk not in pooled]:
        words = _("평가위원 풀에 없는 사람입니다. 풀에 먼저 등록해 주십시오: %(names)s")
        raise NotAReviewer(words % {"names": ", ".join(strangers)}, field=field)
    members = [rules.Member(str(one.pk), pooled[one.pk]) for one in found]
    if found_lacks := rules.lacks(members, make, chaired=False):
        raise WrongMake([selectors.say_lack(lack) for lack in found_lacks], field=field)


def demand_pledged(sitting: Sitting, person: User) -> None:
    """Raises PledgeMissing for whoever is no member of the case's committee, or has not pledged yet."""
    members = Member.objects.filter(committee__cases=sitting.case_id, user=person, left_at=None)
    if not members.filter(pledged_at__isnull=False).exists():
        raise PledgeMissing(field="reviewer")


def seat(
    sitting: Sitting, person: User, *, by: User, at: datetime, tells: bool = True, why: Mapping[str, Any] | None = None
) -> Seat:
    """Give a person a place in a sitting; `tells` sends them a notice of this one case."""
    found = Seat.objects.create(sitting=sitting, user=person, invited_at=at, why=dict(why or {}))
    audit.record(subject=found, action="invite", by=by, at=at, after={"state": found.state})
    workflow.open_state_waits(found, at=at)
    if tells:
        notices.queue(
            "panels.invited",
            to=person,
            context={"title": sitting.subject_title, "due": f"{local(sitting.due_at):%Y-%m-%d %H:%M}"},
            path=found.get_absolute_url(),
            about=found,
            at=at,
        )
    return found
