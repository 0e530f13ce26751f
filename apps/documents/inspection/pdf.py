"""PDF: whole, locked or readable, and its text page by page.

A file that only forbids printing or changing opens without a password and is taken. Source: ISO 32000-1 §7.5, §7.6.
"""

import io
from collections.abc import Iterator

from pypdf import PdfReader

from apps.documents.inspection.verdicts import Finding, NotRead

START = b"%PDF-"
# A PDF may have other bytes before and after it: readers look this far.
START_WITHIN = 1024
END_WITHIN = 2048
MAX_PAGES = 300
MAX_TEXT = 20 * 1024 * 1024


def is_pdf(data: bytes) -> bool:
    return START in data[:START_WITHIN]


def check(data: bytes) -> Finding:
    """Whether the file has an end, and whether it opens without a password."""
    end = data[-END_WITHIN:]
    if b"startxref" not in end or b"%%EOF" not in end:
        return Finding.DAMAGED
    if b"/Encrypt" not in data:
        return Finding.FINE
    try:
        reader = PdfReader(io.BytesIO(data))
        is_open = not reader.is_encrypted or reader.decrypt("")
    except Exception:  # a reader of hostile bytes may end with anything
        return Finding.DAMAGED
    return Finding.FINE if is_open else Finding.ENCRYPTED


def text(data: bytes) -> Iterator[str]:
    """The text of each page. Raises NotRead for a page that cannot be read and for what lies after `MAX_PAGES`."""
    try:
        reader = PdfReader(io.BytesIO(data))
        count = len(reader.pages)
    except Exception as broken:
        raise NotRead from broken
    left = MAX_TEXT
    for number in range(min(count, MAX_PAGES)):
        try:
            page = reader.pages[number].extract_text()
        except Exception as broken:
            raise NotRead from broken
        left -= len(page)
        yield page
        if left <= 0:
            raise NotRead
    if count > MAX_PAGES:
        raise NotRead
