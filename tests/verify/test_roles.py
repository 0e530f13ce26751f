"""The role walk: every address and API route, asked by every role for every row, shown or not shown as the row says."""

import json

import pytest

from tests.verify import addresses
from tests.verify.bodies import body
from tests.verify.browsing import ask, cookie_of

REFUSED = {403, 404}
NOT_TAKEN = {*REFUSED, 405}
# What a write is answered for a row that is found but cannot be written now; a page leads back to it.
NOT_NOW = {302, 409}
# Who may see a row and has another page for it: reviewers their own seat, the desk the sitting with all its seats.
ANOTHER_PAGE = {("reviewer", "panels.Sitting"), ("staff", "panels.Seat"), ("manager", "panels.Seat")}
SHOWN = {200, 302}
# The API's own address of a row.
ROUTES = {
    "consortia.Agreement": "/api/v1/consortia/agreements/{uid}/",
    "consortia.Brief": "/api/v1/consortia/briefs/{uid}/",
    "consortia.MatchRun": "/api/v1/consortia/runs/{uid}/",
    "consortia.Proposal": "/api/v1/consortia/proposals/{uid}/",
    "diagnosis.Assessment": "/api/v1/diagnosis/assessments/{uid}/",
    "intake.Application": "/api/v1/intake/applications/{uid}/",
    "panels.Seat": "/api/v1/panels/seats/{uid}/",
    "pilots.Pilot": "/api/v1/pilots/pilots/{uid}/",
    "roadmaps.Roadmap": "/api/v1/roadmaps/{uid}/",
}
NEVER = {500, 501, 502, 503}
# What anybody may read: programmes with their calls, and use cases.
PUBLIC = {"intake", "catalogue"}


def told(wrong):
    return "\n".join(map(str, wrong))


@pytest.fixture(scope="module")
def rows(stack):
    return addresses.rows(stack)


@pytest.fixture(scope="module")
def families(stack):
    return addresses.children(stack)


@pytest.fixture(scope="module")
def pages(stack):
    return addresses.pages(stack)


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
            may = account["email"] in row.seen_by and (role, row.model) not in ANOTHER_PAGE
            if status not in (SHOWN if may else REFUSED):
                wrong.append((role, row.model, row.address, status, "may" if may else "may not"))

    assert not wrong, told(wrong)


def test_every_row_with_a_route_is_given_to_those_who_may_see_it_and_to_nobody_else(stack, rows):
    wrong = []
    shown = set()
    for row in [row for row in rows if row.model in ROUTES]:
        for role, account in stack.accounts.items():
            status = ask(stack, ROUTES[row.model].replace("{uid}", row.uid), token=account["token"]).status
            may = account["email"] in row.seen_by and (role, row.model) not in ANOTHER_PAGE
            if may:
                shown.add(row.model)
            if (status != 200) if may else (status not in REFUSED):
                wrong.append((role, row.model, row.uid, status, "may" if may else "may not"))

    assert shown == set(ROUTES)
    assert not wrong, told(wrong)


def test_no_page_or_form_about_a_row_answers_a_person_who_may_not_see_it(stack, rows, families, pages, cookies):
    wrong = []
    asked = 0
    for role, account in stack.accounts.items():
        strange = addresses.unseen(rows, account["email"])
        for page in [page for page in pages if "<uuid:" in page]:
            for address in addresses.about(page, strange, families):
                for method in ("GET", "POST"):
                    asked += 1
                    status = ask(stack, address, cookie=cookies[role], method=method).status
                    if status not in NOT_TAKEN:
                        wrong.append((role, method, address, status))

    assert asked > 1000
    assert not wrong, told(wrong)


def test_every_other_page_answers_every_role_without_breaking(stack, pages, cookies):
    wrong = []
    for page in [page for page in pages if "<" not in page]:
        for role, cookie in cookies.items():
            for method in ("GET", "POST"):
                status = ask(stack, page, cookie=cookie, method=method).status
                if status in NEVER:
                    wrong.append((role, method, page, status))

    assert not wrong, told(wrong)


