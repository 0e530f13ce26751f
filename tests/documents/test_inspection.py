import io
import random
import time
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.documents.inspection import Finding, Format, Verdict, inspect
from tests.documents.factories import minimal_pdf

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40) + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + bytes(60) + b"\xff\xd9"


def archive(**parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_hpf", ".hpf"), text)
    return packed.getvalue()


def hwpx(text: str = "본문") -> bytes:
    return archive(Contents__content_hpf="<x/>", Contents__section0_xml=f"<t>{text}</t>")


def docx(text: str = "본문") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("[Content_Types].xml", "<x/>")
        file.writestr("word/document.xml", f"<w:t>{text}</w:t>")
    return packed.getvalue()


def hwp5(properties: int = 0) -> bytes:
    header = b"HWP Document File\x00" + bytes(18) + properties.to_bytes(4, "little")
    return OLE + bytes(504) + "FileHeader".encode("utf-16-le") + bytes(100) + header + bytes(200)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (minimal_pdf(), "등록증.pdf", Verdict(Format.PDF, Finding.FINE)),
        (hwpx(), "신청서.hwpx", Verdict(Format.HWPX, Finding.FINE)),
        (hwp5(), "신청서.hwp", Verdict(Format.HWP5, Finding.FINE)),
        (b"HWP Document File V3.00 \x1a\x01" + bytes(40), "옛글.hwp", Verdict(Format.HWP3, Finding.FINE)),
        (docx(), "계획.docx", Verdict(Format.DOCX, Finding.FINE)),
        (PNG, "사진.png", Verdict(Format.PNG, Finding.FINE)),
        (JPEG, "사진.jpg", Verdict(Format.JPEG, Finding.FINE)),
        # One in a hundred .hwpx files in the wild is really HWP 5.
        (hwp5(), "신청서.hwpx", Verdict(Format.HWP5, Finding.MISLABELLED)),
        (minimal_pdf(), "그림.png", Verdict(Format.PDF, Finding.MISLABELLED)),
        (b"", "빈.pdf", Verdict(Format.UNKNOWN, Finding.EMPTY)),
        (b"\x00\x00\n", "빈.hwp", Verdict(Format.UNKNOWN, Finding.EMPTY)),
        (b"hello", "메모.txt", Verdict(Format.UNKNOWN, Finding.UNKNOWN_FORMAT)),
        (b"MZ\x90\x00" + bytes(60), "설치.pdf", Verdict(Format.UNKNOWN, Finding.UNKNOWN_FORMAT)),
        (hwp5(0b10), "암호.hwp", Verdict(Format.HWP5, Finding.ENCRYPTED)),
        (hwp5(0b1_0000), "보안.hwp", Verdict(Format.HWP5, Finding.DRM)),
        (b"<DOCUMENT SAFER V2>" + bytes(40), "보안.pdf", Verdict(Format.UNKNOWN, Finding.DRM)),
        (minimal_pdf()[:-10], "끊김.pdf", Verdict(Format.PDF, Finding.DAMAGED)),
        (PNG[:-12], "끊김.png", Verdict(Format.PNG, Finding.DAMAGED)),
        (hwpx("900101-1234567"), "신청서.hwpx", Verdict(Format.HWPX, Finding.RESIDENT_NUMBER)),
        (hwpx("900101-1******"), "신청서.hwpx", Verdict(Format.HWPX, Finding.FINE)),
        (docx("</w:t><w:t>900101</w:t><w:t>-1234567"), "계획.docx", Verdict(Format.DOCX, Finding.RESIDENT_NUMBER)),
    ],
)
def test_files_are_told_by_their_bytes(data, name, expected):
    assert inspect(data, name) == expected


def test_a_resident_number_in_a_packed_pdf_stream_is_found():
    stream = zlib.compress(b"[(900101) -3 (-1234567)] TJ")
    data = minimal_pdf().replace(b"BT () Tj ET", stream)

    assert inspect(data, "명부.pdf").finding is Finding.RESIDENT_NUMBER


def test_a_locked_pdf_is_told_from_a_damaged_one():
    data = minimal_pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 9 0 R")

    assert inspect(data, "암호.pdf") == Verdict(Format.PDF, Finding.ENCRYPTED)


def test_an_archive_that_unpacks_too_far_is_refused(monkeypatch):
    monkeypatch.setattr("apps.documents.inspection.MAX_UNPACKED_BYTES", 10)

    assert inspect(hwpx("가" * 100), "폭탄.hwpx").finding is Finding.TOO_LARGE_UNPACKED


def test_a_format_that_was_not_asked_for_is_refused():
    assert inspect(PNG, "사진.png", accepted=frozenset({Format.PDF})) == Verdict(Format.PNG, Finding.NOT_ASKED)


@given(st.binary(max_size=400), st.text(max_size=12))
def test_any_bytes_get_a_verdict(data, name):
    assert isinstance(inspect(data, name), Verdict)


@given(st.sampled_from([b"PK\x03\x04", OLE, b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n"]), st.binary(max_size=300))
def test_a_beginning_alone_never_passes(start, rest):
    assert not inspect(start + rest, "파일.pdf").is_usable or b"%%EOF" in rest


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n" + b"stream\n" * 100_000 + b"startxref\n0\n%%EOF", "등록증.pdf"),
        (docx("<" * 300_000), "계획.docx"),
    ],
    ids=["streams that never end", "tags that never close"],
)
def test_a_file_made_to_be_slow_is_not(data, name):
    before = time.process_time()
    inspect(data, name)
    assert time.process_time() - before < 2


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_archive_gets_a_verdict(packing):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as file:
        file.writestr("[Content_Types].xml", "<x/>" * 100)
        file.writestr("word/document.xml", "<t>본문</t>" * 100)
    drawn = random.Random(1)
    for _try in range(400):
        data = bytearray(packed.getvalue())
        for _byte in range(drawn.randint(1, 6)):
            data[drawn.randrange(len(data))] = drawn.randrange(256)
        assert isinstance(inspect(bytes(data), "계획.docx"), Verdict)
