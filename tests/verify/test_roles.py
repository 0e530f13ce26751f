"""The role walk: every address and API route, asked by every role for every row, shown or not shown as the row says."""

import json

import pytest

from tests.verify import addresses
from tests.verify.browsing import ask, cookie_of

REFUSED = {403, 404}
NEVER = {500, 501, 502, 503}


@pytest.fixture(scope="module")
def rows(stack):
    return addresses.rows(stack)


@pytest.fixture(scope="module")
def schema(stack):
    staff = stack.accounts["staff"]
    answer = ask(stack, "/api/schema/?format=json", token=staff["token"])
    assert answer.status == 200
    return json.loads(answer.text)


@pytest.fixture
def cookies(page_for, signed_in_state, stack):
    for role in stack.accounts:
        page_for(role)
    return {role: cookie_of(signed_in_state[role]) for role in stack.accounts}


def test_every_row_with_a_page_is_shown_to_those_who_may_see_it_and_to_nobody_else(stack, rows, cookies):
    wrong = []
    for row in rows:
        if not row.address:
            continue
        for role, account in stack.accounts.items():
            status = ask(stack, row.address, cookie=cookies[role]).status
            may = account["email"] in row.seen_by
            if status in NEVER or (not may and status not in REFUSED) or (may and status not in {200, 302, *REFUSED}):
                wrong.append((role, row.model, row.address, status, "may" if may else "may not"))

    assert wrong == []


def test_every_page_asks_a_visitor_to_sign_in_or_is_public(stack, rows):
    shown = [row for row in rows if row.address and ask(stack, row.address).status not in {302, *REFUSED}]

    assert [row.address for row in shown if row.app not in {"intake", "catalogue"} or "<" in row.address] == []


def test_no_api_route_answers_for_a_row_one_may_not_see(stack, rows, schema):
    wrong = []
    for path, methods in schema["paths"].items():
        names = [part for part in path.split("/") if part.startswith("{")]
        if len(names) != 1:
            continue
        app = path.split("/")[3]
        for row in [row for row in rows if row.app == app]:
            address = path.replace(names[0], row.uid)
            for role, account in stack.accounts.items():
                if account["email"] in row.seen_by:
                    continue
                for method in methods:
                    body = "" if method == "get" else "{}"
                    answer = ask(stack, address, token=account["token"], method=method.upper(), body=body)
                    if answer.status not in {*REFUSED, 405}:
                        wrong.append((role, method, address, answer.status))

    assert wrong == []


def test_every_api_list_answers_every_role_without_breaking(stack, schema):
    wrong = []
    for path, methods in schema["paths"].items():
        if "{" in path or "get" not in methods:
            continue
        for role, account in stack.accounts.items():
            answer = ask(stack, path, token=account["token"])
            problem = answer.status >= 400 and answer.kind != "application/problem+json"
            if answer.status not in {200, 400, *REFUSED} or problem:
                wrong.append((role, path, answer.status, answer.kind))
        if ask(stack, path).status not in {200, 401, 403}:
            wrong.append(("visitor", path))

    assert wrong == []
