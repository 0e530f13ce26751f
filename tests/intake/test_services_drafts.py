"""Drafts and their identifiers."""

import pytest

from apps.intake import services
from apps.kernel.errors import UidTaken
from tests.directory import factories as directory
from tests.intake.factories import AT, call, draft, seeded

pytestmark = pytest.mark.django_db


def test_a_draft_under_an_identifier_of_another_companys_draft_is_refused():
    seeded()
    theirs = draft()
    member = directory.member_of(directory.company())

    with pytest.raises(UidTaken):
        services.start(uid=theirs.uid, call_uid=call().uid, by=member, at=AT)
