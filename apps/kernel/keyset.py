"""Pages of a list that cost the same at the first row and at the last.

A page is found by the values of its neighbours' sort keys, never by OFFSET, and the count stops at a bound.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Count, F, Field, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce

COUNT_BOUND = 1000
BIGGEST = 2**63 - 1
SIZE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its rows and the query strings of the pages around it (empty when there is none)."""

    rows: Sequence[Any]
    first: str
    previous: str
    next: str
    last: str
    count: int
    count_is_bounded: bool

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page(
    queryset: QuerySet[Any],
    order: Sequence[str],
    asked: Mapping[str, str],
    *,
    size: int = SIZE,
    values: Sequence[str] = (),
    parts: Sequence[Q] = (),
) -> Page:
    """Cut one page out of ``queryset``; with ``values`` its rows are light: dicts of these fields.

    Name the fields here rather than in the queryset: then their joins are made for one page and not for the count.

    ``order`` names fields that are never null, "-" before all of them for descending, the last one unique ("pk").
    ``asked`` is the request's query: ``after``, ``before`` and ``end`` steer, everything else is kept in the
    neighbours' addresses. ``parts`` are conditions that split the rows between them: each is read for itself, along
    an index of its own, where one look for all of them would walk past everybody else's rows.
    """
    if len({name.startswith("-") for name in order}) > 1:
        raise ValueError(f"one direction for all keys: {order}")
    kept = {key: value for key, value in asked.items() if key not in {"after", "before", "end"}}
    backwards = "before" in asked or "end" in asked
    names = [_reverse(name) for name in order] if backwards else list(order)
    cursor = _decode(asked.get("before") if "before" in asked else asked.get("after"), len(order))
    if cursor and not _fits(queryset.model, order, cursor):
        cursor = None
    rows_asked = queryset.order_by(*names)
    if cursor and "end" not in asked:
        rows_asked = rows_asked.filter(_beyond(names, cursor))
    light = rows_asked.values(*values) if values else rows_asked
    rows = _merged([light.filter(part) for part in parts] or [light], names, size + 1)
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    has_previous = more if backwards else bool(cursor)
    has_next = bool(cursor) and "end" not in asked if backwards else more
    # Keys alone and no ORDER BY: the database shows nothing, and stops counting at the bound.
    count = queryset.order_by().values("pk")[: COUNT_BOUND + 1].count()
    return Page(
        rows=rows,
        first=_query(kept) if has_previous else "",
        previous=_query(kept, before=_encode(rows[0], order)) if has_previous and rows else "",
        next=_query(kept, after=_encode(rows[-1], order)) if has_next and rows else "",
        last=_query(kept, end="1") if has_next else "",
        count=min(count, COUNT_BOUND),
        count_is_bounded=count > COUNT_BOUND,
    )


def _merged(parts: Sequence[QuerySet[Any, Any]], names: Sequence[str], most: int) -> list[Any]:
    """The first rows of all parts together, in their common order."""
    found = [row for part in parts for row in part[:most]]
    if len(parts) > 1:
        keys = [name.lstrip("-") for name in names]
        found.sort(key=lambda row: [_value(row, key) for key in keys], reverse=names[0].startswith("-"))
    return found[:most]


def how_many(rows: QuerySet[Any], by: str) -> Combinable:
    """A column that counts the ``rows`` whose field ``by`` names the listed row.

    Worked out for the rows of one page alone, where an aggregate over a join would group the whole table first.
    """
    mine = rows.order_by().filter(**{by: OuterRef("pk")}).values(by)
    return Coalesce(Subquery(mine.annotate(how_many=Count("pk")).values("how_many")), 0)


def start(rows: QuerySet[Any, Any], most: int) -> tuple[list[Any], bool]:
    """The first rows of a list that is shown without pages, and whether there are more."""
    found = list(rows[: most + 1])
    return found[:most], len(found) > most


def _reverse(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _query(kept: Mapping[str, str], **steering: str) -> str:
    return "?" + urlencode({**kept, **steering})


def _beyond(names: Sequence[str], cursor: Sequence[Any]) -> TupleGreaterThan | TupleLessThan:
    """Rows after the cursor in the given order: (a, b) > (x, y), as one step into an index on (a, b)."""
    keys = Tuple(*(F(name.lstrip("-")) for name in names))
    return TupleLessThan(keys, cursor) if names[0].startswith("-") else TupleGreaterThan(keys, cursor)


def _encode(row: Any, order: Sequence[str]) -> str:
    values = [_plain(_value(row, name.lstrip("-"))) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _value(row: Any, name: str) -> Any:
    if isinstance(row, Mapping):
        return row[name]
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _plain(value: Any) -> Any:
    return (
        value.isoformat() if isinstance(value, datetime | date) else str(value) if isinstance(value, Decimal) else value
    )


def _decode(text: str | None, length: int) -> list[Any] | None:
    """The cursor's values; a damaged cursor means the first page."""
    if not text:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        return None
    well_formed = isinstance(values, list) and len(values) == length and all(_is_key(value) for value in values)
    return values if well_formed else None


def _fits(model: type[Model], order: Sequence[str], cursor: Sequence[Any]) -> bool:
    """Whether every value of a cursor is one its field could hold; a made-up cursor means the first page."""
    try:
        return all(_holds(model, name.lstrip("-"), value) for name, value in zip(order, cursor, strict=True))
    except (ValidationError, TypeError, ValueError, OverflowError):
        return False


def _holds(model: type[Model], path: str, value: Any) -> bool:
    *relations, last = path.split("__")
    for relation in relations:
        related = model._meta.get_field(relation).related_model
        if not isinstance(related, type):
            return False
        model = related
    try:
        field = model._meta.pk if last == "pk" else model._meta.get_field(last)
    except FieldDoesNotExist:
        return True  # worked out by the query itself
    if not isinstance(field, Field):
        return False
    known = field.to_python(value)
    return "\x00" not in str(known) and (not isinstance(known, int) or abs(known) <= BIGGEST)


def _is_key(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)
