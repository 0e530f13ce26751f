"""Reads of intake."""

import json

import pytest
from django.conf import settings
from django.utils import translation

from apps.accounts.roles import Role
from apps.intake import labels, rules, selectors, services
from apps.intake.models import Application, Programme
from apps.intake.selectors import pages
from tests.accounts.factories import person
from tests.directory import factories as directory
from tests.intake.factories import AT, admitted, demonstration, draft, seeded, submitted

pytestmark = pytest.mark.django_db


def test_every_verdict_a_rule_can_give_has_its_words():
    row = demonstration()
    kept = selectors.as_json(selectors.examine(row, AT))

    rows = selectors.finding_rows(kept, selectors.vocabulary())

    assert [one.rule for one in rows] == [one["rule"] for one in kept]
    assert all("{" not in one.text and one.text for one in rows)
    assert set(labels.RULES) == set(rules.RuleCode) == set(labels.CONDITIONS)


def test_findings_are_told_with_their_figures():
    row = demonstration(budget_krw=300_000_000, self_burden_krw=30_000_000)
    words = {one.rule: one.text for one in selectors.finding_rows(row.eligibility, selectors.vocabulary())}

    assert words["budget_cap"] == "신청 지원금 270,000,000원이 한도 150,000,000원을 넘습니다."
    assert words["self_burden"] == "기업 부담금 30,000,000원이 최소 75,000,000원(25%)보다 적습니다."
    assert words["district"] == "구로구 사업장이 지원 지역 안에 있습니다."
    assert "소기업" in words["size_class"]


def test_a_district_is_named_in_the_readers_language():
    row = submitted()

    with translation.override("en"):
        texts = [one.text for one in selectors.finding_rows(row.eligibility, selectors.vocabulary())]

    assert any("Guro-gu" in text for text in texts)


def test_kept_verdicts_are_plain_json():
    row = submitted()

    assert json.loads(json.dumps(row.eligibility)) == row.eligibility


def test_programmes_are_found_by_any_of_their_words():
    seeded()

    found = selectors.programme_cards(AT, text="공급기업 실증")

    assert [card.programme.code for card in found] == ["ax-demonstration"]
    assert selectors.programme_cards(AT, text="없는말") == []
    assert len(selectors.programme_cards(AT, door="diagnosis", only_open=True)) == 1


def test_who_sees_which_applications():
    row, writing = submitted(), draft()
    serving = person(Role.CONSULTANT)

    def seen(user):
        return set(Application.objects.visible_to(user))

    assert seen(row.applicant) == {row}
    assert seen(writing.applicant) == {writing}
    assert seen(person(Role.STAFF)) == {row}
    assert seen(person(Role.OFFICIAL)) == set()
    assert seen(person(Role.REVIEWER)) == set()
    done = admitted()
    directory.services.serve(user_id=serving.pk, organisation_id=done.company_id, by=person(Role.STAFF), at=AT)
    assert seen(serving) == {done}
    assert seen(person(Role.OFFICIAL)) == {done}


def test_a_member_who_left_sees_nothing():
    row = submitted()
    other = person(Role.COMPANY)
    directory.services.add_member(
        organisation_id=row.company_id, user_id=other.pk, position="manager", by=row.applicant, at=AT
    )
    directory.services.end_member(organisation_id=row.company_id, user_id=row.applicant_id, by=other, at=AT)

    assert not Application.objects.visible_to(row.applicant).exists()
    assert Application.objects.visible_to(other).exists()


def test_the_case_facts_name_state_and_place():
    facts = selectors.for_case(demonstration(), person(Role.STAFF))

    assert (facts.door, facts.state, str(facts.state_label)) == ("demonstration", "submitted", "요건검토 중")
    assert list(selectors.citing(facts.cited_roadmap_number).values_list("uid", flat=True)) == [facts.uid]


def test_the_applicants_timeline_leaves_out_what_is_internal():
    row, staff = submitted(), person(Role.STAFF)
    services.take(application_id=row.pk, screener_id=staff.pk, by=staff, at=AT)

    own = [str(one.title) for one in pages.timeline(row, to_centre=False)]
    centre = [str(one.title) for one in pages.timeline(row, to_centre=True)]

    assert own == ["제출", "작성 시작"]
    assert centre == ["검토 담당자 지정", "제출", "작성 시작"]


def test_every_seeded_programme_can_be_judged_and_told():
    seeded()

    for programme in Programme.objects.all():
        conditions = selectors.conditions_of(programme.settings)
        told = selectors.condition_rows(programme.settings, selectors.vocabulary())
        assert len(conditions) == len(told) > 0
        assert all("{" not in row.text for row in told)
    assert (settings.SEEDS_DIR / "intake" / "programmes.json").exists()
