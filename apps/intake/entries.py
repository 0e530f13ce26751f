"""What the centre writes, as services take it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


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


@dataclass(frozen=True, slots=True)
class ImportEntry:
    """An application that another system, or paper, received: whose it is, when it came, and what it says.

    `values` are fields of an application by name; `received_at` is aware.
    """

    business_number: str
    received_at: datetime
    values: Mapping[str, Any]
    former_number: str = ""
