"""Lists as files: CSV and XLSX with headings, streamed, with nothing in them that a spreadsheet program would run.

One way for every list of the house: the rows and filters of its page, asked for with ``?format=xlsx`` or ``csv``.
"""

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook

from apps.kernel import clocks
from apps.kernel.errors import Invalid, Text
from apps.kernel.language import localized_value

MOST_ROWS = 50_000
CHUNK = 500
# What a spreadsheet program takes for the beginning of a formula, in its plain and its full-width shape.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Letters that XML cannot hold, and NUL, which few programs read.
NOT_WRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_CELL = 32_000
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Format(StrEnum):
    """Files that people take a list away in."""

    XLSX = "xlsx"
    CSV = "csv"


class TooManyRows(Invalid):
    """A list that is too long for one file."""

    message = _("5만 건이 넘어 한 파일로 내려받을 수 없습니다. 조건을 더해 줄인 뒤 다시 내려받아 주십시오.")
    code = "too_many_rows"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its heading, and what of a row stands in it (text, number, day, moment or nothing)."""

    heading: Text
    value: Callable[[Any], Any]


def field(heading: Text, name: str) -> Column:
    """A column that holds one field of a light row."""
    return Column(heading, lambda row: row[name])


def named(heading: Text, name: str) -> Column:
    """A column that holds a name kept in two languages, as the reader reads."""
    return Column(heading, lambda row: localized_value(row, name))


def worded(heading: Text, name: str, choices: Iterable[tuple[Any, Text]]) -> Column:
    """A column that holds the words of a field's code."""
    words = dict(choices)
    return Column(heading, lambda row: words.get(row[name], row[name]))


Answer = StreamingHttpResponse | FileResponse


def asked(query: Mapping[str, str]) -> Format | None:
    """The file a reader asks for in place of the page; a format we do not write means the page."""
    wanted = query.get("format", "")
    return Format(wanted) if wanted in set(Format) else None


def answer(
    request: HttpRequest,
    name: Text,
    rows: QuerySet[Any],
    order: Sequence[str],
    columns: Sequence[Column],
    *,
    values: Sequence[str] = (),
) -> Answer | None:
    """The list as the file the reader asked for, or None where the page was asked for.

    ``rows``, ``order`` and ``values`` are those of the page (see ``keyset.page``), so that the file holds what the
    page's filters leave and nothing else. Raises TooManyRows beyond ``MOST_ROWS``.
    """
    form = asked(request.GET)
    if form is None:
        return None
    if rows.order_by().values("pk")[: MOST_ROWS + 1].count() > MOST_ROWS:
        raise TooManyRows
    ordered = rows.order_by(*order)
    read = (ordered.values(*values) if values else ordered).iterator(chunk_size=CHUNK)
    return written(form, name, columns, read)


def written(form: Format, name: Text, columns: Sequence[Column], rows: Iterable[Any]) -> Answer:
    """Rows as a file to download, headings and words in the language of this moment."""
    language = get_language() or "ko"
    title = f"{name} {clocks.local_date(timezone.now()):%Y-%m-%d}"
    if form is Format.CSV:
        response: Answer = StreamingHttpResponse(_csv(columns, rows, language), content_type=TYPES[form])
    else:
        response = FileResponse(_xlsx(str(name), columns, rows), content_type=TYPES[form])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{title}.{form}', safe='')}"
    response["Cache-Control"] = "private, no-store"
    return response


def harmless(text: str) -> str:
    """Text that no spreadsheet program takes for a formula: an apostrophe before what would begin one."""
    plain = NOT_WRITTEN.sub("", text)[:LONGEST_CELL]
    return f"'{plain}" if plain.startswith(STARTS_A_FORMULA) else plain


def restored(text: str) -> str:
    """The text behind ``harmless``, for a file of ours that is read again."""
    return text[1:] if text.startswith("'") and text[1:].startswith(STARTS_A_FORMULA) else text


def _cell(value: Any) -> Any:
    """A value as a cell holds it: figures, days and moments as such, everything else as harmless text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("예") if value else _("아니요"))
    if isinstance(value, datetime):
        return clocks.local(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, int | float | Decimal | date):
        return value
    return harmless(str(value))


def _csv(columns: Sequence[Column], rows: Iterable[Any], language: str) -> Iterator[bytes]:
    """The file piece by piece; the mark at its beginning tells spreadsheet programs that it is UTF-8."""
    with override(language):
        yield "\ufeff".encode() + _lines([[harmless(str(column.heading)) for column in columns]])
    remaining = iter(rows)
    while piece := list(islice(remaining, CHUNK)):
        with override(language):
            cells = [[_cell(column.value(row)) for column in columns] for row in piece]
        yield _lines(cells)


def _lines(cells: Sequence[Sequence[Any]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(cells)
    return buffer.getvalue().encode()


def _xlsx(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> Any:
    """The finished workbook in a temporary file; rows are written as they are read."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
    sheet.freeze_panes = "A2"
    sheet.append([harmless(str(column.heading)) for column in columns])
    for row in rows:
        sheet.append([_cell(column.value(row)) for column in columns])
    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    book.save(file)
    file.seek(0)
    return file
