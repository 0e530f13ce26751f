"""A sound house has nothing to report, and each contradiction is found."""

import pytest

from apps.centre.models import Sequence
from apps.consortia import integrity
from apps.consortia.models import Agreement, Brief
from apps.directory.models import Organisation
from tests.consortia import factories as make

pytestmark = pytest.mark.django_db


def test_what_the_services_leave_holds_together():
    make.active()

    assert list(integrity.problems()) == []


def test_a_wrong_counter_and_a_missing_paper_are_found():
    agreement = make.active()
    Organisation.objects.filter(kind="supplier").update(projects_running=2)
    Agreement.objects.filter(pk=agreement.pk).update(document=None)

    found = list(integrity.problems())

    assert len(found) == 2
    assert "supplier" in found[0]
    assert found[1].startswith(agreement.number)


def test_a_series_that_lies_behind_its_numbers_is_found():
    make.brief()
    number = Brief.objects.get().number
    Sequence.objects.filter(kind="brief").update(last=0)

    assert list(integrity.problems()) == [f"{number}: was given, but its series stands at 0 and will give it again"]


def test_an_agreement_in_force_that_some_party_did_not_sign_is_found():
    half, unsigned, older = make.active(), make.active(), make.active()
    supplier = half.brief.proposals.get(organisation__kind="supplier").organisation
    half.signatures.filter(organisation=supplier).delete()
    unsigned.signatures.filter(organisation=unsigned.company).delete()
    older.signatures.exclude(organisation=older.company).delete()

    assert list(integrity.problems()) == [
        f"{half.number}: in force, not signed by {supplier.name_ko}",
        f"{unsigned.number}: in force, not signed by {unsigned.company.name_ko}",
    ]
