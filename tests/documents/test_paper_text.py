import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.documents.paper.text import JOINER, clean, clean_all, keep_words, keep_words_in

COVERED = frozenset(range(0x20, 0x7F)) | frozenset(range(0xAC00, 0xD7A4)) | {0x25A1, 0xB7}
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("데이터를 모읍니다", "데⁠이⁠터⁠를 모⁠읍⁠니⁠다"),
        ("AI가 3개월(표본)의", "AI⁠가 3⁠개⁠월⁠(표⁠본)⁠의"),
        ("공정·데이터", "공⁠정⁠·데⁠이⁠터"),
        ("plain words", "plain words"),
    ],
)
def test_lines_end_between_words_only(words, kept):
    assert keep_words(words) == kept


def test_a_word_longer_than_a_line_may_break_anywhere():
    assert keep_words("가" * 25) == "가" * 25


def test_tags_pictures_headings_and_titles_are_left_alone():
    html = '<title>가나</title><h2>가나</h2><p title="가나">가나<svg><text>가나</text></svg>다라</p>'

    kept = keep_words_in(html)

    assert (
        kept
        == f'<title>가나</title><h2>가나</h2><p title="가나">가{JOINER}나<svg><text>가나</text></svg>다{JOINER}라</p>'
    )


@pytest.mark.parametrize(
    ("words", "seen", "missing"),
    [
        (unicodedata.normalize("NFD", "한글"), "한글", set()),
        ("👩‍👩‍👧 셋", "□ 셋", {"👩"}),
        ("👍🏽 좋음", "□ 좋음", {"👍"}),
        ("現場", "□□", {"現", "場"}),
        ("가\u200b나\u202e다\x07", "가나다", set()),
        ("가\r\n나\t다", "가\n나 다", set()),
    ],
)
def test_signs_the_font_lacks_are_replaced_and_reported(words, seen, missing):
    found: set[str] = set()

    assert clean(words, COVERED, found) == seen
    assert found == missing


@settings(max_examples=200)
@given(ANY_TEXT)
def test_cleaned_words_are_covered_and_cleaning_again_changes_nothing(words):
    once = clean(words, COVERED, set())

    assert all(letter == "\n" or ord(letter) in COVERED for letter in once)
    assert clean(once, COVERED, set()) == once


@settings(max_examples=200)
@given(ANY_TEXT)
def test_keeping_words_adds_joiners_and_nothing_else(words):
    plain = words.replace(JOINER, "")

    assert keep_words(plain).replace(JOINER, "") == plain


def test_a_sheet_keeps_its_shape_when_cleaned():
    sheet = {"a": ["👍", 1, None, {"b": True}]}

    assert clean_all(sheet, COVERED, set()) == {"a": ["□", 1, None, {"b": True}]}
    assert sheet == {"a": ["👍", 1, None, {"b": True}]}
