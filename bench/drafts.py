"""Whole drafts of a running service, ready to be handed in: each with a company and a person of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

from tests.documents.files import pdf
from tests.stack import Stack

PROBLEM = {
    "problem": "표본: 검사자마다 판정이 달라 불량이 고객에게 나갑니다.",
    "figure_name": "출하 불량률",
    "figure_unit": "%",
    "figure_today": "3.2",
    "figure_wished": "1.0",
    "figure_method": "월별 반품 대장",
    "barriers": ["data"],
}
BOUNDARY = "axcenter-paper"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
COPIED = "COPIED"
COPY = "from bench.copies import copy; print('{mark}', copy('{uid}', {count}))"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft and the key of the person who may hand it in."""

    uid: str
    token: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """Drafts, the parents that any application needs, and a session in which the first person is signed in."""

    drafts: tuple[Draft, ...]
    parents: dict[str, Any]
    session: str


def copies(service: Stack, count: int) -> Drafts:
    """One draft made as a person makes it, and as many copies of it; call it once a service."""
    made = said(service, COPY.format(mark=COPIED, uid=_whole(service), count=count), COPIED)
    return Drafts(tuple(Draft(*one) for one in made["drafts"]), made["parents"], made["session"])


def hand_in(service: Stack, draft: Draft) -> dict[str, Any]:
    """The application as it stands after it was handed in."""
    return dict(_ask(service, draft.token, "POST", f"applications/{draft.uid}/submit/", {"consents": ["review_use"]}))


def said(service: Stack, command: str, mark: str) -> Any:
    """What a command inside the service prints as JSON after a mark."""
    answer = service.manage("shell", "--verbosity", "0", "--command", command)
    return json.loads(answer.split(mark, 1)[1])


def _whole(service: Stack) -> str:
    """A draft of the sample company with everything asked for; the one it writes already, if any."""
    key = service.accounts["company"]["token"]
    call = next(one for one in _ask(service, key, "GET", "calls/?state=open")["results"] if one["door"] == "diagnosis")
    uid = _started(service, key, call["uid"])
    draft = _ask(service, key, "GET", f"applications/{uid}/")
    _ask(service, key, "PATCH", f"applications/{uid}/", {"version": draft["version"], **PROBLEM})
    for paper in call["documents"]:
        if paper["required"]:
            form = _form(paper["kind"])
            _send(service, key, "POST", f"applications/{uid}/attachments/", data=form, content_type=MULTIPART)
    return uid


def _started(service: Stack, token: str, call: str) -> str:
    uid = str(uuid4())
    try:
        _ask(service, token, "POST", "applications/", {"uid": uid, "call": call})
    except HTTPError as refusal:
        with refusal:
            told = json.load(refusal)
        if told["code"] != "draft_exists":
            raise
        return str(told["application"])
    return uid


def _ask(service: Stack, token: str, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    return _send(service, token, method, path, data=data, content_type="application/json")


def _send(service: Stack, token: str, method: str, path: str, *, data: bytes | None, content_type: str) -> Any:
    request = Request(  # noqa: S310 the address is this run's own service
        f"{service.base_url}/api/v1/intake/{path}",
        method=method,
        data=data,
        headers={"Authorization": f"Bearer {token}", "Content-Type": content_type},
    )
    with urlopen(request, timeout=120) as answer:  # noqa: S310 the address is this run's own service
        return json.load(answer)


def _form(kind: str) -> bytes:
    """One paper as a browser would send it."""
    kind_part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="kind"\r\n\r\n{kind}\r\n'
    file_part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{kind}.pdf"\r\n\r\n'
    return kind_part.encode() + file_part.encode() + pdf() + f"\r\n--{BOUNDARY}--\r\n".encode()
