"""What the centre writes, as services take it."""

from dataclasses import dataclass
from datetime import datetime


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
