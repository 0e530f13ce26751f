"""The ranking board of a committee: order, spread, severity, and trials of quota and budget; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from apps.panels import rules
from apps.panels.models import Case, Committee, ScoreSheet, Sitting
from apps.panels.selectors.sittings import criterion_labels
from apps.panels.selectors.words import VERDICT_TONES, VERDICTS
from apps.panels.states import SittingState


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One ranked case: its place, figures, what settled a tie, and where the trial would leave it."""

    case: Case
    rank: int
    total: Decimal
    bonus: Decimal
    final: Decimal
    width: Decimal | None
    reaches_cut_off: bool
    tied: bool
    settled_by: str
    verdict: rules.Verdict
    verdict_label: str
    tone: str


@dataclass(frozen=True, slots=True)
class SeverityRow:
    """A reviewer beside the others; below zero is severe."""

    name: str
    user_id: int
    sheets: int
    compared: int
    mean: Decimal
    deviation: Decimal | None


@dataclass(frozen=True, slots=True)
class Board:
    """Ranked cases, those without a figure (yet, or no longer in the running), reviewers, and the trial's sums."""

    rows: tuple[BoardRow, ...]
    others: tuple[Case, ...]
    severities: tuple[SeverityRow, ...]
    selected: int
    spent_krw: int
    terms: rules.Terms


def board(committee: Committee, *, quota: int | None = None, budget_krw: int | None = None) -> Board:
    """The order by the stored figures; `quota` and `budget_krw` are tried instead of the programme's own."""
    terms = rules.terms_of(committee.terms)
    cases = list(committee.cases.defer("masked_sheet").order_by("position", "pk"))
    running = [one for one in cases if _is_running(committee, one)]
    keyed = {str(one.pk): one for one in running}
    ranked = _ranked(running, terms)
    trial = rules.what_if(
        ranked,
        {key: one.amount_krw for key, one in keyed.items()},
        quota=terms.quota if quota is None else quota,
        budget_krw=terms.budget_krw if budget_krw is None else budget_krw,
        skips_over=terms.skips_over,
    )
    labels = criterion_labels(committee.criteria)
    verdicts = {code: str(words) for code, words in VERDICTS.items()}
    return Board(
        rows=tuple(
            _row(keyed[one.key], one, placed, labels, verdicts)
            for one, placed in zip(ranked, trial.placed, strict=True)
        ),
        others=tuple(one for one in cases if str(one.pk) not in keyed),
        severities=_severities(committee),
        selected=trial.selected,
        spent_krw=trial.spent_krw,
        terms=terms,
    )


def standings(label: str) -> dict[int, tuple[int | None, Decimal]]:
    """What was finally said of every subject of one kind, by its key: the rank and the total with bonus from its
    concluded committee, the later one where there were two; from a panel of its own the total alone.

    Two queries however many there are.
    """
    cases = Case.objects.filter(subject_label=label, committee__concluded_at__isnull=False).defer("masked_sheet")
    by_committee: dict[int, list[Case]] = {}
    for case in cases.select_related("committee").order_by("committee__concluded_at", "committee_id", "position", "pk"):
        if _is_running(case.committee, case):
            by_committee.setdefault(case.committee_id, []).append(case)
    alone = Sitting.objects.filter(subject_label=label, case=None, state=SittingState.CLOSED, outcome__isnull=False)
    said = alone.order_by("closed_at", "pk").values_list("subject_id", "outcome__total")
    found: dict[int, tuple[int | None, Decimal]] = {key: (None, Decimal(total)) for key, total in said}
    for running in by_committee.values():
        subjects = {str(one.pk): one.subject_id for one in running}
        ranked = _ranked(running, rules.terms_of(running[0].committee.terms))
        found |= {subjects[one.key]: (one.rank, one.final) for one in ranked}
    return found


def _ranked(running: Sequence[Case], terms: rules.Terms) -> tuple[rules.Ranked, ...]:
    return rules.rank([_entry(one, terms) for one in running], tie_break=terms.tie_break, cut_off=terms.cut_off)


def _is_running(committee: Committee, case: Case) -> bool:
    """Whether a case is ranked: it has a figure, was not taken back, and presented where presentations were."""
    if case.withdrawn_at is not None or case.total is None:
        return False
    return committee.presents_from is None or case.presentation_total is not None


def _entry(case: Case, terms: rules.Terms) -> rules.Entry:
    means = tuple(rules.CriterionMean(code, Decimal(text)) for code, text in case.means.items())
    bonus = rules.bonus_points(terms.bonuses, case.bonuses, cap=terms.bonus_cap)
    return rules.Entry(str(case.pk), case.total or Decimal(0), means, bonus)


def _row(
    case: Case, one: rules.Ranked, placed: rules.Placed, labels: Mapping[str, str], verdicts: Mapping[str, str]
) -> BoardRow:
    return BoardRow(
        case=case,
        rank=one.rank,
        total=one.total,
        bonus=one.final - one.total,
        final=one.final,
        width=None if case.highest is None or case.lowest is None else case.highest - case.lowest,
        reaches_cut_off=one.reaches_cut_off,
        tied=one.tied,
        settled_by=labels.get(one.settled_by, ""),
        verdict=placed.verdict,
        verdict_label=verdicts[placed.verdict],
        tone=VERDICT_TONES.get(placed.verdict, "neutral"),
    )


def _severities(committee: Committee) -> tuple[SeverityRow, ...]:
    """Of the sheets that count in closed sittings; each round is compared for itself."""
    sheets = ScoreSheet.objects.filter(seat__sitting__case__committee=committee, others__isnull=False)
    rows = list(
        sheets.values("seat__user_id", "seat__user__name", "others")
        .annotate(sheets=Count("pk"), own=Sum("total"), beside=Sum("others_total"))
        .order_by("seat__user_id", "others")
    )
    people = {str(row["seat__user_id"]): row for row in rows}
    tallies = [
        rules.Tally(str(row["seat__user_id"]), row["others"], row["sheets"], row["own"], row["beside"]) for row in rows
    ]
    return tuple(
        SeverityRow(
            people[one.reviewer]["seat__user__name"],
            people[one.reviewer]["seat__user_id"],
            one.sheets,
            one.compared,
            one.mean,
            one.deviation,
        )
        for one in rules.severities(tallies)
    )
