import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.diagnosis.instrument import Instrument, parse, parse_text
from apps.diagnosis.instrument_faults import InstrumentError, line_of

Spoil = Callable[[dict[str, Any]], object]


def test_the_shipped_instrument_has_three_areas_eighteen_criteria_and_360_attributes(instrument: Instrument):
    assert [area.code for area in instrument.areas] == ["process", "data", "operations"]
    assert [criterion.code for criterion in instrument.criteria] == [
        f"{letter}{number}" for letter in "PDO" for number in range(1, 7)
    ]
    assert len(instrument.attribute_codes) == 360
    assert [level.name_ko for level in instrument.levels] == ["기초", "준비", "구축", "확산", "선도"]


def test_no_statement_question_or_sentence_of_the_shipped_instrument_is_used_twice(instrument: Instrument):
    bands = [band for criterion in instrument.criteria for band in criterion.bands]
    attributes = [attribute for band in bands for attribute in band.attributes]

    for texts in (
        [a.statement for a in attributes],
        [a.question for a in attributes],
        [band.sentence for band in bands],
    ):
        assert len(set(texts)) == len(texts)


def test_every_shipped_question_asks_and_every_statement_states_politely(instrument: Instrument):
    attributes = [instrument.attribute(code) for code in instrument.attribute_codes]

    assert [a.code for a in attributes if not a.question.endswith("?")] == []
    assert [a.code for a in attributes if not a.statement.endswith("니다.")] == []
    assert [a.code for a in attributes if len(a.statement) > 60 or len(a.question) > 60] == []


def test_the_shipped_instrument_has_weights_for_the_six_pilot_industries(instrument: Instrument):
    assert {profile.code for profile in instrument.profiles} == {
        "general",
        "manufacturing",
        "construction",
        "logistics",
        "fashion",
        "publishing",
        "content",
    }


def test_parsing_its_json_text_gives_the_same_instrument(content: dict[str, Any], instrument: Instrument):
    assert parse_text(json.dumps(content)) == instrument


def test_broken_json_is_refused_with_line_and_column():
    with pytest.raises(InstrumentError) as refusal:
        parse_text('{"code": "x",\n "version": }')

    assert refusal.value.path == "line 2, column 13"


def band(content: dict[str, Any], number: int) -> dict[str, Any]:
    return content["areas"][1]["criteria"][2]["bands"][number]


@pytest.mark.parametrize(
    ("spoil", "path", "reason"),
    [
        (lambda c: c.pop("areas"), "areas", "must be a list"),
        (lambda c: c.update(version="1"), "version", "whole number"),
        (lambda c: c.update(version=True), "version", "whole number"),
        (lambda c: c.update(code="AX 1"), "code", "small letters"),
        (lambda c: c["areas"][0].update(code="data"), "areas[1].code", "used twice"),
        (lambda c: c["areas"].__setitem__(0, []), "areas[0]", "must be an object"),
        (lambda c: c["areas"][2]["criteria"][0].update(code="first"), "areas[2].criteria[0].code", "criterion code"),
        (lambda c: c["areas"][1]["criteria"][2].update(why="  "), "areas[1].criteria[2].why", "not empty"),
        (
            lambda c: c["areas"][1]["criteria"][2]["references"][0].update(framework="XYZ"),
            "areas[1].criteria[2].references[0].framework",
            "'XYZ' is none of",
        ),
        (lambda c: c["areas"][1]["criteria"][2]["bands"].pop(), "areas[1].criteria[2].bands", "has 5"),
        (lambda c: band(c, 2).update(band=3), "areas[1].criteria[2].bands[2].band", "expected 2, found 3"),
        (lambda c: band(c, 2).update(attributes=None), "areas[1].criteria[2].bands[2].attributes", "must be a list"),
        (lambda c: band(c, 2)["attributes"].pop(), "areas[1].criteria[2].bands[2].attributes", "has 3"),
        (
            lambda c: band(c, 0)["attributes"].append({}),
            "areas[1].criteria[2].bands[0].attributes",
            "exactly 0 attributes",
        ),
        (
            lambda c: band(c, 4)["attributes"][3].update(code="D3.4.1"),
            "areas[1].criteria[2].bands[4].attributes[3].code",
            "expected 'D3.4.4'",
        ),
        (
            lambda c: band(c, 4)["attributes"][3].update(evidence=[]),
            "areas[1].criteria[2].bands[4].attributes[3].evidence",
            "at least one",
        ),
        (
            lambda c: band(c, 4)["attributes"][3].update(evidence=["기록", 7]),
            "areas[1].criteria[2].bands[4].attributes[3].evidence[1]",
            "must be a text",
        ),
        (lambda c: c["levels"][0].update(at_least="1"), "levels[0].at_least", "begin at 0"),
        (lambda c: c["levels"][2].update(at_least="1"), "levels[2].at_least", "must rise"),
        (lambda c: c["levels"][2].update(at_least="zwei"), "levels[2].at_least", "decimal number"),
        (lambda c: c["levels"][2].update(at_least="NaN"), "levels[2].at_least", "finite"),
        (lambda c: c["levels"][2].update(level=9), "levels[2].level", "expected 3, found 9"),
        (lambda c: c["profiles"][1].update(code="general"), "profiles[1].code", "used twice"),
        (lambda c: c["profiles"][1]["areas"].update(data=31), "profiles[1].areas", "sum to 101"),
        (lambda c: c["profiles"][1]["criteria"].update(P1=16), "profiles[1].criteria (process)", "sum to 101"),
        (lambda c: c["profiles"][1]["criteria"].pop("P1"), "profiles[1].criteria", "missing or unknown: P1"),
        (lambda c: c["profiles"][1]["criteria"].update(P1=-1), "profiles[1].criteria.P1", "0 to 100"),
    ],
)
def test_a_wrong_instrument_is_refused_with_place_and_reason(
    content: dict[str, Any], spoil: Spoil, path: str, reason: str
):
    spoil(content)

    with pytest.raises(InstrumentError) as refusal:
        parse(content)

    assert refusal.value.path == path
    assert reason in refusal.value.reason


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4)
ANYTHING = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(st.text(max_size=4), SCALARS, max_size=2)


