"""Finding every kind of page that a person reaches by links, filters and pages of lists, without a browser."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.verify.addresses import pattern

STARTS = ("/", "/desk/", "/verify/")
NOT_PAGES = ("/static/", "/api/", "/admin/", "/accounts/", "/i18n/", "/media/", "/design/")
WORDS = "표본"
API = "api/v1/"


@dataclass(slots=True)
class _Form:
    action: str
    filters: list[tuple[str, str]] = field(default_factory=list)


class _Page(HTMLParser):
    """The addresses a page leads to: its links, the parts it loads later, and each filter it offers, used once."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.links: list[str] = []
        self._form: _Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given and "download" not in given:
            self.links.append(urljoin(self.address, given["href"]))
        if "hx-get" in given:
            self.links.append(urljoin(self.address, given["hx-get"]))
        if tag == "form" and given.get("method", "get").lower() == "get":
            self._form = _Form(urljoin(self.address, given.get("action") or urlsplit(self.address).path))
        if self._form and tag == "input" and given.get("type", "text") in {"text", "search"}:
            self._form.filters.append((given.get("name", ""), WORDS))
        if tag == "select":
            self._select = given.get("name", "")
        if self._form and self._select and tag == "option" and given.get("value"):
            self._form.filters.append((self._select, given["value"]))
            self._select = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form:
            self.links += [f"{self._form.action}?{urlencode([one])}" for one in self._form.filters]
            self._form = None
        if tag == "select":
            self._select = ""


def pages(client: Client, *, most: int = 150) -> list[str]:
    """One address of every kind of page, with every way to filter and turn its pages."""
    seen: dict[tuple[str, ...], str] = {}
    waiting = deque(STARTS)
    while waiting and len(seen) < most:
        address = waiting.popleft()
        kind = _kind(address)
        if kind in seen:
            continue
        answer = client.get(address)
        if not answer.get("Content-Type", "").startswith("text/html") or answer.status_code in {301, 302}:
            continue
        seen[kind] = address
        page = _Page(address)
        page.feed(answer.content.decode())
        waiting += [_local(link) for link in page.links if _is_page(link) and _kind(link) not in seen]
    return list(seen.values())


def api_routes(client: Client, known: list[str]) -> list[str]:
    """Every API route that answers a GET: lists, and those about a row whose uid stands in a known address."""
    found = []
    for route in sorted(set(_routes(get_resolver().url_patterns))):
        if "<" not in route:
            candidates = [f"/{route}"]
        elif route.count("<") == 1 and "<uuid:uid>" in route:
            app = route.removeprefix(API).split("/")[0]
            candidates = [f"/{route.replace('<uuid:uid>', uid)}" for uid in _uids(known, app)]
        else:
            continue
        found += [address for address in candidates if client.get(address).status_code == 200][:1]
    return found


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        elif route.startswith(API) and hasattr(getattr(one.callback, "view_class", None), "get"):
            yield route


def _uids(known: list[str], app: str) -> list[str]:
    """Identifiers in addresses of an app, each once."""
    places = {"directory": ("organisations", "companies")}.get(app, (app,))
    parts = [urlsplit(address).path.strip("/").split("/") for address in known]
    return list(dict.fromkeys(part for row in parts if row[0] in places for part in row if _is_uid(part)))


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _kind(address: str) -> tuple[str, ...]:
    return (pattern(address), *sorted(name for name, _value in parse_qsl(urlsplit(address).query)))


def _is_page(link: str) -> bool:
    place = urlsplit(link)
    names = {name for name, _value in parse_qsl(place.query)}
    # Of a filtered list the first and the last page are enough.
    is_new = len(names) < 2 or (len(names) == 2 and "end" in names)
    return is_new and place.scheme == "" and place.path.startswith("/") and not link.startswith(NOT_PAGES)


def _local(link: str) -> str:
    return urlsplit(link)._replace(fragment="").geturl()
