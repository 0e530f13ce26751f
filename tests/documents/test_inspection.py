import random
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.documents.inspection import FLAGS, Finding, Format, Verdict, glance, inspect
from tests.documents import files

RESIDENT = "900101-1234567"


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (files.pdf(), "등록증.pdf", Verdict(Format.PDF, Finding.FINE)),
        (files.hwpx(), "신청서.hwpx", Verdict(Format.HWPX, Finding.FINE)),
        (files.hwp5(), "신청서.hwp", Verdict(Format.HWP5, Finding.FINE)),
        (files.hwp5(is_packed=False), "신청서.hwp", Verdict(Format.HWP5, Finding.FINE)),
        (files.docx(), "계획.docx", Verdict(Format.DOCX, Finding.FINE)),
        (files.xlsx(), "표.xlsx", Verdict(Format.XLSX, Finding.FINE)),
        (files.pptx(), "발표.pptx", Verdict(Format.PPTX, Finding.FINE)),
        (files.locked_pdf(""), "증명.pdf", Verdict(Format.PDF, Finding.FINE)),
        # What no program can read is for a person to look at.
        (files.pdf(""), "스캔.pdf", Verdict(Format.PDF, Finding.NO_TEXT)),
        (files.png(), "사진.png", Verdict(Format.PNG, Finding.NO_TEXT)),
        (files.jpeg(), "사진.jpg", Verdict(Format.JPEG, Finding.NO_TEXT)),
        (files.heic(), "사진.heic", Verdict(Format.HEIC, Finding.NO_TEXT)),
        (files.hwp3(), "옛글.hwp", Verdict(Format.HWP3, Finding.NO_TEXT)),
        (files.hwp5(properties=0b100), "배포용.hwp", Verdict(Format.HWP5, Finding.UNREAD)),
        # One in a hundred .hwpx files in the wild is really HWP 5.
        (files.hwp5(), "신청서.hwpx", Verdict(Format.HWP5, Finding.MISLABELLED)),
        (files.pdf(), "그림.png", Verdict(Format.PDF, Finding.MISLABELLED)),
        (b"", "빈.pdf", Verdict(Format.UNKNOWN, Finding.EMPTY)),
        (b"\x00\x00\n", "빈.hwp", Verdict(Format.UNKNOWN, Finding.EMPTY)),
        (b"hello", "메모.txt", Verdict(Format.UNKNOWN, Finding.UNKNOWN_FORMAT)),
        (files.PROGRAM, "설치.pdf", Verdict(Format.UNKNOWN, Finding.PROGRAM)),
        (b"#!/bin/sh\nrm -r x\n", "서류.hwp", Verdict(Format.UNKNOWN, Finding.PROGRAM)),
        (files.archive({"가.txt": "나"}), "묶음.zip", Verdict(Format.UNKNOWN, Finding.ARCHIVE)),
        (b"7z\xbc\xaf\x27\x1c" + bytes(60), "묶음.docx", Verdict(Format.UNKNOWN, Finding.ARCHIVE)),
        (files.compound({"Workbook": b"x"}), "표.xls", Verdict(Format.UNKNOWN, Finding.OLD_OFFICE)),
        (files.compound({"무엇": b"x"}), "무엇.hwp", Verdict(Format.UNKNOWN, Finding.UNKNOWN_FORMAT)),
        (files.locked_pdf("열쇠"), "암호.pdf", Verdict(Format.PDF, Finding.ENCRYPTED)),
        (files.hwp5(properties=0b10), "암호.hwp", Verdict(Format.HWP5, Finding.ENCRYPTED)),
        (files.hwp3(is_locked=True), "암호.hwp", Verdict(Format.HWP3, Finding.ENCRYPTED)),
        (files.locked_hwpx(), "암호.hwpx", Verdict(Format.HWPX, Finding.ENCRYPTED)),
        (files.compound({"EncryptedPackage": b"x"}), "암호.xlsx", Verdict(Format.UNKNOWN, Finding.ENCRYPTED)),
        (
            files.compound({"EncryptedPackage": b"x", "DRMEncryptedTransform": b"y"}),
            "보안.docx",
            Verdict(Format.UNKNOWN, Finding.DRM),
        ),
        (files.hwp5(properties=0b1_0000), "보안.hwp", Verdict(Format.HWP5, Finding.DRM)),
        (b"<DOCUMENT SAFER V2>" + bytes(40), "보안.pdf", Verdict(Format.UNKNOWN, Finding.DRM)),
        (b"\x9b\x20DRMONE  This Document is encrypted" + bytes(9), "보안.hwp", Verdict(Format.UNKNOWN, Finding.DRM)),
        (b"SCDSA004" + bytes(60), "보안.xlsx", Verdict(Format.UNKNOWN, Finding.DRM)),
        (files.pdf()[:-10], "끊김.pdf", Verdict(Format.PDF, Finding.DAMAGED)),
        (files.png()[:-12], "끊김.png", Verdict(Format.PNG, Finding.DAMAGED)),
        (files.jpeg()[:-2], "끊김.jpg", Verdict(Format.JPEG, Finding.DAMAGED)),
        (files.heic()[:-5], "끊김.heic", Verdict(Format.HEIC, Finding.DAMAGED)),
        (files.docx()[:-30], "끊김.docx", Verdict(Format.UNKNOWN, Finding.DAMAGED)),
        (files.hwp5()[:600], "끊김.hwp", Verdict(Format.UNKNOWN, Finding.DAMAGED)),
        (files.png(40_000, 40_000), "큰그림.png", Verdict(Format.PNG, Finding.TOO_LARGE_UNPACKED)),
    ],
)
def test_files_are_told_by_their_bytes(data, name, expected):
    assert inspect(data, name) == expected


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (files.pdf(RESIDENT), "명부.pdf"),
        (files.locked_pdf("", RESIDENT), "명부.pdf"),
        (files.hwpx(RESIDENT), "명부.hwpx"),
        (files.hwpx(f"3</hp:t></hp:p><hp:p><hp:t>{RESIDENT}"), "명부.hwpx"),
        (files.hwp5(f"성명 표본 {RESIDENT}"), "명부.hwp"),
        (files.docx("</w:t><w:t>900101</w:t></w:r><w:r><w:t>-1234567"), "명부.docx"),
        (files.docx("900101&#45;1234567"), "명부.docx"),
        (files.xlsx("7", "9001011234568"), "명부.xlsx"),
        (files.pptx(RESIDENT), "명부.pptx"),
    ],
)
def test_a_resident_number_in_the_text_of_any_format_is_found(data, name):
    assert inspect(data, name).finding is Finding.RESIDENT_NUMBER


