"""People for tests."""

from datetime import UTC, datetime

from apps.accounts import services
from apps.accounts.models import ConsentText, User
from apps.accounts.roles import Role

JOINED = datetime(2026, 1, 5, 0, 0, tzinfo=UTC)
_count = iter(range(1, 1_000_000))


def person(*roles: Role, name: str = "", email: str = "") -> User:
    """A person with these roles, made the way the house makes them."""
    number = next(_count)
    return services.create_user(
        email=email or f"person{number}@example.invalid",
        name=name or f"표본 사람 {number}",
        roles=roles,
        at=JOINED,
        password="sample-pass-1234",
        is_sample=True,
    )


def optional_text(version: int = 1) -> ConsentText:
    """A consent that an account can be without."""
    return ConsentText.objects.create(
        code="newsletter",
        version=version,
        is_optional=True,
        title_ko="표본 소식 받기 동의",
        body_ko="표본: 공개하는 것, 쓰는 곳, 기간, 거부할 권리",
    )
