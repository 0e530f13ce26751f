"""A new company's first pages: what is wrong is said in its place, and nothing typed is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import company
from tests.e2e.browsing import press
from tests.people import sign_in


@pytest.fixture
def newcomer(visitor):
    """Somebody who has just signed up and opens the registration."""
    page = visitor()
    firm = company.new_company()
    company.sign_up(page, firm)
    page.get_by_role("link", name="기업 등록하기").click()
    return page, firm


def wrong(number: str) -> str:
    return number[:9] + str((int(number[9]) + 1) % 10)


def test_a_wrong_business_number_is_said_while_typing_and_after_sending(newcomer):
    page, firm = newcomer
    mistyped = company.Company(firm.name, wrong(firm.number))
    company.fill_registration(page, mistyped)
    expect(page.locator("[data-check-result]")).to_contain_text("검증번호가 맞지 않습니다.")
    press(page, "등록하기")

    field = page.locator(".field", has=page.locator("[name=business_number]"))
    expect(field.locator(".field__error")).to_contain_text("등록증을 보고 다시 입력해 주십시오.")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("[name=name_ko]")).to_have_value(firm.name)
    expect(page.locator("[name=address]")).to_have_value("표본로 1")

    page.locator("[name=business_number]").fill(firm.number)
    press(page, "등록하기")
    expect(page.get_by_role("heading", level=1)).to_have_text(firm.name)
    size_is_explained(page)


def size_is_explained(page: Page) -> None:
    card = page.locator(".card", has=page.get_by_role("heading", name="기업 규모"))
    expect(card).to_contain_text("소기업")
    expect(card).to_contain_text("평균매출액")


def test_missing_and_unknown_answers_are_named_one_by_one(newcomer):
    page, _firm = newcomer
    page.locator("[name=business_number]").fill("123")
    page.locator("[name=industry]").fill("없는 업종")
    press(page, "등록하기")

    expect(page.locator("#id_industry_error")).to_contain_text("목록에 없는 업종입니다.")
    expect(page.locator("#id_name_ko_error")).to_be_visible()
    expect(page.locator("#id_representative_error")).to_be_visible()
    page.goto("/company/")
    expect(page).to_have_url(re.compile(r"/company/register/$"))


def test_what_was_typed_survives_a_session_that_ended(newcomer):
    page, firm = newcomer
    company.fill_registration(page, firm)
    page.context.clear_cookies(name="sessionid")
    press(page, "등록하기")
    expect(page).to_have_url(re.compile(r"/accounts/login/"))

    sign_in(page, {"email": firm.email, "password": company.PASSWORD})
    page.goto("/company/register/")
    expect(page.locator("[name=name_ko]")).to_have_value("")
    page.get_by_role("button", name="되살리기").click()
    expect(page.locator("[name=name_ko]")).to_have_value(firm.name)
    press(page, "등록하기")
    expect(page.get_by_role("heading", level=1)).to_have_text(firm.name)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('axcenter:draft:'))") == []
