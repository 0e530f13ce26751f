"""PNG, JPEG and HEIC: whether a picture is whole, and not larger than any reader can open.

Sources: PNG (ISO 15948) §11; JPEG (ITU T.81) annex B; HEIC (ISO 23008-12): boxes of ISO 14496-12.
"""

from apps.documents.inspection.verdicts import Finding, Format

PNG_START = b"\x89PNG\r\n\x1a\n"
JPEG_START = b"\xff\xd8\xff"
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"hevc", b"msf1"})
# Telephones make a hundred million; more is made to fill a reader's memory.
MAX_PIXELS = 250_000_000
FRAME_MARKERS = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})


def detect(data: bytes) -> Format:
    """Which picture the first bytes begin."""
    if data.startswith(PNG_START):
        return Format.PNG
    if data.startswith(JPEG_START):
        return Format.JPEG
    is_heic = data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS
    return Format.HEIC if is_heic else Format.UNKNOWN


def check(form: Format, data: bytes) -> Finding:
    """Whether a picture is whole and of a size that can be opened."""
    return {Format.PNG: _check_png, Format.JPEG: _check_jpeg, Format.HEIC: _check_heic}[form](data)


def _check_png(data: bytes) -> Finding:
    if data[12:16] != b"IHDR" or b"IEND" not in data[-64:]:
        return Finding.DAMAGED
    return _size(_number(data[16:20]), _number(data[20:24]))


def _check_jpeg(data: bytes) -> Finding:
    """Walk the segments to the frame that tells height and width."""
    if b"\xff\xd9" not in data[-1024:]:
        return Finding.DAMAGED
    place = 2
    while place + 9 <= len(data):
        if data[place] != 0xFF:
            return Finding.DAMAGED
        marker = data[place + 1]
        if marker in FRAME_MARKERS:
            return _size(_number(data[place + 5 : place + 7]), _number(data[place + 7 : place + 9]))
        is_short = marker == 0xFF or marker in STANDALONE
        place += (1 if marker == 0xFF else 2) if is_short else 2 + max(2, _number(data[place + 2 : place + 4]))
    return Finding.DAMAGED


def _check_heic(data: bytes) -> Finding:
    """The boxes of a whole file end where it ends, and one of them holds the picture."""
    place, kinds = 0, set()
    while place + 8 <= len(data):
        size = _number(data[place : place + 4])
        if size == 1:
            size = _number(data[place + 8 : place + 16])
        elif size == 0:
            size = len(data) - place
        if size < 8 or place + size > len(data):
            return Finding.DAMAGED
        kinds.add(data[place + 4 : place + 8])
        place += size
    return Finding.FINE if b"meta" in kinds or b"moov" in kinds else Finding.DAMAGED


def _size(height: int, width: int) -> Finding:
    return Finding.TOO_LARGE_UNPACKED if height * width > MAX_PIXELS else Finding.FINE


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")
