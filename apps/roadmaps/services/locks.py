"""Taking a roadmap for writing."""

from apps.accounts.models import User
from apps.directory import selectors as directory
from apps.kernel.errors import NotAllowed, NotFound
from apps.roadmaps import permissions
from apps.roadmaps.errors import NotEditable
from apps.roadmaps.models import Roadmap
from apps.roadmaps.states import EDITABLE

RELATED = ("company", "application", "assessment", "author", "weights")


def locked(roadmap_id: int, by: User) -> Roadmap:
    """The row under its lock; NotFound when this person may not see it."""
    rows = Roadmap.objects.visible_to(by).select_for_update(of=("self",)).select_related(*RELATED)
    found = rows.filter(pk=roadmap_id).first()
    if found is None:
        raise NotFound
    return found


def locked_to_decide(roadmap_id: int, by: User) -> Roadmap:
    """The row under its lock, for a person without any tie to its company; NotFound, Tied."""
    roadmap = locked(roadmap_id, by)
    directory.demand_untied(by, roadmap.company)
    return roadmap


def editable(roadmap_id: int, by: User) -> Roadmap:
    """The row under its lock, for its author while it is being written; NotAllowed, NotEditable."""
    roadmap = locked(roadmap_id, by)
    if not by.can(permissions.PLAN) or roadmap.author_id != by.pk:
        raise NotAllowed
    if roadmap.state not in EDITABLE:
        raise NotEditable
    return roadmap
