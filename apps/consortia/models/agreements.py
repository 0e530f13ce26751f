"""Agreements (협약): the terms of a project, who signed them and when, and how it ended."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.consortia import permissions
from apps.consortia.models.briefs import Brief
from apps.consortia.models.proposals import Proposal
from apps.consortia.states import AGREEMENT_MACHINE, AgreementState, Outcome
from apps.directory.models import Membership, Organisation, Relation
from apps.documents.models import Document
from apps.kernel.among import Among

IN_FORCE = (AgreementState.ACTIVE, AgreementState.ENDED)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: User) -> "AgreementQuerySet":
        """The centre sees all; company, its consultant and accepted partners theirs; the city what is in force."""
        if user.can(permissions.VIEW_ALL):
            return self
        seen = Q(
            Among("company", Membership.objects.places_of(user))
            | Among("company", Relation.objects.served_by(user))
            | Among("brief", Proposal.objects.accepted_by(user))
        )
        return self.filter(seen | Q(state__in=IN_FORCE)) if user.holds(Role.OFFICIAL) else self.filter(seen)

    def standing(self) -> "AgreementQuerySet":
        """Not dropped before it was signed by all."""
        return self.exclude(state=AgreementState.VOID)


class Agreement(models.Model):
    """The terms company, partners and centre agree on. Money in whole won; the last day is not part of the period.

    `terms` holds what has no column: shares in the results by party (basis points), special clauses, the purpose.
    """

    machine = AGREEMENT_MACHINE

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="agreements")
    company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=30, unique=True, null=True, blank=True)
    state = models.CharField(max_length=10, choices=AgreementState.choices, default=AgreementState.DRAFT)
    starts_on = models.DateField()
    ends_on = models.DateField()
    support_krw = models.BigIntegerField()
    company_cash_krw = models.BigIntegerField()
    company_in_kind_krw = models.BigIntegerField()
    terms = models.JSONField(default=dict)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    centre_signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    centre_signed_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brief"], condition=~Q(state=AgreementState.VOID), name="one_standing_agreement_a_brief"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="agreement_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(support_krw__gte=0, company_cash_krw__gte=0, company_in_kind_krw__gte=0),
                name="agreement_money_is_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=IN_FORCE) | Q(number__isnull=False, centre_signed_at__isnull=False),
                name="agreement_in_force_is_signed_and_numbered",
            ),
            models.CheckConstraint(
                condition=Q(centre_signatory__isnull=True) | ~Q(centre_signatory=F("drafted_by")),
                name="two_people_make_an_agreement",
            ),
        ]
        indexes = [
            models.Index(fields=["-drafted_at", "-id"], name="agreement_newest"),
            models.Index(fields=["state", "-drafted_at", "-id"], name="agreement_by_state"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consortia:agreement", args=[self.uid])

    @property
    def title(self) -> str:
        """Reads the brief, so fetch it beforehand."""
        return _("협약 %(number)s %(name)s") % {"number": self.number or self.brief.number, "name": self.brief.title}

    @property
    def total_krw(self) -> int:
        """Everything that goes into the project."""
        return self.support_krw + self.company_cash_krw + self.company_in_kind_krw


class SignatureQuerySet(models.QuerySet["Signature"]):
    def visible_to(self, user: User) -> "SignatureQuerySet":
        """Those of the agreements one may see."""
        return self.filter(Among("agreement", Agreement.objects.visible_to(user).values("pk")))


class Signature(models.Model):
    """That a party, the company or a partner, signed the terms as they stand; other terms are signed anew.

    One person signs for an organisation, whatever roles it holds. The centre's own signature is on the agreement.
    """

    personal_fields = {"signatory": ("to be named on the agreement", "case")}

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    signatory = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    objects = SignatureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="one_signature_a_party"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.organisation_id}"
