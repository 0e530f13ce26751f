"""Staff run the centre: a call from draft to amendment, companies moving in from a table, settings of a programme."""

from datetime import timedelta

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.documents.tables import xlsx_bytes
from tests.e2e.browsing import business_number, choose, fill, follow, press, today, told

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLE = "현장실증 가을 모집 (표본)"
FIRST, SECOND = today() + timedelta(days=30), today() + timedelta(days=44)
REASON = "추석 연휴를 고려하여 마감을 두 주 미룹니다. (표본)"
NOTE = "이의신청 기간을 법보다 길게 둡니다. (표본)"
FACTS = {
    "대표자": "표본 대표",
    "주된 업종": "C25",
    "본점 소재지": "금천구",
    "본점 주소": "표본로 1",
    "설립일": "2012-05-02",
    "사업자 상태": "계속사업자",
}


@pytest.fixture
def staff(people) -> Page:
    page = people("staff")
    page.goto("/desk/")
    return page


def test_a_call_is_drafted_looked_at_published_and_amended_in_public(staff, visitor):
    staff.goto("/calls/")
    follow(staff, "모집공고 만들기")
    choose(staff, {"programme": "ax-demonstration"})
    opens_at = f"{today() - timedelta(days=1):%Y-%m-%d}T09:00"
    fill(staff, {"title_ko": TITLE, "opens_at": opens_at, "closes_at": FIRST.isoformat()})
    press(staff, "저장")
    told(staff, "공고 초안을 만들었습니다.")
    at_work = staff.url

    follow(staff, "공고 화면 보기")
    expect(staff.get_by_text("아직 게시하지 않은 공고입니다")).to_be_visible()
    public = staff.url
    passer_by = visitor()
    assert passer_by.goto(public).status == 404

    staff.goto(at_work)
    follow(staff, "신청서 미리보기")
    expect(staff.locator("[name=problem]")).to_be_disabled()
    expect(staff.get_by_role("heading", name="서류")).to_be_visible()
    staff.goto(at_work)
    press(staff, "게시하기")
    told(staff, "공고를 게시했습니다.")

    passer_by.goto("/calls/")
    follow(passer_by, TITLE)
    expect(passer_by).to_have_url(public)
    expect(passer_by.locator("main")).to_contain_text(f"{FIRST} 18:00")
    expect(passer_by.locator("#amendments")).to_have_count(0)

    follow(staff, "변경 또는 연장")
    fill(staff, {"closes_at": SECOND.isoformat(), "reason": REASON})
    press(staff, "저장")
    told(staff, "공고를 변경했습니다.")
    passer_by.reload()
    history = passer_by.locator("#amendments")
    expect(history).to_contain_text("1차 변경")
    expect(history).to_contain_text(REASON)
    expect(history).to_contain_text(f"{FIRST} 18:00 → {SECOND} 18:00")


def test_companies_move_in_from_a_table_once_its_wrong_row_is_corrected(staff):
    numbers = [business_number(), business_number()]
    names = [f"표본이관 {number[5:]}" for number in numbers]
    staff.goto("/companies/")
    follow(staff, "기업 가져오기")
    headings = [str(heading) for heading in table(staff, "엑셀 양식")[0]]
    rows = [
        [{**FACTS, "사업자등록번호": number, "기업 이름": name}.get(heading) for heading in headings]
        for number, name in zip((numbers[0], mistyped(numbers[1])), names, strict=True)
    ]

    hand_over(staff, "기업목록.xlsx", [headings, *rows])
    wrong = staff.locator("main table tbody tr")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("3번째 줄")
    expect(wrong).to_contain_text("검증번호가 맞지 않습니다.")
    expect(staff.get_by_role("button", name="가져오기")).to_have_count(0)
    assert listed(staff, names) == []

    rows[1][headings.index("사업자등록번호")] = numbers[1]
    hand_over(staff, "기업목록-고침.xlsx", [headings, *rows])
    expect(staff.get_by_text("고칠 곳이 없습니다")).to_be_visible()
    press(staff, "2건 가져오기")
    told(staff, "기업 2곳을 가져왔습니다.")
    assert listed(staff, names) == [
        (name, f"{one[:3]}-{one[3:5]}-{one[5:]}") for name, one in zip(names, numbers, strict=True)
    ]


def test_staff_draft_settings_and_a_manager_puts_them_in_force(staff, people):
    staff.goto("/intake/settings/")
    follow(staff, "AX 준비도 진단")
    address = staff.url
    press(staff, "고칠 초안 만들기")
    told(staff, "지금 설정을 옮긴 초안을 만들었습니다.")
    staff.locator("summary", has_text="근거와 기간").click()
    fill(staff, {"note": NOTE, "objection_days": "45"})
    press(staff, "초안 저장")
    told(staff, "초안을 저장했습니다.")
    expect(staff.get_by_text("게시는 센터 책임자가 합니다.")).to_be_visible()
    expect(staff.get_by_role("button", name="게시하기")).to_have_count(0)

    manager = people("manager")
    manager.goto(address)
    expect(manager.get_by_role("table", name="초안이 바꾸는 내용")).to_contain_text("45일")
    press(manager, "게시하기")
    told(manager, "설정을 게시했습니다.")

    staff.reload()
    expect(staff.get_by_text("지금 2판의 설정입니다.")).to_be_visible()
    versions = staff.locator(".card", has=staff.get_by_role("heading", name="판", exact=True))
    expect(versions).to_contain_text(NOTE)
    expect(staff.get_by_role("button", name="고칠 초안 만들기")).to_be_visible()


def mistyped(number: str) -> str:
    """The same business number with another check digit."""
    return number[:9] + str((int(number[9]) + 1) % 10)


def hand_over(page: Page, name: str, rows: list[list[str | None]]) -> None:
    """Upload a table of companies, from wherever one is."""
    page.goto("/companies/import/")
    page.locator("[name=file]").set_input_files({"name": name, "mimeType": XLSX, "buffer": xlsx_bytes(rows)})
    press(page, "올리고 점검하기")
    expect(page.locator("main .lead")).to_contain_text(f"{name} · 모두 {len(rows) - 1}줄")


def listed(page: Page, names: list[str]) -> list[tuple[str, str]]:
    """Name and number of those of these companies that the list holds as its file has them."""
    page.goto("/companies/")
    rows = table(page, "엑셀로 내려받기")
    assert rows[0][:2] == ("기업", "사업자등록번호")
    found = {str(row[0]): str(row[1]) for row in rows[1:]}
    return [(name, found[name]) for name in names if name in found]


def table(page: Page, link: str) -> list[tuple[object, ...]]:
    """The rows of the workbook behind a link."""
    with page.expect_download() as coming:
        follow(page, link)
    with coming.value.path().open("rb") as file:
        return list(load_workbook(file).active.values)
