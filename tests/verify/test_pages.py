"""Every kind of page of every role: three widths, two languages, no accessibility fault, nothing sticks out."""

from collections import deque

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.verify.addresses import pattern

WIDTHS = (360, 768, 1440)
LANGUAGES = ("ko", "en")
ROLES = (
    None,
    "company",
    "consultant",
    "reviewer",
    "staff",
    "manager",
    "university",
    "supplier",
    "adviser",
    "official",
    "admin",
)
STARTS = ("/", "/desk/")
NOT_PAGES = ("/static/", "/api/", "/admin/", "/accounts/logout", "/i18n/", "/media/")
MOST_PAGES = 80
STICKS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LINKS = "[...document.querySelectorAll('a[href]')].map(a => [a.href, a.hasAttribute('download')])"


def pages_of(page, base_url: str) -> list[str]:
    """One address of every kind of page that this person reaches by links."""
    seen: dict[str, str] = {}
    waiting = deque(base_url + start for start in STARTS)
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.popleft()
        kind = pattern(address)
        if kind in seen:
            continue
        answer = page.goto(address)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        seen[kind] = address
        for link, is_download in page.evaluate(LINKS):
            inside = link.startswith(base_url) and not link[len(base_url) :].startswith(NOT_PAGES)
            if inside and not is_download and pattern(link) not in seen and not link.endswith(".pdf"):
                waiting.append(link)
    return list(seen.values())


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "visitor")
def test_every_page_of_a_role_is_whole(role, page_for, stack):
    page = page_for(role)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"{page.url}: script: {error}"))
    page.on("console", lambda message: _note(faults, page.url, message))
    axe = Axe()

    addresses = pages_of(page, stack.base_url)
    faults.clear()
    for language in LANGUAGES:
        page.context.add_cookies([{"name": "language", "value": language, "url": stack.base_url}])
        for address in addresses:
            faults += _look_at(page, address, language, axe)

    assert len(addresses) >= 2
    assert faults == []


def _look_at(page, address: str, language: str, axe: Axe) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(address)
        place = f"{address} {language} {width}"
        if answer is None or answer.status not in {200, 403}:
            found.append(f"{place}: status {answer and answer.status}")
        if page.locator("html").get_attribute("lang") != language:
            found.append(f"{place}: is not in {language}")
        if page.locator("h1").count() != 1:
            found.append(f"{place}: {page.locator('h1').count()} main headings")
        if page.evaluate(STICKS_OUT) > 0:
            found.append(f"{place}: sticks out by {page.evaluate(STICKS_OUT)} px")
        violations = axe.run(page).response["violations"]
        found += [f"{place}: {each['id']} {each['nodes'][0]['target']}" for each in violations]
    return found


def _note(faults: list[str], url: str, message) -> None:
    if message.type == "error":
        faults.append(f"{url}: console: {message.text}")
