"""Taking an assessment for writing."""

from apps.accounts.models import User
from apps.diagnosis.models import Assessment
from apps.kernel.errors import NotFound


def locked(assessment_id: int, by: User) -> Assessment:
    """The row under its lock, with company and consultant; NotFound when this person may not see it."""
    rows = Assessment.objects.visible_to(by).select_for_update(of=("self",)).select_related("company", "consultant")
    found = rows.filter(pk=assessment_id).first()
    if found is None:
        raise NotFound
    return found
