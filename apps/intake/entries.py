"""What the centre writes, as services take it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CallEntry:
    """What staff write of a call; an empty `closes_at` means rolling."""

    title_ko: str
    opens_at: datetime
    closes_at: datetime | None = None
    title_en: str = ""
    body_ko: str = ""
    body_en: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """The paper of the approval system (전자결재) behind a decision: its number and day."""

    number: str
    on: date
