"""The list of roadmaps as a file."""

from django.utils.translation import gettext_lazy as _

from apps.kernel.tables import field, worded
from apps.roadmaps.states import RoadmapState

ROADMAPS = (
    field(_("기업"), "company__name_ko"),
    field(_("판"), "version"),
    field(_("번호"), "number"),
    worded(_("상태"), "state", RoadmapState.choices),
    field(_("발급일"), "issued_at"),
)
