"""The instrument in English and in the words of industries: whole, of the same shape, read by whom they are for."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from apps.accounts.roles import Role
from apps.diagnosis import selectors, services
from apps.diagnosis.errors import WrongInstrument
from apps.diagnosis.instrument import Instrument as Parsed
from apps.diagnosis.instrument import parse
from apps.diagnosis.instrument_faults import InstrumentError
from apps.diagnosis.models import Instrument
from apps.diagnosis.selectors import claims
from apps.diagnosis.wording import checked, worded
from tests.accounts.factories import person
from tests.diagnosis import factories
from tests.diagnosis.factories import NOW

HANGUL = re.compile("[가-힣]")


def words(value: Any, key: str = "") -> list[str]:
    """Every text of plain content but for the Korean names."""
    if isinstance(value, dict):
        return [text for name, inner in value.items() for text in words(inner, name)]
    if isinstance(value, list):
        return [text for inner in value for text in words(inner, key)]
    return [value] if isinstance(value, str) and key != "name_ko" else []


def test_no_word_of_the_shipped_instrument_is_left_without_english(content: dict[str, Any]):
    assert [text for text in words(worded(content, in_english=True)) if HANGUL.search(text)] == []


def test_the_english_instrument_scores_like_the_korean_one(content: dict[str, Any], instrument: Parsed):
    english = parse(worded(content, in_english=True))

    assert english.attribute_codes == instrument.attribute_codes
    assert [one.areas for one in english.profiles] == [one.areas for one in instrument.profiles]
    for code in instrument.attribute_codes:
        assert len(english.attribute(code).evidence) == len(instrument.attribute(code).evidence)
        assert english.attribute(code).question.endswith("?")
        assert english.attribute(code).statement.endswith(".")


def test_no_english_statement_or_question_is_used_twice(content: dict[str, Any]):
    english = parse(worded(content, in_english=True))
    attributes = [english.attribute(code) for code in english.attribute_codes]

    assert len({one.statement for one in attributes}) == len({one.question for one in attributes}) == len(attributes)


INDUSTRIES = ("construction", "logistics", "fashion", "publishing", "content")


@pytest.mark.parametrize("in_english", [False, True])
@pytest.mark.parametrize("profile", INDUSTRIES)
def test_an_industry_is_asked_in_its_own_words_for_the_same_attributes(
    content: dict[str, Any], instrument: Parsed, profile: str, in_english: bool
):
    own = parse(worded(content, profile=profile, in_english=in_english))
    common = parse(worded(content, in_english=in_english))
    attributes = [own.attribute(code) for code in own.attribute_codes]

    assert own.attribute_codes == instrument.attribute_codes
    assert own.criterion("P5") != common.criterion("P5")
    assert len({one.statement for one in attributes}) == len({one.question for one in attributes}) == len(attributes)
    assert all(one.question.endswith("?") and one.statement.endswith(".") for one in attributes)


def test_an_industry_says_the_same_codes_in_both_languages(content: dict[str, Any]):
    for profile, languages in content["variants"].items():
        assert languages["korean"].keys() == languages["english"].keys(), profile
        assert not [text for text in words(languages["english"]) if HANGUL.search(text)]


def test_every_wording_of_the_shipped_instrument_can_be_used(content: dict[str, Any], instrument: Parsed):
    assert checked(content) == instrument
    assert tuple(content["variants"]) == INDUSTRIES


@pytest.mark.parametrize(
    ("variants", "path"),
    [
        ([], "variants"),
        ({"mining": {}}, "variants.mining"),
        ({"fashion": {"french": {}}}, "variants.fashion.french"),
        ({"fashion": {"korean": {"P9.1.1": ["a", "b?", ["c"]]}}}, "variants.fashion.korean.P9.1.1"),
        ({"fashion": {"english": {"P1.1.1": "a"}}}, "variants.fashion.english.P1.1.1"),
    ],
)
def test_a_wrong_wording_of_an_industry_is_refused_where_it_stands(content: dict[str, Any], variants: Any, path: str):
    with pytest.raises(InstrumentError) as refusal:
        checked({**content, "variants": variants})

    assert refusal.value.path == path


@pytest.mark.parametrize(
    ("spoil", "path"),
    [
        ({"P9.1.1": ["a", "b?", ["c"]]}, "english.P9.1.1"),
        ({"P1.1.1": "a"}, "english.P1.1.1"),
        ({"P1.1.1": ["a", "b?"]}, "english.P1.1.1"),
        ([], "english"),
    ],
)
def test_english_of_another_shape_is_refused_where_it_stands(content: dict[str, Any], spoil: Any, path: str):
    with pytest.raises(InstrumentError) as refusal:
        worded({**content, "english": spoil}, in_english=True)

    assert refusal.value.path == path


def test_what_is_not_translated_stays_korean(content: dict[str, Any], instrument: Parsed):
    assert parse(worded({**content, "english": {}}, in_english=True)) == instrument


@pytest.mark.django_db
def test_those_who_read_english_are_asked_in_english(client):
    case = factories.assigned()
    client.force_login(case.consultant)
    address = reverse("diagnosis:score-criterion", args=[case.uid, "process", "P1"])

    korean = client.get(address).content.decode()
    english = client.get(address, headers={"Accept-Language": "en"}).content.decode()

    assert "핵심 업무마다 맡은 사람이 정해져 있습니다." in korean
    assert "Each piece of core work has somebody in charge." in english


@pytest.mark.django_db
def test_a_translation_may_follow_a_published_version(content: dict[str, Any]):
    bare = deepcopy({name: value for name, value in content.items() if name != "english"})
    for own in bare["variants"].values():
        del own["english"]
    made = services.deliver(content=bare, at=NOW)

    services.deliver(content=content, at=NOW)

    assert Instrument.objects.get() == made
    assert Instrument.objects.get().content["english"]
    assert services.deliver(content={**content, "summary": "표본"}, at=NOW) is None
    content["variants"]["fashion"]["korean"]["P5.1.1"][0] = "표본 문장입니다."
    assert services.deliver(content=content, at=NOW) is None
    assert Instrument.objects.get().content["variants"]["fashion"]["korean"]["P5.1.1"][0] != "표본 문장입니다."


@pytest.mark.django_db
def test_a_draft_with_stray_english_is_refused(content: dict[str, Any]):
    stray = {**content, "version": 3, "english": {"Z9": "nothing"}}

    with pytest.raises(WrongInstrument) as refusal:
        services.draft(data=json.dumps(stray, indent=1).encode(), by=person(Role.STAFF), at=NOW)

    assert "Z9" in str(refusal.value)


@pytest.mark.django_db
def test_the_same_criteria_lie_near_a_problem_in_either_language():
    case = factories.assigned()
    near = []
    for language in ("ko", "en"):
        claims._nearest.cache_clear()
        with override(language):
            near.append(selectors.focus_of(case))

    assert near[0]
    assert near[0] == near[1]


@pytest.mark.django_db
def test_a_case_is_asked_in_the_words_of_its_industry():
    case = factories.assigned()
    asked = []
    for case.profile in ("general", "publishing"):
        asked.append(selectors.instrument_of(case).attribute("P5.1.1").question)

    assert "설비나 프로그램" in asked[0]
    assert "마감 때" in asked[1]


@pytest.mark.django_db
def test_a_version_tells_which_industry_it_words_anew(content: dict[str, Any]):
    factories.seeded()
    newer = deepcopy(content)
    newer["version"] = 3
    newer["variants"]["fashion"]["korean"]["P5.1.1"][0] = "표본 문장입니다."
    made = services.draft(data=json.dumps(newer).encode(), by=person(Role.STAFF), at=NOW)

    [change] = selectors.changes_between(selectors.current(), made)

    assert change.place == "P5.1.1 · fashion"
    assert "표본 문장입니다." in change.after
