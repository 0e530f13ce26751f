"""The visit on a tablet whose network goes away: nothing noted there is lost, and nothing of others is overwritten."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.documents import files
from tests.e2e import programs
from tests.e2e.browsing import fill, press
from tests.e2e.calling import Caller
from tests.e2e.programs import Case
from tests.people import sign_in

# Where the browser does not say that the network is back, the tablet tries again by itself.
PATIENCE = 25_000
PHOTO = {"name": "현장.png", "mimeType": "image/png", "buffer": files.png()}


@pytest.fixture
def assigned(case: Case) -> str:
    """The outside name of a case whose consultant is about to visit."""
    districts = {row["name"]: row["code"] for row in case.member.get("directory/districts/")}
    case.member.post("directory/companies/", programs.registration(case.firm, districts["금천구"]), status=201)
    address = programs.begin(case, "diagnosis")
    programs.write(case, address, 1)
    programs.hand_in(case, "diagnosis")
    programs.admit(case, "diagnosis")
    staff, consultant = case.people("staff"), case.people("consultant")
    opened = staff.post("diagnosis/assessments/", {"application": case.uids["diagnosis"]}, status=201)
    me = consultant.get("desk/me/")["uid"]
    staff.post(f"diagnosis/assessments/{opened['uid']}/assign/", {"consultant": me})
    return str(opened["uid"])


@pytest.fixture
def tablet(assigned: str, people: Callable[[str], Page]) -> Page:
    """The consultant's tablet with the visit on it, pledged and taken along."""
    page = people("consultant")
    page.set_viewport_size({"width": 820, "height": 1180})
    page.goto(f"/diagnosis/{assigned}/visit/")
    expect(page.locator("[data-visit-body]")).to_be_hidden()
    page.locator("[name=pledged]").check()
    page.locator("[name=photos][value=granted]").check()
    fill(page, {"permitted_by": "표본 담당자"})
    expect(page.locator("[data-visit-body]")).to_be_visible()
    expect(page.locator("[name=pledged]")).to_be_disabled()
    everything_is_sent(page)
    return page


def everything_is_sent(page: Page) -> None:
    """And the page with it is on the tablet."""
    expect(page.locator("[data-visit-status]")).to_contain_text("모두 센터에 보냈습니다.", timeout=PATIENCE)
    expect(page.locator("[data-visit]")).to_have_attribute("data-kept", "1")


def waiting(page: Page, count: int) -> None:
    expect(page.locator("[data-visit]")).to_have_attribute("data-waiting", str(count), timeout=PATIENCE)


def answer(page: Page, code: str, value: str) -> Locator:
    chosen = page.locator(f'[name="value-{code}"][value="{value}"]')
    chosen.evaluate("one => { for (; one; one = one.parentElement) if (one.tagName === 'DETAILS') one.open = true; }")
    chosen.check()
    return chosen


def answers_of(program: Caller, assigned: str) -> dict[str, tuple[str, str]]:
    known = program.get(f"diagnosis/assessments/{assigned}/answers/")["answers"]
    return {one["attribute"]: (one["value"], one["note"]) for one in known}


