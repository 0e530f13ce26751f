"""OLE compound files: HWP 5, office files locked by a password, and the office formats of before 2007.

Source: 한글 문서 파일 구조 5.0 (한글과컴퓨터). `FileHeader` holds the properties, `BodyText/Section…` the records.
Tag 67 is the text of a paragraph in UTF-16, in which control characters below 32 take one place or eight.
"""

import io
import zlib
from collections.abc import Iterator

import olefile

from apps.documents.inspection.verdicts import Finding, Format, NotRead

START = bytes.fromhex("D0CF11E0A1B11AE1")
HWP_SIGNATURE = b"HWP Document File"
PROPERTIES = slice(36, 40)
PACKED = 1 << 0
LOCKED = 1 << 1 | 1 << 8
DISTRIBUTED = 1 << 2
PROTECTED = 1 << 4 | 1 << 10
OLD_OFFICE = ("WordDocument", "Workbook", "Book", "PowerPoint Document")
PARAGRAPH_TEXT = 67
LONG_RECORD = 0xFFF
# Controls that take one place; all others below 32 take eight.
SHORT_CONTROLS = frozenset({0, 10, 13, *range(24, 32)})
FIRST_LETTER = 32
MAX_TEXT_BYTES = 20 * 1024 * 1024


class Compound:
    """One compound file and its streams."""

    def __init__(self, data: bytes) -> None:
        """Raises NotRead when the file's own tables are broken."""
        try:
            self.file = olefile.OleFileIO(io.BytesIO(data))
            self.names = ["/".join(path) for path in self.file.listdir()]
        except Exception as broken:  # a reader of hostile bytes may end with anything
            raise NotRead from broken

    def stream(self, name: str) -> bytes:
        try:
            with self.file.openstream(name) as stream:
                return bytes(stream.read())
        except Exception as broken:
            raise NotRead from broken

    @property
    def properties(self) -> int:
        """The properties of a HWP 5 file; raises NotRead."""
        header = self.stream("FileHeader")
        if not header.startswith(HWP_SIGNATURE):
            raise NotRead
        return int.from_bytes(header[PROPERTIES], "little")


def judge(data: bytes) -> tuple[Format, Finding]:
    """Which compound file it is, and whether it is locked."""
    try:
        compound = Compound(data)
        if "EncryptedPackage" in compound.names:
            is_drm = any("DRMEncrypted" in name for name in compound.names)
            return Format.UNKNOWN, Finding.DRM if is_drm else Finding.ENCRYPTED
        if "FileHeader" in compound.names:
            return Format.HWP5, _lock(compound.properties)
    except NotRead:
        return Format.UNKNOWN, Finding.DAMAGED
    is_old = any(name in compound.names for name in OLD_OFFICE)
    return Format.UNKNOWN, Finding.OLD_OFFICE if is_old else Finding.UNKNOWN_FORMAT


def text(data: bytes) -> Iterator[str]:
    """The paragraphs of a HWP 5 file, section by section. Raises NotRead, for one made for reading only too."""
    compound = Compound(data)
    properties = compound.properties
    if properties & DISTRIBUTED:
        raise NotRead
    left = MAX_TEXT_BYTES
    for name in sorted(name for name in compound.names if name.startswith("BodyText/Section")):
        records = compound.stream(name)
        if properties & PACKED:
            records = _unpacked(records, left)
        left -= len(records)
        yield "\n".join(_paragraphs(records))


def _lock(properties: int) -> Finding:
    if properties & LOCKED:
        return Finding.ENCRYPTED
    return Finding.DRM if properties & PROTECTED else Finding.FINE


def _unpacked(records: bytes, allowed: int) -> bytes:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        data = unpacker.decompress(records, max(1, allowed))
    except zlib.error as broken:
        raise NotRead from broken
    if unpacker.unconsumed_tail:
        raise NotRead
    return data


def _paragraphs(records: bytes) -> Iterator[str]:
    place = 0
    while place + 4 <= len(records):
        head = int.from_bytes(records[place : place + 4], "little")
        place += 4
        tag, size = head & 0x3FF, head >> 20
        if size == LONG_RECORD:
            size = int.from_bytes(records[place : place + 4], "little")
            place += 4
        if tag == PARAGRAPH_TEXT:
            yield _letters(records[place : place + size])
        place += size


def _letters(data: bytes) -> str:
    letters, place = [], 0
    while place + 2 <= len(data):
        code = int.from_bytes(data[place : place + 2], "little")
        if code >= FIRST_LETTER:
            letters.append(data[place : place + 2])
        elif code in (9, 10):
            letters.append(b"\n\x00")
        place += 2 if code >= FIRST_LETTER or code in SHORT_CONTROLS else 16
    return b"".join(letters).decode("utf-16-le", "replace")
