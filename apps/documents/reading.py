"""Tables that people hand in: XLSX by its bytes, CSV in UTF-8 or CP949, row by row with the file's own numbers."""

import csv
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from apps.documents.errors import RefusedFile
from apps.documents.inspection import Finding, Format, glance
from apps.documents.inspection.residents import holds_resident_number
from apps.documents.labels import FINDINGS
from apps.kernel.errors import Problem
from apps.kernel.tables import restored

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED_BYTES = 100 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 100
# Rows without a word in them that a spreadsheet program leaves behind what was typed.
MOST_EMPTY = 1_000
ENCODINGS = ("utf-8-sig", "cp949")
# What somebody meant as a table: everything else inspection knows by its bytes is refused by its own words.
PLAIN = Finding.UNKNOWN_FORMAT


class TableRefused(RefusedFile):
    """A file that is no table that can be taken over."""

    code = "table_refused"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its number in the file, and its texts by heading."""

    number: int
    cells: dict[str, str]


def read(data: bytes, name: str, headings: Collection[str], required: Collection[str]) -> list[Line]:
    """The rows below the headings. Raises TableRefused with what is wrong with the file as a whole.

    ``headings`` are those that a table may have, ``required`` those that it must have. Rows without a word are left
    out; a row's number is the one that a spreadsheet program shows.
    """
    rows = _numbered(_xlsx(data) if _is_workbook(data, name) else _csv(data))
    first = next(rows, None)
    if first is None:
        raise TableRefused(FINDINGS[Finding.EMPTY], field="file")
    names = _checked_headings(first[1], headings, required)
    lines = [Line(number, _by_heading(names, cells)) for number, cells in rows]
    if not lines:
        raise TableRefused(_("제목 줄 아래에 내용이 없습니다. 한 줄에 하나씩 적어 올려 주십시오."), field="file")
    for line in lines:
        _demand_readable(line)
    return lines


def _demand_readable(line: Line) -> None:
    """No database keeps a NUL byte in text, so the table is not kept to be looked through either."""
    for heading, text in line.cells.items():
        if "\x00" in text:
            words = _("%(row)s번째 줄의 ‘%(heading)s’에 쓸 수 없는 글자(NUL)가 있습니다. 지우고 다시 올려 주십시오.")
            told = {"row": line.number, "heading": heading}
            raise TableRefused(words % told, field="file", code="table_nul")


def resident_numbers(line: Line) -> list[Problem]:
    """The cells of a row that read as a resident registration number, which is kept nowhere."""
    words = _("가리지 않은 주민등록번호가 있습니다. 지우고 다시 올려 주십시오.")
    return [
        Problem(heading, words) for heading, text in line.cells.items() if holds_resident_number(f"{heading} {text}")
    ]


def _is_workbook(data: bytes, name: str) -> bool:
    """Whether the bytes are a workbook; raises TableRefused for what is neither that nor plain text."""
    if len(data) > MOST_BYTES:
        words = _("표 파일은 %(most)dMB까지 올릴 수 있습니다. 나누어 올려 주십시오.")
        raise TableRefused(words % {"most": MOST_BYTES // 1024**2}, field="file", code="table_too_large")
    verdict = glance(data, name)
    if verdict.format is Format.XLSX and verdict.finding in (Finding.FINE, Finding.MISLABELLED):
        return True
    if verdict.format is Format.UNKNOWN and verdict.finding is PLAIN:
        return False
    if verdict.finding in (Finding.FINE, Finding.MISLABELLED):
        raise TableRefused(_("표가 아닌 파일입니다. 엑셀(XLSX)이나 CSV 파일로 올려 주십시오."), field="file")
    raise TableRefused(FINDINGS[verdict.finding], field="file")


def _xlsx(data: bytes) -> Iterator[list[str]]:
    """The first sheet's rows as texts. What lies in a broken workbook can end in any exception of the library."""
    if sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()) > MOST_UNPACKED_BYTES:
        raise TableRefused(FINDINGS[Finding.TOO_LARGE_UNPACKED], field="file")
    try:
        sheet: Any = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
            yield [_text(value) for value in row]
    except Exception as broken:
        raise TableRefused(FINDINGS[Finding.DAMAGED], field="file") from broken


def _csv(data: bytes) -> Iterator[list[str]]:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            yield from ([_text(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error as broken:
            raise TableRefused(FINDINGS[Finding.DAMAGED], field="file") from broken
        return
    raise TableRefused(
        _("글자를 읽을 수 없는 CSV 파일입니다. 엑셀에서 ‘CSV UTF-8’로 저장해 다시 올려 주십시오."), field="file"
    )


def _numbered(rows: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold a word, with their numbers; a table that is too long is refused before it is read to its end."""
    found = empty = 0
    for number, cells in enumerate(rows, start=1):
        if not any(cells):
            empty += 1
            if empty > MOST_EMPTY:
                return
            continue
        empty, found = 0, found + 1
        if found > MOST_ROWS + 1:
            words = _("한 번에 %(most)s줄까지 올릴 수 있습니다. 파일을 나누어 올려 주십시오.")
            raise TableRefused(words % {"most": f"{MOST_ROWS:,}"}, field="file", code="table_too_long")
        yield number, cells


def _checked_headings(cells: list[str], headings: Collection[str], required: Collection[str]) -> list[str]:
    names = [_plain(cell) for cell in cells]
    known = {_plain(heading): heading for heading in headings}
    told = [name for name in names if name]
    unknown = [name for name in told if name not in known]
    twice = sorted({name for name in told if told.count(name) > 1})
    absent = [name for name in required if _plain(name) not in told]
    for words, wrong in (
        (_("없는 제목의 열이 있습니다: %(names)s. 양식의 제목대로 적어 주십시오."), unknown),
        (_("같은 제목의 열이 두 번 있습니다: %(names)s"), twice),
        (_("꼭 있어야 하는 열이 없습니다: %(names)s"), absent),
    ):
        if wrong:
            raise TableRefused(words % {"names": ", ".join(wrong[:10])[:300]}, field="file", code="table_headings")
    return [known.get(name, "") for name in names]


def _by_heading(names: list[str], cells: list[str]) -> dict[str, str]:
    return {name: text for name, text in zip(names, cells, strict=False) if name and text}


def _plain(heading: str) -> str:
    """A heading without the mark of what must be filled in, and without spaces."""
    return re.sub(r"[\s*]", "", heading)


def _text(value: Any) -> str:
    """A cell as text: whole figures without a point, days without an hour."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "예" if value else "아니요"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time.min else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return restored(str(value).strip())
