"""Sixty-four people hand in at once: nobody is refused, no number is given twice, every receipt follows."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.request import Request, urlopen
from uuid import uuid4

from bench.submit import PROBLEM, WAITING
from scripts import processes

TOGETHER = 64


def asked(stack, method, path, body=None):
    request = Request(  # noqa: S310 the address is this run's own service
        f"{stack.base_url}/api/v1/intake/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {stack.accounts['company']['token']}", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=120) as answer:  # noqa: S310 the address is this run's own service
        return json.load(answer)


def draft(stack, call):
    uid = str(uuid4())
    made = asked(stack, "POST", "applications/", {"uid": uid, "call": call})
    asked(stack, "PATCH", f"applications/{uid}/", {"version": made["version"], **PROBLEM})
    return uid


def test_many_hand_in_at_once(stack):
    call = next(one["uid"] for one in asked(stack, "GET", "calls/") if one["door"] == "diagnosis")
    drafts = [draft(stack, call) for _number in range(TOGETHER)]
    start = Barrier(TOGETHER)

    def hand_in(uid):
        start.wait(timeout=60)
        return asked(stack, "POST", f"applications/{uid}/submit/", {})

    with ThreadPoolExecutor(TOGETHER) as people:
        answers = list(people.map(hand_in, drafts))

    numbers = sorted(answer["receipt_number"] for answer in answers)
    assert {answer["state"] for answer in answers} == {"submitted"}
    assert len(set(numbers)) == TOGETHER
    assert int(numbers[-1][-6:]) - int(numbers[0][-6:]) == TOGETHER - 1

    def receipts_are_there():
        said = stack.manage("shell", "--verbosity", "0", "--command", WAITING)
        return int(said.split("WAITING", 1)[1]) == 0

    assert processes.wait_until(receipts_are_there, seconds=180, every=2), stack.logs()
