"""Committees at work: figures, sheets set aside, rounds, minutes, assignment, drafts, the board."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.directory.models import Relation
from apps.kernel.errors import NotAllowed, NotFound, UnknownVersion, WrongState
from apps.panels import integrity, rules, selectors, services
from apps.panels.errors import (
    AlreadySeated,
    CasesShort,
    Conflicted,
    NoCases,
    NoMinutes,
    NoPresentation,
    NotHeardYet,
    PledgeMissing,
    PresentationMissing,
    StillOpen,
    TooLong,
    UnknownBonus,
    UnknownCriterion,
)
from apps.panels.models import Case, Committee, ScoreSheet, Seat
from apps.panels.states import CommitteeState, SeatState, SittingState
from apps.workflow.models import Wait
from apps.workflow.services import ReasonMissing
from tests.accounts.factories import person
from tests.panels.factories import (
    NOW,
    case_entry,
    committee,
    company,
    pooled,
    score,
    score_all,
    started,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


def seats(one: Committee) -> list[Seat]:
    return list(
        Seat.objects.filter(sitting__case__committee=one).select_related("user", "sitting__case").order_by("pk")
    )


def test_figures_are_kept_with_each_case_and_equal_a_full_recompute():
    one = started(pooled(3), trim_from=3)
    score_all(one)

    cases = Case.objects.select_related("committee")

    assert all(case.total is not None for case in cases)
    for case in cases:
        assert {name: getattr(case, name) for name in selectors.FIGURES} == selectors.figures_of(case)
    assert list(integrity.problems()) == []


def test_a_figure_that_does_not_follow_is_found():
    one = started(pooled(3))
    score_all(one)
    Case.objects.filter(position=1).update(total=Decimal("99"))
    ScoreSheet.objects.filter(pk=ScoreSheet.objects.first().pk).update(comment="다른 말")

    said = "\n".join(integrity.problems())

    assert "its figures do not follow from its sittings" in said
    assert "it is not what was signed" in said


def test_a_sheet_set_aside_counts_no_more_and_everything_is_computed_anew():
    one = started(pooled(3))
    score_all(one)
    seat = seats(one)[0]
    before = Case.objects.get(pk=seat.sitting.case_id).total

    with pytest.raises(ReasonMissing):
        services.set_aside(seat_uid=seat.uid, reason=" ", by=person(Role.STAFF), at=LATER)
    services.set_aside(seat_uid=seat.uid, reason="자문 계약 확인", by=person(Role.STAFF), at=LATER)

    case = Case.objects.select_related("committee").get(pk=seat.sitting.case_id)
    sitting = case.sittings.get()
    assert (sitting.state, case.total) == (SittingState.CLOSED, Decimal(sitting.outcome["total"]))
    assert case.total != before
    assert ScoreSheet.objects.filter(seat=seat).count() == 1
    assert list(integrity.problems()) == []


def test_too_few_sheets_left_open_the_sitting_again_and_ask_for_more():
    one = started(pooled(3), fewest=3)
    score_all(one)
    seat = seats(one)[0]

    services.set_aside(seat_uid=seat.uid, reason="자문 계약 확인", by=person(Role.STAFF), at=LATER)

    case = Case.objects.get(pk=seat.sitting.case_id)
    assert (case.sittings.get().state, case.total) == (SittingState.OPEN, None)
    assert Wait.objects.filter(key="short", closed_at=None).count() == 1
    assert list(integrity.problems()) == []


def test_a_sheet_is_set_aside_by_the_centre_alone():
    one = started(pooled(3))
    score_all(one)
    seat = seats(one)[0]

    with pytest.raises(NotAllowed):
        services.set_aside(seat_uid=seat.uid, reason="내 점수", by=seat.user, at=LATER)


def present(one, cases, **given):
    return services.present(
        **{
            "committee_uid": one.uid,
            "case_uids": [case.uid for case in cases],
            "starts_at": LATER,
            "minutes": 20,
            "by": person(Role.STAFF),
            "at": NOW + timedelta(days=1),
            **given,
        }
    )


def test_the_best_present_one_after_the_other_and_both_rounds_count():
    one = started(pooled(3), presentation=True, document_pct=50)
    score_all(one)
    first = Case.objects.get(position=1)

    present(one, [first])
    again = seats(one)[-3:]
    with pytest.raises(NotHeardYet, match="발표를 들은 뒤"):
        score(again[0], need="10", plan="20", at=LATER - timedelta(minutes=1))
    for seat in again:
        score(seat, need="10", plan="20", at=LATER)

    first.refresh_from_db()
    assert (first.presents_at, first.presentation_total) == (LATER, Decimal("100.00"))
    assert first.total == rules.together(first.document_total, Decimal(100), document_pct=50)
    board = selectors.board(Committee.objects.get())
    assert [row.case for row in board.rows] == [first]
    assert len(board.others) == 1


def test_a_committee_that_is_to_hear_presentations_does_not_end_without_them():
    one = started(pooled(3), presentation=True)
    score_all(one)

    with pytest.raises(PresentationMissing):
        services.conclude(committee_uid=one.uid, place="", minutes="표본 심의", by=person(Role.STAFF), at=LATER)

    one.refresh_from_db()
    assert one.concluded_at is None


def test_presentations_wait_for_the_document_round_and_for_terms_that_have_them():
    one = started(pooled(3), presentation=True)
    with pytest.raises(StillOpen):
        present(one, Case.objects.all())
    score_all(one)
    with pytest.raises(NoCases):
        present(one, [])
    with pytest.raises(NotFound):
        present(one, [], case_uids=[uuid4()])

    plain = started(pooled(3))
    score_all(plain)
    with pytest.raises(NoPresentation):
        present(plain, plain.cases.all())


def test_minutes_are_written_by_the_centre_and_confirmed_by_the_chair():
    people = pooled(3)
    one = started(people)
    staff = person(Role.STAFF)
    give = {"committee_uid": one.uid, "place": "표본 회의실", "by": staff, "at": LATER}
    with pytest.raises(StillOpen):
        services.conclude(**give, minutes="표본 심의")
    score_all(one)
    with pytest.raises(NoMinutes):
        services.conclude(**give, minutes=" ")
    services.conclude(**give, minutes="표본 심의")

    assert Wait.objects.get(closed_at=None, subject_label="panels.committee").party == f"user:{people[0].pk}"
    with pytest.raises(NotAllowed):
        services.record(committee_uid=one.uid, by=people[1], at=LATER)
    services.record(committee_uid=one.uid, by=people[0], at=LATER)

    one.refresh_from_db()
    assert (one.state, one.recorded_at, one.minutes) == (CommitteeState.RECORDED, LATER, "표본 심의")


def test_bonuses_are_those_of_the_terms_and_move_the_order():
    one = started(pooled(3), bonuses=[{"code": "first", "points": "5"}], bonus_cap="3")
    score_all(one)
    second = Case.objects.get(position=2)
    staff = person(Role.STAFF)

    with pytest.raises(UnknownBonus):
        services.grant_bonuses(case_uid=second.uid, codes=["fame"], by=staff, at=LATER)
    services.grant_bonuses(case_uid=second.uid, codes=["first"], by=staff, at=LATER)

    (best, other) = selectors.board(Committee.objects.get()).rows
    assert (best.case, best.bonus, other.bonus) == (second, Decimal(3), 0)


def each(count: int = 4, **given) -> Committee:
    return started(pooled(count), mode="each", **{"each": 2, "outsiders_each": 1, **given})


def test_reviewers_are_assigned_to_cases_with_reasons_kept():
    one = each()

    per_case = {case.pk: [seat for seat in seats(one) if seat.sitting.case_id == case.pk] for case in one.cases.all()}
    assert [len(found) for found in per_case.values()] == [2, 2]
    assert len({seat.user_id for seat in seats(one)}) == 4
    assert all(seat.why["points"] == 100 for seat in seats(one))


def test_an_assignment_that_stays_short_is_refused_with_the_case():
    people = pooled(2)
    applicant = company()
    Relation.objects.create(user=people[0], organisation=applicant, kind=Relation.Kind.FAMILY, noted_at=NOW)
    one = committee(people, mode="each", each=2, cases=[case_entry(applicant, title="표본 안건 갑")])

    with pytest.raises(CasesShort, match="표본 안건 갑"):
        services.start(committee_uid=one.uid, by=person(Role.STAFF), at=NOW)


def test_a_case_is_moved_by_hand_but_never_into_a_conflict():
    one = each()
    seat = seats(one)[0]
    free = [user for user in (s.user for s in seats(one)) if not seat.sitting.seats.filter(user=user).exists()]
    give = {"seat_uid": seat.uid, "reason": "일정", "by": person(Role.STAFF), "at": NOW}
    Relation.objects.create(
        user=free[0], organisation=seat.sitting.organisation, kind=Relation.Kind.CONTRACT, noted_at=NOW
    )

    with pytest.raises(Conflicted, match="용역"):
        services.move(**give, to_uid=free[0].uid)
    with pytest.raises(PledgeMissing):
        services.move(**give, to_uid=pooled(1)[0].uid)
    with pytest.raises(AlreadySeated):
        services.move(**give, to_uid=seats(one)[1].user.uid)
    moved = services.move(**give, to_uid=free[1].uid)

    seat.refresh_from_db()
    assert (seat.state, moved.user, moved.why) == (SeatState.RELEASED, free[1], {"moved": "일정"})


def test_a_member_who_leaves_gives_back_what_they_owe():
    people = pooled(3)
    one = started(people)
    score(next(seat for seat in seats(one) if seat.user == people[2]))

    services.dismiss(committee_uid=one.uid, user_uid=people[2].uid, reason="사임", by=person(Role.STAFF), at=LATER)

    states = [seat.state for seat in seats(one) if seat.user == people[2]]
    assert states == [SeatState.HANDED_IN, SeatState.RELEASED]
    assert one.members.filter(left_at=None).count() == 2


def test_a_case_taken_back_leaves_the_order():
    subject = company("표본 신청")
    one = started(pooled(3), cases=[case_entry(subject=subject), case_entry()])

    services.cancel(subject=subject, reason="철회", at=NOW)
    score_all(one)

    board = selectors.board(Committee.objects.get())
    assert ([row.case.position for row in board.rows], len(board.others)) == ([2], 1)


def save(seat, version, **values):
    return services.save_draft(seat_uid=seat.uid, version=version, values=values, by=seat.user)


def test_a_sheet_is_kept_field_by_field_and_two_windows_overwrite_nothing():
    one = started(pooled(3))
    seat = seats(one)[0]
    assert save(seat, 0, need="7").version == 1

    crossed = save(seat, 0, need="9", comment="표본")

    seat.refresh_from_db()
    assert (crossed.version, crossed.theirs) == (2, {"need": "7"})
    assert seat.draft == {"need": "7", "comment": "표본"}


def test_a_draft_is_of_its_reviewer_its_criteria_and_before_handing_in():
    one = started(pooled(3))
    seat = seats(one)[0]
    with pytest.raises(UnknownVersion):
        save(seat, 3, need="1")
    with pytest.raises(UnknownCriterion):
        save(seat, 0, fame="1")
    with pytest.raises(TooLong):
        save(seat, 0, comment="가" * 4001)
    with pytest.raises(NotFound):
        services.save_draft(seat_uid=seat.uid, version=0, values={}, by=person(Role.STAFF))
    score(seat)

    with pytest.raises(WrongState):
        save(seat, 0, need="1")
    assert Seat.objects.get(pk=seat.pk).draft == {}


def test_others_scores_are_seen_only_after_ones_own_is_handed_in():
    one = started(pooled(3))
    mine, theirs = [seat for seat in seats(one) if seat.sitting.case.position == 1][:2]
    score(theirs)
    assert not ScoreSheet.objects.visible_to(mine.user).exists()

    score(mine)

    assert ScoreSheet.objects.visible_to(mine.user).count() == 2
    elsewhere = next(seat for seat in seats(one) if seat.sitting.case.position == 2)
    score(elsewhere)
    assert not ScoreSheet.objects.visible_to(person(Role.STAFF)).exists()


def test_the_board_tries_a_quota_and_a_budget_and_writes_nothing():
    one = started(pooled(3), quota=2)
    score_all(one)
    one.refresh_from_db()

    own, tried = selectors.board(one), selectors.board(one, budget_krw=60_000_000, quota=1)

    assert (own.selected, own.spent_krw) == (2, 120_000_000)
    assert (tried.selected, [row.verdict for row in tried.rows]) == (1, ["selected", "over_quota"])
    assert [row.compared for row in own.severities] == [2, 2, 2]
    assert Committee.objects.get().terms == one.terms
