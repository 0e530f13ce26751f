"""The whole road in a browser: one company from signing up to its certificate, each step by its own person."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.e2e import browsing, centre, company, experts
from tests.e2e.company import Company
from tests.stack import Stack

READINGS = ("1.2", "0.6", "0.45")


@dataclass(slots=True)
class Case:
    """Who takes part, and the numbers that have been given so far."""

    firm: Company
    member: Page
    anybody: Page
    people: Callable[[str], Page]
    numbers: list[str] = field(default_factory=list)

    def issued(self, pdf: bytes, *words: str) -> None:
        """A document says these words, and anybody can verify it."""
        said = browsing.text_of(pdf)
        assert [word for word in words if word.replace(" ", "") not in said] == []
        browsing.is_verified(self.anybody, pdf)


def test_one_company_from_signing_up_to_its_certificate(
    stack: Stack, visitor: Callable[..., Page], people: Callable[[str], Page]
) -> None:
    case = Case(company.new_company(), visitor(), visitor(), people)
    apply_for_a_diagnosis(case)
    be_diagnosed(case)
    roadmap = receive_a_roadmap(case)
    be_selected(case, roadmap)
    agree_with_partners(case)
    certificate = prove_it_in_the_field(case)
    see_the_whole_case(case, roadmap, certificate)
    read_the_mail(stack, case)


def apply_for_a_diagnosis(case: Case) -> None:
    company.sign_up(case.member, case.firm)
    company.register(case.member, case.firm)
    company.begin(case.member, "진단", "상시")
    company.write(case.member)
    number = company.hand_in(case.member, ["business_registration"])
    case.numbers.append(number)
    case.issued(browsing.paper(case.member, "접수증 PDF"), number, case.firm.name)


def be_diagnosed(case: Case) -> None:
    staff, consultant = case.people("staff"), case.people("consultant")
    centre.admit(staff, case.numbers[0])
    centre.assign(staff, case.firm.name, "표본 컨설턴트 1")
    experts.score(consultant, case.firm.name)
    experts.complete(consultant)
    case.issued(browsing.paper(consultant, "결과서 PDF"), case.firm.name)

    company.read_result(case.member)


def receive_a_roadmap(case: Case) -> str:
    consultant, manager, staff = case.people("consultant"), case.people("manager"), case.people("staff")
    experts.plan_roadmap(consultant, case.firm.name)
    expect(consultant.get_by_role("button", name="승인", exact=True)).to_have_count(0)
    centre.decide_roadmap(manager, case.firm.name, "승인")
    browsing.told(manager, "로드맵을 승인했습니다.")
    centre.decide_roadmap(staff, case.firm.name, "발급")
    browsing.told(staff, "로드맵을 발급했습니다.")

    pdf = company.roadmap_paper(case.member)
    number = case.member.locator("main .number").first.inner_text()
    case.issued(pdf, number, case.firm.name)
    return number


def be_selected(case: Case, roadmap: str) -> None:
    staff = case.people("staff")
    company.begin(case.member, "현장실증", "상시")
    company.write(case.member, roadmap_number=roadmap)
    number = company.hand_in(case.member, ["business_registration", "tax_certificate"])
    case.numbers.append(number)
    case.issued(browsing.paper(case.member, "접수증 PDF"), number)

    centre.admit(staff, number)
    centre.convene(staff, number)
    for reviewer in ("reviewer", "reviewer2", "reviewer3", "reviewer4", "reviewer5"):
        experts.review(case.people(reviewer), case.firm.name)
    centre.propose_selection(staff, number)
    expect(staff.get_by_role("link", name="선정 확정")).to_have_count(0)
    centre.confirm_selection(case.people("manager"), number)


def agree_with_partners(case: Case) -> None:
    staff, manager = case.people("staff"), case.people("manager")
    centre.open_brief(staff, case.numbers[1])
    centre.match(staff, case.firm.name)
    project = staff.get_by_role("heading", level=1).inner_text()
    partners = centre.asked(staff)
    assert len(partners) >= 2
    for partner in partners:
        experts.accept(case.people(experts.account_of(partner)), project)

    centre.draft_agreement(staff, case.firm.name)
    for party in (case.member, *(case.people(experts.account_of(partner)) for partner in partners)):
        experts.sign(party, project)
    centre.sign(manager, case.firm.name)
    case.issued(browsing.paper(manager, "협약서 PDF 열기"), case.firm.name, *partners)


def prove_it_in_the_field(case: Case) -> str:
    staff, manager = case.people("staff"), case.people("manager")
    centre.open_pilot(staff, case.firm.name)
    centre.set_kpi(staff)
    pass_gate(case)
    for value in READINGS:
        company.measure(case.member, value)
        pass_gate(case)
    centre.finish(manager)

    pdf = company.certificate_paper(case.member)
    case.issued(pdf, case.firm.name, company.PROBLEM["figure_name"], READINGS[-1])
    return case.firm.name


def pass_gate(case: Case) -> None:
    """Staff propose and cannot confirm; the manager does."""
    staff = case.people("staff")
    centre.propose_gate(staff, case.firm.name)
    expect(staff.get_by_role("button", name="판정 확정")).to_have_count(0)
    centre.confirm_gate(case.people("manager"), staff.url)


def see_the_whole_case(case: Case, roadmap: str, certificate: str) -> None:
    """The centre reads the whole thread on one page, from the request to the finished pilot."""
    staff = case.people("staff")
    centre.find(staff, "사례 흐름", case.firm.name)
    thread = staff.locator("ol.timeline")
    for word in (*case.numbers, roadmap, "협약", "실증과제"):
        expect(thread).to_contain_text(word)


def read_the_mail(stack: Stack, case: Case) -> None:
    """The company was told of each decision by e-mail."""
    sent = [letter.read_text(encoding="utf-8") for letter in (stack.data_dir / "mail").glob("*.log")]
    assert sum(f"To: {case.firm.email}" in letter for letter in sent) >= 5
