"""The hash chain over a subject's events."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """What of one event is chained: identifiers, states and times, never values that may have to be erased."""

    subject_label: str
    subject_id: int
    position: int
    action: str
    actor_id: int | None
    at: str
    before: Any
    after: Any


def moment(at: datetime) -> str:
    """One spelling of a moment, whatever zone it was written in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def chain(previous_hash: str, entry: Entry) -> str:
    """SHA-256 over the previous hash and the entry in one canonical spelling."""
    body: Mapping[str, Any] = {name: getattr(entry, name) for name in Entry.__slots__}
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous_hash}\n{text}".encode()).hexdigest()


def first_break(entries: Sequence[tuple[Entry, str, str]]) -> int | None:
    """Position of the first event that does not follow from the one before; None when the chain holds.

    Each item is (entry, its previous_hash, its hash), in order of position starting at 1.
    """
    expected = ""
    for number, (entry, previous, own) in enumerate(entries, start=1):
        if entry.position != number or previous != expected or chain(previous, entry) != own:
            return number
        expected = own
    return None


def root(heads: Iterable[tuple[str, int, str]], previous_root: str) -> str:
    """One hash over the last hash of every chain, whatever the order they come in."""
    digest = hashlib.sha256(previous_root.encode())
    for label, subject_id, head in sorted(heads):
        digest.update(f"\n{label}:{subject_id}:{head}".encode())
    return digest.hexdigest()
