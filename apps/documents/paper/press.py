"""A sheet becomes a document: checked, cleaned, filled into its template, set, and told apart by its hash."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.documents.paper import engine
from apps.documents.paper.contexts import CONTEXTS
from apps.documents.paper.errors import PaperError
from apps.documents.paper.sheets import check, completed
from apps.documents.paper.text import clean_all, keep_words_in

KINDS = tuple(CONTEXTS)
_TITLE = re.compile(r"<title>(.*?)</title><desc>(.*?)</desc>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished document and what it was made with."""

    pdf: bytes
    sha256: str
    pages: int
    template_version: str
    renderer: str
    fonts: str


@dataclass(frozen=True, slots=True)
class Marks:
    """What a document carries that is not in its sheet."""

    number: str
    verification_code: str
    verify_url: str
    issued_on: date
    language: str
    draft: bool


def render(
    kind: str,
    sheet: dict[str, Any],
    *,
    number: str,
    verification_code: str,
    verify_url: str,
    issued_on: date,
    language: str = "ko",
    draft: bool = False,
) -> Rendered:
    """Make the PDF of a sheet; the same input gives the same bytes.

    Raises PaperError when the kind is unknown, the sheet does not fit its shape, or the template cannot be filled.
    """
    marks = Marks(number, verification_code, verify_url, issued_on, language, draft)
    with override(language):
        check(kind, sheet)
        html = compose(kind, sheet, marks)
        printed = engine.print_html(keep_words_in(html), page_style=_running_heads(sheet, marks))
    return Rendered(
        pdf=printed.pdf,
        sha256=hashlib.sha256(printed.pdf).hexdigest(),
        pages=printed.pages,
        template_version=template_version(kind),
        renderer=engine.renderer(),
        fonts=engine.press().font_label,
    )


def compose(kind: str, sheet: dict[str, Any], marks: Marks) -> str:
    """Fill the template of a kind, in the language that is active."""
    missing: set[str] = set()
    cleaned = completed(kind, clean_all(sheet, engine.press().covered, missing))
    context = {
        "sheet": cleaned,
        "marks": marks,
        "missing": ", ".join(f"U+{ord(letter):04X}" for letter in sorted(missing)),
        "qr": _qr(marks.verify_url),
        **CONTEXTS[kind](cleaned),
    }
    try:
        html = get_template(f"pdf/{kind}.html").render(context)
    except (TemplateDoesNotExist, TemplateSyntaxError) as error:
        raise PaperError(
            _("문서 서식 ‘%(kind)s’에 잘못이 있습니다: %(error)s") % {"kind": kind, "error": error}
        ) from error
    # A reader of the PDF hears a picture's title only, so the words of the picture go there.
    return _TITLE.sub(r"<title>\1: \2</title>", html)


def _qr(url: str) -> str:
    code = segno.make(url, error="m", micro=False)
    svg = code.svg_inline(border=2, svgclass="qr", lineclass=None, omitsize=True, title=_("확인 주소로 가는 QR 코드"))
    return mark_safe(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) if "xmlns" not in svg else svg)


def _running_heads(sheet: dict[str, Any], marks: Marks) -> str:
    house = _css_text(sheet["centre"]["name"])
    notes = [_("표본 문서")] if sheet.get("sample") else []
    notes += [_("초안 · 효력 없음")] if marks.draft else []
    return (
        f'@page{{@bottom-right{{content:{house} " · " counter(page) " / " counter(pages)}}'
        f"@top-right{{content:{_css_text(marks.number)}}}"
        f"@top-center{{content:{_css_text(' · '.join(notes)) if notes else 'none'}}}}}"
    )


def _css_text(words: str) -> str:
    missing: set[str] = set()
    cleaned = clean_all(words, engine.press().covered, missing).replace("\n", " ")
    return '"' + cleaned.replace("\\", "\\\\").replace('"', '\\"') + '"'


@cache
def template_version(kind: str) -> str:
    """Name the version of a kind's template: its name and a hash over everything that decides how it looks."""
    digest = hashlib.sha256()
    here = Path(__file__).resolve().parent
    folders = [
        Path(settings.BASE_DIR) / "templates" / "pdf",
        here,
        here.parent / "charts",
        here.parent / "templatetags",
    ]
    for folder in folders:
        for path in sorted(folder.glob("*")):
            if path.suffix in {".py", ".html", ".css"}:
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{kind}-{digest.hexdigest()[:12]}"


def warm() -> None:
    """Load fonts, templates and the text shaper, so that the first document is as quick as the next."""
    engine.press()
    for kind in KINDS:
        get_template(f"pdf/{kind}.html")
        template_version(kind)
    engine.print_html(f'<html lang="ko"><title>{escape("가")}</title><p>가 <b>나</b></p></html>')