def test_what_is_noted_without_network_arrives_when_it_is_back(tablet: Page, assigned: str, case: Case) -> None:
    desk = case.people("consultant")
    tablet.context.set_offline(True)
    tablet.reload()
    answer(tablet, "P1.1.1", "yes")
    tablet.locator("[id='id_note-P1.1.1']").fill("작업표준서를 보았습니다. (표본)")
    press(tablet.locator("[data-criterion=P1]"), "증빙 더하기 P1")
    dialog = tablet.get_by_role("dialog")
    dialog.locator("label:has(input[name=kind][value=photo])").click()
    dialog.locator("[name=title]").fill("표준서 게시판 (표본)")
    press(dialog, "증빙 더하기")
    expect(dialog.get_by_role("alert")).to_contain_text("파일을 함께 올려 주십시오.")
    dialog.locator("[name=file]").set_input_files(PHOTO)
    press(dialog, "증빙 더하기")
    waiting(tablet, 2)
    assert answers_of(desk, assigned) == {}
    tablet.goto("/diagnosis/")
    expect(tablet.get_by_role("heading", level=1)).to_have_text("연결이 없습니다")
    tablet.get_by_role("link", name="현장 진단").click()
    expect(tablet.locator("[id='id_note-P1.1.1']")).to_have_value("작업표준서를 보았습니다. (표본)")
    expect(tablet.locator("[data-criterion=P1]")).to_contain_text("표준서 게시판 (표본)")

    tablet.context.set_offline(False)
    everything_is_sent(tablet)

    assert answers_of(desk, assigned) == {"P1.1.1": ("yes", "작업표준서를 보았습니다. (표본)")}
    [kept] = desk.get(f"diagnosis/assessments/{assigned}/evidence/")
    assert (kept["kind"], kept["attributes"]) == ("photo", ["P1.1.1"])
    assert desk.bytes_of(f"diagnosis/evidence/{kept['uid']}/") == PHOTO["buffer"]


def test_two_screens_at_one_question_lose_neither_answer(tablet: Page, assigned: str, case: Case) -> None:
    desk = case.people("consultant")
    tablet.context.set_offline(True)
    answer(tablet, "P1.1.1", "yes")
    answer(tablet, "P1.1.2", "yes")
    answer(tablet, "P1.1.3", "no")
    waiting(tablet, 3)
    theirs = [{"attribute": code, "value": "no", "note": f"사무실에서 {code} (표본)"} for code in ("P1.1.1", "P1.1.2")]
    other = {"attribute": "P1.1.4", "value": "yes", "note": ""}
    desk.put(f"diagnosis/assessments/{assigned}/answers/", {"answers": [*theirs, other]})

    tablet.context.set_offline(False)
    clash = tablet.locator("[data-clash]")
    expect(clash).to_have_count(2, timeout=PATIENCE)
    expect(clash.first).to_contain_text("아님 · 사무실에서 P1.1.1 (표본)")
    waiting(tablet, 2)
    known = answers_of(desk, assigned)
    assert [known[code][0] for code in ("P1.1.1", "P1.1.2", "P1.1.3", "P1.1.4")] == ["no", "no", "no", "yes"]
    clash.first.get_by_role("button", name="이 기기의 답").click()
    clash.first.get_by_role("button", name="센터에 저장된 답").click()
    everything_is_sent(tablet)

    known = answers_of(desk, assigned)
    assert [known[code][0] for code in ("P1.1.1", "P1.1.2")] == ["yes", "no"]
    expect(tablet.locator("[id='id_note-P1.1.2']")).to_have_value("사무실에서 P1.1.2 (표본)")


def test_a_note_without_an_answer_is_kept_and_what_is_missing_is_said(tablet: Page, assigned: str, case: Case) -> None:
    tablet.locator("[id='id_note-P1.1.1']").fill("먼저 적은 메모 (표본)")
    row = tablet.locator(".score-row", has=tablet.locator("[id='id_note-P1.1.1']"))
    expect(row.get_by_role("alert")).to_contain_text("답을 골라야 센터로 보냅니다.")
    tablet.reload()
    expect(tablet.locator("[id='id_note-P1.1.1']")).to_have_value("먼저 적은 메모 (표본)")
    answer(tablet, "P1.1.1", "not_applicable")
    expect(row.get_by_role("alert")).to_contain_text("사유를 적어 주십시오.")
    tablet.locator("[id='id_reason-P1.1.1']").fill("해당하는 업무가 없습니다. (표본)")
    everything_is_sent(tablet)

    expect(row.get_by_role("alert")).to_have_count(0)
    known = answers_of(case.people("consultant"), assigned)
    assert known == {"P1.1.1": ("not_applicable", "먼저 적은 메모 (표본)")}


