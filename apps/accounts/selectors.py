"""Reads about people."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from apps.accounts.models import Consent, ConsentText, RoleGrant, Token, User

PRIVACY = "privacy"


def users_with_role(*roles: str) -> QuerySet[User]:
    """Active people who hold any of the roles, by name."""
    grants = RoleGrant.objects.filter(user=OuterRef("pk"), role__in=roles)
    return User.objects.with_roles().filter(Exists(grants), is_active=True).order_by("name", "pk")


def keys_of(user: User) -> QuerySet[Token]:
    """A person's API keys that still work, newest first."""
    return Token.objects.filter(user=user, revoked_at__isnull=True).order_by("-created_at", "-pk")


def consent_texts(of: User | None = None) -> list[ConsentText]:
    """The newest version of every text of a consent, those an account needs first.

    Each knows as `agreed_at` since when a person's consent to it, in whichever version, stands, and as
    `agreed_version` which version that was.
    """
    texts = ConsentText.objects.order_by("code", "version")
    if of is not None:
        standing = Consent.objects.filter(user=of, text__code=OuterRef("code"), revoked_at=None)
        last = standing.order_by("-text__version")
        texts = texts.annotate(
            agreed_at=Subquery(last.values("given_at")[:1]), agreed_version=Subquery(last.values("text__version")[:1])
        )
    newest: dict[str, ConsentText] = {text.code: text for text in texts}
    return sorted(newest.values(), key=lambda text: (text.is_optional, text.code))


def consents_of(user: User) -> dict[str, Consent]:
    """The consents of a person that stand, by the code of their text."""
    standing = Consent.objects.filter(user=user, revoked_at=None).select_related("text").order_by("text__version")
    return {one.text.code: one for one in standing}


def is_agreed(code: str, people: Iterable[User]) -> bool:
    """Whether anybody of some people agrees today to a text, in whichever version."""
    return Consent.objects.filter(text__code=code, user__in=[one.pk for one in people], revoked_at=None).exists()


def consent_text(code: str) -> ConsentText | None:
    """The newest version of one text, or None before the reference data are loaded."""
    return ConsentText.objects.filter(code=code).order_by("-version").first()
