"""Telling a file by its bytes: bytes in, a verdict out. No Django, no clock, nothing fetched.

`glance` reads only what lies open (signature, table of contents, locks) and is quick enough for the moment of
upload; `inspect` reads the text too and is a worker's job.
"""

from collections.abc import Iterator

from apps.documents.inspection import archives, compound, hwp3, office, pdf, pictures
from apps.documents.inspection.residents import holds_resident_number
from apps.documents.inspection.verdicts import FLAGS, Finding, Format, NotRead, Verdict

__all__ = ["FLAGS", "Finding", "Format", "Verdict", "glance", "inspect"]

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
OFFICE = frozenset({Format.HWPX, Format.DOCX, Format.XLSX, Format.PPTX})
PICTURES = frozenset({Format.PNG, Format.JPEG, Format.HEIC})
# Wrappers of document security: Fasoo, SoftCamp, MarkAny, Nasca.
DRM_STARTS = (b"\x9b\x20DRMONE", b"\x9b DRMONE", b"SCDSA", b"<DOCUMENT SAFER", b"MarkAny", b"<## NASCA DRM", b"FSN")
DRM_WORDS = (b"Fasoo DRM", b"MarkAny Document SAFER")
PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
ARCHIVE_STARTS = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"EGGA", b"ALZ\x01")
HEAD = 512
# Fewer letters than this are a page number on a scanned page, not text.
LEAST_TEXT = 10


def glance(data: bytes, name: str) -> Verdict:
    """What shows at once. ``name`` only serves to find a wrong ending; the bytes decide."""
    verdict = _told(data)
    if verdict.finding is not Finding.FINE:
        return verdict
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    is_named_right = suffix in SUFFIXES[verdict.format]
    return verdict if is_named_right else Verdict(verdict.format, Finding.MISLABELLED)


def inspect(data: bytes, name: str) -> Verdict:
    """The whole judgement: what shows at once, archives within archives, and the text."""
    verdict = glance(data, name)
    if not verdict.is_usable:
        return verdict
    archive = archives.opened(data) if verdict.format in OFFICE else None
    nested = archives.check_nested(archive) if archive else Finding.FINE
    return Verdict(verdict.format, nested or _read(verdict.format, data) or verdict.finding)


def _told(data: bytes) -> Verdict:  # noqa: PLR0911 one return a family
    """The format by the first bytes and, for containers, by what lies inside."""
    if not data.strip(b"\x00 \r\n\t"):
        return Verdict(Format.UNKNOWN, Finding.EMPTY)
    if data.startswith(DRM_STARTS) or any(words in data[:HEAD] for words in DRM_WORDS):
        return Verdict(Format.UNKNOWN, Finding.DRM)
    if data.startswith((archives.START, archives.EMPTY)):
        return _archive(data)
    if data.startswith(compound.START):
        return Verdict(*compound.judge(data))
    if data.startswith(hwp3.START):
        return Verdict(Format.HWP3, hwp3.check(data))
    if data.startswith(PROGRAM_STARTS):
        return Verdict(Format.UNKNOWN, Finding.PROGRAM)
    picture = pictures.detect(data)
    if picture is not Format.UNKNOWN:
        return Verdict(picture, pictures.check(picture, data))
    if pdf.is_pdf(data):
        return Verdict(Format.PDF, pdf.check(data))
    is_packed = data.startswith(ARCHIVE_STARTS)
    return Verdict(Format.UNKNOWN, Finding.ARCHIVE if is_packed else Finding.UNKNOWN_FORMAT)


def _archive(data: bytes) -> Verdict:
    archive = archives.opened(data)
    if archive is None:
        return Verdict(Format.UNKNOWN, Finding.DAMAGED)
    form = office.detect(archive)
    if form is Format.UNKNOWN:
        return Verdict(form, archives.check(archive, len(data)) or Finding.ARCHIVE)
    return Verdict(form, office.check(archive, len(data)))


def _read(form: Format, data: bytes) -> Finding:
    """What the text says, or that there is none a program can read."""
    letters = 0
    try:
        for piece in _text(form, data):
            if holds_resident_number(piece):
                return Finding.RESIDENT_NUMBER
            letters += sum(len(word) for word in piece.split())
    except NotRead:
        return Finding.UNREAD
    return Finding.FINE if letters >= LEAST_TEXT else Finding.NO_TEXT


def _text(form: Format, data: bytes) -> Iterator[str]:
    if form is Format.PDF:
        return pdf.text(data)
    if form is Format.HWP5:
        return compound.text(data)
    archive = archives.opened(data) if form in OFFICE else None
    return office.text(archive) if archive else iter(())
