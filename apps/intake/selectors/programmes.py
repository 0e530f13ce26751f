"""Programmes as the public sees them, and the words of the forms."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from apps.intake.models import Call, Programme, Word
from apps.intake.selectors.calls import open_calls
from apps.kernel.errors import Text


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """A programme with the calls that take applications now."""

    programme: Programme
    calls: tuple[Call, ...]
    door_label: Text

    @property
    def is_open(self) -> bool:
        """Whether one can apply today."""
        return bool(self.calls)


def programme_cards(at: datetime, *, text: str = "", door: str = "", only_open: bool = False) -> list[ProgrammeCard]:
    """Active programmes with their open calls, searched by words and door."""
    programmes = Programme.objects.filter(is_active=True)
    for word in text.split():
        programmes = programmes.filter(
            Q(name_ko__icontains=word)
            | Q(name_en__icontains=word)
            | Q(summary_ko__icontains=word)
            | Q(summary_en__icontains=word)
            | Q(body_ko__icontains=word)
        )
    if door:
        programmes = programmes.filter(door=door)
    calls: dict[int, list[Call]] = {}
    for call in open_calls(at):
        calls.setdefault(call.programme_id, []).append(call)
    cards = [
        ProgrammeCard(programme, tuple(calls.get(programme.pk, ())), programme.get_door_display())
        for programme in programmes.order_by("position", "pk")
    ]
    return [card for card in cards if card.is_open or not only_open]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of every list, read at once."""

    lists: Mapping[str, tuple[Word, ...]]

    def of(self, list_: str, codes: Collection[str] | None = None) -> list[Word]:
        """The words of a list in their order; with `codes`, only those."""
        return [word for word in self.lists.get(list_, ()) if codes is None or word.code in codes]

    def names(self, list_: str) -> dict[str, str]:
        """Names in the reader's language by code."""
        return {word.code: word.name for word in self.lists.get(list_, ())}

    def choices(self, list_: str) -> list[tuple[str, str]]:
        """A form field's choices."""
        return list(self.names(list_).items())


def vocabulary() -> Vocabulary:
    """All words of the forms, in one query."""
    lists: dict[str, list[Word]] = {}
    for word in Word.objects.order_by("position", "pk"):
        lists.setdefault(word.list, []).append(word)
    return Vocabulary({name: tuple(rows) for name, rows in lists.items()})
