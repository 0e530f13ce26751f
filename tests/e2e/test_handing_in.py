"""Handing in: once is once, with and without JavaScript, and nobody else's address opens."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e import browsing, company
from tests.e2e.browsing import press

NUMBER = re.compile(r"SAX-\d{4}-A-\d{6}")


@pytest.fixture
def ready(applicant):
    """An application that waits for nothing but the last click."""
    company.write(applicant)
    company.attach(applicant, "business_registration", "표본-등록증.pdf")
    company.is_uploaded(applicant)
    # The list above grows when it comes; a click meanwhile would meet a link that moves away.
    expect(applicant.locator("#attachments")).to_contain_text("표본-등록증.pdf")
    applicant.get_by_role("link", name="확인하러 가기").click()
    company.agree(applicant)
    return applicant


def test_a_double_click_and_a_second_tab_make_one_receipt(ready):
    second = ready.context.new_page()
    second.goto(ready.url)
    ready.get_by_role("button", name="신청서 제출").dblclick()
    number = ready.get_by_role("heading", level=1, name=NUMBER).inner_text()
    address = ready.url
    press(second, "신청서 제출")
    expect(second.get_by_role("heading", level=1)).to_have_text(number)

    ready.goto("/intake/")
    own = ready.locator(f'main table a[href="{urlsplit(address).path}"]')
    expect(own).to_have_text(number)
    ready.goto(address)
    expect(ready.locator("ol.timeline").get_by_text("제출", exact=True)).to_have_count(1)


def test_what_was_handed_in_can_be_read_but_not_written(ready):
    writing = ready.url.replace("/check/", "/edit/problem/")
    press(ready, "신청서 제출")
    expect(ready.get_by_role("heading", level=1, name=NUMBER)).to_be_visible()

    answer = ready.goto(writing)
    assert answer.status == 409
    expect(ready.get_by_role("alert")).to_be_visible()


def test_another_companys_addresses_are_not_there(applicant, registered, people):
    own = applicant.url.replace("/edit/problem/", "/")
    other = people("company")
    for address in ("", "edit/problem/", "edit/files/", "check/", "withdraw/", "receipt/", "receipt/status/"):
        answer = other.goto(own + address)
        assert (address, answer.status) == (address, 404)
        expect(other.get_by_role("heading", level=1)).to_have_text("화면을 찾을 수 없습니다")
        expect(other.locator("main")).not_to_contain_text(registered.firm.name)

    assert applicant.goto(own).status == 200


def test_one_can_apply_without_javascript(visitor):
    page = visitor(java_script_enabled=False)
    firm = company.new_company()
    company.sign_up(page, firm)
    company.register(page, firm)
    company.begin(page, "진단", "상시")
    company.write(page, saves_itself=False)
    number = company.hand_in(page, ["business_registration"], asks_by_itself=False)
    assert NUMBER.fullmatch(number)

    browsing.reload_until(page, page.get_by_role("link", name="접수증 PDF"))
    assert number in browsing.text_of(browsing.paper(page, "접수증 PDF"))
