"""One representative of each heavy family; the families themselves run by `make verify`."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.verify import addresses, looking
from tests.verify.browsing import ask, cookie_of
from tests.verify.test_faults import own, test_a_worker_killed_while_it_renders_leaves_exactly_one_document_each

__all__ = ["own", "test_a_worker_killed_while_it_renders_leaves_exactly_one_document_each"]

PHONE = 360
PAGES = {
    None: ("/", "/programmes/", "/accounts/login/"),
    "company": ("/desk/", "/intake/"),
    "staff": ("/desk/", "/documents/"),
}
WALKERS = ("company", "supplier", "staff")


@pytest.mark.parametrize("role", PAGES, ids=lambda role: role or "visitor")
def test_pages_are_whole_on_a_phone(role, page_for):
    page = page_for(role, width=PHONE)
    axe = Axe()
    faults = []

    for address in PAGES[role]:
        answer = page.goto(address)
        assert answer.ok
        faults += [f"{address} {fault}" for fault in looking.shape(page, "ko") + looking.barriers(page, axe)]

    assert faults == []


def test_rows_are_shown_to_those_who_may_see_them_and_to_nobody_else(stack, page_for, signed_in_state):
    for role in WALKERS:
        page_for(role)
    cookies = {role: cookie_of(signed_in_state[role]) for role in WALKERS}
    rows = [row for row in addresses.rows(stack) if row.address]
    wrong = []

    for role in WALKERS:
        email = stack.accounts[role]["email"]
        for row in rows:
            status = ask(stack, row.address, cookie=cookies[role]).status
            if status >= 500 or (email not in row.seen_by and status not in {403, 404}):
                wrong.append((role, row.model, row.address, status))

    assert len(rows) > 10
    assert wrong == []
