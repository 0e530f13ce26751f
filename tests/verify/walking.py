"""Walks along the links of a role: which kinds of page its person can reach, and which links lead nowhere."""

from collections import Counter, deque
from collections.abc import Sequence
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from playwright.sync_api import APIResponse, Page

from tests.verify.addresses import pattern

STARTS = ("/", "/desk/")
# Links of one kind on one page that are asked: a list may link a column to what only some of its rows have.
MOST_OF_A_KIND = 4
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
        waiting.extend(link for link in _links(answer, base_url) if pattern(link) not in seen)
    return [address for address in seen.values() if address]


def dead_links(page: Page, base_url: str, addresses: Sequence[str]) -> list[str]:
    """Links on these pages that do not answer this person, with the page that shows them."""
    asked: set[str] = set()
    dead = []
    for address in addresses:
        kinds: Counter[str] = Counter()
        for link in _links(page.context.request.get(address), base_url):
            kinds[pattern(link)] += 1
            if link in asked or kinds[pattern(link)] > MOST_OF_A_KIND:
                continue
            asked.add(link)
            answer = page.context.request.get(link)
            if not answer.ok:
                dead.append(f"{answer.status} {link} on {address}")
    return dead


def _links(answer: APIResponse, base_url: str) -> list[str]:
    """The inner addresses of pages that a page links to, without their fragments."""
    links = _Links()
    links.feed(answer.text())
    found = (urldefrag(urljoin(answer.url, link)).url for link in links.found)
    return [link for link in found if link.startswith(base_url) and not link[len(base_url) :].startswith(NOT_PAGES)]
