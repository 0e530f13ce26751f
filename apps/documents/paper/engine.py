"""The one gate to WeasyPrint: fonts, style sheet and the address guard are loaded once and used for every document."""

import gc
import hashlib
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import cssselect2
import pydyf
import weasyprint
from django.conf import settings
from django.template.loader import get_template
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont
from weasyprint.text.ffi import pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from apps.documents.paper import lettering
from apps.documents.paper.errors import PaperError

FAMILY = "Pretendard"
WEIGHTS = {400: "Pretendard-Regular.ttf", 600: "Pretendard-SemiBold.ttf", 800: "Pretendard-ExtraBold.ttf"}
ORIGIN = "paper:/"

# Pango's font map is not made for several threads at once.
_press = threading.Lock()


@dataclass(frozen=True, slots=True)
class Printed:
    """Bytes of a PDF and the number of its pages."""

    pdf: bytes
    pages: int


class OwnFilesOnly(URLFetcher):
    """Gives WeasyPrint our own fonts and nothing else: no network, no other file, no data address."""

    def __init__(self, files: dict[str, Path]) -> None:
        super().__init__(allowed_protocols=())
        self._files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Open one of our files; anything else ends the rendering."""
        path = self._files.get(url)
        if path is None:
            raise FatalURLFetchingError(_("문서 안에서 허락되지 않은 주소를 불렀습니다: %(url)s") % {"url": url})
        return URLFetcherResponse(url, body=path.read_bytes(), headers={"Content-Type": "font/ttf"})


class WellFormed(weasyprint.HTML):
    """HTML that is well-formed XML, read by the C parser: a tenth of the time of the tolerant one in Python."""

    def __init__(self, markup: str, *, url_fetcher: URLFetcher, advances: lettering.Advances) -> None:
        try:
            # The doctype of HTML is not one of XML. The markup is our own template with escaped values.
            root = ElementTree.fromstring(markup[max(markup.find("<html"), 0) :])  # noqa: S314
        except ElementTree.ParseError as error:
            raise PaperError(_("문서 서식이 바르게 닫히지 않았습니다: %(error)s") % {"error": error}) from error
        _widths_to_first_rows(root)
        lettering.start_labels(root, advances)
        self.base_url = ORIGIN
        self.url_fetcher = url_fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:
        # Our own sheet says how our few elements are laid out; the renderer's would give six styles to each of them.
        return []


def _widths_to_first_rows(root: ElementTree.Element) -> None:
    """Give the widths of columns to the cells of the first row: each column would be laid out as a box of its own."""
    for table in root.iter("table"):
        columns = table.find("colgroup")
        first = table.find("*/tr")
        if columns is None or first is None or len(columns) != len(first):
            continue
        for column, cell in zip(columns, first, strict=True):
            cell.set("class", f"{column.get('class', '')} {cell.get('class', '')}".strip())
        table.remove(columns)


@dataclass(frozen=True, slots=True)
class Press:
    """What every document shares: fonts with their coverage, the address guard and the parsed style sheet."""

    fonts: FontConfiguration
    fetcher: OwnFilesOnly
    style: weasyprint.CSS
    covered: frozenset[int]
    advances: lettering.Advances
    font_label: str


@cache
def press() -> Press:
    """Load fonts and style sheet, once a process."""
    folder = Path(settings.PDF_FONTS_DIR)
    files = {f"{ORIGIN}{name}": folder / name for name in WEIGHTS.values()}
    lost = [path.name for path in files.values() if not path.is_file()]
    if lost:
        raise PaperError(
            _("문서 글꼴 파일이 없습니다: %(names)s. scripts/assets를 실행해 주십시오.") % {"names": ", ".join(lost)}
        )
    lettering.set_labels_at_once()
    _compress_as_usual()
    fetcher, fonts = OwnFilesOnly(files), FontConfiguration()
    faces = "".join(
        f'@font-face{{font-family:{FAMILY};font-weight:{weight};src:url("{ORIGIN}{name}")}}'
        for weight, name in WEIGHTS.items()
    )
    style = weasyprint.CSS(
        string=faces + get_template("pdf/paper.css").render(), url_fetcher=fetcher, font_config=fonts, base_url=ORIGIN
    )
    advances = {weight: _advances(folder / name) for weight, name in WEIGHTS.items()}
    covered = frozenset(advances[min(advances)])
    label = _font_label(list(files.values()))
    return Press(fonts=fonts, fetcher=fetcher, style=style, covered=covered, advances=advances, font_label=label)


def _compress_as_usual() -> None:
    """Compress streams at zlib's own level: the writer asks for the hardest, thrice the time for a fiftieth less."""
    pydyf.zlib = SimpleNamespace(compress=zlib.compress, compressobj=lambda **_level: zlib.compressobj())


def _advances(path: Path) -> dict[int, float]:
    with TTFont(path, lazy=True) as font:
        em, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: metrics[name][0] / em for code, name in font.getBestCmap().items()}


def _font_label(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    with TTFont(paths[0], lazy=True) as font:
        version = font["name"].getDebugName(5) or ""
    return f"{FAMILY} {version.removeprefix('Version ')} ({digest.hexdigest()[:12]})"


def renderer() -> str:
    """Name the programs that set the page, with their versions."""
    number = pango.pango_version()
    return f"WeasyPrint {weasyprint.__version__}, Pango {number // 10000}.{number // 100 % 100}.{number % 100}"


def print_html(html: str, *, page_style: str = "") -> Printed:
    """Set HTML as a tagged PDF/UA-1; the same HTML gives the same bytes.

    `page_style` is a short style sheet of this document alone (running heads). Raises PaperError when the HTML asks for
    an address that is not ours.
    """
    shared = press()
    with _press, _collecting_later():
        try:
            sheets = [shared.style]
            if page_style:
                sheets.append(weasyprint.CSS(string=page_style, url_fetcher=shared.fetcher, base_url=ORIGIN))
            document = WellFormed(html, url_fetcher=shared.fetcher, advances=shared.advances).render(
                stylesheets=sheets, font_config=shared.fonts, pdf_variant="pdf/ua-1"
            )
            return Printed(pdf=document.write_pdf(pdf_variant="pdf/ua-1"), pages=len(document.pages))
        except FatalURLFetchingError as refused:
            raise PaperError(str(refused)) from refused


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Let the garbage of a document wait until it is done: boxes point at one another in their hundred thousands."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
