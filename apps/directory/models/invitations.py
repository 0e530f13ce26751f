"""Invitations: somebody is asked to act for an organisation, by the address they sign in with."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.directory.models.organisations import Membership, Organisation
from apps.directory.states import INVITATION, InvitationState
from apps.kernel.among import Among


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> "InvitationQuerySet":
        """Those of one's own organisations and those sent to oneself; all for the centre."""
        if user.holds(Role.STAFF, Role.MANAGER, Role.ADMIN):
            return self
        return self.filter(Among("organisation", Membership.objects.places_of(user)) | Q(email=user.email))

    def open(self, at: datetime) -> "InvitationQuerySet":
        return self.filter(state=InvitationState.OPEN, expires_at__gt=at)


class Invitation(models.Model):
    """One address asked to join one organisation; whoever signs in with it may accept until it expires."""

    personal_fields = {"email": ("to ask a colleague to act for the organisation", "case")}
    machine = INVITATION

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    position = models.CharField(max_length=16, choices=Membership.Position.choices)
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.OPEN)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(state=InvitationState.OPEN),
                name="one_open_invitation_an_address",
            )
        ]
        indexes = [models.Index(fields=["email"], condition=Q(state=InvitationState.OPEN), name="invitation_to")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.position}"

    def get_absolute_url(self) -> str:
        return reverse("directory:invitations")

    @property
    def title(self) -> str:
        return self.organisation.name_ko
