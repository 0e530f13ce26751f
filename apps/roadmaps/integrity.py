"""Where issued roadmaps and their papers contradict each other."""

from collections.abc import Iterator

from django.db.models import Count, F, Q

from apps.documents.models import Kind
from apps.documents.states import DocumentState
from apps.roadmaps.models import Roadmap
from apps.roadmaps.states import PUBLIC, RoadmapState


def problems() -> Iterator[str]:
    """Issued without a document of its own, replaced with a document that still counts, or issued in two versions."""
    own = Q(
        document__kind=Kind.ROADMAP,
        document__number=F("number"),
        document__subject_label=Roadmap._meta.label_lower,
        document__subject_id=F("pk"),
    )
    issued = Roadmap.objects.filter(state__in=PUBLIC).order_by("pk")
    for number in issued.exclude(own).values_list("number", flat=True):
        yield f"{number}: issued without its document"
    replaced = issued.filter(state=RoadmapState.SUPERSEDED, document__state=DocumentState.READY)
    for number in replaced.values_list("number", flat=True):
        yield f"{number}: replaced by a newer version, but its document is still valid"
    standing = Roadmap.objects.filter(state=RoadmapState.ISSUED).values("application__receipt_number")
    for row in standing.annotate(many=Count("pk")).filter(many__gt=1).order_by("application__receipt_number"):
        yield f"{row['application__receipt_number']}: {row['many']} roadmaps are in force"
