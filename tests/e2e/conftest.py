"""Everything here meets the running service, in a real browser, as its people do."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, StorageState

from tests import stack as service
from tests.e2e import calling, company
from tests.e2e.calling import Caller
from tests.e2e.programs import Case
from tests.people import browser_type_launch_args, page_for, sign_in, signed_in_state
from tests.stack import Stack

__all__ = ["browser_type_launch_args", "page_for", "signed_in_state"]

PATIENCE = 30_000
# One finished case and two drafts: the people and partners are what these tests need of the sample.
FEW_CASES = "3"
DOMAIN = "axcenter.invalid"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/e2e/" in item.path.as_posix():
            item.add_marker(pytest.mark.e2e)
    # The longest test begins first, so that the others run beside it where there are several processes.
    items.sort(key=lambda item: item.path.name != "test_road.py")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with service.running(tmp_path_factory.mktemp("stack"), sample=FEW_CASES) as running:
        yield running


@pytest.fixture(scope="session")
def passwords(stack: Stack) -> dict[str, str]:
    """Password by e-mail of every sample account."""
    listed = json.loads((stack.data_dir / "demo" / "accounts.json").read_text(encoding="utf-8"))
    return {account["email"]: account["password"] for account in listed}


@pytest.fixture
def visitor(browser: Browser, stack: Stack) -> Iterator[Callable[..., Page]]:
    """A page of a browser of its own in which nobody is signed in; keywords are those of a browser context."""
    opened: list[BrowserContext] = []

    def open_page(**settings: object) -> Page:
        given = {"locale": "ko-KR", "viewport": {"width": 1280, "height": 900}, **settings}
        context = browser.new_context(base_url=stack.base_url, timezone_id="Asia/Seoul", **given)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()


@pytest.fixture
def people(visitor: Callable[..., Page], passwords: dict[str, str]) -> Callable[[str], Page]:
    """`people("reviewer2")` is that sample person at a browser of their own, signed in; asked again, the same one."""
    at_work: dict[str, Page] = {}

    def person(who: str) -> Page:
        if who not in at_work:
            email = f"{who}@{DOMAIN}"
            page = visitor()
            sign_in(page, {"email": email, "password": passwords[email]})
            at_work[who] = page
        return at_work[who]

    return person


@dataclass(frozen=True, slots=True)
class Registered:
    """A company that has registered, and the browser's memory of its person who is signed in."""

    firm: company.Company
    memory: StorageState


@pytest.fixture(scope="session")
def registered(browser: Browser, stack: Stack) -> Registered:
    context = browser.new_context(base_url=stack.base_url, locale="ko-KR", timezone_id="Asia/Seoul")
    context.set_default_timeout(PATIENCE)
    page, firm = context.new_page(), company.new_company()
    company.sign_up(page, firm)
    company.register(page, firm)
    memory = context.storage_state()
    context.close()
    return Registered(firm, memory)


@pytest.fixture
def applicant(visitor: Callable[..., Page], registered: Registered) -> Page:
    """A registered company's person before the first step of a diagnosis request of their own."""
    page = visitor(storage_state=registered.memory)
    company.discard_draft(page)
    company.begin(page, "진단", "상시")
    return page


@pytest.fixture
def callers(playwright: Playwright, stack: Stack) -> Callable[[str], Caller]:
    """`callers("reviewer2")` is that sample person's program."""
    listed = json.loads((stack.data_dir / "demo" / "accounts.json").read_text(encoding="utf-8"))
    keys = {account["email"]: account["token"] for account in listed}
    return lambda who: calling.caller(playwright.request, stack, keys[f"{who}@{DOMAIN}"])


@pytest.fixture
def case(playwright: Playwright, stack: Stack, callers: Callable[[str], Caller]) -> Case:
    """A company nobody knows yet, with its person's program and everybody else's."""
    firm = company.new_company()
    key = calling.key_of_a_newcomer(playwright.request, stack, firm.email, company.PASSWORD)
    visitor = Caller(playwright.request.new_context(base_url=stack.base_url))
    return Case(firm, calling.caller(playwright.request, stack, key), visitor, callers)
