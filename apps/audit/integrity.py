"""Where history does not hold."""

from collections.abc import Iterator

from apps.audit import selectors


def problems() -> Iterator[str]:
    for label, subject_id, position in selectors.broken_chains():
        yield f"{label}:{subject_id} event {position} does not follow from the one before"
    for seal in selectors.broken_seals():
        yield f"seal of {seal.sealed_at:%Y-%m-%d} no longer covers the events it was made over"
