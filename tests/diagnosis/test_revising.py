"""New versions of the instrument: refused with their line, compared, tried on old cases, published by another."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accounts.roles import Role
from apps.diagnosis import revising, selectors, services
from apps.diagnosis.errors import VersionTooOld, WrongInstrument
from apps.diagnosis.instrument import Instrument as Parsed
from apps.diagnosis.instrument import parse
from apps.diagnosis.instrument_faults import Fault
from apps.diagnosis.labels import INSTRUMENT_FAULTS, PARTS
from apps.diagnosis.models import Instrument
from apps.diagnosis.revising import Change, Part
from apps.kernel.errors import NotAllowed, WrongState
from tests.accounts.factories import person
from tests.diagnosis import factories
from tests.diagnosis.factories import CRITERIA, NOW

LATER = NOW + timedelta(days=30)


def test_a_version_like_the_one_before_changes_nothing(instrument: Parsed):
    assert revising.changes(instrument, instrument) == ()


def test_every_kind_of_change_is_told_in_its_place(content: dict[str, Any], instrument: Parsed):
    newer = deepcopy(content)
    newer["summary"] = "표본 요약"
    band = newer["areas"][0]["criteria"][0]["bands"][2]
    band["sentence"] = "표본 문장"
    band["attributes"][0]["question"] = "표본 질문입니까?"
    newer["levels"][4]["at_least"] = "4.5"
    newer["profiles"][0]["areas"] = {"process": 30, "data": 37, "operations": 33}

    found = revising.changes(instrument, parse(newer))

    assert [(one.part, one.place) for one in found] == [
        (Part.TEXT, "summary"),
        (Part.BAND, "P1.2"),
        (Part.ATTRIBUTE, "P1.2.1"),
        (Part.LEVEL, "5"),
        (Part.WEIGHT, "general process"),
        (Part.WEIGHT, "general data"),
    ]
    assert found[-1] == Change(Part.WEIGHT, "general data", "33", "37")
    assert "표본 질문입니까?" in found[2].after


def test_a_criterion_that_goes_is_told_with_all_that_goes_with_it(content: dict[str, Any], instrument: Parsed):
    smaller = deepcopy(content)
    gone = smaller["areas"][0]["criteria"].pop()
    for profile in smaller["profiles"]:
        profile["criteria"]["P1"] += profile["criteria"].pop(gone["code"])

    found = revising.changes(instrument, parse(smaller))

    assert {one.after for one in found if one.place.startswith("P6") and one.part is not Part.WEIGHT} == {""}
    assert sum(one.part is Part.ATTRIBUTE for one in found) == 20


def test_every_fault_and_every_part_has_its_words():
    assert set(INSTRUMENT_FAULTS) == set(Fault)
    assert set(PARTS) == set(Part)


pytestmark = pytest.mark.django_db


@pytest.fixture
def newer(content: dict[str, Any]) -> dict[str, Any]:
    factories.seeded()
    return {**content, "version": content["version"] + 1}


def draft(content: dict[str, Any], by=None) -> Instrument:
    data = json.dumps(content, ensure_ascii=False, indent=1).encode()
    return services.draft(data=data, by=by or person(Role.STAFF), at=NOW)


def test_a_draft_is_kept_replaced_and_published_by_a_manager_alone(newer):
    first = draft(newer)
    made = draft({**newer, "summary": "표본 요약"})
    with pytest.raises(NotAllowed):
        services.publish_draft(instrument_id=made.pk, by=person(Role.STAFF), at=NOW)

    assert selectors.current().version == newer["version"] - 1
    services.publish_draft(instrument_id=made.pk, by=person(Role.MANAGER), at=NOW)

    assert not Instrument.objects.filter(pk=first.pk).exists()
    assert selectors.current().version == newer["version"]
    with pytest.raises(WrongState):
        services.publish_draft(instrument_id=made.pk, by=person(Role.MANAGER), at=NOW)


def test_cases_keep_the_version_they_began_with(newer):
    case = factories.opened()
    made = draft(newer)
    services.publish_draft(instrument_id=made.pk, by=person(Role.MANAGER), at=NOW)

    case.refresh_from_db()
    assert (case.instrument.version, factories.opened().instrument.version) == (
        newer["version"] - 1,
        newer["version"],
    )


def test_the_first_shipped_version_is_published_and_comes_only_once(content):
    first = services.deliver(content=content, at=NOW)

    assert services.deliver(content=content, at=LATER) == first
    assert (Instrument.objects.get().state, Instrument.objects.get().published_at) == (Instrument.State.PUBLISHED, NOW)


def test_a_newer_shipped_version_waits_as_a_draft(newer):
    made = services.deliver(content=newer, at=LATER)

    assert services.deliver(content=newer, at=LATER) == made
    assert made.state == Instrument.State.DRAFT
    assert selectors.current().version == newer["version"] - 1


def test_what_the_centre_published_itself_is_left_alone(newer):
    own = draft({**newer, "version": newer["version"] + 1})
    services.publish_draft(instrument_id=own.pk, by=person(Role.MANAGER), at=NOW)

    assert services.deliver(content=newer, at=LATER) is None
    assert services.deliver(content={**newer, "version": own.version, "summary": "표본"}, at=LATER) is None
    assert selectors.current() == own
    assert Instrument.objects.count() == 2


def test_a_published_number_is_not_given_again(newer):
    with pytest.raises(VersionTooOld):
        draft({**newer, "version": 1})


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b'{"code": "x",\n "version": }', 2, "JSON"),
        (b'{"code": "ax-readiness",\n "version": 2,\n "areas": []}', 3, "하나 이상"),
        ('{\n"code": "진단"'.encode("cp949"), 2, "UTF-8"),
        (b"", 1, "JSON"),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_reason(data, line, words):
    with pytest.raises(WrongInstrument) as refusal:
        services.draft(data=data, by=person(Role.STAFF), at=NOW)

    assert refusal.value.line == line
    assert str(refusal.value).startswith(f"{line}행")
    assert words in str(refusal.value)
    assert [problem.field for problem in refusal.value.problems] == ["file"]
    assert not Instrument.objects.filter(state="draft").exists()


def test_only_staff_draft(newer):
    with pytest.raises(NotAllowed):
        draft(newer, by=person(Role.CONSULTANT))


def test_a_draft_is_tried_on_old_cases_without_touching_them(newer):
    done = factories.completed(dict.fromkeys(CRITERIA, 2))
    newer["levels"][2]["at_least"] = "2.5"
    newer["levels"][3]["at_least"] = "3"

    [trial] = selectors.trial_of(draft(newer))

    done.refresh_from_db()
    assert (trial.level_before, trial.level_after) == (3, 2)
    assert trial.point_before == trial.point_after
    assert trial.unanswered == 0
    assert done.level == 3


def test_the_pages_upload_compare_try_and_publish(client, newer):
    factories.completed(dict.fromkeys(CRITERIA, 2))
    newer["summary"] = "표본 요약"
    client.force_login(person(Role.STAFF))
    listing = reverse("diagnosis:instruments")
    page = reverse("diagnosis:instrument", args=["ax-readiness", newer["version"]])

    refused = client.post(listing, {"file": SimpleUploadedFile("a.json", b"{")})
    sent = client.post(listing, {"file": SimpleUploadedFile("b.json", json.dumps(newer).encode())})
    shown = client.get(page).content.decode()
    file = client.get(f"{page}file/")
    denied = client.post(f"{page}publish/")
    client.force_login(person(Role.MANAGER))
    client.post(f"{page}publish/")

    assert (refused.status_code, "1행" in refused.content.decode()) == (422, True)
    assert sent.url == page
    assert "표본 요약" in shown
    assert "진단 1건" in shown
    assert "발행하기" not in shown
    assert json.loads(file.content) == newer
    assert denied.status_code == 403
    assert Instrument.objects.get(version=newer["version"]).state == Instrument.State.PUBLISHED
    assert client.get(reverse("diagnosis:instrument", args=["ax-readiness", 9])).status_code == 404
