"""What a program does: asks as one person with a key, reads JSON, waits for papers, is refused with reasons."""

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import uuid4

from playwright.sync_api import APIRequest, APIRequestContext, APIResponse

from tests.e2e import browsing
from tests.stack import Stack

API = "/api/v1/"
PROBLEM = "application/problem+json"
PATIENCE = 90.0
JSON = {"Content-Type": "application/json"}
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Caller:
    """One person's program; paths are those below `/api/v1/`."""

    http: APIRequestContext

    def get(self, path: str) -> Any:
        return self._read(self.http.get(API + path), 200)

    def rows(self, path: str) -> Iterator[Any]:
        """Every row of a list, page after page."""
        query = ""
        while True:
            page = self.get(path + query)
            yield from page["results"]
            if not page["next"]:
                return
            query = page["next"] if page["next"].startswith("?") else f"?{page['next']}"

    def post(self, path: str, body: Any = None, *, status: int = 200, key: str = "") -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        return self._read(self.http.post(API + path, data=_json(body), headers=headers | JSON), status)

    def put(self, path: str, body: Any) -> Any:
        return self._read(self.http.put(API + path, data=_json(body), headers=JSON), 200)

    def patch(self, path: str, body: Any) -> Any:
        return self._read(self.http.patch(API + path, data=_json(body), headers=JSON), 200)

    def upload(self, path: str, name: str, content: bytes, **fields: str) -> Any:
        file = {"name": name, "mimeType": "application/pdf", "buffer": content}
        return self._read(self.http.post(API + path, multipart={**fields, "file": file}), 201)

    def bytes_of(self, path: str) -> bytes:
        """A file; 409 as a problem document until the worker has looked at it."""

        def looked_at() -> APIResponse | None:
            answer = self.http.get(API + path)
            return None if answer.status == 409 else answer

        answer = until(looked_at)
        assert answer.status == 200, answer.text()
        return answer.body()

    def paper(self, path: str) -> bytes:
        """A PDF that the worker makes; 409 as a problem document until it is there."""

        def made() -> APIResponse | None:
            answer = self.http.get(API + path)
            if answer.status == 409:
                assert answer.headers["content-type"] == PROBLEM
                return None
            return answer

        answer = until(made)
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
        return answer.body()

    def refused(self, method: str, path: str, body: Any = None) -> "Refusal":
        """What a request that must not succeed is told."""
        answer = self.http.fetch(API + path, method=method, data=_json(body), headers=JSON)
        assert answer.headers["content-type"] == PROBLEM, (answer.status, answer.text()[:300])
        told = answer.json()
        assert told["status"] == answer.status
        assert re.search("[가-힣]", told["title"]), told
        assert re.search("[가-힣]", told["detail"]), told
        return Refusal(answer.status, told["code"], [problem["field"] for problem in told["errors"]], told)

    def _read(self, answer: APIResponse, status: int) -> Any:
        assert answer.status == status, f"{answer.status} {answer.url} {answer.text()[:800]}"
        return answer.json()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A problem document: status, code, the fields it names, and all of it."""

    status: int
    code: str
    fields: list[str]
    document: Mapping[str, Any]


def _json(body: Any) -> str:
    return json.dumps(body if body is not None else {})


def until(look: Callable[[], Found | None]) -> Found:
    """What `look` finds at last: the worker's doing takes its time."""
    end = time.monotonic() + PATIENCE
    while (found := look()) is None:
        assert time.monotonic() < end
        time.sleep(0.5)
    return found


def uid() -> str:
    return str(uuid4())


def caller(request: APIRequest, stack: Stack, key: str) -> Caller:
    """A program with a person's key."""
    headers = {"Authorization": f"Bearer {key}"}
    return Caller(request.new_context(base_url=stack.base_url, extra_http_headers=headers))


def key_of_a_newcomer(request: APIRequest, stack: Stack, email: str, password: str) -> str:
    """Sign up on the web and make an API key there, as a person does once before their programs begin."""
    web = request.new_context(base_url=stack.base_url, extra_http_headers={"Accept-Language": "ko"})
    person = {"email": email, "name": "표본 새담당", "password1": password, "password2": password, "privacy": "on"}
    _send(web, "/accounts/signup/", person)
    asked = _send(web, "/desk/keys/", {"label": "품질관리 시스템 (표본)"})
    made = _send(web, asked.url.removeprefix(stack.base_url), {"password": password}).text()
    shown = re.search(r'id="made-key"[^>]*>([^<]+)<', made)
    web.dispose()
    assert shown, made[-3000:]
    return shown[1]


def _send(web: APIRequestContext, address: str, values: Mapping[str, str]) -> APIResponse:
    """Fill in the form of a page and send it."""
    page = web.get(address)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text())
    assert token, page.text()[:500]
    hidden = {"csrfmiddlewaretoken": token[1]}
    answer = web.post(page.url, form={**hidden, **values}, headers={"Referer": page.url})
    assert answer.status == 200, answer.text()[:800]
    return answer


def verified(http: APIRequestContext, pdf: bytes) -> None:
    """Anybody can see at the address printed on a document that it is the centre's, byte by byte."""
    printed = re.search(r"/verify/([\w-]+)", browsing.text_of(pdf))
    assert printed
    page = http.get(f"/verify/{printed[1]}/").text()
    assert "센터가 발급한 유효한 문서입니다." in page
    assert hashlib.sha256(pdf).hexdigest() in page
