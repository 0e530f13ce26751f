from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from apps.accounts.roles import Role
from apps.desk import services
from apps.notices import seeding
from apps.notices.models import Notice
from apps.workflow import services as workflow
from tests.accounts.factories import JOINED as NOW
from tests.accounts.factories import person
from tests.documents.factories import requested

pytestmark = pytest.mark.django_db


def test_people_whose_turn_falls_due_are_reminded_once():
    seeding.load(Path(settings.SEEDS_DIR), NOW)
    first, second = person(Role.STAFF), person(Role.STAFF)
    about = requested(first, NOW)
    workflow.open_wait(about, key="a", party="role:staff", what="요건검토", path="/a/", at=NOW, due_at=NOW)
    workflow.open_wait(
        about, key="b", party="role:staff", what="요건검토", path="/b/", at=NOW, due_at=NOW + timedelta(days=9)
    )

    told = services.remind(at=NOW)
    again = services.remind(at=NOW)

    assert (told, again) == (2, 0)
    assert set(Notice.objects.values_list("to", "path")) == {(first.pk, "/a/"), (second.pk, "/a/")}
