"""Template tags and filters of the look: pure presentation, no queries. Loaded as builtins in every template."""

import html
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BoundField, CheckboxInput, Field
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from apps.kernel.language import localized, localized_value
from apps.kernel.money import krw as krw_text
from apps.kernel.money import short_krw
from apps.kernel.tables import Format

register = template.Library()

TONES = ("neutral", "info", "progress", "success", "warning", "danger")
MESSAGE_TONES = {"debug": "neutral", "info": "info", "success": "success", "warning": "warning", "error": "danger"}
NOTHING = "–"


@register.simple_tag
@cache
def asset(path: str) -> str:
    """The address of a static file, looked up once: it is the same for as long as the process lives."""
    return static(path)


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of ``static/img/icons.svg``; decorative unless it has a label. Sizes: small, (normal), large."""
    css = f"icon icon--{size}" if size else "icon"
    address = f"{asset('img/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', css, label, address
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', css, address)


@register.simple_tag
def badge(tone: str, text: str) -> SafeString:
    """A state in words on a tint. An unknown tone is shown as neutral."""
    return format_html('<span class="badge badge--{}">{}</span>', tone if tone in TONES else "neutral", text)


@register.simple_tag
def dot(tone: str, text: str) -> SafeString:
    """A quieter badge for dense tables: a coloured dot and the state in words."""
    return format_html('<span class="dot dot--{}">{}</span>', tone if tone in TONES else "neutral", text)


def _block(name: str, content: str, values: Mapping[str, Any]) -> SafeString:
    return render_to_string(f"components/_{name}.html", {**values, "content": content})


@register.simple_block_tag
def card(content: str, *, title: str = "", tone: str = "", level: int = 2, url: str = "", note: str = "") -> SafeString:
    """A bordered group of things with a heading. ``url`` makes the heading a link to the whole thing."""
    return _block("card", content, {"title": title, "tone": tone, "level": level, "url": url, "note": note})


@register.simple_block_tag
def alert(content: str, tone: str = "info", title: str = "") -> SafeString:
    """A message that stays on the page, with an icon for its tone."""
    return _block("alert", content, {"tone": tone if tone in TONES else "info", "title": title})


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """A dialog, opened by any link or button with ``data-dialog-open="<id>"``."""
    return _block("dialog", content, {"id": id, "title": title})


@register.simple_block_tag
def accordion(content: str, summary: str, open: bool = False, note: str = "") -> SafeString:
    """Text that unfolds; works without JavaScript."""
    return _block("accordion", content, {"summary": summary, "open": open, "note": note})


@register.simple_block_tag
def table(content: str, caption: str, cards: bool = True, hide_caption: bool = False) -> SafeString:
    """A table whose rows become cards on a phone (``cards``), else scrolls inside a region one can focus."""
    return _block("table", content, {"caption": caption, "cards": cards, "hide_caption": hide_caption})


@register.simple_tag
def table_body(headings: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> SafeString:
    """Head and body of a long table, drawn in one go: ``headings`` are (label, css class), and each row has a cell for
    each. ``title`` is the class of the cell that names its row. Cells are escaped, ``None`` is an en dash.
    """
    head = format_html_join("", '<th scope="col" class="{1}">{0}</th>', headings)
    drawn = [
        ('<th scope="row" class="nowrap">', "</th>")
        if css == "title"
        else (format_html('<td data-label="{}" class="{}">', label, css), "</td>")
        for label, css in headings
    ]
    body = "".join(f"<tr>{_cells(drawn, row)}</tr>" for row in rows)
    return mark_safe(f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>")


def _cells(drawn: Sequence[tuple[str, str]], row: Sequence[Any]) -> str:
    filled = zip(drawn, row, strict=True)
    return "".join(f"{opening}{_cell(cell)}{end}" for (opening, end), cell in filled)


def _cell(value: Any) -> str:
    """A cell's markup, escaped by the standard library: a long table has thousands, and needs no safe strings here."""
    if value is None:
        return NOTHING
    return value.__html__() if hasattr(value, "__html__") else html.escape(str(value))


@register.simple_block_tag
def filterbar(content: str, label: str, reset: str = "") -> SafeString:
    """A GET form above a list; ``reset`` is the address without filters."""
    return _block("filterbar", content, {"label": label, "reset": reset})


