"""Files of a case that its reviewers may open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from uuid import UUID

from apps.documents.models import Attachment
from apps.kernel.errors import NotAllowed, NotFound
from apps.panels.models import Member, Seat
from apps.panels.selectors.ties import is_tied
from apps.panels.states import SeatState

READING = (SeatState.INVITED, SeatState.HANDED_IN)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file as a reviewer gets it: what it is called says its kind, not whose it is."""

    attachment: Attachment
    name: str


def file_for(seat: Seat, file_uid: UUID, on: date) -> CaseFile:
    """A file that was put before the panel, for the person of this seat; asked anew at every download.

    Raises NotFound for a seat given back and for any other file, NotAllowed without a pledge or with a tie.
    """
    sitting = seat.sitting
    listed = {one["uid"]: one["name"] for one in sitting.masked_sheet.get("files", ())}
    if seat.state not in READING or str(file_uid) not in listed:
        raise NotFound
    members = Member.objects.filter(committee__cases=sitting.case_id, user=seat.user_id, left_at=None)
    if sitting.case_id is not None and not members.filter(pledged_at__isnull=False).exists():
        raise NotAllowed
    if is_tied(seat.user, sitting, on):
        raise NotAllowed
    found = Attachment.objects.filter(uid=file_uid, removed_at=None).first()
    if found is None:
        raise NotFound
    suffix = PurePath(found.original_name).suffix
    return CaseFile(found, f"{sitting.subject_title} {listed[str(file_uid)]}{suffix}")
