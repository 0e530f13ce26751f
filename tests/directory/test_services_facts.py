"""What a company changes of itself."""

from dataclasses import replace
from datetime import date

import pytest

from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.directory import selectors, services
from apps.directory.checking import FigureRefused
from apps.directory.entries import FactsEntry, SiteEntry
from apps.directory.models import Company
from apps.directory.services import NumberRefused, UnknownCode
from apps.directory.services.locks import NotLeading
from apps.kernel.errors import NotFound
from tests.accounts.factories import person
from tests.directory.factories import AT, company, member_of

pytestmark = pytest.mark.django_db

FACTS = FactsEntry(
    name_ko="표본정밀 새이름",
    representative="표본 새대표",
    industry_code="C26",
    head=SiteEntry(kind="head", name="본점", district_code="11545", address="표본로 9"),
    founded_on=date(2010, 1, 4),
    corporate_number="110111-0000000",
    sme_number="0010-2026-1",
    sme_until=date(2027, 3, 31),
)


def update(own, entry=FACTS, **changes):
    return services.update_facts(organisation_id=own.pk, entry=entry, **{"by": member_of(own), "at": AT, **changes})


def test_facts_are_replaced_and_the_size_follows_the_industry():
    own = company()
    before = Company.objects.select_related("industry").get(pk=own.pk)

    row = update(own)

    row.refresh_from_db()
    own.refresh_from_db()
    assert (own.name_ko, own.district.code, row.representative) == ("표본정밀 새이름", "11545", "표본 새대표")
    assert (row.industry.code, row.sme_number, row.sme_until) == ("C26", "0010-2026-1", date(2027, 3, 31))
    assert row.corporate_number == "1101110000000"
    assert row.business_number == before.business_number
    assert selectors.size_verdict(row, date(2026, 6, 1)).thresholds == ("C26",)
    assert row.sites.filter(kind="head").count() == 1


def test_the_history_keeps_what_was_and_only_what_changed():
    own = company()

    update(own)

    event = Event.objects.filter(action="update_facts").get()
    assert event.after["industry"] == "C26"
    assert event.before["industry"] == "C25"
    update(own)
    assert Event.objects.filter(action="update_facts").order_by("pk").last().after == {}


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"sme_until": None}, FigureRefused, "sme_until"),
        ({"sme_number": ""}, FigureRefused, "sme_until"),
        ({"corporate_number": "12"}, NumberRefused, "corporate_number"),
        ({"industry_code": "ZZ"}, UnknownCode, "industry"),
        ({"founded_on": date(2030, 1, 1)}, FigureRefused, "founded_on"),
        ({"founded_on": date(1700, 1, 1)}, FigureRefused, "founded_on"),
        ({"head": replace(FACTS.head, district_code="99")}, UnknownCode, "district"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(changes, refusal, field):
    own = company()
    name = own.name_ko

    with pytest.raises(refusal) as refused:
        update(own, replace(FACTS, **changes))

    assert refused.value.field == field
    own.refresh_from_db()
    assert own.name_ko == name


def test_only_those_who_answer_for_a_company_change_its_facts():
    own, colleague = company(), person(Role.COMPANY)
    services.add_member(organisation_id=own.pk, user_id=colleague.pk, position="member", by=member_of(own), at=AT)

    with pytest.raises(NotLeading):
        update(own, by=colleague)
    with pytest.raises(NotFound):
        update(own, by=person(Role.COMPANY))
    assert update(own, by=person(Role.STAFF)).industry.code == "C26"
