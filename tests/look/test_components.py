"""Each component draws what it is given, and the gallery draws them all."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from apps.centre.models import CentreProfile
from apps.kernel.keyset import Page

PARTIALS = sorted(path.name for path in (Path(settings.BASE_DIR) / "templates" / "components").glob("_*.html"))


class Thing(forms.Form):
    name = forms.CharField(label="이름", help_text="적어 주십시오.")
    door = forms.ChoiceField(label="문", choices=[("a", "가"), ("b", "나")], widget=forms.RadioSelect())
    agreed = forms.BooleanField(label="동의")


def draw(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


@pytest.mark.parametrize("name", PARTIALS)
def test_a_component_tolerates_missing_arguments(name, rf: RequestFactory):
    level_of_heading = {"level": 2}

    assert "{%" not in render_to_string(f"components/{name}", level_of_heading, request=None)


def test_an_error_summary_links_to_fields_that_are_on_the_page():
    html = str(Thing({}))

    linked = re.findall(r'<a href="#([^"]+)"', html)
    assert linked == ["id_name", "id_door", "id_agreed"]
    assert [anchor for anchor in linked if f'id="{anchor}"' not in html] == []


def test_an_input_is_described_by_its_help_and_its_error():
    html = str(Thing({})["name"].as_field_group())

    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described is not None
    assert described[1] == "id_name_helptext id_name_error"
    assert [name for name in described[1].split() if f'id="{name}"' not in html] == []
    assert 'aria-invalid="true"' in html


def test_a_pager_keeps_the_address_and_names_what_cannot_be_pressed():
    page = Page(rows=[], first="", previous="", next="?after=x", last="?end=1", count=1000, count_is_bounded=True)

    html = render_to_string("components/_pager.html", {"page": page, "path": "/intake/"})

    assert re.findall(r'<a [^>]*href="([^"]*)"', html) == ["/intake/?after=x", "/intake/?end=1"]
    assert html.count('aria-disabled="true"') == 2
    assert "1,000건이 넘습니다" in html


def test_words_from_people_are_escaped_in_block_components():
    html = draw('{% card title=title %}{{ body }}{% endcard %}{% badge "info" title %}', title="<b>", body="<i>")

    assert "<b>" not in html
    assert "<i>" not in html
    assert html.count("&lt;b&gt;") == 2


def test_an_unknown_tone_is_neutral():
    assert draw('{% badge "purple" "상태" %}') == '<span class="badge badge--neutral">상태</span>'


def test_an_icon_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in draw('{% icon "check" %}')
    assert 'role="img" aria-label="마침"' in draw('{% icon "check" label="마침" %}')


@pytest.mark.django_db
def test_the_gallery_draws_every_tone_of_message(client):
    page = client.get("/design/", {"toast": "success"})

    html = page.content.decode()
    assert page.status_code == 200
    assert html.count("<h1>") == 1
    assert 'class="toast toast--success"' in html


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"])
def test_an_error_page_can_be_drawn_without_any_context(name):
    html = render_to_string(name)

    assert html.count("<h1>") == 1
    assert 'href="/"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_a_sign_in_page_has_one_form_and_one_heading(client, path):
    html = client.get(path).content.decode()

    assert html.count("<h1>") == 1
    assert html.count('<form class="form"') == 1


@pytest.mark.django_db
@pytest.mark.parametrize("is_demo", [True, False], ids=["demo", "a centre's own"])
def test_a_demo_warns_against_real_data_on_every_page(client, settings, is_demo):
    settings.IS_DEMO = is_demo
    CentreProfile.objects.update(is_sample=is_demo)

    html = client.get("/accounts/login/").content.decode()

    assert ("시연 중이라 2단계 인증이 꺼져 있습니다." in html) is is_demo
    assert ('class="notice-strip"' in html) is is_demo
