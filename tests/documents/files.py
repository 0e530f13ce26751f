"""Real files of every kind, made here byte by byte: readers of their formats open them."""

import io
import struct
import zipfile
import zlib

from pypdf import PdfReader, PdfWriter

OLE_START = bytes.fromhex("D0CF11E0A1B11AE1")
SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + bytes(200) + b"PE\x00\x00" + bytes(400)


def pdf(text: str = "A sample of text that a program can read") -> bytes:
    """One page with one line of text; without text it is a scan as far as a program can tell."""
    stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode("latin-1", "replace") if text else b""
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + table + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(made))


def locked_pdf(password: str, text: str = "A sample of text that a program can read") -> bytes:
    """With an empty password a reader opens it, and only changing it is forbidden."""
    writer, made = PdfWriter(PdfReader(io.BytesIO(pdf(text)))), io.BytesIO()
    writer.encrypt(password, owner_password="owner", algorithm="AES-256")
    writer.write(made)
    return made.getvalue()


def archive(parts: dict[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return packed.getvalue()


def hwpx(text: str = "본문이 있는 표본 문서입니다.", **more: str) -> bytes:
    section = f'<?xml version="1.0"?><hs:sec xmlns:hs="s"><hp:p><hp:run><hp:t>{text}</hp:t></hp:run></hp:p></hs:sec>'
    parts = {"mimetype": "application/hwp+zip", "Contents/content.hpf": "<x/>", "Contents/section0.xml": section}
    return archive(parts | more)


def locked_hwpx() -> bytes:
    return hwpx(**{"META-INF/manifest.xml": "<m><odf:encryption-data/></m>"})


def docx(text: str = "본문이 있는 표본 문서입니다.", **more: bytes) -> bytes:
    body = f"<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": body} | more)


def xlsx(*cells: str) -> bytes:
    rows = "".join(f"<c><v>{cell}</v></c>" for cell in cells or ("표본으로 적은 글입니다",))
    return archive({"[Content_Types].xml": "<Types/>", "xl/worksheets/sheet1.xml": f"<row>{rows}</row>"})


def pptx(text: str = "본문이 있는 표본 문서입니다.") -> bytes:
    slide = f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
    return archive({"[Content_Types].xml": "<Types/>", "ppt/slides/slide1.xml": slide})


def bomb(megabytes: int = 64) -> bytes:
    """A word file of some kilobytes that unpacks to megabytes of zeros."""
    return docx(**{"word/media/image1.bmp": bytes(megabytes * 1024 * 1024)})


def hwp3(*, is_locked: bool = False) -> bytes:
    facts = bytearray(128)
    facts[96:98] = b"\x34\x12" if is_locked else b"\x00\x00"
    return b"HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05" + bytes(facts) + bytes(300)


def hwp5(text: str = "본문이 있는 표본 문서입니다.", *, properties: int = 0, is_packed: bool = True) -> bytes:
    letters = text.encode("utf-16-le") + b"\x0d\x00"
    record = struct.pack("<I", 67 | (min(len(letters), 0xFFF) << 20))
    record += struct.pack("<I", len(letters)) if len(letters) >= 0xFFF else b""
    section = record + letters
    if is_packed:
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        section = packer.compress(section) + packer.flush()
    header = b"HWP Document File".ljust(32, b"\x00") + b"\x05\x01\x00\x05"
    header += struct.pack("<I", properties | int(is_packed))
    return compound({"FileHeader": header.ljust(256, b"\x00"), "BodyText/Section0": section})


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file; every stream is padded so far that it lies in whole sectors."""
    entries, chains, place = [("Root Entry", 5, END, 0)], [], 1
    folders: dict[str, int] = {}
    parents: dict[int, list[int]] = {0: []}
    for path, content in streams.items():
        folder, _slash, name = path.rpartition("/")
        if folder and folder not in folders:
            folders[folder] = len(entries)
            parents[0].append(len(entries))
            parents[len(entries)] = []
            entries.append((folder, 1, END, 0))
        data = content.ljust(4096, b"\x00")
        data += bytes(-len(data) % SECTOR)
        parents[folders.get(folder, 0)].append(len(entries))
        entries.append((name, 2, place, max(len(content), 4096)))
        chains.append(data)
        place += len(data) // SECTOR
    return _compound(entries, parents, chains, place)


def _compound(entries, parents, chains, directory_at):
    directory = b""
    right = {ours[at]: ours[at + 1] for ours in parents.values() for at in range(len(ours) - 1)}
    for number, (name, kind, start, size) in enumerate(entries):
        coded = name.encode("utf-16-le") + b"\x00\x00"
        child = (parents.get(number) or [FREE])[0]
        directory += coded.ljust(64, b"\x00") + struct.pack("<HBB", len(coded), kind, 1)
        directory += struct.pack("<III", FREE, right.get(number, FREE), child) + bytes(36)
        directory += struct.pack("<IQ", start, size)
    directory += bytes(-len(directory) % SECTOR)
    table = [FAT]
    for data in [*chains, directory]:
        first = len(table)
        table += [*range(first + 1, first + len(data) // SECTOR), END]
    assert len(table) <= SECTOR // 4
    table += [FREE] * (SECTOR // 4 - len(table))
    header = OLE_START + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, directory_at, 0, 4096, END, 0, END, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    return header + struct.pack("<128I", *table) + b"".join(chains) + directory


def png(height: int = 2, width: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(6))) + chunk(b"IEND", b"")


def jpeg(height: int = 2, width: int = 2) -> bytes:
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(9) + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00\xff\xd9"
    )


def heic() -> bytes:
    def box(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data) + 8) + kind + data

    return box(b"ftyp", b"heic\x00\x00\x00\x00mif1heic") + box(b"meta", bytes(20)) + box(b"mdat", bytes(30))
