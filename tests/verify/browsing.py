"""Asking the running service by plain HTTP as one of its people."""

import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.stack import Stack


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    kind: str
    text: str


def ask(
    stack: Stack, address: str, *, token: str = "", cookie: str = "", method: str = "GET", body: str = ""
) -> Answer:
    """One request; a token signs in to the API, a cookie to the pages, whose forms it also vouches for."""
    place = urlsplit(stack.base_url)
    headers = {"Accept-Language": "ko"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if cookie:
        headers["Cookie"] = cookie
        headers["X-CSRFToken"] = _vouch(cookie)
    if body:
        headers["Content-Type"] = "application/json"
    connection = http.client.HTTPConnection(str(place.hostname), int(place.port or 80), timeout=30)
    try:
        connection.request(method, address, body=body.encode() or None, headers=headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers.get_content_type(), answer.read().decode(errors="replace"))
    finally:
        connection.close()


def _vouch(cookie: str) -> str:
    named = dict(part.split("=", 1) for part in cookie.split("; "))
    return named.get("csrftoken", "")


def cookie_of(state: dict) -> str:
    """The Cookie header of a signed-in browser's saved state."""
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in state["cookies"])
