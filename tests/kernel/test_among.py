import pytest
from django.db import connection

from apps.directory.models import Membership, Organisation
from apps.intake.models import Application
from apps.kernel.among import Among
from tests.accounts.factories import person
from tests.directory import factories

pytestmark = pytest.mark.django_db


def test_rows_are_found_by_what_another_query_finds():
    mine, other = factories.company(), factories.company()
    me = factories.member_of(mine)

    found = Organisation.objects.filter(Among("pk", Membership.objects.places_of(me)))
    rest = Organisation.objects.companies().filter(~Among("pk", Membership.objects.places_of(me)))

    assert list(found) == [mine]
    assert list(rest) == [other]
    assert not Organisation.objects.filter(Among("pk", Membership.objects.places_of(person()))).exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans its own way")
def test_the_database_looks_them_up_by_index_in_every_arm_of_an_or():
    me = factories.member_of(factories.company())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Application.objects.visible_to(me).order_by().explain()

    assert "BitmapOr" in plan
    assert "Seq Scan on intake_application" not in plan
