"""The sample centre's paperwork is made through the services, as staff would, and once."""

from io import StringIO

import pytest
from django.core.management import call_command

from apps.desk.sample import paperwork
from apps.desk.sample.cast import gather
from apps.desk.sample.centre import FIRST_DAY
from apps.documents.models import Batch
from apps.intake import services
from apps.intake.models import Application, Waiver
from apps.intake.states import State, WaiverState

pytestmark = pytest.mark.django_db


def test_a_table_is_taken_over_and_exceptions_are_asked_for_once():
    call_command("seed", verbosity=0, stdout=StringIO())
    cast = gather(FIRST_DAY)

    first, again = (paperwork.play(cast, log=StringIO().write) for _turn in range(2))

    batch = Batch.objects.get(purpose=services.APPLICATIONS)
    taken = Application.objects.exclude(former_number="")
    assert (first, again) == (batch.count, 0)
    assert batch.applied_at is not None
    assert {(one.state, one.company.is_sample) for one in taken} == {(State.SUBMITTED, True)}
    assert sorted(Waiver.objects.values_list("state", flat=True)) == [WaiverState.APPROVED, WaiverState.PROPOSED]
