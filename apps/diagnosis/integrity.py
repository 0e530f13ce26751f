"""Where a diagnosis was completed and its result never put on paper."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from apps.diagnosis.models import Assessment
from apps.diagnosis.states import AssessmentState
from apps.documents.models import Document, Kind
from apps.documents.states import DocumentState


def problems() -> Iterator[str]:
    paper = Document.objects.filter(
        kind=Kind.DIAGNOSIS, subject_label=Assessment._meta.label_lower, subject_id=OuterRef("pk")
    ).exclude(state=DocumentState.SUPERSEDED)
    finished = Assessment.objects.diagnoses().filter(state=AssessmentState.COMPLETED)
    bare = finished.filter(~Exists(paper)).order_by("pk")
    for uid in bare.values_list("uid", flat=True):
        yield f"assessment {uid}: completed without its document"
