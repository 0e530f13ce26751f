import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.documents.paper import KINDS, PaperError, check
from apps.documents.paper.shapes import SHAPES

SHEETS = {
    kind: json.loads((Path(__file__).parent / "sheets" / f"{kind}.json").read_text(encoding="utf-8")) for kind in KINDS
}


def required_paths(shape, path=()):
    for key, inner in shape.items():
        if key.endswith("*"):
            here = (*path, key[:-1])
            yield here
            if isinstance(inner, dict):
                yield from required_paths(inner, here)


REQUIRED = [(kind, path) for kind in KINDS for path in required_paths(SHAPES[kind])]


@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_fit_their_shapes(kind):
    check(kind, SHEETS[kind])


@pytest.mark.parametrize(("kind", "path"), REQUIRED)
def test_a_missing_key_is_named_by_its_path(kind, path):
    sheet = copy.deepcopy(SHEETS[kind])
    place = sheet
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]

    with pytest.raises(PaperError) as refused:
        check(kind, sheet)

    assert ".".join((kind, *path)) in str(refused.value)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("months",), "24"),
        (("starts_on",), "2026-13-01"),
        (("actions", 0, "cost_krw"), 1.5),
        (("actions", 0, "horizon"), "soon"),
        (("actions", 0, "impact"), "높음"),
        (("summary", "points"), "한 줄"),
        (("sample",), "yes"),
        (("company",), []),
    ],
)
def test_a_value_of_the_wrong_sort_is_refused(path, value):
    sheet = copy.deepcopy(SHEETS["roadmap"])
    place = sheet
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value

    with pytest.raises(PaperError, match=str(path[-1])):
        check("roadmap", sheet)


def test_an_unknown_kind_is_refused():
    with pytest.raises(PaperError, match="poster"):
        check("poster", {})


@settings(max_examples=60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=8,
    )
)
def test_whatever_is_no_sheet_is_refused_in_words(value):
    for kind in KINDS:
        with pytest.raises(PaperError):
            check(kind, value)
