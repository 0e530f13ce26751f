"""ZIP containers: how far they unpack, and reading their parts without unpacking more than is allowed."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator

from apps.documents.inspection.verdicts import Finding, NotRead

START = b"PK\x03\x04"
EMPTY = b"PK\x05\x06"
MAX_ENTRIES = 2000
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
# Office files shrink to a tenth; what shrinks to a two-hundredth holds nothing a person wrote.
MAX_RATIO = 200
SMALL_BYTES = 10 * 1024 * 1024
# Documents hold documents (a table in a report), but not archives in archives in archives.
MAX_DEPTH = 2
MAX_NESTED_BYTES = 60 * 1024 * 1024
MAX_TEXT_BYTES = 20 * 1024 * 1024
# Everything that reading a broken archive is known to end with.
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError)


def opened(data: bytes) -> zipfile.ZipFile | None:
    """The archive, or None when its table of contents cannot be read."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except BROKEN:
        return None


def check(archive: zipfile.ZipFile, packed: int) -> Finding:
    """Judge by the table of contents alone, before anything is unpacked."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
        return Finding.TOO_LARGE_UNPACKED
    if unpacked > max(SMALL_BYTES, packed * MAX_RATIO):
        return Finding.TOO_LARGE_UNPACKED
    return Finding.ENCRYPTED if any(entry.flag_bits & 1 for entry in entries) else Finding.FINE


def check_nested(archive: zipfile.ZipFile, *, depth: int = 1, allowed: int = MAX_NESTED_BYTES) -> Finding:
    """Judge the archives that lie in an archive, and those in them; all of them together unpack to so much."""
    for entry in archive.infolist():
        try:
            with archive.open(entry) as part:
                beginning = part.read(len(START))
                if beginning != START:
                    continue
                data = beginning + part.read(allowed)
        except BROKEN:
            return Finding.DAMAGED
        allowed -= len(data)
        inner = opened(data)
        if inner is None:
            continue
        if depth >= MAX_DEPTH or allowed <= 0:
            return Finding.TOO_LARGE_UNPACKED
        finding = check(inner, len(data)) or check_nested(inner, depth=depth + 1, allowed=allowed)
        if finding is not Finding.FINE:
            return finding
    return Finding.FINE


def parts(archive: zipfile.ZipFile, suffix: str) -> Iterator[bytes]:
    """The unpacked parts with an ending, until `MAX_TEXT_BYTES` are read. Raises NotRead."""
    left = MAX_TEXT_BYTES
    for entry in archive.infolist():
        if not entry.filename.lower().endswith(suffix):
            continue
        if left <= 0:
            raise NotRead
        try:
            with archive.open(entry) as part:
                data = part.read(left)
        except BROKEN as broken:
            raise NotRead from broken
        left -= len(data)
        yield data
