"""The company's person: signs up, registers, applies, signs, measures."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e.browsing import (
    WORKER_PATIENCE,
    blank_pdf,
    business_number,
    choose,
    fill,
    follow,
    paper,
    press,
    reload_until,
    tick,
    today,
    told,
)

PASSWORD = "표본-발주-2026-열두자"
# Kinds of paper that are not taken without their day of issue.
DATED = {"tax_certificate"}
MONEY = {"budget_krw": 60_000_000, "self_burden_krw": 18_000_000}
PROBLEM = {
    "problem": "저녁 근무에서 프레스 부품 겉면의 긁힘을 놓쳐 고객사 반품이 이어집니다. (표본)",
    "figure_name": "불량 유출률",
    "figure_unit": "%",
    "figure_today": "1.8",
    "figure_wished": "0.5",
    "figure_method": "출하 검사 표본 500개당 고객사 반품 수",
}


@dataclass(frozen=True, slots=True)
class Company:
    """Who signs up for which company."""

    name: str
    number: str

    @property
    def email(self) -> str:
        return f"e2e{self.number}@sample.invalid"


def new_company() -> Company:
    number = business_number()
    return Company(name=f"표본프레스 {number[5:9]}", number=number)


def sign_up(page: Page, company: Company) -> None:
    page.goto("/")
    follow(page, "회원가입")
    person = {"email": company.email, "name": "표본 새담당", "password1": PASSWORD, "password2": PASSWORD}
    fill(page, person)
    page.locator("[name=privacy]").check()
    press(page, "가입하기")
    expect(page.get_by_text("먼저 기업을 등록해 주십시오")).to_be_visible()


def register(page: Page, company: Company) -> None:
    follow(page, "기업 등록하기")
    fill_registration(page, company)
    press(page, "등록하기")
    told(page, "기업을 등록했습니다.")
    expect(page.get_by_role("heading", level=1)).to_have_text(company.name)


def fill_registration(page: Page, company: Company) -> None:
    facts = {
        "business_number": f"{company.number[:3]}-{company.number[3:5]}-{company.number[5:]}",
        "name_ko": company.name,
        "representative": "표본 대표",
        "industry": "C25",
        "founded_on": "2011-03-02",
        "address": "표본로 1",
        "assets_krw": 5_700_000_000,
        "workers": 38,
        "equity_krw": 2_700_000_000,
        "capital_stock_krw": 500_000_000,
    }
    fill(page, facts)
    years = page.locator('[name^="revenue_"]')
    for place, amount in enumerate((8_200_000_000, 7_900_000_000, 7_400_000_000)):
        years.nth(place).fill(str(amount))
    tick(page, "business_status", "active")
    page.locator("select[name=district]").select_option(label="금천구")
    choose(page, {"group": "none", "has_large_owner": "no", "is_public": "no"})


def begin(page: Page, programme: str, call: str) -> None:
    """From the public page of programmes to the first step of an application; `call` is part of the call's title."""
    page.goto("/programmes/")
    page.get_by_role("link", name=programme).first.click()
    page.locator(".card__title").get_by_role("link", name=call).first.click()
    follow(page, "신청하기")
    press(page, "신청서 쓰기")
    expect(page.locator("[name=problem]")).to_be_visible()


def discard_draft(page: Page) -> None:
    """Throw away the draft that is being written, if there is one: a call takes one draft of a company at a time."""
    page.goto("/intake/")
    draft = page.locator("main table").get_by_role("link", name="작성 중인 신청")
    if draft.count():
        draft.first.click()
        follow(page, "신청서 버리기")
        fill(page, {"reason": "새로 적습니다. (표본)"})
        press(page, "철회하기")
        told(page, "신청을 철회했습니다.")


def write(page: Page, *, roadmap_number: str = "", saves_itself: bool = True) -> None:
    """Fill in the steps: the problem, the situation and, for a demonstration, the money."""
    fill(page, PROBLEM)
    if saves_itself:
        is_saved(page)
    press(page, "저장하고 다음으로")
    tick(page, "barriers", "people")
    fill(page, {"process_note": "프레스 6대, 2교대.", "data_note": "종이 기록지 3년치.", "staff_months": "6"})
    press(page, "저장하고 다음으로")
    if roadmap_number:
        fill(page, {"cited_roadmap_number": roadmap_number, **MONEY})
        press(page, "저장하고 다음으로")


def is_saved(page: Page) -> None:
    expect(page.locator("[data-autosave-status]")).to_contain_text("저장됨")


def attach(page: Page, kind: str, name: str, content: bytes = b"") -> None:
    choose(page, {"kind": kind})
    if kind in DATED:
        fill(page, {"issued_on": today().isoformat()})
    page.locator("[name=file]").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content or blank_pdf()}
    )
    press(page, "올리기")


def is_uploaded(page: Page) -> None:
    """In pieces the list of uploads says so, sent as a plain form a message does."""
    expect(page.locator("[data-uploads], .toasts").filter(has_text="올렸습니다.").first).to_be_visible()


def agree(page: Page) -> None:
    """Tick what must be agreed to."""
    page.get_by_label("신청 내용의 심사 제공 동의").check()


def hand_in(page: Page, kinds: list[str], *, asks_by_itself: bool = True) -> str:
    """Attach the asked papers, look everything over, hand in: the receipt number.

    The worker looks at each paper, whose name then becomes a link; without scripts the page has to be asked again.
    """
    for kind in kinds:
        attach(page, kind, f"표본-{kind}.pdf")
        is_uploaded(page)
        name = page.get_by_role("link", name=f"표본-{kind}.pdf")
        if not asks_by_itself:
            reload_until(page, name)
        expect(name).to_be_visible(timeout=WORKER_PATIENCE)
    follow(page, "확인하러 가기")
    expect(page.get_by_text(PROBLEM["problem"])).to_be_visible()
    agree(page)
    press(page, "신청서 제출")
    told(page, "신청을 접수했습니다.")
    return page.get_by_role("heading", level=1).inner_text()


def measure(page: Page, value: str) -> None:
    """Write down today's figure on the pilot's page."""
    page.goto("/pilots/")
    page.locator("main table").get_by_role("link").first.click()
    follow(page, "측정값 기록")
    fill(page, {"measured_on": today().isoformat(), "value": value, "note": "출하 검사 기록 (표본)"})
    press(page, "측정값 기록")
    told(page, "측정값을 기록했습니다.")


def read_result(page: Page) -> None:
    """The radar, read out for those who do not see it, and the level."""
    page.goto("/diagnosis/")
    page.locator("main table").get_by_role("link").first.click()
    follow(page, "결과 보기")
    expect(page.locator("svg[role=img]").first).to_be_visible()
    expect(page.locator(".level-scale [aria-current=true]")).to_be_visible()


def roadmap_paper(page: Page) -> bytes:
    page.goto("/roadmaps/")
    page.locator("main table").get_by_role("link").first.click()
    return paper(page, "로드맵 PDF")


def certificate_paper(page: Page) -> bytes:
    page.goto("/pilots/")
    page.locator("main table").get_by_role("link").first.click()
    return paper(page, "실증확인서 열기")
