"""When a programme takes applications, and what was changed after the public had read it."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.intake import permissions
from apps.intake.models.programmes import Programme
from apps.intake.states import CALL, CallState
from apps.kernel.language import localized


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: User | None) -> "CallQuerySet":
        """Published calls for everybody, drafts for those who run them."""
        if user is not None and user.is_authenticated and user.can(permissions.RUN_CALLS):
            return self
        return self.exclude(state=CallState.DRAFT)

    def taking(self, at: datetime) -> "CallQuerySet":
        """Calls that take applications at a moment."""
        rolling = Q(closes_at__isnull=True) | Q(closes_at__gte=at)
        return self.filter(rolling, state=CallState.OPEN, opens_at__lte=at)


class Call(models.Model):
    """A call (모집공고): when a programme takes applications, under the settings it had when published."""

    machine = CALL

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calls")
    title_ko = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    body_ko = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    contact = models.CharField(max_length=120, blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True, help_text="비우면 상시 모집")
    state = models.CharField(max_length=10, choices=CallState.choices, default=CallState.DRAFT)
    settings = models.JSONField(default=dict, help_text="게시할 때의 프로그램 설정")
    settings_version = models.PositiveSmallIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True, help_text="작성 중인 신청자에게 마감을 알린 때")
    is_sample = models.BooleanField(default=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")), name="call_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return self.title_ko

    def get_absolute_url(self) -> str:
        return reverse("intake:call", args=[self.uid])

    @property
    def title(self) -> str:
        return localized(self, "title")

    @property
    def body(self) -> str:
        return localized(self, "body")


class Amendment(models.Model):
    """One change of a published call: what it said before and says now, and why; anybody may read it.

    `changes` is a list of `field`, `before` and `after`; moments are in ISO 8601, an empty one means rolling.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField(_("차수"))
    changes = models.JSONField()
    reason = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True, help_text="신청자에게 알린 때")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="amendments_of_a_call_are_numbered")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.number}"
