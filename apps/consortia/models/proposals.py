"""Proposals to partners (참여 제안)."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.consortia import permissions
from apps.consortia.models.briefs import Brief, BriefRole
from apps.consortia.states import LIVE, PROPOSAL_MACHINE, ProposalState
from apps.directory.models import Membership, Organisation
from apps.kernel.among import Among


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User) -> "ProposalQuerySet":
        """The centre sees all; a partner those made to it; a company those of its project that stand."""
        if user.can(permissions.VIEW_ALL):
            return self
        asked = Q(Among("company", Membership.objects.places_of(user)), state__in=LIVE)
        return self.filter(Q(self.made_to(user)) | asked)

    @staticmethod
    def made_to(user: User) -> Among:
        """The condition that it was made to an organisation a person acts for."""
        return Among("organisation", Organisation.objects.filter(Organisation.objects.held_by(user)).values("pk"))

    def accepted_by(self, user: User) -> QuerySet["Proposal", int]:
        """Keys of the briefs in which a person's organisation took a role, to be looked up with `Among`."""
        rows = self.filter(self.made_to(user), state=ProposalState.ACCEPTED)
        return rows.values_list("brief", flat=True)

    def live(self) -> "ProposalQuerySet":
        """Waiting for an answer, or accepted."""
        return self.filter(state__in=LIVE)


class Proposal(models.Model):
    """An organisation asked to take a role, with what is asked of it as it was when it was asked."""

    machine = PROPOSAL_MACHINE

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="proposals")
    brief_role = models.ForeignKey(BriefRole, on_delete=models.PROTECT, related_name="proposals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    months = models.DecimalField(max_digits=6, decimal_places=1)
    budget_krw = models.BigIntegerField()
    message = models.TextField(blank=True)
    due_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brief_role"], condition=Q(state__in=LIVE), name="one_live_proposal_a_role"
            ),
            models.UniqueConstraint(
                fields=["brief", "organisation"], condition=Q(state__in=LIVE), name="one_role_an_organisation_and_brief"
            ),
        ]
        indexes = [
            models.Index(fields=["-proposed_at", "-id"], name="proposal_newest"),
            models.Index(fields=["state", "-proposed_at", "-id"], name="proposal_by_state"),
            models.Index(fields=["organisation", "-proposed_at", "-id"], name="proposal_of_organisation"),
            models.Index(fields=["due_at"], condition=Q(state="proposed"), name="proposal_due"),
        ]

    def __str__(self) -> str:
        return f"{self.brief_id} {self.brief_role_id} {self.organisation_id}"

    def get_absolute_url(self) -> str:
        return reverse("consortia:proposal", args=[self.uid])

    @property
    def title(self) -> str:
        """Reads the brief and the role, so fetch them beforehand."""
        return _("참여 제안: %(brief)s (%(role)s)") % {
            "brief": self.brief.title,
            "role": self.brief_role.get_role_display(),
        }
