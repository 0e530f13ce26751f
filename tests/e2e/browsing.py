"""What everybody does in a browser: fill in, press, read what is said, wait for a paper, check it."""

import hashlib
import io
import itertools
import re
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader, PdfWriter

WORKER_PATIENCE = 60_000
# The sample numbers its own companies below 6000.
SERIALS = itertools.count(6000)


def fill(page: Page, values: Mapping[str, object]) -> None:
    """Type into fields by their names."""
    for name, value in values.items():
        page.locator(f'[name="{name}"]').fill(str(value))


def choose(page: Page, values: Mapping[str, str]) -> None:
    """Choose from lists by the names of the fields and the values of the options."""
    for name, value in values.items():
        page.locator(f'select[name="{name}"]').select_option(value)


def tick(page: Page, name: str, value: str) -> None:
    """Mark a box or a button of a group by clicking its words."""
    page.locator(f'label:has(input[name="{name}"][value="{value}"])').click()


def press(page: Page | Locator, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page | Locator, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def told(page: Page, words: str) -> None:
    """The service says this after an act."""
    expect(page.locator(".toasts")).to_contain_text(words)


def reload_until(page: Page, place: Locator) -> Locator:
    """Look again until the worker's doing shows."""
    for _look in range(30):
        if place.count():
            break
        page.wait_for_timeout(1_000)
        page.reload()
    expect(place.first).to_be_visible()
    return place.first


def paper(page: Page, name: str) -> bytes:
    """The document behind a link that appears when the worker has made it; the page asks for it by itself."""
    link = page.get_by_role("link", name=name, exact=True)
    expect(link).to_be_visible(timeout=WORKER_PATIENCE)
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def text_of(pdf: bytes) -> str:
    """The words of a PDF without spaces, which line breaks may have moved."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in pages))


def is_verified(page: Page, pdf: bytes) -> None:
    """Anybody can see at the address printed on a document that it is the centre's, byte by byte."""
    printed = re.search(r"/verify/([\w-]+)", text_of(pdf))
    assert printed, text_of(pdf)[-400:]
    page.goto(f"/verify/{printed[1]}/")
    expect(page.get_by_role("status")).to_contain_text("센터가 발급한 유효한 문서입니다.")
    expect(page.locator(".hash")).to_have_text(hashlib.sha256(pdf).hexdigest())


def business_number() -> str:
    """A business number not given before in this run, with its check digit, in a range that is given to nobody."""
    digits = f"00081{next(SERIALS)}"
    total = sum(int(one) * weight for one, weight in zip(digits, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=True))
    return f"{digits}{(10 - (total + int(digits[8]) * 5 // 10) % 10) % 10}"


def blank_pdf() -> bytes:
    """A sheet of paper that a company might upload."""
    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(made)
    return made.getvalue()


def today() -> date:
    """The day at the centre."""
    return datetime.now(ZoneInfo("Asia/Seoul")).date()
