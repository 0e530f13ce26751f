import io

import pytest
from django.test import RequestFactory
from rest_framework.exceptions import ParseError

from apps.kernel.parsers import LONGEST_PIECE, PieceParser


def read(data: bytes, said: int) -> bytes:
    request = RequestFactory().patch("/", b"", content_type="application/octet-stream", CONTENT_LENGTH=said)
    return PieceParser().parse(io.BytesIO(data), parser_context={"request": request})


def test_a_piece_is_read_to_its_end_and_no_further():
    assert read(b"abcdef", 4) == b"abcd"


def test_a_piece_that_was_cut_on_its_way_is_refused_whole():
    with pytest.raises(ParseError, match="끊겼습니다"):
        read(b"abc", 4)


def test_a_piece_that_is_too_long_is_refused_before_it_is_read():
    with pytest.raises(ParseError, match="4MB"):
        read(b"", LONGEST_PIECE + 1)
