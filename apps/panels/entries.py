"""What doors hand to the services of panels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from apps.directory.models import Organisation


@dataclass(frozen=True, slots=True)
class Profile:
    """What a reviewer can judge and how much of it in a year, by codes of skills and pilot industries."""

    skills: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    yearly_most: int = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """How the centre sees a reviewer: from outside or not, and whether they are asked at present."""

    is_outsider: bool = True
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class DeclarationEntry:
    """A tie as its reviewer states it."""

    business_number: str
    stated_name: str
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """One case as its own app hands it over: label, key and path of the subject, and what reviewers may see."""

    subject: Any
    title: str
    sheet: Mapping[str, Any]
    organisation: Organisation
    path: str = ""
    industry: str = ""
    skills: tuple[str, ...] = ()
    amount_krw: int = 0


@dataclass(frozen=True, slots=True)
class CommitteeEntry:
    """A committee as it is founded: `terms` as in `rules.terms_of`, `criteria` as a sitting takes them."""

    title: str
    mode: str
    terms: Mapping[str, Any]
    criteria: Sequence[Mapping[str, Any]]
    due_at: datetime
    uid: UUID = field(default_factory=uuid4)
