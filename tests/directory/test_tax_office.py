"""Asking the tax office's service, which is played by a real server on this machine."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from apps.accounts.roles import Role
from apps.directory import services
from apps.directory.models import Company
from apps.directory.tax_office import NotRegistered, StatusUnavailable
from apps.kernel.errors import NotAllowed, NotFound
from tests.accounts.factories import person
from tests.directory.factories import AT, company, member_of

pytestmark = pytest.mark.django_db
KEY = "sample+key/="


@contextmanager
def office(answer) -> Iterator[tuple[str, list]]:
    """A server that answers every question by `answer(number)`, with what it was asked."""
    asked: list = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((parse_qs(urlsplit(self.path).query)["serviceKey"], body))
            status, said = answer(body["b_no"][0])
            self.send_response(status)
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/status", asked
    finally:
        server.shutdown()
        server.server_close()


def told(code: str):
    return lambda number: (200, json.dumps({"data": [{"b_no": number, "b_stt_cd": code}]}))


def ask(own, settings, url, by=None):
    settings.TAX_OFFICE_URL, settings.TAX_OFFICE_KEY = url, KEY
    return services.ask_tax_office(organisation_id=own.pk, by=by or person(Role.STAFF), at=AT)


@pytest.mark.parametrize(("code", "status"), [("01", "active"), ("02", "suspended"), ("03", "closed")])
def test_what_the_office_tells_is_noted_with_the_day(settings, code, status):
    own = company()
    with office(told(code)) as (url, asked):
        row = ask(own, settings, url)

    assert (row.business_status, str(row.status_checked_on)) == (status, "2026-06-01")
    assert asked == [([KEY], {"b_no": [row.business_number]})]


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (told(""), NotRegistered),
        (told("09"), StatusUnavailable),
        (lambda _number: (500, "broken"), StatusUnavailable),
        (lambda _number: (200, "<html>"), StatusUnavailable),
        (lambda _number: (200, '{"data": []}'), StatusUnavailable),
        (lambda _number: (200, "[]"), StatusUnavailable),
    ],
)
def test_an_answer_that_says_nothing_notes_nothing(settings, answer, refusal):
    own = company()
    before = Company.objects.get(pk=own.pk)
    with office(answer) as (url, _asked), pytest.raises(refusal):
        ask(own, settings, url)

    after = Company.objects.get(pk=own.pk)
    assert (after.business_status, after.status_checked_on) == (before.business_status, before.status_checked_on)


def test_an_office_that_is_away_is_told(settings):
    own = company()
    with office(told("01")) as (url, _asked):
        pass

    with pytest.raises(StatusUnavailable):
        ask(own, settings, url)


def test_only_the_centre_asks_and_only_where_an_office_is_named(settings):
    own = company()
    with pytest.raises(NotAllowed):
        ask(own, settings, "http://127.0.0.1:9/", by=member_of(own))
    with pytest.raises(NotFound):
        ask(own, settings, "")


def test_staff_ask_by_a_button_that_is_there_where_an_office_is_named(settings, client):
    own = company()
    client.force_login(person(Role.STAFF))
    settings.TAX_OFFICE_URL, settings.TAX_OFFICE_KEY = "", KEY
    assert "국세청에서 상태 조회" not in client.get(own.get_absolute_url()).content.decode()

    with office(told("02")) as (url, _asked):
        settings.TAX_OFFICE_URL = url
        assert "국세청에서 상태 조회" in client.get(own.get_absolute_url()).content.decode()
        answer = client.post(reverse("directory:ask-tax-office", args=[own.uid]))
    away = client.post(reverse("directory:ask-tax-office", args=[own.uid]))

    assert answer.url == own.get_absolute_url()
    assert Company.objects.get(pk=own.pk).business_status == "suspended"
    assert away.status_code == 409
    assert "국세청 조회 서비스가 답하지 않습니다" in away.content.decode()
