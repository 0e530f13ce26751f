import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from apps.accounts.models import User
from apps.audit.models import Event

pytestmark = pytest.mark.django_db
PASSWORD = "긴 표본 비밀번호 2026"


def run(monkeypatch, *, email="first@sample.invalid", password=PASSWORD):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command("first_admin", email, "표본 관리자", stdout=io.StringIO())


def test_the_first_administrator_may_sign_in_and_is_on_record(client, monkeypatch):
    run(monkeypatch)

    made = User.objects.get()
    assert (made.roles, made.emailaddress_set.get().verified) == ({"admin"}, True)
    assert Event.objects.filter(subject_id=made.pk, action="grant").exists()
    signed_in = client.post(reverse("account_login"), {"login": made.email, "password": PASSWORD})
    assert signed_in.status_code == 302


def test_there_is_one_first_administrator_with_a_real_password(monkeypatch):
    with pytest.raises(CommandError, match="짧"):
        run(monkeypatch, password="1234")
    with pytest.raises(CommandError):
        run(monkeypatch, email="no address")
    assert not User.objects.exists()
    run(monkeypatch)
    with pytest.raises(CommandError, match="already"):
        run(monkeypatch, email="second@sample.invalid")
