"""Lists as files: what a spreadsheet program reads in them, and what it must not run."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from apps.directory.models import Organisation
from apps.kernel import tables
from apps.kernel.tables import Column, Format, TooManyRows, asked, field, harmless, restored, written

AT = datetime(2026, 6, 1, 1, 30, tzinfo=UTC)
COLUMNS = (field("이름", "name"), field("금액", "krw"), field("날", "day"), field("시각", "at"), field("여부", "yes"))
ROW = {"name": "=1+1", "krw": -5, "day": date(2026, 6, 1), "at": AT, "yes": True}


def of_csv(response) -> list[list[str]]:
    data = b"".join(response.streaming_content)
    assert data.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def of_xlsx(response) -> list[tuple]:
    data = b"".join(response.streaming_content)
    return list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


@given(st.text())
def test_no_text_in_a_file_begins_a_formula_and_it_can_be_read_back(text):
    safe = harmless(text)

    assert not safe.startswith(tables.STARTS_A_FORMULA)
    assert restored(safe) == tables.NOT_WRITTEN.sub("", text) or text.startswith("'")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na", "＝1"])
def test_what_would_begin_a_formula_gets_an_apostrophe(text):
    assert harmless(text) == f"'{text}"


def test_a_csv_has_korean_headings_local_time_and_harmless_text():
    found = of_csv(written(Format.CSV, "표본", COLUMNS, [ROW]))

    assert found == [
        ["이름", "금액", "날", "시각", "여부"],
        ["'=1+1", "-5", "2026-06-01", "2026-06-01 10:30:00", "예"],
    ]


def test_a_workbook_holds_figures_and_days_as_such():
    found = of_xlsx(written(Format.XLSX, "표본/목록", COLUMNS, [ROW]))

    assert found[0] == ("이름", "금액", "날", "시각", "여부")
    assert [str(value) for value in found[1]] == ["'=1+1", "-5", "2026-06-01 00:00:00", "2026-06-01 10:30:00", "예"]


@pytest.mark.parametrize("form", list(Format))
def test_letters_that_no_file_can_hold_are_left_out(form):
    rows = [{"name": "가\x00나\x0b다"}, {"name": None}, {"name": Decimal("1.50")}]
    read = of_csv if form is Format.CSV else of_xlsx

    found = read(written(form, "표본", (field("이름", "name"),), rows))

    assert found[1][0] == "가나다"
    assert len(found) == 4


def test_a_format_we_do_not_write_means_the_page():
    assert asked({"format": "pdf"}) is None
    assert asked({}) is None
    assert asked({"format": "csv"}) is Format.CSV


@pytest.mark.django_db
def test_a_list_that_is_too_long_for_one_file_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 1)
    for name in "가나":
        Organisation.objects.create(kind="supplier", name_ko=name, created_at=AT)
    request = RequestFactory().get("/?format=csv")

    with pytest.raises(TooManyRows) as refusal:
        tables.answer(request, "표본", Organisation.objects.all(), ("pk",), (Column("이름", str),))

    assert refusal.value.status == 422
