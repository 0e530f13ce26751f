"""Every list that staff read can be taken away, as a workbook and as CSV."""

import re

import pytest
from django.urls import get_resolver, reverse

from apps.accounts.roles import Role
from apps.kernel.tables import TYPES, Format
from tests.accounts.factories import person
from tests.intake.selecting import concluded, waiting

pytestmark = pytest.mark.django_db

# Lists of staff, each with the rows it is about; a page that pages or shows a table of rows belongs here.
LISTS = (
    "intake:calls",
    "intake:list",
    "intake:screening",
    "intake:objections",
    "intake:outages",
    "intake:results",
    "panels:committees",
    "panels:sittings",
    "panels:pool",
    "panels:board",
    "panels:minutes",
)
# Nothing is in these here, and an empty list offers no file.
EMPTY = ("intake:objections", "intake:outages", "intake:screening")
# Pages whose files have an address of their own.
FILE_AT = {"panels:board": "panels:ranking", "panels:minutes": "panels:fees"}
OF_A_COMMITTEE = ("intake:results", "panels:board", "panels:minutes")
# Pages at fixed addresses that are no lists of rows: forms, single things, and what anybody reads.
NO_LISTS = {
    "intake:home": "the front page",
    "intake:programmes": "programmes as cards for the public",
    "intake:new-call": "a form",
    "intake:settings-list": "the programmes with their settings, one card each",
    "intake:import": "a form",
    "intake:import-template": "a file itself",
    "panels:list": "a reviewer's own sheets",
    "panels:profile": "a reviewer's own page",
    "panels:enrol": "a form",
}


def test_every_page_without_a_key_is_a_list_or_explained():
    found = {
        f"{app}:{name}"
        for app in ("intake", "panels")
        for name, ways in _names(app).items()
        if not any(parameters for way in ways for _shape, parameters in way)
    }

    assert found == ({*LISTS} - {*OF_A_COMMITTEE}) | {*NO_LISTS}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("form", Format)
def test_a_list_of_staff_offers_both_files_and_gives_them(client, name, form):
    committee = concluded(waiting(2))
    keys = [committee.uid] if name in OF_A_COMMITTEE else []
    client.force_login(person(Role.STAFF, Role.MANAGER))

    page = client.get(reverse(name, args=keys)).content.decode()
    offered = re.findall(rf'href="([^"]*[?&;]format={form}[^"]*)"', page)
    file = client.get(reverse(FILE_AT.get(name, name), args=keys), {"format": form.value})

    if name in EMPTY:
        assert not offered
    else:
        assert offered, f"{name} offers no {form}"
    assert file.headers["Content-Type"] == TYPES[form]
    assert b"".join(file.streaming_content)


def _names(app: str) -> dict[str, list[list[tuple[str, list[str]]]]]:
    """Names of an app's addresses with the ways they are written."""
    inner = get_resolver().namespace_dict[app][1]
    names = [name for name in inner.reverse_dict if isinstance(name, str)]
    return {name: [one[0] for one in inner.reverse_dict.getlist(name)] for name in names}
