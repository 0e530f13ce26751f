"""People, their roles, their consents, and who looked at whose data."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from apps.accounts import permissions
from apps.accounts.roles import Role
from apps.kernel.language import localized


class UserManager(BaseUserManager["User"]):
    """What the framework needs; the house makes people through ``services.create_user``."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def with_roles(self) -> models.QuerySet["User"]:
        return self.get_queryset().prefetch_related("grants")


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. Blanked when they leave, never deleted."""

    # Personal fields with purpose and retention class; a test finds undeclared ones.
    personal_fields = {
        "email": ("sign-in and messages", "account"),
        "name": ("to be named on documents", "account"),
        "phone": ("to be called about a case", "account"),
    }

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=2, choices=[("ko", "한국어"), ("en", "English")], default="ko")
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def roles(self) -> frozenset[str]:
        """Role codes; read from what the sign-in backend fetched beforehand."""
        return frozenset(grant.role for grant in self.grants.all())

    @property
    def actor_label(self) -> str:
        """How the audit trail names this person: by role, never by name."""
        return ",".join(sorted(self.roles)) or "user"

    def can(self, code: str) -> bool:
        return self.is_active and permissions.held_by(self.roles, code)

    def holds(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


class RoleGrant(models.Model):
    """One role given to one person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")  # a grant is part of its person
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="one_grant_a_role")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Token(models.Model):
    """A key for the API. Only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")  # a key is part of its person
    label = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.label}"


class ConsentText(models.Model):
    """One version of one consent: what is collected, for which purpose, how long, and the right to refuse."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    is_optional = models.BooleanField(default=False)
    title_ko = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    body_ko = models.TextField()
    body_en = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_text_a_version")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def title(self) -> str:
        return localized(self, "title")

    @property
    def body(self) -> str:
        return localized(self, "body")

    @property
    def edition(self) -> str:
        """Title with the version, where people choose what is asked."""
        return gettext("%(title)s (%(version)s판)") % {"title": self.title, "version": self.version}


class Consent(models.Model):
    """A person's consent to one version of one text; may be taken back at any time."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "text"], condition=Q(revoked_at__isnull=True), name="one_live_consent_a_text"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.text_id}"


class Access(models.Model):
    """One request that showed people's data: who looked, when, from where, at whom, and what for. Kept two years."""

    personal_fields = {
        "address": ("to see from where personal data was read", "access"),
        "persons": ("to show who read whose data", "access"),
    }

    at = models.DateTimeField()
    actor_id = models.BigIntegerField()
    address = models.GenericIPAddressField(null=True)
    route = models.CharField(max_length=120)
    purpose = models.CharField(max_length=80)
    persons = models.JSONField(help_text="조회된 사람들의 번호")

    class Meta:
        indexes = [models.Index(fields=["at"], name="access_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_id} {self.route}"
