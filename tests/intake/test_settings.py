"""A programme's settings from draft to publication: validated, told as changes, never changed afterwards."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.intake import selectors, services
from apps.intake.errors import BadSettings, EditedMeanwhile, NothingChanged
from apps.intake.forms import SettingsForm, initial_settings
from apps.intake.models import Application, Call, Programme, SettingsVersion
from apps.intake.seeding import load
from apps.intake.services.settings import check_settings
from apps.intake.states import SettingsState
from apps.kernel.errors import NotAllowed, NotFound
from apps.workflow.moves import ReasonMissing
from tests.accounts.factories import person
from tests.intake import factories
from tests.intake.factories import AT

pytestmark = pytest.mark.django_db
CODE = "ax-demonstration"


def sent_by(form) -> dict:
    """What a browser sends of a form as it is shown."""
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, "", []) and value is not False}


def programme(code: str = CODE) -> Programme:
    factories.seeded()
    return Programme.objects.get(code=code)


def longer(settings: dict) -> dict:
    return {**deepcopy(settings), "screening": {"length": 9, "basis": "working_days"}}


def drafted(by, *, note: str = "검토 기간을 늘립니다.", code: str = CODE) -> SettingsVersion:
    draft = services.draft_settings(programme_code=code, by=by, at=AT)
    return services.save_settings(
        programme_code=code, settings=longer(draft.settings), note=note, edition=draft.edition, by=by, at=AT
    )


def test_a_published_draft_is_in_force_and_calls_keep_theirs():
    before, staff, manager = programme(), person(Role.STAFF), person(Role.MANAGER)
    call = factories.call("demonstration-rolling-2026")
    drafted(staff)

    services.publish_settings(programme_code=CODE, by=manager, at=AT)

    after = programme()
    assert (before.settings_version, after.settings_version) == (1, 2)
    assert after.settings["screening"]["length"] == 9
    assert Call.objects.get(pk=call.pk).settings == call.settings
    kept = SettingsVersion.objects.filter(state=SettingsState.PUBLISHED).order_by("version")
    assert [(one.version, one.settings) for one in kept] == [(1, before.settings), (2, after.settings)]


def test_a_draft_is_begun_once_and_waits_for_the_manager():
    programme()
    staff = person(Role.STAFF)

    first = services.draft_settings(programme_code=CODE, by=staff, at=AT)
    again = services.draft_settings(programme_code=CODE, by=person(Role.ADMIN), at=AT)

    assert first == again
    assert SettingsVersion.objects.filter(state=SettingsState.DRAFT).count() == 1


@pytest.mark.parametrize(
    ("verb", "role"),
    [("draft_settings", Role.COMPANY), ("publish_settings", Role.STAFF), ("discard_settings", Role.REVIEWER)],
)
def test_others_may_not(verb, role):
    programme()
    drafted(person(Role.STAFF))

    with pytest.raises(NotAllowed):
        getattr(services, verb)(programme_code=CODE, by=person(role), at=AT)

    assert programme().settings_version == 1


def test_nothing_is_published_without_a_change_a_reason_or_a_draft():
    programme()
    staff, manager = person(Role.STAFF), person(Role.MANAGER)

    with pytest.raises(NotFound):
        services.publish_settings(programme_code=CODE, by=manager, at=AT)
    services.draft_settings(programme_code=CODE, by=staff, at=AT)
    with pytest.raises(ReasonMissing):
        services.publish_settings(programme_code=CODE, by=manager, at=AT)
    draft = drafted(staff)
    services.save_settings(
        programme_code=CODE, settings=programme().settings, note="같음", edition=draft.edition, by=staff, at=AT
    )
    with pytest.raises(NothingChanged):
        services.publish_settings(programme_code=CODE, by=manager, at=AT)


def test_a_draft_that_somebody_else_saved_is_not_overwritten():
    programme()
    staff = person(Role.STAFF)
    draft = services.draft_settings(programme_code=CODE, by=staff, at=AT)
    drafted(person(Role.STAFF))

    with pytest.raises(EditedMeanwhile):
        services.save_settings(
            programme_code=CODE, settings=draft.settings, note="옛 화면", edition=draft.edition, by=staff, at=AT
        )


def test_wrong_settings_are_refused_with_every_fault():
    programme()
    staff = person(Role.STAFF)
    draft = services.draft_settings(programme_code=CODE, by=staff, at=AT)
    wrong = deepcopy(draft.settings)
    wrong["criteria"][0]["weight"] = 1
    wrong["documents"].append({"kind": "nothing-known", "required": True})

    with pytest.raises(BadSettings) as refusal:
        services.save_settings(programme_code=CODE, settings=wrong, note="-", edition=1, by=staff, at=AT)

    assert [one.field for one in refusal.value.problems] == ["criteria"]
    assert "71" in str(refusal.value.problems[0].message)
    wrong["criteria"][0]["weight"] = 30
    with pytest.raises(BadSettings, match="입력한 내용") as refusal:
        services.save_settings(programme_code=CODE, settings=wrong, note="-", edition=1, by=staff, at=AT)
    assert "nothing-known" in str(refusal.value.problems[0].message)


def test_a_discarded_draft_changes_nothing_and_makes_room_for_another():
    programme()
    staff = person(Role.STAFF)
    drafted(staff)

    services.discard_settings(programme_code=CODE, by=staff, at=AT)

    assert programme().settings_version == 1
    assert services.draft_settings(programme_code=CODE, by=staff, at=AT).settings == programme().settings


def test_seeds_do_not_undo_what_was_published(settings):
    programme()
    drafted(person(Role.STAFF))
    services.publish_settings(programme_code=CODE, by=person(Role.MANAGER), at=AT)

    load(settings.SEEDS_DIR, AT)

    assert programme().settings["screening"]["length"] == 9


@pytest.mark.parametrize("code", ["ax-diagnosis", CODE])
def test_the_form_gives_back_the_settings_it_shows(code):
    found = programme(code)
    shown = SettingsForm(settings=found.settings, gives_money=code == CODE, initial=initial_settings(found.settings))
    sent = sent_by(shown)

    form = SettingsForm({**sent, "edition": "1", "note": "그대로"}, settings=found.settings, gives_money=code == CODE)

    assert form.is_valid(), form.errors
    assert selectors.changes_between(found.settings, form.settings(), selectors.vocabulary()) == []
    check_settings(found, form.settings())


def test_a_draft_is_told_as_what_it_changes():
    found = programme()
    after = longer(found.settings)
    after["criteria"][0] |= {"weight": 40}
    after["documents"] = after["documents"][:1]
    after["budgets"] = [{"year": 2026, "budget_krw": 1_000_000_000, "quota": 8}]

    told = selectors.changes_between(found.settings, after, selectors.vocabulary())

    assert [(str(one.label), one.before, one.after) for one in told] == [
        ("요건검토 기간", "근무일 7일", "근무일 9일"),
        ("국세·지방세 납세증명서", "필수", "–"),
        ("실증 수행계획서", "선택", "–"),
        ("평가위원에게 보일 서류", "실증 수행계획서", "–"),
        ("문제의 구체성과 개선 효과", "가중치 30, 10점 만점", "가중치 40, 10점 만점"),
        ("2026년 예산", "–", "1,000,000,000원 · 선정 8곳"),
    ]


@pytest.mark.parametrize(
    ("state", "outcome", "places"),
    [
        ("selected", "select", 1),
        ("decided", "select", 1),
        ("decided", "waitlist", 0),
        ("waitlisted", "waitlist", 0),
        ("not_selected", "decline", 0),
        ("cancelled", "select", 0),
    ],
)
def test_a_years_budget_is_drawn_down_by_what_holds_a_place_in_it(state, outcome, places):
    found = programme()
    found.settings["budgets"] = [{"year": 2026, "budget_krw": 300_000_000, "quota": 3}]
    found.save(update_fields=["settings"])
    row = factories.demonstration()
    proposer, confirmer = person(Role.STAFF), person(Role.MANAGER)
    at = AT + timedelta(days=9)
    decided = {"proposed_by": proposer, "confirmed_by": confirmer, "confirmed_at": at, "published_at": at}
    Application.objects.filter(pk=row.pk).update(state=state, proposed_outcome=outcome, **decided)

    (line,) = selectors.budgets(found, at=at).lines

    assert (line.year, line.selected, line.quota) == (2026, places, 3)
    assert (line.drawn_krw, line.left_krw) == (places * 75_000_000, 300_000_000 - places * 75_000_000)
    assert line.drawn_pct == 25 * places


def test_what_was_drawn_is_kept_for_a_while_and_says_when_it_was_counted(settings):
    settings.FIGURES_FRESH_S = 60
    cache.clear()
    found, row = programme(), factories.demonstration()
    first = selectors.budgets(found, at=AT)
    confirmer = person(Role.MANAGER)
    decided = {"proposed_by": person(Role.STAFF), "confirmed_by": confirmer, "confirmed_at": AT, "published_at": AT}
    Application.objects.filter(pk=row.pk).update(state="selected", proposed_outcome="select", **decided)

    kept = selectors.budgets(found, at=AT + timedelta(seconds=30))
    cache.clear()
    new = selectors.budgets(found, at=AT + timedelta(seconds=90))

    assert (kept.lines, kept.counted_at) == (first.lines, AT)
    assert (new.lines[0].selected, new.counted_at) == (1, AT + timedelta(seconds=90))
    assert (new.lines[0].budget_krw, new.lines[0].left_krw, new.lines[0].drawn_pct) == (None, None, None)


def page(client, name: str, *, data=None):
    address = reverse(f"intake:{name}", args=[CODE])
    return client.get(address) if data is None else client.post(address, data)


def test_staff_draft_and_the_manager_publishes_in_pages(client):
    found = programme()
    client.force_login(person(Role.STAFF))
    page(client, "draft-settings", data={})
    shown = page(client, "edit-settings")
    form = shown.context["form"]
    sent = sent_by(form)
    saved = page(client, "edit-settings", data={**sent, "screening_length": "9", "note": "검토 기간을 늘립니다."})
    overview = page(client, "settings").content.decode()
    refused = page(client, "publish-settings", data={})
    client.force_login(person(Role.MANAGER))
    done = page(client, "publish-settings", data={})

    assert (shown.status_code, saved.status_code, refused.status_code, done.status_code) == (200, 302, 403, 302)
    assert "근무일 9일" in overview
    assert "게시하기" not in overview
    assert programme().settings["screening"]["length"] == 9
    assert programme().settings["criteria"] == found.settings["criteria"]
    assert found.name_ko in client.get(reverse("intake:settings-list")).content.decode()


def test_weights_that_make_no_hundred_are_told_on_the_page(client):
    programme()
    client.force_login(person(Role.STAFF))
    page(client, "draft-settings", data={})
    form = page(client, "edit-settings").context["form"]
    sent = sent_by(form)

    answer = page(client, "edit-settings", data={**sent, "criterion_0_weight": "31", "note": "-"})

    assert answer.status_code == 422
    assert "지금은 101입니다" in answer.content.decode()


def test_a_row_that_was_begun_is_asked_for_whole(client):
    programme()
    client.force_login(person(Role.STAFF))
    page(client, "draft-settings", data={})
    form = page(client, "edit-settings").context["form"]
    sent = sent_by(form)

    answer = page(client, "edit-settings", data={**sent, "budget_0_year": "2026", "note": "-"})

    assert answer.status_code == 422
    assert "이 줄의 나머지도" in answer.content.decode()


def test_there_is_nothing_to_edit_without_a_draft(client):
    programme()
    client.force_login(person(Role.STAFF))

    assert page(client, "edit-settings").status_code == 404


def test_programs_write_settings_too():
    found = programme()
    api, address = APIClient(), f"/api/v1/intake/programmes/{CODE}/settings/"
    api.force_authenticate(person(Role.MANAGER))

    begun = api.post(f"{address}draft/")
    body = {"edition": 1, "note": "늘림", "settings": longer(found.settings)}
    saved = api.put(f"{address}draft/", body, format="json")
    stale = api.put(f"{address}draft/", body, format="json")
    wrong = api.put(f"{address}draft/", {**body, "edition": 2, "settings": {"colour": 1}}, format="json")
    done = api.post(f"{address}publish/")
    gone = api.delete(f"{address}draft/")
    api.force_authenticate(person(Role.COMPANY))

    assert (begun.status_code, begun.json()["draft"]["version"]) == (201, 2)
    assert [one["after"] for one in saved.json()["draft"]["changes"]] == ["근무일 9일"]
    assert (stale.status_code, stale.json()["code"]) == (409, "edited_meanwhile")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "bad_settings")
    assert (done.status_code, done.json()["version"], done.json()["draft"]) == (200, 2, None)
    assert gone.status_code == 404
    assert api.get(address).status_code == 403


def test_settings_are_told_in_words_and_not_in_codes():
    told = {str(one.label): one.text for one in selectors.said(programme().settings, selectors.vocabulary())}

    assert told["기업 규모"] == "필수 (소상공인, 소기업, 중기업)"
    assert told["평가 방식"] == "모든 위원이 모든 안건 평가"
    assert told["위원 수당"] == "300,000원"
    assert told["동점일 때 보는 순서"].startswith("문제의 구체성과 개선 효과 → 실행계획의 타당성")
    assert told["가점"] == "처음 지원받는 기업 2점, 청년을 새로 채용한 기업 1점"
    assert told["업종"].startswith("주의만 (C 제조업, F 건설업")


def test_settings_stand_in_sections_and_what_seldom_changes_is_folded(client):
    client.force_login(person(Role.STAFF))

    page = client.get(reverse("intake:settings", args=[programme().code])).content.decode()
    found = selectors.sections(programme().settings, selectors.vocabulary())

    assert [one.code for one in found] == [
        "support",
        "conditions",
        "papers",
        "criteria",
        "panel",
        "consortium",
        "basis",
    ]
    assert {one.code for one in found if one.is_folded} == {"panel", "basis"}
    assert sum(len(one.rows) for one in found) == len(
        [row for row in selectors.said(programme().settings, selectors.vocabulary()) if row.key[:7] != "budget:"]
    )
    for one in found:
        assert f'href="#settings-{one.code}"' in page
        assert f'id="settings-{one.code}"' in page
    assert "youth_jobs" not in page


def test_when_the_consortium_forms_is_edited_told_and_read_by_applicants(client):
    found = programme()
    client.force_login(person(Role.STAFF))
    page(client, "draft-settings", data={})
    form = page(client, "edit-settings").context["form"]
    wrong = page(client, "edit-settings", data={**sent_by(form), "consortium": "at_full_moon", "note": "-"})
    before = selectors.draft_of(found, person(Role.STAFF)).settings
    page(client, "edit-settings", data={**sent_by(form), "consortium": "before_selection", "note": "먼저 구성"})
    overview = page(client, "settings")
    services.publish_settings(programme_code=CODE, by=person(Role.MANAGER), at=AT)
    client.logout()

    assert form["consortium"].value() == "after_selection"
    assert (wrong.status_code, before) == (422, found.settings)
    (change,) = overview.context["changes"]
    assert (change.label, change.before, change.after) == (
        "컨소시엄 구성 시점",
        "선정한 뒤",
        "신청이 적격으로 확인된 뒤",
    )
    assert programme().settings["consortium"] == "before_selection"
    assert "신청이 적격으로 확인된 뒤" in client.get(found.get_absolute_url()).content.decode()
    call = factories.call("demonstration-rolling-2026")
    assert "선정한 뒤" in client.get(call.get_absolute_url()).content.decode()
    diagnosis = programme("ax-diagnosis")
    assert "컨소시엄 구성 시점" not in client.get(diagnosis.get_absolute_url()).content.decode()


def test_programs_read_when_the_consortium_of_a_call_forms():
    call, other = factories.call("demonstration-rolling-2026"), factories.call("diagnosis-rolling-2026")
    api = APIClient()

    older = api.get(f"/api/v1/intake/calls/{call.uid}/").json()["consortium"]
    Call.objects.filter(pk=call.pk).update(settings={**call.settings, "consortium": "before_selection"})
    now = api.get(f"/api/v1/intake/calls/{call.uid}/").json()["consortium"]
    api.force_authenticate(person(Role.STAFF))
    address = f"/api/v1/intake/programmes/{CODE}/settings/draft/"
    api.post(address)
    wrong = {"edition": 1, "note": "-", "settings": {**programme().settings, "consortium": "never"}}
    refused = api.put(address, wrong, format="json")

    assert (older, now) == ("after_selection", "before_selection")
    assert api.get(f"/api/v1/intake/calls/{other.uid}/").json()["consortium"] is None
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_settings")
    assert SettingsVersion.objects.get(state=SettingsState.DRAFT).settings == programme().settings
