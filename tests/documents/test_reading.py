"""Tables that people hand in: every encoding and shape that reads, every file that does not."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.documents import reading
from apps.documents.reading import Line, TableRefused, read, resident_numbers
from tests.documents import files
from tests.documents.tables import csv_bytes, xlsx_bytes

HEADINGS = ("이름", "금액", "날")
ROWS = [("이름", "금액", "날"), ("표본기업", 1200, "2026-06-01"), (), ("둘째", "", "")]
LINES = [Line(2, {"이름": "표본기업", "금액": "1200", "날": "2026-06-01"}), Line(4, {"이름": "둘째"})]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (csv_bytes(ROWS), "표.csv"),
        (csv_bytes(ROWS, "utf-8"), "표.csv"),
        (csv_bytes(ROWS, "cp949"), "표.csv"),
        (xlsx_bytes(ROWS), "표.xlsx"),
        (xlsx_bytes(ROWS), "이름이 다른.csv"),
    ],
    ids=["utf-8 with mark", "utf-8", "cp949", "workbook", "misnamed"],
)
def test_a_table_reads_alike_from_every_file_with_the_numbers_of_its_rows(data, name):
    assert read(data, name, HEADINGS, ("이름",)) == LINES


def test_cells_of_a_workbook_read_as_people_see_them():
    rows = [
        ("이름", "금액", "날"),
        (True, 3.0, date(2026, 6, 1)),
        (2.5, "'=1+1", datetime(2026, 6, 1, 9, 30)),  # noqa: DTZ001 a sheet has no zone
    ]

    found = read(xlsx_bytes(rows), "표.xlsx", HEADINGS, ())

    assert [line.cells for line in found] == [
        {"이름": "예", "금액": "3", "날": "2026-06-01"},
        {"이름": "2.5", "금액": "=1+1", "날": "2026-06-01 09:30"},
    ]


def test_headings_may_be_marked_and_spaced_and_stand_in_any_order():
    data = csv_bytes([("금 액", "이름 *"), ("1", "가")])

    assert read(data, "표.csv", HEADINGS, ("이름",)) == [Line(2, {"금액": "1", "이름": "가"})]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("이름", "가격"), ("가", 1)], "없는 제목의 열이 있습니다: 가격"),
        ([("이름", "이름"), ("가", "나")], "같은 제목의 열이 두 번 있습니다: 이름"),
        ([("금액",), (1,)], "꼭 있어야 하는 열이 없습니다: 이름"),
        ([("이름",)], "제목 줄 아래에 내용이 없습니다"),
        ([("", ""), ("", "")], "빈 파일"),
    ],
)
@pytest.mark.parametrize("written", [csv_bytes, xlsx_bytes])
def test_a_table_with_wrong_headings_is_refused_by_name(rows, words, written):
    with pytest.raises(TableRefused, match=words):
        read(written(rows), "표.xlsx", HEADINGS, ("이름",))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "빈 파일"),
        (b"MZ" + bytes(60), "실행 파일"),
        (files.pdf(), "표가 아닌 파일"),
        (files.docx(), "표가 아닌 파일"),
        (files.compound({"EncryptedPackage": b"x"}), "암호가 걸린"),
        (b"SCDSA004" + bytes(60), "문서보안"),
        (files.xlsx(), "손상되어"),
        (files.bomb(), "너무 커지는"),
        ('이름\n"닫지 않은 따옴표'.encode(), "손상되어"),
        (b"\xff\xfe\xfa\x80\x81", "글자를 읽을 수 없는"),
    ],
)
def test_what_is_no_table_is_refused_in_plain_words(data, words):
    with pytest.raises(TableRefused, match=words):
        read(data, "표.xlsx", HEADINGS, ("이름",))


def test_a_table_that_is_too_long_or_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    with pytest.raises(TableRefused) as long:
        read(csv_bytes([("이름",), ("가",), ("나",), ("다",)]), "표.csv", HEADINGS, ("이름",))
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    with pytest.raises(TableRefused) as large:
        read(csv_bytes([("이름",), ("가나다라",)]), "표.csv", HEADINGS, ("이름",))

    assert (long.value.code, large.value.code) == ("table_too_long", "table_too_large")


def test_a_nul_byte_is_told_by_row_and_heading():
    with pytest.raises(TableRefused, match="3번째 줄의 ‘이름’") as refusal:
        read(csv_bytes([("이름",), ("가",), ("나\x00다",)]), "표.csv", HEADINGS, ("이름",))

    assert refusal.value.code == "table_nul"


def test_a_resident_number_is_found_in_its_cell_and_a_corporate_number_is_none():
    line = Line(2, {"비고": "900101-1234568", "법인등록번호": "110111-1234567"})

    assert [one.field for one in resident_numbers(line)] == ["비고"]


LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z"))


@given(st.lists(st.text(LETTERS, min_size=1), min_size=1))
def test_texts_of_a_csv_come_back_as_they_were_typed(texts):
    data = csv_bytes([("이름", "금액"), *((text, "1") for text in texts)])

    found = read(data, "표.csv", ("이름", "금액"), ("이름",))

    assert [line.cells["이름"] for line in found] == [reading.restored(text) for text in texts]
