"""The running service: it is ready, its people sign in, its files come, and it says no in its own words."""

import pytest

ROLES = (
    "company",
    "consultant",
    "reviewer",
    "staff",
    "manager",
    "university",
    "supplier",
    "adviser",
    "official",
    "admin",
)


def test_the_service_is_alive_and_ready(stack):
    assert stack.status("/healthz") == 200
    assert stack.status("/readyz") == 200


@pytest.mark.parametrize("role", ROLES)
def test_every_role_signs_in_and_sees_its_desk(role, page_for):
    page = page_for(role)

    answer = page.goto("/desk/")

    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "ko"


def test_a_wrong_password_is_told_and_lets_nobody_in(page_for, stack):
    page = page_for(None)
    page.goto("/accounts/login/")
    page.fill("[name=login]", stack.accounts["staff"]["email"])
    page.fill("[name=password]", "not the password")
    page.press("[name=password]", "Enter")

    assert page.locator("[role=alert], .error-summary, [aria-invalid=true]").count() > 0
    page.goto("/desk/")
    assert "/accounts/login/" in page.url


def test_styles_come_under_hashed_names_and_may_be_kept_for_ever(page_for):
    page = page_for(None)
    styles = []
    page.on("response", lambda answer: styles.append(answer) if "/static/css/" in answer.url else None)

    page.goto("/", wait_until="networkidle")

    assert styles
    assert {answer.status for answer in styles} == {200}
    assert all("immutable" in answer.headers.get("cache-control", "") for answer in styles)


def test_a_page_keeps_to_its_content_security_policy(page_for):
    page = page_for("staff")
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)

    for address in ("/", "/desk/", "/intake/", "/pilots/", "/roadmaps/"):
        page.goto(address)

    assert refused == []


def test_an_unknown_address_answers_404_in_the_house_style(page_for):
    page = page_for(None)

    answer = page.goto("/no-such-page/")

    assert answer.status == 404
    assert page.locator("h1").count() == 1


def test_the_explorer_of_the_api_opens_under_our_own_rules(page_for):
    page = page_for(None)
    faults = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)

    page.goto("/api/docs/")
    page.locator(".opblock").first.wait_for()
    # Operations are drawn as one comes to them.
    page.keyboard.press("End")
    page.locator(".opblock", has_text="/api/v1/roadmaps/").first.wait_for()

    assert faults == []
