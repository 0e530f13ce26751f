"""The centre's people: staff screen, assign, select, match and hold gates; the manager confirms, approves, signs."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.e2e.browsing import choose, fill, follow, press, reload_until, tick, today, told


def find(page: Page, queue: str, words: str) -> None:
    """Open what one looks for in a list of the side navigation."""
    page.goto("/desk/")
    page.locator("nav").get_by_role("link", name=queue, exact=True).click()
    page.locator("form.filterbar input").first.fill(words)
    page.locator("main").get_by_role("button", name="찾기").click()
    page.locator("main table").get_by_role("link").first.click()


def admit(page: Page, receipt: str) -> None:
    """Find the application by its number, look at what the rules say and at the flagged papers, decide."""
    find(page, "신청", receipt)
    follow(page, "검토하기")
    expect(page.get_by_role("heading", name="신청자격")).to_be_visible()
    if page.locator("#authority").count():
        press(page, "신청 권한 확인")
        told(page, "신청 권한을 확인한 것으로 적었습니다.")
    if page.locator("#status").count():
        press(page, "오늘 계속사업자임을 확인함")
        told(page, "사업자 상태를 적었습니다.")
    unseen = page.locator("#to-judge").get_by_role("button", name="확인함")
    while unseen.count():
        unseen.first.click()
        told(page, "서류를 확인한 것으로 적었습니다.")
    page.locator("form[action$='/admit/'] textarea").fill("서류를 확인했습니다. (표본)")
    press(page, "적격으로 결정")
    told(page, "적격으로 결정하고 신청인에게 알렸습니다.")


def assign(page: Page, company: str, consultant: str) -> None:
    """The worker opens the diagnosis of an admitted request; staff choose who visits."""
    page.goto(f"/diagnosis/?q={company}")
    reload_until(page, page.locator("table").get_by_role("link", name=company)).click()
    follow(page, "컨설턴트 배정")
    page.get_by_label(consultant).check()
    fill(page, {"visit_on": today().isoformat()})
    press(page, "배정하고 알리기")
    told(page, "컨설턴트를 배정하고 알렸습니다.")


def decide_roadmap(page: Page, company: str, decision: str) -> None:
    find(page, "전환 로드맵", company)
    press(page, decision)


def convene(page: Page, receipt: str) -> None:
    find(page, "신청", receipt)
    follow(page, "검토하기")
    follow(page, "평가위원회 구성")
    for number in range(1, 6):
        page.locator("label.choice-card").filter(has_text=re.compile(rf"표본 평가위원 {number}\b")).click()
    press(page, "구성하고 알리기")
    told(page, "평가위원회를 구성하고 평가위원에게 알렸습니다.")


def propose_selection(page: Page, receipt: str) -> None:
    find(page, "신청", receipt)
    follow(page, "검토하기")
    follow(page, "선정 여부 제안")
    page.locator("input[name=outcome]").first.check()
    fill(page, {"note": "평가 결과와 예산을 함께 보았습니다. (표본)"})
    press(page, "제안하기")
    told(page, "제안을 저장했습니다.")


def confirm_selection(page: Page, receipt: str) -> None:
    find(page, "신청", receipt)
    follow(page, "검토하기")
    follow(page, "선정 확정")
    fill(page, {"approval_number": "표본-결재-1", "approved_on": today().isoformat()})
    press(page, "제안대로 확정")
    told(page, "결정을 확정하고 신청인에게 알렸습니다.")


def open_brief(page: Page, receipt: str) -> None:
    """A project of the first action of the roadmap, opened for partners."""
    page.goto("/consortia/")
    page.get_by_role("link", name=receipt).click()
    page.locator("label.choice-card", has_text="U").first.click()
    press(page, "과제 개요서 만들기")
    told(page, "과제 개요서를 만들었습니다.")
    press(page, "기관 구성 시작")
    told(page, "기관 구성을 시작했습니다.")


def match(page: Page, company: str) -> None:
    """Ask for a plan over all open briefs; the worker computes; its answer fills the proposal."""
    page.goto("/consortia/")
    press(page, "전체 배정 계산")
    found = page.locator(".card", has_text=company)
    expect(found.get_by_text("모두 구성")).to_be_visible(timeout=60_000)
    follow(found, "이 배정으로 제안하기")
    fill(page, {"message": "현장 문제를 함께 풀 분들을 모십니다. (표본)"})
    press(page, "제안 보내기")
    told(page, "참여를 제안했습니다.")


def asked(page: Page) -> list[str]:
    """Names of the organisations that were asked, as the project's page lists them."""
    return [link.inner_text() for link in page.locator("#roles a[href*='/proposals/']").all()]


def draft_agreement(page: Page, company: str) -> None:
    """The terms as the pages offer them, from the application and the project."""
    find(page, "컨소시엄", company)
    follow(page, "협약 조건 작성")
    fill(page, {"special": "측정값은 두 주마다 함께 봅니다. (표본)"})
    press(page, "서명 요청하기")
    told(page, "협약 조건을 수요기업과 협력기관에 보냈습니다.")


def sign(page: Page, company: str) -> None:
    page.goto("/consortia/agreements/")
    page.locator("tr", has_text=company).get_by_role("link").click()
    press(page, "센터로 서명")
    told(page, "협약을 체결했습니다.")


def open_pilot(page: Page, company: str) -> None:
    page.goto("/pilots/")
    page.locator("main li", has_text=company).get_by_role("button", name="실증 시작").click()
    told(page, "실증과제를 시작했습니다.")


def set_kpi(page: Page) -> None:
    """One KPI with its baseline, target and pass mark, fixed before work begins."""
    follow(page, "성과지표 정하기")
    until = today() - timedelta(days=1)
    figures = {
        "name": "불량 유출률",
        "unit": "%",
        "baseline": "1.8",
        "baseline_start_on": (until - timedelta(days=90)).isoformat(),
        "baseline_end_on": until.isoformat(),
        "baseline_evidence": "최근 석 달의 출하 검사 기록 (표본)",
        "target": "0.5",
        "pass_mark": "0.9",
    }
    fill(page, figures)
    page.locator("[name=direction][value=down]").check()
    choose(page, {"kpi_code": "defect_rate"})
    press(page, "저장")
    told(page, "성과지표를 저장했습니다.")


def propose_gate(page: Page, company: str) -> None:
    """Call the gate of the stage in work and propose to go on."""
    find(page, "실증과제", company)
    press(page, "단계심의 요청")
    told(page, "단계심의를 요청했습니다.")
    page.locator("#gates tbody").get_by_role("link").first.click()
    judge(page)


def judge(page: Page) -> None:
    """Every required criterion is met, every recommended one is good, so the proposal is to go on."""
    for criterion in page.locator("select[name^=criterion_]:enabled").all():
        values = [option.get_attribute("value") for option in criterion.locator("option").all()]
        criterion.select_option("met" if "met" in values else "3")
    tick(page, "decision", "go")
    fill(page, {"reason": "현장 확인과 측정값을 함께 보았습니다. (표본)"})
    press(page, "판정 제안")
    told(page, "판정을 제안했습니다.")


def confirm_gate(page: Page, gate: str) -> None:
    page.goto(gate)
    press(page, "판정 확정")
    told(page, "판정을 확정했습니다.")


def finish(page: Page) -> None:
    fill(page, {"lessons": "현장 담당자가 처음부터 함께한 것이 도움이 되었습니다. (표본)"})
    press(page, "실증 마치기")
    told(page, "실증을 마쳤습니다.")
