"""Giving files: several at once, with progress, and what was cut goes on where it stopped."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e import company
from tests.e2e.browsing import WORKER_PATIENCE, blank_pdf, choose, press, told
from tests.people import sign_in

MEGABYTE = 1024 * 1024
PIECES = re.compile(r"/uploads/[0-9a-f-]{36}/$")


def at_files(page: Page) -> None:
    page.goto(page.url.replace("/edit/problem/", "/edit/files/"))


def large(pieces: int) -> bytes:
    """A PDF that takes so many pieces."""
    return blank_pdf() + b"\n%" + b"x" * ((pieces - 1) * MEGABYTE) + b"\nstartxref\n0\n%%EOF\n"


def give(page: Page, **named: bytes) -> None:
    choose(page, {"kind": "other"})
    files = [{"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": data} for name, data in named.items()]
    page.locator("[name=file]").set_input_files(files)
    press(page, "올리기")


def give_from(page: Page, path: Path) -> None:
    """A file that lies in a folder is the same one when it is chosen again."""
    choose(page, {"kind": "other"})
    page.locator("[name=file]").set_input_files(path)
    press(page, "올리기")


def row(page: Page, name: str) -> Locator:
    return page.locator(".uploads__item", has_text=f"{name}.pdf")


def is_there(page: Page, name: str) -> None:
    expect(page.get_by_role("link", name=f"{name}.pdf")).to_be_visible(timeout=WORKER_PATIENCE)


class Line:
    """The way of the pieces to the service: it counts them, and may be cut after some."""

    def __init__(self, page: Page, cut_after: int | None = None) -> None:
        self.offsets: list[int] = []
        self.cut_after = cut_after
        page.route(PIECES, self.pass_on)

    def pass_on(self, route: Route) -> None:
        if route.request.method == "PATCH":
            if self.cut_after is not None and len(self.offsets) >= self.cut_after:
                route.abort("connectionreset")
                return
            self.offsets.append(int(route.request.headers["upload-offset"]))
        route.continue_()


def test_several_files_at_once_come_with_progress_and_are_inspected(applicant):
    at_files(applicant)

    give(applicant, 첫째=large(3), 둘째=blank_pdf())

    for name in ("첫째", "둘째"):
        expect(row(applicant, name)).to_contain_text("올렸습니다.")
        is_there(applicant, name)
    bar = row(applicant, "첫째").get_by_role("progressbar")
    assert bar.evaluate("bar => bar.value === bar.max")


def test_a_cut_connection_is_told_and_the_file_goes_on_where_it_stopped(applicant):
    at_files(applicant)
    line = Line(applicant, cut_after=2)

    give(applicant, 끊긴서류=large(4))
    expect(row(applicant, "끊긴서류")).to_contain_text("연결이 끊겼습니다.")
    assert row(applicant, "끊긴서류").get_by_role("progressbar").evaluate("bar => bar.value") == 2 * MEGABYTE
    line.cut_after = None

    expect(row(applicant, "끊긴서류")).to_contain_text("올렸습니다.")
    is_there(applicant, "끊긴서류")
    assert line.offsets == [0, MEGABYTE, 2 * MEGABYTE, 3 * MEGABYTE]


def test_without_any_network_it_waits_for_the_network(applicant):
    at_files(applicant)
    applicant.context.set_offline(True)
    give(applicant, 기다린서류=blank_pdf())
    expect(row(applicant, "기다린서류")).to_contain_text("연결이 끊겼습니다.")

    applicant.context.set_offline(False)

    expect(row(applicant, "기다린서류")).to_contain_text("올렸습니다.")


def test_a_session_lost_in_the_middle_is_told_and_the_file_goes_on_after_signing_in(applicant, registered, tmp_path):
    at_files(applicant)
    address = applicant.url
    path = tmp_path / "긴서류.pdf"
    path.write_bytes(large(4))
    line = Line(applicant, cut_after=2)
    give_from(applicant, path)
    expect(row(applicant, "긴서류")).to_contain_text("연결이 끊겼습니다.")
    applicant.context.clear_cookies(name="sessionid")
    line.cut_after = None
    expect(row(applicant, "긴서류")).to_contain_text("로그인이 풀렸습니다.")

    sign_in(applicant, {"email": registered.firm.email, "password": company.PASSWORD})
    applicant.goto(address)
    give_from(applicant, path)

    expect(row(applicant, "긴서류")).to_contain_text("올렸습니다.")
    assert line.offsets == [0, MEGABYTE, 2 * MEGABYTE, 3 * MEGABYTE]


def test_the_plain_form_takes_a_file_without_scripts_and_refuses_in_its_place(visitor, registered, applicant):
    plain = visitor(storage_state=registered.memory, java_script_enabled=False)
    plain.goto(applicant.url.replace("/edit/problem/", "/edit/files/"))

    company.attach(plain, "business_registration", "program.pdf", b"MZ\x90\x00 not a document at all")
    field = plain.locator(".field", has=plain.locator("[name=file]"))
    expect(field.locator(".field__error")).to_contain_text("문서가 아니라 실행 파일입니다.")
    company.attach(plain, "business_registration", "표본-등록증.pdf")

    told(plain, "파일을 올렸습니다.")
    expect(plain.locator(".files")).to_contain_text("표본-등록증.pdf")


def test_dates_are_asked_for_only_where_the_paper_has_them(applicant):
    at_files(applicant)
    issued, until = applicant.locator("[name=issued_on]"), applicant.locator("[name=valid_until]")

    seen = {}
    for kind in ("other", "tax_certificate", "sme_certificate"):
        choose(applicant, {"kind": kind})
        seen[kind] = (issued.is_visible(), until.is_visible())

    assert seen == {"other": (False, False), "tax_certificate": (True, False), "sme_certificate": (True, True)}
