"""Versions of a programme's settings: written as a draft, published once, never changed after that."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.intake import permissions
from apps.intake.models.programmes import Programme
from apps.intake.states import SETTINGS, SettingsState


class SettingsQuerySet(models.QuerySet["SettingsVersion"]):
    def visible_to(self, user: User) -> "SettingsQuerySet":
        """Those who write settings; the public reads what is in force on the programme's page."""
        return self if user.can(permissions.EDIT_SETTINGS) else self.none()


class SettingsVersion(models.Model):
    """One version of a programme's settings; calls keep a copy of the one they were published under.

    The version that the installation began with has no persons. `edition` counts the savings of a draft, so that two
    people who write at once are told of each other.
    """

    machine = SETTINGS

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=SettingsState.choices, default=SettingsState.DRAFT)
    settings = models.JSONField()
    edition = models.PositiveIntegerField(default=1)
    note = models.CharField(max_length=500, blank=True, help_text="무엇을 왜 바꾸는지")
    drafted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = SettingsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme"], condition=Q(state="draft"), name="one_draft_of_settings_a_programme"
            ),
            models.UniqueConstraint(
                fields=["programme", "version"], condition=Q(state="published"), name="published_settings_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.version}"

    def get_absolute_url(self) -> str:
        return self.programme.settings_url

    @property
    def title(self) -> str:
        return _("%(programme)s 설정 %(version)s판") % {"programme": self.programme.name, "version": self.version}
