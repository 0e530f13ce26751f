"""What programs may send: JSON that can be kept, no deeper than anybody means it, and pieces of files."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, JSONParser

MOST_DEEP = 32
# The longest piece of a file that is taken at once.
LONGEST_PIECE = 4 * 1024 * 1024
EXPLAINED = "explained"


class BoundedJSONParser(JSONParser):
    """JSON without lone surrogates, which no database and no answer can hold, and without endless nesting."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        try:
            read = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise _too_deep() from None
        _check(read)
        return read


class PieceParser(BaseParser):
    """Plain bytes, no more than a piece of a file; one that was cut on its way is refused whole."""

    media_type = "application/octet-stream"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        meta = (parser_context or {})["request"].META
        said = int(meta.get("CONTENT_LENGTH") or 0)
        if said > LONGEST_PIECE:
            raise ParseError(
                _("파일 조각은 %(most)dMB까지 보낼 수 있습니다.") % {"most": LONGEST_PIECE // 1024**2}, code=EXPLAINED
            )
        data: bytes = stream.read(said)
        if len(data) != said:
            raise ParseError(_("파일 조각이 오다가 끊겼습니다. 받은 곳부터 다시 보내 주십시오."), code=EXPLAINED)
        return data


def _check(read: Any) -> None:
    """Look through a body, level by level: a body is never the reason for a recursion."""
    level = [read]
    for _depth in range(MOST_DEEP):
        below: list[Any] = []
        for one in level:
            if isinstance(one, str):
                _check_text(one)
            elif isinstance(one, dict):
                below += (*one.keys(), *one.values())
            elif isinstance(one, list):
                below += one
        if not below:
            return
        level = below
    raise _too_deep()


def _check_text(text: str) -> None:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ParseError(_("글자로 읽을 수 없는 문자가 있습니다. 그 문자를 지우고 다시 보내 주십시오."), code=EXPLAINED)


def _too_deep() -> ParseError:
    return ParseError(
        _("본문이 너무 깊이 겹쳐 있습니다. %(most)s단계까지로 줄여 주십시오.") % {"most": MOST_DEEP}, code=EXPLAINED
    )