@given(ANYTHING)
def test_what_is_no_instrument_is_refused_and_never_breaks(data: Any):
    with pytest.raises(InstrumentError):
        parse(data)


@given(st.data())
def test_one_wrong_value_anywhere_is_taken_or_refused_where_it_stands(shipped_content: str, data: st.DataObject):
    content = holder = json.loads(shipped_content)
    while True:
        key = data.draw(st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder))))
        if not isinstance(holder[key], dict | list) or not holder[key] or data.draw(st.booleans()):
            break
        holder = holder[key]
    holder[key] = data.draw(ANYTHING)

    found = outcome(content)

    if isinstance(found, InstrumentError):
        assert found.path in str(found)
        assert found.reason
    else:
        assert found.attribute_codes == parse(json.loads(shipped_content)).attribute_codes


def outcome(content: dict[str, Any]) -> Instrument | InstrumentError:
    try:
        return parse(content)
    except InstrumentError as refusal:
        return refusal


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_weights_are_taken_exactly_when_they_sum_to_a_hundred(shipped_content: str, first: int, second: int, rest: int):
    content = json.loads(shipped_content)
    third = 100 - first - second if first + second <= 100 else rest
    weights = dict(zip(("process", "data", "operations"), (first, second, third), strict=True))
    content["profiles"][0]["areas"] = weights

    if sum(weights.values()) == 100:
        assert parse(content).profiles[0].areas == weights
    else:
        with pytest.raises(InstrumentError, match="must sum to 100"):
            parse(content)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("areas[1].criteria[2].bands[4].attributes[3].code", '"D3.4.4"'),
        ("profiles[1].criteria (process)", '"criteria": {'),
        ("profiles[1].criteria.P1", '"P1": '),
        ("levels[2].at_least", '"at_least"'),
        ("areas[1].criteria[2].nothing", "{"),
        ("version", '"version"'),
    ],
)
def test_a_fault_is_told_with_its_line(content: dict[str, Any], path: str, words: str):
    lines = json.dumps(content, ensure_ascii=False, indent=1).split("\n")

    assert words in lines[line_of("\n".join(lines), path) - 1]


@given(
    st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner))
)
def test_every_place_of_any_file_has_its_line(data: Any):
    text = json.dumps({"top": data, "last": 1}, indent=1)

    assert line_of(text, "last") == text.count("\n")
    assert line_of(text, "top[0]") in (2, 3)
    assert line_of(text, "line 7, column 3") == 7