@pytest.mark.parametrize("made", [files.pdf, files.hwpx, files.hwp5, files.docx, files.xlsx, files.pptx])
def test_a_masked_number_passes_in_every_format(made):
    name = f"명부.{made.__name__.rstrip('5')}"

    assert inspect(made("900101-1****** Hong Gildong"), name).finding is Finding.FINE


def test_a_file_of_kilobytes_that_unpacks_to_megabytes_is_refused_before_it_is_unpacked():
    data = files.bomb()
    before = time.process_time()

    assert len(data) < 100_000
    assert glance(data, "폭탄.docx") == Verdict(Format.DOCX, Finding.TOO_LARGE_UNPACKED)
    assert time.process_time() - before < 1


def test_an_archive_of_thousands_of_parts_is_refused():
    data = files.archive({f"{number}.xml": "" for number in range(2001)})

    assert glance(data, "폭탄.hwpx").finding is Finding.TOO_LARGE_UNPACKED


def test_archives_in_archives_in_archives_are_refused_but_a_table_in_a_report_is_not():
    table = files.xlsx()
    deep = files.archive({"셋.zip": files.archive({"둘.zip": files.archive({"하나.txt": "가"})})})

    assert inspect(files.docx(**{"word/embeddings/표.xlsx": table}), "보고서.docx").finding is Finding.FINE
    nested = inspect(files.docx(**{"word/embeddings/묶음.zip": deep}), "보고서.docx")
    assert nested.finding is Finding.TOO_LARGE_UNPACKED


def test_a_bomb_within_a_report_is_found():
    hidden = files.docx(**{"word/embeddings/표.xlsx": files.bomb()})

    assert inspect(hidden, "보고서.docx").finding is Finding.TOO_LARGE_UNPACKED


@given(st.binary(max_size=400), st.text(max_size=12))
def test_any_bytes_get_a_verdict(data, name):
    assert isinstance(inspect(data, name), Verdict)


@given(
    st.sampled_from([b"PK\x03\x04", files.OLE_START, b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]),
    st.binary(max_size=300),
)
def test_a_beginning_alone_never_passes_unseen(start, rest):
    verdict = inspect(start + rest, "파일.pdf")

    assert not verdict.is_usable or verdict.finding in FLAGS


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n" + b"stream\n" * 100_000 + b"startxref\n0\n%%EOF", "등록증.pdf"),
        (files.docx("<" * 300_000), "계획.docx"),
        (files.docx("9" * 300_000), "계획.docx"),
    ],
    ids=["streams that never end", "tags that never close", "digits without end"],
)
def test_a_file_made_to_be_slow_is_not(data, name):
    before = time.process_time()
    inspect(data, name)
    assert time.process_time() - before < 2


@pytest.mark.parametrize(
    ("data", "name"),
    [
        *((files.archive({"[Content_Types].xml": "<x/>" * 99, "word/a.xml": "<t>본문</t>" * 99}, packing), "가.docx")
          for packing in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)),
        (files.hwp5(), "가.hwp"),
        (files.pdf(), "가.pdf"),
        (files.jpeg(), "가.jpg"),
        (files.heic(), "가.heic"),
    ],
)  # fmt: skip
def test_a_damaged_file_gets_a_verdict(data, name):
    drawn = random.Random(1)
    for _try in range(150):
        broken = bytearray(data)
        for _byte in range(drawn.randint(1, 6)):
            broken[drawn.randrange(len(broken))] = drawn.randrange(256)
        assert isinstance(inspect(bytes(broken), name), Verdict)
