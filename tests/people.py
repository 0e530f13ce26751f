"""A real service and a real browser in which a person of any role is signed in.

Fixtures for `tests/e2e` and `tests/verify`, whose conftests import them.
"""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import stack as service

CHROMIUM = ("chromium", "chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-gpu",
]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[service.Stack]:
    with service.running(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    found = next(path for name in CHROMIUM if (path := shutil.which(name)))
    return {"executable_path": found, "args": FLAGS}


@pytest.fixture(scope="session")
def signed_in_state() -> dict[str, Any]:
    """Cookies of each role that has signed in once in this run."""
    return {}


@pytest.fixture
def page_for(browser: Browser, stack: service.Stack, signed_in_state: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """`page_for("staff")` is a page of that role's first account; `page_for(None)` of a visitor; `width` in pixels.

    With `scripts=False` the page's own scripts do not run.
    """
    contexts: list[BrowserContext] = []

    def open_page(role: str | None, *, width: int = 1280, language: str = "ko-KR", scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=stack.base_url,
            viewport={"width": width, "height": 900},
            locale=language,
            timezone_id="Asia/Seoul",
            storage_state=signed_in_state.get(role or ""),
            java_script_enabled=scripts,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        if role and role not in signed_in_state:
            sign_in(page, stack.accounts[role])
            signed_in_state[role] = context.storage_state()
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page: Page, account: dict[str, str]) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", account["email"])
    page.fill("[name=password]", account["password"])
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "/accounts/login" not in address)
