"""One walk along the links for each role: which kinds of page its person can reach."""

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin

from playwright.sync_api import Page

from tests.verify.addresses import pattern

STARTS = ("/", "/desk/")
NOT_PAGES = ("/static/", "/api/", "/admin/", "/accounts/logout", "/i18n/", "/media/")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href") and "download" not in given:
            self.found.append(str(given["href"]))


def pages_of(page: Page, base_url: str) -> list[str]:
    """One address of every kind of page that this person reaches by links; files and redirects are no pages.

    Asked with the cookies of the page's browser, without drawing anything.
    """
    seen: dict[str, str] = {}
    waiting = deque(base_url + start for start in STARTS)
    while waiting:
        address = waiting.popleft()
        if pattern(address) in seen:
            continue
        answer = page.context.request.get(address)
        kind = pattern(answer.url)
        seen[pattern(address)] = ""
        if "text/html" not in answer.headers.get("content-type", "") or seen.get(kind):
            continue
        seen[kind] = answer.url
        links = _Links()
        links.feed(answer.text())
        for link in (urljoin(answer.url, found) for found in links.found):
            inside = link.startswith(base_url) and not link[len(base_url) :].startswith(NOT_PAGES)
            if inside and pattern(link) not in seen:
                waiting.append(link)
    return [address for address in seen.values() if address]
