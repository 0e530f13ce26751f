"""Making people, giving roles and keys, taking consents."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Access, Consent, ConsentText, RoleGrant, Token, User
from apps.accounts.roles import Role
from apps.audit import services as audit
from apps.kernel.errors import Conflict, NotFound

MOST_KEYS = 10


class EmailTaken(Conflict):
    message = _("이미 등록된 이메일 주소입니다.")
    code = "email_taken"


@transaction.atomic
def create_user(
    *,
    email: str,
    name: str,
    roles: Collection[Role],
    at: datetime,
    password: str | None = None,
    password_hash: str = "",
    by: User | None = None,
    is_sample: bool = False,
) -> User:
    """Make a person with roles, their address taken as verified. Raises EmailTaken.

    `password_hash` is a password that was hashed before, for accounts that share one.
    """
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        raise EmailTaken(field="email")
    user = User.objects.create_user(email=address, password=password, name=name, is_sample=is_sample, joined_at=at)
    if password_hash:
        user.password = password_hash
        user.save(update_fields=["password"])
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    for role in sorted(roles):
        grant(user_id=user.pk, role=role, by=by, at=at)
    return User.objects.with_roles().get(pk=user.pk)


@transaction.atomic
def grant(*, user_id: int, role: Role, by: User | None, at: datetime) -> None:
    """Give a role; giving it twice is the same as once."""
    user = User.objects.select_for_update().get(pk=user_id)
    _grant, created = RoleGrant.objects.get_or_create(user=user, role=role, defaults={"granted_at": at})
    if created:
        audit.record(subject=user, action="grant", by=by, at=at, after={"role": role})


@transaction.atomic
def revoke(*, user_id: int, role: Role, by: User, at: datetime) -> None:
    """Take a role back."""
    user = User.objects.select_for_update().get(pk=user_id)
    deleted, _rows = RoleGrant.objects.filter(user=user, role=role).delete()
    if deleted:
        audit.record(subject=user, action="revoke", by=by, at=at, before={"role": role})


class OwnRole(Conflict):
    message = _("자신의 관리자 역할은 스스로 거둘 수 없습니다. 다른 관리자에게 요청해 주십시오.")
    code = "own_role"


@transaction.atomic
def set_roles(*, user_id: int, roles: Collection[str], by: User, at: datetime) -> None:
    """Give and take roles until a person holds exactly these. Raises OwnRole for locking oneself out."""
    user = User.objects.with_roles().select_for_update(of=("self",)).get(pk=user_id)
    if by.pk == user_id and Role.ADMIN in user.roles and Role.ADMIN not in roles:
        raise OwnRole(field="roles")
    for role in sorted(set(roles) - user.roles):
        grant(user_id=user_id, role=Role(role), by=by, at=at)
    for role in sorted(user.roles - set(roles)):
        revoke(user_id=user_id, role=Role(role), by=by, at=at)


class OwnAccess(Conflict):
    message = _("자신의 로그인은 스스로 막을 수 없습니다.")
    code = "own_access"


@transaction.atomic
def set_active(*, user_id: int, is_active: bool, by: User, at: datetime) -> None:
    """Let a person in or keep them out; history stays. Raises OwnAccess for oneself."""
    if user_id == by.pk:
        raise OwnAccess
    user = User.objects.select_for_update().get(pk=user_id)
    if user.is_active != is_active:
        user.is_active = is_active
        user.save(update_fields=["is_active"])
        audit.record(subject=user, action="activate" if is_active else "deactivate", by=by, at=at)


def digest_of(raw: str) -> str:
    return hashlib.sha256(raw.encode()).hexdigest()


class TooManyKeys(Conflict):
    message = _("API 키는 열 개까지 만들 수 있습니다. 쓰지 않는 키를 폐기한 뒤 다시 만들어 주십시오.")
    code = "too_many_keys"


@transaction.atomic
def issue_token(*, user: User, label: str, at: datetime, raw: str | None = None) -> str:
    """Make an API key and return it; it cannot be read again. Raises TooManyKeys."""
    User.objects.select_for_update().get(pk=user.pk)
    raw = raw or secrets.token_urlsafe(32)
    others = Token.objects.filter(user=user, revoked_at__isnull=True).exclude(digest=digest_of(raw))
    if others.count() >= MOST_KEYS:
        raise TooManyKeys
    _token, created = Token.objects.update_or_create(
        digest=digest_of(raw), defaults={"user": user, "label": label, "created_at": at, "revoked_at": None}
    )
    if created:
        audit.record(subject=user, action="issue_token", by=user, at=at, after={"label": label})
    return raw


@transaction.atomic
def revoke_token(*, user: User, digest: str, at: datetime) -> None:
    """Make one's own key useless; revoking it twice is the same as once. Raises NotFound for another's."""
    User.objects.select_for_update().get(pk=user.pk)
    token = Token.objects.filter(user=user, digest=digest).first()
    if token is None:
        raise NotFound
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        audit.record(subject=user, action="revoke_token", by=user, at=at, before={"label": token.label})


class ConsentNeeded(Conflict):
    message = _("계정을 쓰는 데 꼭 필요한 동의입니다. 철회하시려면 센터에 계정을 없애 달라고 요청해 주십시오.")
    code = "consent_needed"


@transaction.atomic
def give_consent(*, user: User, code: str, at: datetime) -> Consent:
    """Record consent to the newest version of a text; to an earlier one it ends with that. Raises NotFound."""
    text = ConsentText.objects.filter(code=code).order_by("-version", "-pk").first()
    if text is None:
        raise NotFound
    live = Consent.objects.filter(user=user, text__code=code, revoked_at=None)
    live.exclude(text=text).update(revoked_at=at)
    consent, _created = live.get_or_create(text=text, defaults={"user": user, "given_at": at})
    return consent


@transaction.atomic
def revoke_consent(*, user: User, code: str, at: datetime) -> None:
    """Take a consent back, from now on; what rested on it before stays.

    Raises NotFound where none stands, ConsentNeeded for what an account cannot be without.
    """
    live = Consent.objects.select_for_update(of=("self",)).select_related("text")
    consent = live.filter(user=user, text__code=code, revoked_at=None).order_by("-text__version").first()
    if consent is None:
        raise NotFound
    if not consent.text.is_optional:
        raise ConsentNeeded
    Consent.objects.filter(user=user, text__code=code, revoked_at=None).update(revoked_at=at)


def log_access(
    *, actor_id: int, address: str | None, route: str, purpose: str, persons: Collection[int], at: datetime
) -> None:
    """One row of the access log."""
    Access.objects.create(
        actor_id=actor_id, address=address, route=route, purpose=purpose, persons=sorted(persons), at=at
    )
