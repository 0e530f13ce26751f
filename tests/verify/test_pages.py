"""Every kind of page of every role, with axe at three widths in two languages and once more without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.verify import looking
from tests.verify.walking import dead_links, pages_of

WIDTHS = (360, 768, 1440)
LANGUAGES = ("ko", "en")
PHONE = 360
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
by_role = pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "visitor")


@pytest.fixture(scope="module")
def walked(stack):
    """Addresses by role, each role's links followed once."""
    known: dict[str | None, list[str]] = {}

    def addresses(role, page):
        if role not in known:
            known[role] = pages_of(page, stack.base_url)
        return known[role]

    return addresses


@by_role
def test_every_page_of_a_role_is_whole(role, page_for, stack, walked):
    page = page_for(role)
    addresses = walked(role, page)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"{page.url}: script: {error}"))
    page.on("console", lambda message: _note(faults, page.url, message))
    axe = Axe()

    for language in LANGUAGES:
        page.context.add_cookies([{"name": "language", "value": language, "url": stack.base_url}])
        for address in addresses:
            faults += [f"{address} {language} {fault}" for fault in _look_at(page, address, language, axe)]

    assert len(addresses) >= 2
    assert not faults, "\n".join(faults)


@by_role
def test_every_page_of_a_role_reads_without_scripts(role, page_for, stack, walked):
    addresses = walked(role, page_for(role))
    page = page_for(role, width=PHONE, scripts=False)
    faults = []

    for address in addresses:
        answer = page.goto(address)
        found = [] if answer and answer.ok else [f"status {answer and answer.status}"]
        found += looking.shape(page, "ko") + looking.unreadable(page)
        faults += [f"{address} {fault}" for fault in found]

    assert not faults, "\n".join(faults)


@by_role
def test_no_link_of_a_role_leads_nowhere(role, page_for, stack, walked):
    page = page_for(role)

    assert dead_links(page, stack.base_url, walked(role, page)) == []


def _look_at(page, address: str, language: str, axe: Axe) -> list[str]:
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    answer = page.goto(address)
    found = [] if answer and answer.ok else [f"status {answer and answer.status}"]
    if language == "en":
        found += looking.untranslated(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        seen = looking.shape(page, language) + looking.barriers(page, axe)
        found += [f"{width}: {fault}" for fault in seen]
    return found


def _note(faults: list[str], url: str, message) -> None:
    if message.type == "error":
        faults.append(f"{url}: console: {message.text}")
