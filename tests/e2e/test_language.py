"""Korean first; English for those who choose it, and it stays chosen."""

import re

from playwright.sync_api import expect


def test_a_visitor_reads_the_programmes_in_english_and_goes_back(visitor):
    page = visitor()
    page.goto("/programmes/")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.locator("main")).to_contain_text("AX 준비도 진단")

    page.locator("header .menu summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile(r"/programmes/$"))
    expect(page.locator("main")).to_contain_text("AX readiness diagnosis")
    page.get_by_role("link", name="AX readiness diagnosis").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("AX readiness diagnosis")

    page.locator("header .menu summary").click()
    page.get_by_role("button", name="한국어").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("AX 준비도 진단")


def test_somebody_signed_in_keeps_english_from_page_to_page(people):
    page = people("official")
    page.goto("/desk/")
    page.locator("header .menu summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/roadmaps/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