def test_every_page_asks_a_visitor_to_sign_in_or_is_public(stack, rows, families, pages):
    shown = [row.model for row in rows if row.address and ask(stack, row.address).status not in {302, *REFUSED}]
    forms = [
        address
        for page in pages
        if "<uuid:" in page
        for address in list(addresses.about(page, rows, families))[:1]
        if ask(stack, address, method="POST").status not in {302, *NOT_TAKEN}
    ]

    assert {model.split(".")[0] for model in shown} <= PUBLIC
    assert forms == []


def test_no_api_route_answers_for_a_row_one_may_not_see(stack, rows, families, schema):
    wrong = []
    asked = 0
    for role, account in stack.accounts.items():
        strange = addresses.unseen(rows, account["email"])
        for path, methods in schema["paths"].items():
            if "{uid}" not in path:
                continue
            page = addresses.route(path)
            listed = [row for row in strange if row.app == path.split("/")[3]]
            for address in [address for row in listed for address in addresses.filled(page, row, families)]:
                for method, operation in methods.items():
                    asked += 1
                    sent = body(schema, operation)
                    answer = ask(stack, address, token=account["token"], method=method.upper(), body=sent)
                    if answer.status not in NOT_TAKEN:
                        wrong.append((role, method, address, answer.status, answer.text[:200]))

    assert asked > 1000
    assert not wrong, told(wrong)


def test_no_page_reaches_a_row_through_another_than_its_own(stack, rows, families, pages, cookies):
    wrong = []
    asked = 0
    for role, account in stack.accounts.items():
        for page in [page for page in pages if addresses.second(page)]:
            for address in addresses.astray(page, addresses.seen(rows, account["email"]), families):
                for method, fine in (("GET", NOT_TAKEN), ("POST", NOT_TAKEN | NOT_NOW)):
                    asked += 1
                    status = ask(stack, address, cookie=cookies[role], method=method).status
                    if status not in fine:
                        wrong.append((role, method, address, status))

    assert asked > 0
    assert not wrong, told(wrong)
    assert addresses.children(stack) == families


def test_no_api_route_reaches_a_row_through_another_than_its_own(stack, rows, families, schema):
    wrong = []
    asked = 0
    for role, account in stack.accounts.items():
        for path, methods in schema["paths"].items():
            page = addresses.route(path)
            if addresses.second(page) is None:
                continue
            for address in addresses.astray(page, addresses.seen(rows, account["email"]), families):
                for method, operation in methods.items():
                    asked += 1
                    sent = body(schema, operation)
                    status = ask(stack, address, token=account["token"], method=method.upper(), body=sent).status
                    if status not in (NOT_TAKEN if method == "get" else NOT_TAKEN | NOT_NOW):
                        wrong.append((role, method, address, status))

    assert asked > 0
    assert not wrong, told(wrong)
    assert addresses.children(stack) == families


def test_every_api_list_answers_every_role_with_rows_it_may_see(stack, rows, schema):
    hidden = {row.uid: row.seen_by for row in rows}
    wrong = []
    for path, methods in schema["paths"].items():
        if "{" in path or "get" not in methods:
            continue
        for role, account in stack.accounts.items():
            answer = ask(stack, path, token=account["token"])
            problem = answer.status >= 400 and answer.kind != "application/problem+json"
            if answer.status not in {200, 400, *REFUSED} or problem:
                wrong.append((role, path, answer.status, answer.kind))
            elif answer.status == 200:
                found = json.loads(answer.text)
                listed = found.get("results", []) if isinstance(found, dict) else found
                uids = {row.get("uid") for row in listed if isinstance(row, dict)}
                wrong += [(role, path, uid) for uid in uids & hidden.keys() if account["email"] not in hidden[uid]]
        if ask(stack, path).status not in {200, 401, 403}:
            wrong.append(("visitor", path))

    assert not wrong, told(wrong)
