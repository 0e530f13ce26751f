"""Whether a sheet fits the shape of its kind."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from apps.documents.paper.errors import PaperError
from apps.documents.paper.shapes import ANY, DAY, FIGURE, MOMENT, SHAPES, TEXT, WHOLE, YES_NO


def check(kind: str, sheet: Any) -> None:
    """Refuse a sheet that lacks a key or has a value of the wrong sort.

    Raises PaperError that names the path. Keys the shape does not know are allowed and not printed.
    """
    if kind not in SHAPES:
        raise PaperError(_("알 수 없는 문서 종류입니다: %(kind)s") % {"kind": kind})
    _walk(SHAPES[kind], sheet, kind)


def completed(kind: str, sheet: Mapping[str, Any]) -> dict[str, Any]:
    """A checked sheet with every key its shape knows: a missing list is empty, anything else missing is None."""
    return _complete(SHAPES[kind], sheet)


def _complete(shape: Any, value: Any) -> Any:
    if value is None:
        return [] if isinstance(shape, list) else None
    if isinstance(shape, list):
        return [_complete(shape[0], inner) for inner in value]
    if not isinstance(shape, dict):
        return value
    known = {key.removesuffix("*"): inner for key, inner in shape.items()}
    return {**value, **{key: _complete(inner, value.get(key)) for key, inner in known.items()}}


def _walk(shape: Any, value: Any, path: str) -> None:
    if isinstance(shape, dict):
        _walk_keys(shape, value, path)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise _wrong(path, _("목록"))
        for index, inner in enumerate(value):
            _walk(shape[0], inner, f"{path}[{index}]")
    elif isinstance(shape, frozenset):
        if value not in shape:
            raise _wrong(path, ", ".join(sorted(shape)))
    elif not _FITS[shape](value):
        raise _wrong(path, _sort_names()[shape])


def _walk_keys(shape: Mapping[str, Any], value: Any, path: str) -> None:
    if not isinstance(value, dict):
        raise _wrong(path, _("항목 묶음"))
    for key, inner in shape.items():
        name = key.removesuffix("*")
        given = value.get(name)
        if key.endswith("*") and name not in value:
            raise PaperError(_("문서 자료에 ‘%(path)s’ 항목이 없습니다.") % {"path": f"{path}.{name}"})
        if given is None and (not key.endswith("*") or inner == FIGURE):
            continue
        _walk(inner, given, f"{path}.{name}")


def _wrong(path: str, expected: str) -> PaperError:
    return PaperError(
        _("문서 자료의 ‘%(path)s’ 값이 알맞지 않습니다. 필요한 값: %(expected)s") % {"path": path, "expected": expected}
    )


def _sort_names() -> dict[str, str]:
    return {
        TEXT: _("글"),
        WHOLE: _("정수"),
        FIGURE: _("수"),
        DAY: _("날짜(예: 2026-05-29)"),
        MOMENT: _("때(예: 2026-05-29T14:05:00+09:00)"),
        YES_NO: _("참 또는 거짓"),
    }


def _is_figure(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_moment(value: Any) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


_FITS = {
    TEXT: lambda value: isinstance(value, str),
    WHOLE: lambda value: isinstance(value, int) and not isinstance(value, bool),
    FIGURE: _is_figure,
    DAY: _is_day,
    MOMENT: _is_moment,
    YES_NO: lambda value: isinstance(value, bool),
    ANY: lambda _value: True,
}
