"""What inspection can say about a file."""

from dataclasses import dataclass
from enum import StrEnum


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
    """Why a file cannot be used as it is, or why a person should look at it; empty when neither."""

    FINE = ""
    EMPTY = "empty"
    UNKNOWN_FORMAT = "unknown_format"
    PROGRAM = "program"
    ARCHIVE = "archive"
    OLD_OFFICE = "old_office"
    ENCRYPTED = "encrypted"
    DRM = "drm"
    DAMAGED = "damaged"
    TOO_LARGE_UNPACKED = "too_large_unpacked"
    RESIDENT_NUMBER = "resident_number"
    INFECTED = "infected"
    NOT_ACCEPTED = "not_accepted"
    MISLABELLED = "mislabelled"
    NO_TEXT = "no_text"
    UNREAD = "unread"
    SCANNER_AWAY = "scanner_away"


# Findings that leave the file usable after a person has looked at it.
FLAGS = frozenset({Finding.MISLABELLED, Finding.NO_TEXT, Finding.UNREAD})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the bytes are, and what is wrong with them."""

    format: Format
    finding: Finding

    @property
    def is_usable(self) -> bool:
        return self.finding is Finding.FINE or self.finding in FLAGS


class NotRead(Exception):
    """Text of a file could not be read to its end."""
