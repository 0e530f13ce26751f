"""The self-assessment: the criteria nearest the problem are asked in detail, and members share the questions."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.diagnosis import errors, nearest, selectors, services
from apps.diagnosis.models import Claim, Instrument, SelfScore
from tests.diagnosis import factories
from tests.diagnosis.factories import CRITERIA, NOW
from tests.directory import factories as directory

INSPECTION = "검사원이 눈으로 불량을 판정해서 품질 검사에 시간이 오래 걸리고 불량 기록이 종이에만 남습니다."


@pytest.fixture
def instrument(db):
    factories.seeded()
    return selectors.parsed(Instrument.objects.values_list("pk", flat=True).get())


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (INSPECTION, "P4"),
        ("설비 조건을 작업자 감으로 맞춰서 공정 제어가 흔들립니다.", "P5"),
        ("개인정보가 든 데이터를 누가 봤는지 알 수 없어 보안이 걱정입니다.", "D6"),
        ("라벨이 붙은 정답 데이터가 없어 학습을 시작하지 못합니다.", "D4"),
        ("직원들이 AI를 다룰 역량과 교육이 부족합니다.", "O2"),
    ],
)
def test_the_criterion_a_problem_speaks_of_is_among_the_nearest_two(instrument, problem, code):
    assert code in nearest.nearest(instrument, problem)[:2]


def test_nothing_is_near_to_no_words_or_to_a_strange_language(instrument):
    assert nearest.nearest(instrument, "") == ()
    assert nearest.nearest(instrument, "ξένη γλῶσσα") == ()


@given(st.text(alphabet="공정데이터검사불량설비 라벨보안교육abc123\n", max_size=300))
def test_at_most_six_are_near_whatever_is_said(problem):
    instrument = factories.shipped()
    near = nearest.nearest(instrument, problem)

    assert len(near) == len(set(near)) <= nearest.FOCUS
    assert set(near) <= set(CRITERIA)
    assert near == nearest.nearest(instrument, f"{problem} \n")


@pytest.fixture
def case(instrument):
    company = directory.company()
    row = factories.application(company, problem=INSPECTION)
    return services.open(application_id=row.pk, by=factories.person(factories.Role.STAFF), at=NOW)


def save(case, bands, claims=None):
    member = directory.member_of(case.company)
    return services.save_self_scores(assessment_id=case.pk, bands=bands, claims=claims, by=member, at=NOW)


def test_claims_are_kept_for_the_picked_band_of_the_nearest_criteria(case):
    save(case, {"P4": 2}, {"P4.2.1": True, "P4.2.2": None, "P4.2.3": False})
    save(case, {}, {"P4.2.3": True})

    assert selectors.claims_of(case) == {"P4.2.1": True, "P4.2.2": None, "P4.2.3": True}
    assert selectors.given(case) == {}


def test_never_more_than_forty_two_answers_are_asked(case):
    bands = dict.fromkeys(CRITERIA, 3)

    assert len(bands) + len(selectors.asked_claims(case, bands)) == 42


@pytest.mark.parametrize("code", ["P4.3.1", "P9.1.1", "D6.2.1", "nonsense"])
def test_a_claim_that_was_not_asked_is_refused(case, code):
    assert "D6" not in selectors.focus_of(case)

    with pytest.raises(errors.UnknownCode):
        save(case, {"P4": 2, "D6": 2}, {code: True})

    assert not SelfScore.objects.exists()
    assert not Claim.objects.exists()


def test_the_page_asks_in_detail_where_the_problem_lies_and_keeps_what_fits(client, case):
    client.force_login(directory.member_of(case.company))
    address = reverse("diagnosis:self-score", args=[case.uid])

    shown = client.get(address).content.decode()
    client.post(address, {"P4": "2", "claim-P4.2.1": "yes", "claim-P4.3.1": "no", "claim-P4.2.2": "unknown"})

    assert shown.count("data-band=") == 5 * len(selectors.focus_of(case))
    assert selectors.claims_of(case) == {"P4.2.1": True, "P4.2.2": None}


def test_two_members_at_one_questionnaire_keep_each_others_answers(client, case):
    client.force_login(directory.member_of(case.company))
    address = reverse("diagnosis:self-score", args=[case.uid])
    save(case, {"P1": 1, "P2": 1})

    # This page was opened before the other member answered P2, and sends its own old view along.
    client.post(address, {"P1": "3", "P2": "0", "changed": ["P1"]}, headers={"X-Autosave": "1"})
    client.post(address, {"P1": "3", "P2": "0", "changed": [""]})

    assert selectors.self_bands(case) == {"P1": 3, "P2": 1}


def test_one_question_a_screen_leads_to_the_next_and_ends_at_the_case(client, case):
    client.force_login(directory.member_of(case.company))
    first, last = (reverse("diagnosis:self-question", args=[case.uid, code]) for code in ("P1", "O6"))

    onward = client.post(first, {"P1": "2"})
    done = client.post(last, {"O6": "unknown"})
    shown = client.get(last).content.decode()

    assert onward.url == reverse("diagnosis:self-question", args=[case.uid, "P2"])
    assert done.url == case.get_absolute_url()
    assert selectors.self_bands(case) == {"P1": 2, "O6": None}
    assert 'name="P1"' not in shown
    assert client.get(reverse("diagnosis:self-question", args=[case.uid, "X9"])).status_code == 404


def test_the_consultant_reads_the_claims_beside_the_questions(client, case):
    consultant = factories.person(factories.Role.CONSULTANT)
    save(case, {"P4": 1}, {"P4.1.1": False})
    staff = factories.person(factories.Role.STAFF)
    services.assign(assessment_id=case.pk, consultant_id=consultant.pk, by=staff, at=NOW)
    client.force_login(consultant)

    for address in (
        reverse("diagnosis:score-criterion", args=[case.uid, "process", "P4"]),
        reverse("diagnosis:visit", args=[case.uid]),
    ):
        assert "기업의 답: <strong>아닙니다</strong>" in client.get(address).content.decode()