@register.simple_block_tag
def empty(content: str, title: str, icon_name: str = "inbox") -> SafeString:
    """What a list says when there is nothing: why, and the next step as a button in the block."""
    return _block("empty", content, {"title": title, "icon_name": icon_name})


@register.simple_tag(takes_context=True)
def krds_pagination(context: Context, page: Any, label: str = "", files: bool = False) -> SafeString:
    """First, previous, next and last of a ``kernel.keyset.Page``, with its bounded count.

    ``files`` offers the whole filtered list as files, where the view answers ``?format=`` by ``kernel.tables``.
    """
    request = context.get("request")
    offered = _files(request.GET) if files and request else []
    values = {"page": page, "label": label, "path": request.path if request else "", "files": offered}
    return render_to_string("components/_pager.html", values)


@register.simple_tag
def downloads(path: str = "") -> SafeString:
    """Offers a list without pages as files, where the view at ``path`` (else of this page) answers ``?format=``."""
    return render_to_string("components/_downloads.html", {"files": _files({}), "path": path})


def _files(query: Mapping[str, str]) -> list[tuple[str, str]]:
    """The addresses of a list as files, with the page's filters and without its place in the list."""
    kept = {key: value for key, value in query.items() if key not in {"after", "before", "end", "format"}}
    words = {Format.XLSX: gettext("엑셀로 내려받기"), Format.CSV: gettext("CSV로 내려받기")}
    return [("?" + urlencode({**kept, "format": form.value}), text) for form, text in words.items()]


@register.filter
def number(value: Any) -> str:
    """Digits in groups of three, a decimal without closing zeros; an en dash for nothing."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, Decimal) and value.is_finite():
        whole = value == value.to_integral_value()
        return f"{int(value):,}" if whole else f"{value.normalize():,f}"
    return f"{value:,}" if isinstance(value, int | float | Decimal) else str(value)


@register.filter
def krw(value: int | None) -> str:
    """Whole won in full."""
    return NOTHING if value is None else krw_text(value)


@register.filter
def eok(value: int | None) -> str:
    """Whole won as people say it: 억 and 만 in Korean, millions in English."""
    return NOTHING if value is None else short_krw(value)


@register.filter
def percent(value: float | Decimal | int | None) -> str:
    """A percentage with its sign; one decimal place only where it is not whole."""
    return NOTHING if value is None else f"{value:,.1f}".removesuffix(".0") + "%"


@register.filter
def signed(value: int | float | Decimal | None, places: int | None = None) -> str:
    """A change with its sign: +3, −2, 0; with `places`, in a column, that many after the point: +0.70."""
    if value is None:
        return NOTHING
    if places is not None:
        return f"{value:+,.{places}f}".replace("-", "−")
    return f"+{number(value)}" if value > 0 else number(value).replace("-", "−")


@register.filter
def in_language(row: Any, field: str) -> str:
    """A name or text that is kept in two languages, of an object or of a light row, as the reader reads."""
    if not row:
        return ""
    return (localized_value(row, field) or "") if isinstance(row, Mapping) else localized(row, field)


@register.filter
def message_tone(level_tag: str) -> str:
    """The tone of a Django message."""
    return MESSAGE_TONES.get(level_tag, "info")


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether a field is one box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def unit(field: BoundField) -> str:
    """The unit a field's widget shows behind its input (``attrs={"data-unit": …}``)."""
    return str(field.field.widget.attrs.get("data-unit", ""))


@register.filter
def anchor(field: BoundField) -> str:
    """The id an error summary links to."""
    return field.id_for_label or field.auto_id


@register.filter
def asks(field: Field) -> SafeString:
    """The mark behind the label of a field that must be filled."""
    if not field.required:
        return mark_safe("")
    return format_html('<span class="field__required">{}</span>', gettext("필수"))


@register.filter
def first_line(text: Any) -> str:
    """The title of a choice card: a label's first line."""
    return str(text).partition("\n")[0]


@register.filter
def later_lines(text: Any) -> str:
    """The explanation of a choice card: what follows a label's first line."""
    return str(text).partition("\n")[2]


@register.filter
def button_class(tags: Any) -> str:
    """Classes of a sign-in page's button from the tags its author gave it."""
    given = set(tags or ())
    if "danger" in given:
        return "button button--danger"
    if "link" in given or "cancel" in given:
        return "button button--text"
    return "button" if given & {"secondary", "outline"} else "button button--primary"
