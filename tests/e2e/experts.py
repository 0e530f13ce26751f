"""Those who judge and help: the consultant scores and plans, reviewers score, partners answer."""

import json
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from scripts.places import ROOT
from tests.e2e.browsing import fill, follow, press, reload_until, told

BAND = 2
SEEDS = ROOT / "seeds"
ACCOUNT = {"laboratory": "university", "supplier": "supplier", "adviser": "adviser"}


def score(page: Page, company: str) -> None:
    """All criteria of the three areas, one page each: the first with every click, the others' buttons at once."""
    page.goto("/diagnosis/")
    reload_until(page, page.locator("table").get_by_role("link", name=company)).click()
    page.get_by_role("link", name="채점하기").first.click()
    page.locator("main table").get_by_role("link").first.click()
    answer(page, each)
    add_evidence(page)
    while page.locator("button[name=next]").count():
        code = page.get_by_role("heading", level=1).inner_text().split()[0]
        page.locator("button[name=next]").click()
        told(page, f"{code} 답변을 저장했습니다.")
        answer(page, at_once)
    press(page, "저장하고 목록으로")


def answer(page: Page, click: Callable[[Locator], None]) -> None:
    """The facts of one criterion as far as they matter: the lower bands hold, the next one does not."""
    bands = page.locator("form details.accordion")
    for place in range(BAND + 1):
        band = bands.nth(place)
        if band.get_attribute("open") is None:
            band.locator("summary").click()
        click(band.locator("input[value=yes]" if place < BAND else "input[value=no]"))
    page.locator("input[name^=note-]").first.fill("현장에서 기록을 보고 확인했습니다. (표본)")


def each(buttons: Locator) -> None:
    for button in buttons.all():
        button.check()


def at_once(buttons: Locator) -> None:
    buttons.evaluate_all("buttons => buttons.forEach((button) => button.click())")


def add_evidence(page: Page) -> None:
    """One piece of evidence for the criterion on the page."""
    follow(page, "증빙 더하기")
    fill(page, {"title": "3월 불량 일지 (표본)", "note": "일지 12장을 보았습니다."})
    page.locator("[name=attributes]").first.check()
    press(page, "증빙 더하기")
    told(page, "증빙을 더했습니다.")


def complete(page: Page) -> None:
    follow(page, "검토하고 완료하기")
    press(page, "진단 완료")
    told(page, "진단을 완료했습니다.")
    expect(page.locator("svg").first).to_be_visible()


def plan_roadmap(page: Page, company: str) -> None:
    """The worker opens the roadmap of a completed diagnosis; the consultant plans, looks, and asks for approval."""
    page.goto("/roadmaps/")
    reload_until(page, page.locator("table").get_by_role("link", name=company)).click()
    press(page, "지금 조건으로 계획하기")
    told(page, "계획을 다시 세웠습니다.")
    expect(page.locator("svg[role=img]:visible").first).to_be_visible()
    press(page, "승인 요청")
    told(page, "승인을 요청했습니다.")


def review(page: Page, company: str) -> None:
    page.goto("/panels/")
    page.locator("main table").get_by_role("link").last.click()
    expect(page.get_by_text(company)).to_have_count(0)
    for field in page.locator("form.form input[type=number]").all():
        field.fill("8.5")
    fill(page, {"comment": "문제와 바꾸려는 수치가 분명합니다. (표본)"})
    press(page, "서명하고 제출")
    expect(page.get_by_role("heading", name="제출한 평가표")).to_be_visible()


def accept(page: Page, project: str) -> None:
    page.goto("/consortia/proposals/")
    page.locator("main table").get_by_role("link", name=project).first.click()
    press(page, "참여 수락")
    told(page, "참여를 수락했습니다.")


def sign(page: Page, project: str) -> None:
    """The signature of the company or of a partner under the terms of a project."""
    page.goto("/consortia/agreements/")
    page.locator("tr", has_text=project).get_by_role("link").click()
    press(page, "협약에 서명")
    told(page, "협약에 서명했습니다.")


def account_of(organisation: str) -> str:
    """The account of a sample partner's person: numbered by kind in the order of the seeds."""
    rows = json.loads((SEEDS / "sample" / "partners.json").read_text(encoding="utf-8"))
    kind = next(row["kind"] for row in rows if row["name_ko"] == organisation)
    place = [row["name_ko"] for row in rows if row["kind"] == kind].index(organisation) + 1
    return ACCOUNT[kind] + ("" if place == 1 else str(place))