def test_notes_survive_a_lost_session(tablet: Page, assigned: str, case: Case, passwords: dict[str, str]) -> None:
    tablet.context.clear_cookies(name="sessionid")
    answer(tablet, "P1.1.1", "yes")
    expect(tablet.locator("[data-visit-status]")).to_contain_text("다시 로그인해 주십시오.")
    waiting(tablet, 1)

    email = "consultant@axcenter.invalid"
    sign_in(tablet, {"email": email, "password": passwords[email]})
    tablet.goto(f"/diagnosis/{assigned}/visit/")
    everything_is_sent(tablet)

    assert answers_of(case.people("consultant"), assigned) == {"P1.1.1": ("yes", "")}


def test_what_comes_back_after_completion_is_kept_and_shown(tablet: Page, assigned: str, case: Case) -> None:
    desk = case.people("consultant")
    address = f"diagnosis/assessments/{assigned}/"
    tablet.context.set_offline(True)
    answer(tablet, "P1.3.1", "yes")
    tablet.locator("[id='id_note-P1.3.1']").fill("늦게 보낸 확인 (표본)")
    waiting(tablet, 1)
    programs.score(desk, address)
    desk.post(f"{address}complete/")
    tablet.goto("about:blank")

    tablet.context.set_offline(False)
    tablet.goto(f"/diagnosis/{assigned}/visit/")
    expect(tablet.get_by_text("완료된 진단입니다")).to_be_visible()
    expect(tablet.locator("[data-visit-notices]")).to_contain_text("센터에 따로 보관했습니다.", timeout=PATIENCE)
    everything_is_sent(tablet)

    tablet.goto(f"/diagnosis/{assigned}/")
    card = tablet.locator("main").get_by_role("heading", name="완료한 뒤에 도착한 현장 기록").locator("../..")
    expect(card).to_contain_text("늦게 보낸 확인 (표본)")
    assert "P1.3.1" not in answers_of(desk, assigned)


def test_the_log_is_signed_on_the_tablet_without_network(tablet: Page, assigned: str, case: Case) -> None:
    tablet.context.set_offline(True)
    began, ended = "2026-01-05T10:00", "2026-01-05T12:30"
    fill(
        tablet, {"began_at": began, "ended_at": ended, "people": "표본 공장장", "summary": "공정을 보았습니다. (표본)"}
    )
    fill(tablet, {"signer": "표본 대표"})
    field = tablet.locator("canvas[data-signature]")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    tablet.mouse.move(box["x"] + 40, box["y"] + 40)
    tablet.mouse.down()
    tablet.mouse.move(box["x"] + 140, box["y"] + 80, steps=5)
    tablet.mouse.up()
    press(tablet, "서명하고 방문일지 닫기")
    waiting(tablet, 1)
    tablet.reload()
    expect(tablet.locator("[name=summary]")).to_be_disabled()

    tablet.context.set_offline(False)
    expect(tablet.locator(".visit__signed")).to_contain_text("2026-01-05 10:00 – 2026-01-05 12:30", timeout=PATIENCE)

    [visit] = case.member.get(f"diagnosis/assessments/{assigned}/visits/")
    assert (visit["signer"], visit["began_at"][:16], len(visit["signature"])) == ("표본 대표", began, 1)


def test_signing_out_takes_what_is_on_the_device_and_asks_before_it_loses_notes(tablet: Page, assigned: str) -> None:
    tablet.context.set_offline(True)
    answer(tablet, "P1.1.1", "yes")
    waiting(tablet, 1)
    asked: list[str] = []

    def refuse(dialog: object) -> None:
        asked.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    tablet.once("dialog", refuse)
    sign_out = tablet.locator("form[data-signs-out]").first
    with tablet.expect_event("dialog"):
        sign_out.evaluate("form => form.requestSubmit()")
    waiting(tablet, 1)
    assert asked == [
        "센터에 보내지 못한 현장 기록이 이 기기에 남아 있습니다. 로그아웃하면 지워집니다. 그래도 로그아웃할까요?"
    ]

    tablet.context.set_offline(False)
    everything_is_sent(tablet)
    with tablet.expect_navigation():
        sign_out.evaluate("form => form.requestSubmit()")
    kept = tablet.evaluate("async () => [await caches.keys(), (await indexedDB.databases()).map((one) => one.name)]")
    assert kept == [[], []]
