"""What happens to a sheet's words before they are set: cleaned, covered by the font, kept whole at line ends."""

import re
import unicodedata
from collections.abc import Callable, Collection
from typing import Any

JOINER = "\u2060"
STAND_IN = "□"
# A run without a space longer than this is allowed to break anywhere: keeping it whole would push it off the page.
LONGEST_WORD = 24

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200c\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
# An emoji made of several is one sign to the reader: joined ones, and those with a skin tone.
_JOINED = re.compile("([^\u200d])(?:[\U0001f3fb-\U0001f3ff]|\u200d[^\u200d])+")
_HANGUL = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
_GAP = re.compile(
    # Before Hangul: letters, digits, closing marks. After Hangul: letters, digits, opening marks, and marks that may
    # not begin a line. After a middle dot or slash a line may still end.
    f"(?<=[{_HANGUL}])(?=[{_HANGUL}0-9A-Za-z%(\\[“‘「『·/~])|(?<=[0-9A-Za-z%)\\]”’」』])(?=[{_HANGUL}])"
)
_TAG = re.compile(r"(<[^>]*>)")
# Headings name the bookmarks as well, and a reader may search those.
_SET_APART = ("<svg", "<title", "<style", "<h2", "<h3")


def clean(words: str, covered: Collection[int], missing: set[str]) -> str:
    """Compose Hangul, drop signs that cannot be seen, and put □ for each sign the font does not have.

    What was replaced is added to `missing`, so that the document can say so.
    """
    joined = _JOINED.sub(r"\1", unicodedata.normalize("NFC", words).replace("\r\n", "\n").replace("\r", "\n"))
    seen = _INVISIBLE.sub("", joined.replace("\u200d", "").replace("\t", " "))
    if all(letter == "\n" or ord(letter) in covered for letter in seen):
        return seen
    missing.update(letter for letter in seen if letter != "\n" and ord(letter) not in covered)
    return "".join(letter if letter == "\n" or ord(letter) in covered else STAND_IN for letter in seen)


def clean_all(value: Any, covered: Collection[int], missing: set[str]) -> Any:
    """Clean every text inside a JSON value; the value itself is left as it was."""
    if isinstance(value, str):
        return clean(value, covered, missing)
    if isinstance(value, dict):
        return {key: clean_all(inner, covered, missing) for key, inner in value.items()}
    if isinstance(value, list):
        return [clean_all(inner, covered, missing) for inner in value]
    return value


def keep_words(text: str) -> str:
    """Tie the syllables of each Korean word together, so that lines end between words."""
    if text.isascii():
        return text
    words = text.split(" ")
    if max(map(len, words)) <= LONGEST_WORD:
        return _GAP.sub(JOINER, text)
    return " ".join(word if len(word) > LONGEST_WORD else _GAP.sub(JOINER, word) for word in words)


def keep_words_in(html: str, change: Callable[[str], str] = keep_words) -> str:
    """Apply `change` to the text between tags, leaving pictures, titles, headings and styles alone."""
    parts, apart = _TAG.split(html), ""
    for index, part in enumerate(parts):
        if index % 2:
            name = part.split(None, 1)[0].rstrip(">").lower()
            if not apart and name in _SET_APART and not part.endswith("/>"):
                apart = name.replace("<", "</")
            elif apart and name == apart:
                apart = ""
        elif not apart and part and not part.isspace():
            parts[index] = change(part)
    return "".join(parts)
