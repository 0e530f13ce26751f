"""Telling a file by its bytes. Pure: bytes in, a verdict out.

Sources: PDF 32000-1 §7.5.2; PNG and JPEG signatures; OLE compound files (D0CF11E0A1B11AE1) with the stream name
``FileHeader`` for HWP 5; ``.hwpx`` is a ZIP with ``Contents/content.hpf``; HWP 3 begins with its own words.
"""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
MAX_ENTRIES = 2000
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_TEXT_BYTES = 20 * 1024 * 1024
# Six digits of a birth date, a dash, a sex digit, six more; a masked number (with *) passes.
RESIDENT_NUMBER = re.compile(r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s?-\s?[1-8]\d{6}(?!\d)")


class Format(StrEnum):
    PDF = "pdf"
    HWP5 = "hwp5"
    HWP3 = "hwp3"
    HWPX = "hwpx"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    PNG = "png"
    JPEG = "jpeg"
    HEIC = "heic"
    UNKNOWN = "unknown"


class Finding(StrEnum):
    """Why a file cannot be used as it is; empty when it can."""

    FINE = ""
    EMPTY = "empty"
    UNKNOWN_FORMAT = "unknown_format"
    NOT_ASKED = "format_not_asked"
    MISLABELLED = "mislabelled"
    ENCRYPTED = "encrypted"
    DRM = "drm"
    DAMAGED = "damaged"
    TOO_LARGE_UNPACKED = "too_large_unpacked"
    RESIDENT_NUMBER = "resident_number"


# Findings that leave the file usable after a person has looked at it.
FLAGS = frozenset({Finding.MISLABELLED, Finding.RESIDENT_NUMBER})
SUFFIXES = {
    Format.PDF: {"pdf"},
    Format.HWP5: {"hwp"},
    Format.HWP3: {"hwp"},
    Format.HWPX: {"hwpx"},
    Format.DOCX: {"docx"},
    Format.XLSX: {"xlsx"},
    Format.PPTX: {"pptx"},
    Format.PNG: {"png"},
    Format.JPEG: {"jpg", "jpeg"},
    Format.HEIC: {"heic", "heif"},
}
ALL_FORMATS = frozenset(SUFFIXES)
STREAM = re.compile(rb"stream\r?\n")
# Everything that reading a broken archive is known to end with.
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError)
DRM_MARKS = (b"<DOCUMENT SAFER", b"SCDSA00", b"FSN", b"MarkAny", b"\x9b DRMONE")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the bytes are, and what is wrong with them."""

    format: Format
    finding: Finding

    @property
    def is_usable(self) -> bool:
        return self.finding is Finding.FINE or self.finding in FLAGS


def inspect(data: bytes, name: str, *, accepted: frozenset[Format] = ALL_FORMATS) -> Verdict:
    """Judge one file. ``name`` only serves to find a wrong ending; the bytes decide."""
    if not data.strip(b"\x00 \r\n\t"):
        return Verdict(Format.UNKNOWN, Finding.EMPTY)
    if data.startswith(DRM_MARKS):
        return Verdict(Format.UNKNOWN, Finding.DRM)
    form = detect(data)
    if form is Format.UNKNOWN:
        return Verdict(form, Finding.ENCRYPTED if _is_locked_office(data) else Finding.UNKNOWN_FORMAT)
    if form not in accepted:
        return Verdict(form, Finding.NOT_ASKED)
    finding = _CHECKS.get(form, lambda _data: Finding.FINE)(data)
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if finding is Finding.FINE and suffix not in SUFFIXES[form]:
        finding = Finding.MISLABELLED
    return Verdict(form, finding)


def detect(data: bytes) -> Format:  # noqa: PLR0911 one return a signature
    """The format by its first bytes and, for containers, by what lies inside."""
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if data.startswith(b"HWP Document File V3"):
        return Format.HWP3
    if data[4:8] == b"ftyp" and data[8:12] in {b"heic", b"heix", b"mif1", b"hevc", b"msf1"}:
        return Format.HEIC
    if data.startswith(OLE):
        return Format.HWP5 if "FileHeader".encode("utf-16-le") in data else Format.UNKNOWN
    return _zip_format(data) if data.startswith(b"PK\x03\x04") else Format.UNKNOWN


def _zip_format(data: bytes) -> Format:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except BROKEN_ZIP:
        return Format.UNKNOWN
    if "Contents/content.hpf" in names:
        return Format.HWPX
    for mark, form in (("word/", Format.DOCX), ("xl/", Format.XLSX), ("ppt/", Format.PPTX)):
        if "[Content_Types].xml" in names and any(name.startswith(mark) for name in names):
            return form
    return Format.UNKNOWN


def _is_locked_office(data: bytes) -> bool:
    return data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data


def _check_pdf(data: bytes) -> Finding:
    if b"startxref" not in data[-2048:] or b"%%EOF" not in data[-2048:]:
        return Finding.DAMAGED
    if re.search(rb"/Encrypt\s+\d+\s+\d+\s+R", data):
        return Finding.ENCRYPTED
    return Finding.RESIDENT_NUMBER if _has_resident_number(_pdf_text(data)) else Finding.FINE


def _pdf_text(data: bytes) -> str:
    """Whatever text lies in the streams that unpack: enough to find a number written in plain digits."""
    parts, total = [], 0
    for packed in _streams(data):
        try:
            chunk = zlib.decompressobj().decompress(packed, MAX_TEXT_BYTES - total)
        except zlib.error:
            continue
        total += len(chunk)
        # Text shown piece by piece, "[(90) -5 (0101)] TJ", reads as one run.
        parts.append(re.sub(rb"\)[^()\]]*\(", b"", chunk).decode("latin-1"))
        if total >= MAX_TEXT_BYTES:
            break
    return "\n".join(parts)


def _streams(data: bytes) -> Iterator[bytes]:
    """What lies between ``stream`` and the next ``endstream``, each byte looked at a bounded number of times."""
    end = 0
    while start := STREAM.search(data, end):
        end = data.find(b"endstream", start.end())
        if end < 0:
            return
        yield data[start.end() : end]
        end += len(b"endstream")


def _check_zip(data: bytes) -> Finding:
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        return Finding.TOO_LARGE_UNPACKED
    if any(entry.flag_bits & 1 for entry in entries):
        return Finding.ENCRYPTED
    left = MAX_TEXT_BYTES
    for entry in entries:
        if not entry.filename.endswith(".xml") or left <= 0:
            continue
        try:
            with archive.open(entry) as part:
                text = part.read(left)
        except BROKEN_ZIP:
            return Finding.DAMAGED
        left -= len(text)
        if _has_resident_number(re.sub(r"<[^<>]*>", "", text.decode("utf-8", "replace"))):
            return Finding.RESIDENT_NUMBER
    return Finding.FINE


def _check_hwp5(data: bytes) -> Finding:
    """The file header's properties say whether it is locked: bit 1 a password, bits 4 and 8 DRM."""
    start = data.find(b"HWP Document File\x00")
    if start < 0:
        return Finding.DAMAGED
    properties = int.from_bytes(data[start + 36 : start + 40], "little")
    if properties & 0b10:
        return Finding.ENCRYPTED
    return Finding.DRM if properties & 0b1_0001_0000 else Finding.FINE


def _check_png(data: bytes) -> Finding:
    return Finding.FINE if data[12:16] == b"IHDR" and b"IEND" in data[-64:] else Finding.DAMAGED


def _check_jpeg(data: bytes) -> Finding:
    return Finding.FINE if b"\xff\xd9" in data[-1024:] else Finding.DAMAGED


def _has_resident_number(text: str) -> bool:
    return RESIDENT_NUMBER.search(text) is not None


_CHECKS = {
    Format.PDF: _check_pdf,
    Format.HWP5: _check_hwp5,
    Format.HWPX: _check_zip,
    Format.DOCX: _check_zip,
    Format.XLSX: _check_zip,
    Format.PPTX: _check_zip,
    Format.PNG: _check_png,
    Format.JPEG: _check_jpeg,
}
