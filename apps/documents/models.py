"""Issued documents and received files. Each knows its subject by label, id and path, given by the caller."""

import secrets
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.documents import permissions
from apps.documents.states import ATTACHMENT, DOCUMENT, AttachmentState, DocumentState

# No letters or digits that are mistaken for one another on paper.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_verification_code() -> str:
    """Sixteen unguessable characters in four groups, read off paper without mistakes."""
    drawn = [secrets.choice(CODE_ALPHABET) for _position in range(16)]
    return "-".join("".join(drawn[start : start + 4]) for start in range(0, 16, 4))


class Kind(models.TextChoices):
    """Kinds of document that the house issues."""

    RECEIPT = "receipt", _("접수증")
    DIAGNOSIS = "diagnosis", _("진단 결과 요약")
    ROADMAP = "roadmap", _("전환 로드맵")
    AGREEMENT = "agreement", _("협약서")
    CERTIFICATE = "certificate", _("실증확인서")


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User) -> "DocumentQuerySet":
        """The register is the centre's; others reach a document by the page of its subject."""
        return self if user.can(permissions.MANAGE) else self.none()


class Document(models.Model):
    """A frozen sheet that becomes a PDF once. What was issued never changes."""

    personal_fields = {"sheet": ("to print who applied, signed and decided", "case")}
    machine = DOCUMENT

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="ko")
    subject_label = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_path = models.CharField(max_length=300)
    holder = models.CharField(max_length=120, blank=True, help_text="문서에 적힌 기업 이름")
    party = models.CharField(max_length=60, help_text="누구의 문서인지: org:<번호>")
    sheet = models.JSONField()
    state = models.CharField(max_length=12, choices=DocumentState.choices, default=DocumentState.REQUESTED)
    verification_code = models.CharField(max_length=19, unique=True, default=new_verification_code)
    requested_at = models.DateTimeField()
    requested_by_id = models.BigIntegerField(null=True)
    touched_at = models.DateTimeField(help_text="마지막으로 손댄 때; 오래되면 다시 맡긴다")
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)
    # When it was asked for, whose day is printed; empty until its bytes are there.
    issued_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="documents/%Y/%m", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    template_version = models.CharField(max_length=80, blank=True)
    renderer = models.CharField(max_length=120, blank=True)
    fonts = models.CharField(max_length=200, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "superseded", "revoked"])
                | (~Q(sha256="") & Q(issued_at__isnull=False)),
                name="issued_document_has_its_hash",
            )
        ]
        indexes = [
            models.Index(fields=["-requested_at", "-id"], name="document_newest"),
            models.Index(fields=["kind", "-requested_at", "-id"], name="document_by_kind"),
            models.Index(fields=["subject_label", "subject_id", "kind"], name="document_by_subject"),
            models.Index(
                fields=["touched_at"], condition=Q(state__in=["requested", "rendering"]), name="document_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        """Its page in the centre's register; others reach it by the page of its subject."""
        return reverse("documents:document", args=[self.uid])

    @property
    def title(self) -> str:
        return f"{self.name} ({self.number})"


class Attachment(models.Model):
    """A file somebody handed in; in quarantine until its bytes were looked at.

    `valid_until` is the last day on which the paper counts, None without an end. A refused file may have no bytes left.
    """

    personal_fields = {"original_name": ("to find one's own file again", "case")}
    machine = ATTACHMENT

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40, help_text="서류 종류")
    subject_label = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    original_name = models.CharField(max_length=200)
    file = models.FileField(upload_to="attachments/%Y/%m", max_length=200, blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    detected = models.CharField(max_length=20, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=AttachmentState.choices, default=AttachmentState.QUARANTINED)
    finding = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True, help_text="돌려보낸 사유")
    reused_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True, help_text="마지막으로 검사를 시작한 때")
    attempts = models.PositiveSmallIntegerField(default=0)
    inspected_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_label", "subject_id"], name="attachment_by_subject"),
            models.Index(fields=["uploaded_at"], condition=Q(state="quarantined"), name="attachment_waiting"),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def title(self) -> str:
        return self.original_name


class Upload(models.Model):
    """A file on its way in pieces: `received` bytes of `size` are here."""

    personal_fields = {"original_name": ("to find one's own file again", "case")}

    uid = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(max_length=40, help_text="서류 종류")
    subject_label = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    original_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    issued_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(received__lte=models.F("size")), name="upload_is_not_longer_than_said")
        ]

    def __str__(self) -> str:
        return f"{self.original_name} {self.received}/{self.size}"


class UploadPart(models.Model):
    """One piece of a file on its way."""

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="parts")
    offset = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to="uploads/%Y/%m", max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="one_part_an_offset")]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.offset}"


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User) -> "BatchQuerySet":
        """A table belongs to whoever uploaded it."""
        return self.filter(uploaded_by=user)


class Batch(models.Model):
    """A table of rows that somebody handed in to be taken over at once: checked first, then all of it or nothing.

    `rows` are (number in the file, texts by heading), emptied once they were taken over. `purpose` is the app's own.
    """

    personal_fields = {
        "original_name": ("to find one's own file again", "case"),
        "rows": ("to take over companies and applications", "case"),
    }

    uid = models.UUIDField(unique=True, editable=False)
    purpose = models.CharField(max_length=40)
    chosen = models.JSONField(default=dict, help_text="올릴 때 고른 것")
    original_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    count = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(db_index=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.purpose} {self.count}"
