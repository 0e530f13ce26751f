"""A committee: a reviewer pledges and scores on a telephone, staff publish the results, a company objects."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import company
from tests.e2e.browsing import fill, follow, press, told
from tests.people import sign_in

NOVEMBER, OCTOBER = "2026년 상시 11월 평가위원회 (표본)", "2026년 상시 10월 평가위원회 (표본)"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def on_a_phone(visitor, passwords):
    """The first reviewer at a telephone."""
    page = visitor(viewport=PHONE, has_touch=True, is_mobile=True)
    sign_in(page, {"email": "reviewer@axcenter.invalid", "password": passwords["reviewer@axcenter.invalid"]})
    return page


def open_committee(page: Page, title: str) -> None:
    page.goto("/panels/committees/")
    follow(page, title)


def fits(page: Page) -> bool:
    """Nothing sticks out at the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def signed_out_before_handing_in(page: Page, words: str, passwords: dict[str, str]) -> None:
    """The session ends before the last words are handed in: signed in again, they are offered and taken."""
    sheet = page.url
    page.context.clear_cookies(name="sessionid")
    fill(page, {"comment": words})
    press(page, "서명하고 제출")
    sign_in(page, {"email": "reviewer@axcenter.invalid", "password": passwords["reviewer@axcenter.invalid"]})
    page.goto(sheet)
    page.get_by_role("button", name="되살리기").click()
    expect(page.locator("[name=comment]")).to_have_value(words)
    company.is_saved(page)


def test_a_reviewer_pledges_and_scores_on_a_telephone(on_a_phone, people, passwords):
    on_a_phone.goto("/desk/")
    on_a_phone.locator("main tr", has_text=NOVEMBER).get_by_role("link").first.click()
    expect(on_a_phone.get_by_text("서약하기 전에는 안건을 볼 수 없습니다.")).to_be_visible()
    assert fits(on_a_phone)
    press(on_a_phone, "서약합니다")
    told(on_a_phone, "서약했습니다.")
    address = on_a_phone.url

    open_committee(people("staff"), NOVEMBER)
    press(people("staff"), "서면평가 시작")

    for last_words in ("", "서명하기 직전에 고쳐 적은 의견 (표본)"):
        on_a_phone.goto(address)
        waiting = on_a_phone.locator("main tr", has_text="평가 대기")
        waiting.first.get_by_role("link").click()
        assert fits(on_a_phone)
        for field in on_a_phone.locator("form.form input[type=number]").all():
            field.fill("8.5")
        fill(on_a_phone, {"comment": "바꾸려는 수치가 분명합니다. (표본)"})
        company.is_saved(on_a_phone)
        if last_words:
            signed_out_before_handing_in(on_a_phone, last_words, passwords)
        press(on_a_phone, "서명하고 제출")
        expect(on_a_phone.get_by_role("heading", name="제출한 평가표")).to_be_visible()
        expect(on_a_phone.get_by_text("다른 위원의 평가")).to_have_count(0)


def test_staff_publish_and_a_company_objects(visitor, people, passwords):
    applicant = visitor()
    # The company that the committee of October left out; its person is the eighth of the sample's committees.
    email = "company4008@axcenter.invalid"
    sign_in(applicant, {"email": email, "password": passwords[email]})
    applicant.goto("/intake/")
    expect(applicant.locator("main")).to_contain_text("심의 중")
    applicant.locator("main table tr", has_text="심의 중").get_by_role("link").first.click()
    address = applicant.url
    expect(applicant.get_by_text("미선정")).to_have_count(0)

    staff = people("staff")
    open_committee(staff, OCTOBER)
    staff.locator("main table").get_by_role("link", name="SAX-").first.click()
    follow(staff, "검토하기")
    follow(staff, "선정 결과 목록")
    staff.get_by_label("결과와 사유를 모두 확인했고 지금 발표합니다.").check()
    press(staff, "결과 발표")
    told(staff, "선정 결과를 발표하고 신청인 모두에게 알렸습니다.")

    applicant.goto(address)
    expect(applicant.locator("main")).to_contain_text("기준점수에 이르지 못했습니다.")
    expect(applicant.get_by_role("heading", name="선정 결과")).to_be_visible()
    follow(applicant, "이의신청")
    fill(applicant, {"grounds": "데이터 준비 상태가 실제와 다르게 평가되었습니다. (표본)"})
    press(applicant, "이의신청하기")
    told(applicant, "이의신청을 접수했습니다.")

    # Who proposed the decision reads the objection and leaves it to a colleague.
    staff.goto("/desk/")
    staff.get_by_role("link", name="이의신청").first.click()
    expect(staff.get_by_role("heading", name="다른 평가위원 위촉")).to_have_count(0)
    expect(staff.get_by_text("처음 결정에 참여하셨습니다")).to_be_visible()
    address, staff = staff.url, people("staff2")
    staff.goto(address)
    expect(staff.get_by_role("heading", name="다른 평가위원 위촉")).to_be_visible()
    expect(staff.get_by_label("표본 평가위원 4", exact=True)).to_have_count(0)
    expect(staff.get_by_label("표본 평가위원 2", exact=True)).to_have_count(1)
