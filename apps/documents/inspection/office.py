"""HWPX, DOCX, XLSX and PPTX: ZIP containers with parts in XML.

Parts are read as marked-up text and never parsed as XML, so no entity is expanded and nothing is fetched.
Sources: ECMA-376 (OPC); KS X 6101 (OWPML), whose `META-INF/manifest.xml` names the encryption of a locked file.
"""

import html
import re
import zipfile
from collections.abc import Iterator

from apps.documents.inspection import archives
from apps.documents.inspection.verdicts import Finding, Format

HWPX_MARK = "Contents/content.hpf"
HWPX_MANIFEST = "META-INF/manifest.xml"
OOXML_MARK = "[Content_Types].xml"
FOLDERS = (("word/", Format.DOCX), ("xl/", Format.XLSX), ("ppt/", Format.PPTX))
# What ends a paragraph, a cell or a line; every other mark may stand within a word.
BREAKS = re.compile(r"</(?:\w+:)?(?:p|c|v|si|tr|row)>|<(?:\w+:)?(?:br|cr|tab|lineBreak)\b[^<>]*>")
MARKS = re.compile(r"<[^<>]*>")
MANIFEST_BYTES = 1024 * 1024


def detect(archive: zipfile.ZipFile) -> Format:
    """Which of the office formats an archive is."""
    names = set(archive.namelist())
    if HWPX_MARK in names:
        return Format.HWPX
    if OOXML_MARK in names:
        for folder, form in FOLDERS:
            if any(name.startswith(folder) for name in names):
                return form
    return Format.UNKNOWN


def check(archive: zipfile.ZipFile, packed: int) -> Finding:
    """Locks and limits that show before the text is read."""
    return archives.check(archive, packed) or _check_hwpx_lock(archive)


def text(archive: zipfile.ZipFile) -> Iterator[str]:
    """The text of every part in XML. Raises NotRead."""
    for part in archives.parts(archive, ".xml"):
        yield html.unescape(MARKS.sub("", BREAKS.sub("\n", _decoded(part))))


def _decoded(part: bytes) -> str:
    encoding = "utf-16" if part.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    return part.decode(encoding, "replace")


def _check_hwpx_lock(archive: zipfile.ZipFile) -> Finding:
    if HWPX_MANIFEST not in archive.namelist():
        return Finding.FINE
    try:
        with archive.open(HWPX_MANIFEST) as part:
            manifest = part.read(MANIFEST_BYTES)
    except archives.BROKEN:
        return Finding.DAMAGED
    return Finding.ENCRYPTED if b"encryption-data" in manifest else Finding.FINE
