"""Reads of sittings: what a reviewer owes, how a sitting goes, what it said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.kernel import keyset
from apps.kernel.language import is_english
from apps.panels import rules
from apps.panels.models import Member, ScoreSheet, Seat, Sitting
from apps.panels.states import SeatState, SittingState
from apps.panels.words import TONES


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """The panel's mean on one criterion, in its own points."""

    code: str
    label: str
    weight: int
    maximum: int
    mean: Decimal | None


@dataclass(frozen=True, slots=True)
class RoundResult:
    """One closed round: its share of the total in percent, its own total out of 100, its means."""

    label: str
    share_pct: int
    total: Decimal | None
    criteria: tuple[CriterionResult, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a panel said of a subject. `total` is out of 100 and None until every sheet has come.

    `criteria` are those of the latest round and `rounds` all of a subject that were closed; `bonus` is what a
    committee's order adds to the total. `handed_in` of `seats` sheets came; of a subject they are counted only while
    there are no figures.
    """

    sitting_uid: UUID
    total: Decimal | None
    criteria: tuple[CriterionResult, ...]
    handed_in: int
    seats: int
    closed_at: datetime | None
    trimmed: bool
    is_deliberated: bool = True
    rounds: tuple[RoundResult, ...] = ()
    bonus: Decimal = Decimal(0)

    @property
    def is_final(self) -> bool:
        return self.total is not None and self.is_deliberated

    @property
    def ranked_by(self) -> Decimal | None:
        """The total with the bonus, which the order goes by."""
        return None if self.total is None else self.total + self.bonus


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat as centre staff see it; the score stays hidden until the sitting is closed."""

    uid: UUID
    user_id: int
    name: str
    state: str
    state_label: str
    tone: str
    left_reason: str
    total: Decimal | None
    comment: str
    scores: tuple[tuple[str, str], ...]
    set_aside: bool
    withheld: str
    can_move: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One criterion on a reviewer's sheet."""

    code: str
    label: str
    weight: int
    maximum: int
    hint: str


def criteria_of(criteria: Sequence[Mapping[str, Any]]) -> tuple[rules.Criterion, ...]:
    """Stored criteria as the rules read them."""
    return tuple(rules.Criterion(one["code"], int(one["weight"]), int(one["max"])) for one in criteria)


def criterion_label(criterion: Mapping[str, Any]) -> str:
    """A stored criterion's name in the reader's language; Korean where there is no English one."""
    return (is_english() and criterion.get("label_en")) or criterion["label"]


def criterion_labels(criteria: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Names of stored criteria by code."""
    return {one["code"]: criterion_label(one) for one in criteria}


def questions(sitting: Sitting) -> tuple[Question, ...]:
    """What a reviewer has to score."""
    return tuple(
        Question(one["code"], criterion_label(one), int(one["weight"]), int(one["max"]), one.get("hint", ""))
        for one in sitting.criteria
    )


def answers(seat: Seat) -> tuple[tuple[Question, str], ...]:
    """A reviewer's own sheet, question by question."""
    return tuple((question, seat.sheet.scores[question.code]) for question in questions(seat.sitting))


def say_score_fault(criteria: Sequence[Mapping[str, Any]], fault: rules.Fault) -> str:
    """A score's fault in words for the person who entered it."""
    known = {one["code"]: one for one in criteria}
    if fault.kind is rules.ScoreFault.UNKNOWN:
        return _("이 평가에 없는 항목입니다: %(code)s") % {"code": fault.criterion}
    maximum = known[fault.criterion]["max"]
    words = {
        rules.ScoreFault.MISSING: _("점수를 입력해 주십시오."),
        rules.ScoreFault.NEGATIVE: _("점수는 0점 이상이어야 합니다."),
        rules.ScoreFault.ABOVE_MAXIMUM: _("점수는 %(maximum)s점을 넘을 수 없습니다.") % {"maximum": maximum},
        rules.ScoreFault.TOO_FINE: _("점수는 소수 둘째 자리까지 입력할 수 있습니다."),
    }
    return words[rules.ScoreFault(fault.kind)]


def computed(sitting: Sitting) -> rules.Outcome:
    """The panel's figure on the sheets as they are now."""
    seats = list(sitting.seats.filter(state__in=[SeatState.INVITED, SeatState.HANDED_IN]).order_by("pk"))
    counted = ScoreSheet.objects.filter(seat__sitting=sitting, seat__state=SeatState.HANDED_IN)
    sheets = counted.select_related("seat").order_by("pk")
    return rules.combine(
        criteria_of(sitting.criteria),
        [str(seat.uid) for seat in seats],
        [
            rules.Sheet(str(sheet.seat.uid), tuple((code, Decimal(text)) for code, text in sheet.scores.items()))
            for sheet in sheets
        ],
        fewest=sitting.fewest_sheets,
        trim_from=sitting.trim_from,
        rounding=rules.Rounding(sitting.rounding_places, rules.Mode(sitting.rounding_mode)),
    )


def signature(seat: Seat, scores: Mapping[str, str], comment: str, at: datetime) -> str:
    """What binds a sheet to its signer, its words and its time."""
    told = [str(seat.uid), seat.user_id, dict(sorted(scores.items())), comment, at.astimezone(UTC).isoformat()]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def frozen(result: rules.Outcome) -> dict[str, Any]:
    """An outcome as it is kept with the sitting."""
    return {
        "total": str(result.total),
        "means": {mean.code: str(mean.mean) for mean in result.means},
        "counted": list(result.counted),
        "set_aside": list(result.set_aside),
    }


def outcome(subject: Any) -> Outcome | None:
    """What the latest panel on a subject said; None when it never came before one.

    Before a committee it is the total of all rounds, and final when the committee has concluded.
    """
    sitting = (
        Sitting.objects.filter(subject_label=subject._meta.label_lower, subject_id=subject.pk)
        .select_related("case__committee")
        .order_by("-convened_at", "-pk")
        .first()
    )
    if sitting is None:
        return None
    said = outcome_of(sitting, counts=not sitting.outcome)
    case = sitting.case
    if case is None:
        return replace(said, rounds=_rounds([sitting] if sitting.outcome else [], 100))
    terms = rules.terms_of(case.committee.terms)
    return replace(
        said,
        total=case.total,
        is_deliberated=case.committee.concluded_at is not None,
        rounds=_rounds(case.sittings.filter(state=SittingState.CLOSED).order_by("pk"), terms.document_pct),
        bonus=rules.bonus_points(terms.bonuses, case.bonuses, cap=terms.bonus_cap),
    )


def _rounds(closed: Iterable[Sitting], document_pct: int) -> tuple[RoundResult, ...]:
    """What each closed sitting of a subject found; one alone is the whole."""
    said = [(sitting, outcome_of(sitting, counts=False)) for sitting in closed]
    shares = {Sitting.Round.DOCUMENT.value: document_pct, Sitting.Round.PRESENTATION.value: 100 - document_pct}
    return tuple(
        RoundResult(
            label=str(sitting.get_round_display()),
            share_pct=shares[sitting.round] if len(said) > 1 else 100,
            total=one.total,
            criteria=one.criteria,
        )
        for sitting, one in said
    )


def outcome_of(sitting: Sitting, *, counts: bool = True) -> Outcome:
    """The outcome of one sitting; figures only once it is closed."""
    sheets = {"seats": 0, "handed_in": 0}
    if counts:
        sheets = sitting.seats.aggregate(
            seats=Count("pk", filter=Q(state__in=[SeatState.INVITED, SeatState.HANDED_IN])),
            handed_in=Count("pk", filter=Q(state=SeatState.HANDED_IN)),
        )
    kept = sitting.outcome or {}
    means = kept.get("means", {})
    return Outcome(
        sitting_uid=sitting.uid,
        total=Decimal(kept["total"]) if kept else None,
        criteria=tuple(
            CriterionResult(
                one["code"],
                criterion_label(one),
                int(one["weight"]),
                int(one["max"]),
                Decimal(means[one["code"]]) if one["code"] in means else None,
            )
            for one in sitting.criteria
        ),
        handed_in=sheets["handed_in"],
        seats=sheets["seats"],
        closed_at=sitting.closed_at,
        trimmed=bool(kept.get("set_aside")),
    )


def seats_of(user: User, *, show: str = "") -> QuerySet[Seat, dict[str, Any]]:
    """A reviewer's own seats as light rows: `todo`, `done`, or all."""
    seats = Seat.objects.filter(user=user)
    if show == "todo":
        seats = seats.filter(state=SeatState.INVITED)
    elif show == "done":
        seats = seats.exclude(state=SeatState.INVITED)
    told = ("sitting__subject_title", "sitting__round", "sitting__due_at")
    return seats.values("pk", "uid", "state", "invited_at", *told)


def sittings_for(user: User, *, state: str = "") -> QuerySet[Sitting, dict[str, Any]]:
    """Sittings centre staff may watch, as light rows with the number of sheets that came."""
    sittings = Sitting.objects.visible_to(user)
    if state in SittingState.values:
        sittings = sittings.filter(state=state)
    return sittings.annotate(
        seats_count=keyset.how_many(Seat.objects.filter(state__in=[SeatState.INVITED, SeatState.HANDED_IN]), "sitting"),
        handed_in_count=keyset.how_many(Seat.objects.filter(state=SeatState.HANDED_IN), "sitting"),
    ).values("pk", "uid", "state", "subject_title", "round", "due_at", "convened_at", "seats_count", "handed_in_count")


def seat_rows(sitting: Sitting, user: User) -> list[SeatRow]:
    """Who sits, who handed in; scores only of sheets this person may see."""
    seen = ScoreSheet.objects.visible_to(user).filter(seat__sitting=sitting).select_related("withheld")
    sheets = {sheet.seat_id: sheet for sheet in seen}
    set_aside = set((sitting.outcome or {}).get("set_aside", []))
    labels = criterion_labels(sitting.criteria)
    rows = []
    for seat in sitting.seats.select_related("user").order_by("pk"):
        sheet = sheets.get(seat.pk)
        rows.append(
            SeatRow(
                uid=seat.uid,
                user_id=seat.user_id,
                name=seat.user.name,
                state=seat.state,
                state_label=str(seat.get_state_display()),
                tone=TONES[seat.state],
                left_reason=seat.left_reason,
                total=sheet.total if sheet else None,
                comment=sheet.comment if sheet else "",
                scores=tuple((labels[code], text) for code, text in sheet.scores.items()) if sheet else (),
                set_aside=str(seat.uid) in set_aside or seat.state == SeatState.SET_ASIDE,
                withheld=sheet.withheld.reason if sheet and hasattr(sheet, "withheld") else "",
                can_move=sitting.case_id is not None and seat.state == SeatState.INVITED,
            )
        )
    return rows


def invitable(sitting: Sitting, reviewers: QuerySet[User]) -> QuerySet[User]:
    """Reviewers who do not yet hold a seat here; for a committee's case its members who pledged."""
    free = reviewers.exclude(pk__in=sitting.seats.values("user_id"))
    if sitting.case_id is None:
        return free
    members = Member.objects.filter(committee__cases=sitting.case_id, left_at=None, pledged_at__isnull=False)
    return free.filter(pk__in=members.values("user_id"))


def co_sheets(seat: Seat, user: User) -> list[tuple[str, Decimal, str]]:
    """What the others gave the same case, once this person may see it: without names, with total and opinion."""
    sheets = ScoreSheet.objects.visible_to(user).filter(seat__sitting=seat.sitting_id, seat__state=SeatState.HANDED_IN)
    others = sheets.exclude(seat__user=user).order_by("seat_id")
    return [
        (_("위원 %(number)s") % {"number": number}, sheet.total, sheet.comment)
        for number, sheet in enumerate(others, start=1)
    ]
