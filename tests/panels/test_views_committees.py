"""Pages of the pool, of committees and of the board, as each person sees them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.roles import Role
from apps.panels import services
from apps.panels.entries import Profile, Standing
from apps.panels.models import Case, Committee, Declaration, Reviewer, ScoreSheet, Seat
from apps.panels.states import CommitteeState, SeatState
from tests.accounts.factories import person
from tests.counting import counted
from tests.panels.factories import (
    NOW,
    case_entry,
    committee,
    pooled,
    reviewers,
    score,
    score_all,
    seat_of,
    sitting,
    started,
)

pytestmark = pytest.mark.django_db
PROFILE = {"skills": [], "industries": ["manufacturing"], "yearly_most": "12"}


def seats(one: Committee, user=None) -> list[Seat]:
    found = Seat.objects.filter(sitting__case__committee=one).select_related("user", "sitting").order_by("pk")
    return [seat for seat in found if user is None or seat.user == user]


def page_of(client, name: str, one) -> str:
    answer = client.get(reverse(f"panels:{name}", args=[one.uid]))
    return (answer.getvalue() if answer.streaming else answer.content).decode()


def test_staff_enrol_a_reviewer_and_find_them_in_the_pool(client):
    (user,) = reviewers(1)
    client.force_login(person(Role.STAFF))

    answer = client.post(reverse("panels:enrol"), {**PROFILE, "user": user.uid, "is_outsider": "on", "is_active": "on"})
    page = client.get(reverse("panels:pool"), {"standing": "outside"}).content.decode()
    inside = client.get(reverse("panels:pool"), {"standing": "inside"}).content.decode()

    assert answer.status_code == 302
    assert user.name in page
    assert user.name not in inside


def test_a_reviewer_keeps_their_own_profile_but_not_their_standing(client):
    (user,) = pooled(1)
    client.force_login(user)

    address = client.get(reverse("panels:profile")).url
    client.post(address, {**PROFILE, "is_outsider": "", "is_active": ""})

    found = Reviewer.objects.get()
    assert (found.industries, found.yearly_most, found.is_outsider, found.is_active) == (
        ["manufacturing"],
        12,
        True,
        True,
    )
    assert "외부 위원" not in client.get(address).content.decode()


def test_a_declaration_with_a_wrong_number_is_said_beside_its_field(client):
    (user,) = pooled(1)
    client.force_login(user)
    address = reverse("panels:declare", args=[Reviewer.objects.get().uid])
    given = {"stated_name": "표본정밀", "kind": "family", "note": ""}

    refused = client.post(address, {**given, "business_number": "123-45-67890"})
    taken = client.post(address, {**given, "business_number": "124-81-00998"})

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "사업자등록번호가 올바르지 않습니다" in refused.content.decode()
    assert Declaration.objects.count() == 1


def test_a_profile_of_another_does_not_exist(client):
    one, two = pooled(2)
    client.force_login(one)
    other = Reviewer.objects.get(user=two)

    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(reverse("panels:pool")).status_code == 403


def test_without_a_place_in_the_pool_the_page_says_what_to_do(client):
    client.force_login(person(Role.REVIEWER))

    answer = client.get(reverse("panels:profile"), follow=True)

    assert "센터에 등록을 요청해 주십시오" in answer.content.decode()


def test_a_member_pledges_before_anything_is_shown(client):
    people = pooled(3)
    one = committee(people, pledged=False)
    client.force_login(people[0])

    before = page_of(client, "committee", one)
    client.post(reverse("panels:pledge", args=[one.uid]))
    after = page_of(client, "committee", one)

    assert "서약하기 전에는 안건을 볼 수 없습니다" in before
    assert "표본 안건" not in before + after
    assert "서약했습니다" in after


def test_the_centre_makes_a_committee_and_starts_it(client):
    people = pooled(3)
    one = committee([])
    client.force_login(person(Role.STAFF))
    refused = client.post(reverse("panels:start", args=[one.uid]), follow=True)
    client.post(
        reverse("panels:appoint", args=[one.uid]),
        {"members": [user.uid for user in people], "chair": people[1].uid},
    )
    for user in people:
        services.pledge(committee_uid=one.uid, by=user, at=NOW)

    client.post(reverse("panels:start", args=[one.uid]))

    one.refresh_from_db()
    assert "3명 이상이어야 합니다" in refused.content.decode()
    assert (one.state, len(seats(one))) == (CommitteeState.DOCUMENT, 6)
    assert one.members.get(is_chair=True).user == people[1]


def test_a_wrong_appointment_is_said_in_its_place(client):
    one = committee([])
    client.force_login(person(Role.STAFF))

    answer = client.post(reverse("panels:appoint", args=[one.uid]), {"members": [person(Role.REVIEWER).uid]})

    assert answer.status_code == 422
    assert answer.context["appoint_form"].errors["members"]


def test_a_sheet_saves_itself_and_is_there_again(client):
    people = pooled(3)
    one = started(people)
    seat = seats(one, people[0])[0]
    client.force_login(people[0])
    address = reverse("panels:save", args=[seat.uid])

    saved = client.post(address, {"version": "0", "need": "7.5", "comment": "절반 적음"})
    crossed = client.post(address, {"version": "0", "need": "3"})
    odd = client.post(address, {"version": "x", "need": "3"})
    page = client.get(seat.get_absolute_url()).content.decode()

    assert (saved.status_code, saved.json()) == (200, {"version": 1})
    assert (crossed.status_code, crossed.json()["theirs"]) == (409, {"need": "7.5"})
    assert odd.status_code == 422
    assert "절반 적음" in page
    assert 'value="7.5"' in page


def test_nobody_saves_into_the_sheet_of_another_or_after_handing_in(client):
    one = started(pooled(3))
    seat = seats(one)[0]
    client.force_login(seats(one)[1].user)
    stranger = client.post(reverse("panels:save", args=[seat.uid]), {"version": "0", "need": "1"})
    score(seat)
    client.force_login(seat.user)
    late = client.post(reverse("panels:save", args=[seat.uid]), {"version": "0", "need": "1"})

    assert (stranger.status_code, late.status_code) == (404, 409)


def test_others_scores_appear_on_the_page_only_after_ones_own(client):
    one = started(pooled(3))
    mine, theirs = [seat for seat in seats(one) if seat.sitting.case.position == 1][:2]
    score(theirs, need="9")
    total = str(ScoreSheet.objects.get().total)
    client.force_login(mine.user)
    before = [client.get(address).content.decode() for address in (mine.get_absolute_url(), one.get_absolute_url())]

    score(mine, need="1")
    after = client.get(mine.get_absolute_url()).content.decode()

    assert all(total not in page for page in before)
    assert total in after
    assert theirs.user.name not in after


def test_exports_and_boards_are_for_the_centre_and_hold_closed_sittings_alone(client):
    one = started(pooled(3), fee_krw=300_000)
    first = seats(one)[0]
    score(first)
    total = str(ScoreSheet.objects.get().total)
    names = ("board", "ranking", "minutes", "fees")
    client.force_login(person(Role.STAFF))
    early = "".join(page_of(client, name, one) for name in names)
    client.force_login(first.user)
    refused = [client.get(reverse(f"panels:{name}", args=[one.uid])).status_code for name in names]

    score_all(one)
    client.force_login(person(Role.STAFF))
    late = "".join(page_of(client, name, one) for name in names)

    assert total not in early
    assert refused == [403, 403, 403, 403]
    assert str(Case.objects.get(position=1).total) in late
    assert "300000" in late


def test_the_fee_list_runs_no_formulas(client):
    people = pooled(3)
    people[0].name = "=표본"
    people[0].save(update_fields=["name"])
    one = started(people, fee_krw=1)
    client.force_login(person(Role.STAFF))

    assert "'=표본" in page_of(client, "fees", one)


def test_a_trial_on_the_board_changes_what_is_shown_and_nothing_else(client):
    one = started(pooled(3), quota=2)
    score_all(one)
    client.force_login(person(Role.STAFF))

    tried = client.get(reverse("panels:board", args=[one.uid]), {"quota": "1"}).content.decode()
    wrong = client.get(reverse("panels:board", args=[one.uid]), {"quota": "-1"})

    assert "1건이 선정권에 들고" in tried
    assert "2건이 선정권에 들고" in page_of(client, "board", one)
    assert wrong.status_code == 422


def test_bonuses_are_granted_from_the_board(client):
    one = started(pooled(3), bonuses=[{"code": "first", "label_ko": "처음 신청한 기업", "points": "2"}])
    score_all(one)
    case = Case.objects.get(position=1)
    client.force_login(person(Role.STAFF))
    address = reverse("panels:bonuses", args=[case.uid])

    assert "처음 신청한 기업 (2점)" in client.get(address).content.decode()
    wrong = client.post(address, {"bonuses": ["fame"]})
    client.post(address, {"bonuses": ["first"]})

    case.refresh_from_db()
    assert (wrong.status_code, case.bonuses) == (422, ["first"])
    assert address in page_of(client, "board", one)


def test_presentations_conclusion_and_minutes_go_from_page_to_page(client):
    people = pooled(3)
    one = started(people, presentation=True)
    score_all(one)
    case = Case.objects.order_by("-document_total")[0]
    at = timezone.localtime(timezone.now() + timedelta(days=2))
    client.force_login(person(Role.STAFF))
    empty = client.post(reverse("panels:present", args=[one.uid]), {"starts_at": "", "minutes": "20"})
    given = {"cases": [case.uid], "starts_at": f"{at:%Y-%m-%dT%H:%M}", "minutes": "20"}
    client.post(reverse("panels:present", args=[one.uid]), given)
    open_ = client.post(reverse("panels:conclude", args=[one.uid]), {"minutes": "표본 심의", "place": ""})
    for seat in seats(one)[-3:]:
        score(seat, at=at + timedelta(hours=1))
    client.post(reverse("panels:conclude", args=[one.uid]), {"minutes": "표본 심의", "place": "표본실"})
    client.force_login(people[0])
    page = page_of(client, "committee", one)
    client.post(reverse("panels:record", args=[one.uid]))

    one.refresh_from_db()
    assert (empty.status_code, open_.status_code) == (422, 409)
    assert "표본 심의" in page
    assert one.state == CommitteeState.RECORDED


def test_a_member_is_dismissed_with_a_reason(client):
    people = pooled(3)
    one = started(people)
    client.force_login(person(Role.STAFF))

    refused = client.post(reverse("panels:dismiss", args=[one.uid]), {"member": people[2].uid, "reason": ""})
    client.post(reverse("panels:dismiss", args=[one.uid]), {"member": people[2].uid, "reason": "사임"})

    assert refused.status_code == 422
    assert {seat.state for seat in seats(one, people[2])} == {SeatState.RELEASED}


def test_a_sheet_is_set_aside_on_the_page_of_its_sitting_and_shown_so(client):
    one, two = reviewers()
    panel = sitting(people=[one, two])
    for user in (one, two):
        score(seat_of(panel, user))
    client.force_login(person(Role.STAFF))
    address = reverse("panels:set-aside", args=[panel.uid])

    client.post(address, {"seat": seat_of(panel, one).uid, "reason": ""})
    client.post(address, {"seat": seat_of(panel, one).uid, "reason": "자문 계약 확인"})
    page = client.get(panel.get_absolute_url()).content.decode()

    assert seat_of(panel, one).state == SeatState.SET_ASIDE
    assert "자문 계약 확인" in page
    assert "평가표 제외" in page


def test_people_outside_a_committee_do_not_know_of_it(client):
    one = started(pooled(3))
    client.force_login(pooled(1)[0])
    assert client.get(one.get_absolute_url()).status_code == 404

    client.force_login(person(Role.COMPANY))
    pages = [one.get_absolute_url(), reverse("panels:committees"), reverse("panels:board", args=[one.uid])]
    assert [client.get(page).status_code for page in pages] == [403, 403, 403]


@pytest.mark.parametrize("name", ["committee", "board", "minutes"])
def test_pages_of_a_committee_cost_the_same_with_more_cases(client, name):
    people = pooled(3)
    few = started(people, cases=[case_entry() for _ in range(2)])
    many = started(people, cases=[case_entry() for _ in range(12)])
    for one in (few, many):
        score_all(one)
    client.force_login(person(Role.STAFF))
    page_of(client, name, few)

    costs = [counted(lambda one=one: page_of(client, name, one)).queries for one in (few, many)]

    assert costs[0] == costs[1]
    assert costs[0] <= 20


def test_the_pool_and_the_list_of_committees_cost_the_same_with_more_rows(client):
    pooled(1)
    committee([])
    client.force_login(person(Role.STAFF))
    addresses = [reverse("panels:pool"), reverse("panels:committees")]
    for address in addresses:
        client.get(address)
    few = [counted(lambda address=address: client.get(address)).queries for address in addresses]
    pooled(12)
    for _number in range(5):
        committee([])

    assert [counted(lambda address=address: client.get(address)).queries for address in addresses] == few


def test_a_member_of_the_house_finds_their_own_part_beside_the_whole(client):
    both = person(Role.STAFF, Role.REVIEWER)
    services.enrol(
        user_uid=both.uid, profile=Profile(), standing=Standing(is_outsider=False), by=person(Role.STAFF), at=NOW
    )
    one = committee([both, *pooled(2)], pledged=False)
    client.force_login(both)

    whole = page_of(client, "committee", one)
    own = client.get(one.get_absolute_url(), {"own": "1"}).content.decode()
    client.force_login(person(Role.STAFF))
    nobody = client.get(one.get_absolute_url(), {"own": "1"})

    assert "?own=1" in whole
    assert "서약합니다" in own
    assert nobody.status_code == 404


def test_a_case_one_stepped_back_from_is_gone_from_ones_part(client):
    people = pooled(3)
    one = started(people, cases=[case_entry(title="표본 안건 갑"), case_entry(title="표본 안건 을")])
    seat = seats(one, people[1])[0]
    services.recuse(seat_uid=seat.uid, reason="이해관계", by=people[1], at=NOW)
    client.force_login(people[1])

    page = page_of(client, "committee", one)

    assert "표본 안건 갑" not in page
    assert "표본 안건 을" in page
