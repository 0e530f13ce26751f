"""What a table of applications is held against, read for all of its rows at once."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Prefetch

from apps.directory.models import Company, Membership, Site
from apps.directory.rules import size
from apps.directory.selectors.companies import known_thresholds, size_facts, thresholds_on
from apps.documents.models import Document, Kind
from apps.documents.states import DocumentState
from apps.intake import rules
from apps.intake.models import Application, Call
from apps.intake.selectors.eligibility import conditions_of, facts_of, other_of
from apps.kernel import clocks

AT_ONCE = 500


def companies_by_number(numbers: Collection[str]) -> dict[str, Company]:
    """Companies with everything the rules read, by business number."""
    rows = Company.objects.select_related("organisation", "industry").prefetch_related(
        "years", Prefetch("sites", Site.objects.read())
    )
    asked = sorted(numbers)
    found: dict[str, Company] = {}
    for start in range(0, len(asked), AT_ONCE):
        for company in rows.filter(business_number__in=asked[start : start + AT_ONCE]):
            found[company.business_number] = company
    return found


def alive_in(call: Call) -> dict[int, list[Application]]:
    """The living applications to a call's programme, by company."""
    rows = Application.objects.alive().filter(call__programme=call.programme_id)
    found: dict[int, list[Application]] = {}
    for row in rows.order_by("receipt_number").only("company_id", "receipt_number", "submitted_at", "state", "door"):
        found.setdefault(row.company_id, []).append(row)
    return found


def doubled_on(call: Call, others: Sequence[Application], received_at: datetime) -> tuple[str, ...]:
    """Receipt numbers of a company's living applications that one received at a moment would double."""
    params = next((one.params for one in conditions_of(call.settings) if one.rule == rules.RuleCode.DUPLICATE), {})
    return rules.doubled(params, [other_of(row, received_at) for row in others])


def former_numbers(call: Call) -> set[str]:
    """Earlier receipt numbers that were taken over with a call before."""
    rows = Application.objects.filter(call=call).exclude(former_number="")
    return set(rows.values_list("former_number", flat=True))


def people_of(companies: Collection[int]) -> dict[int, int]:
    """One person who acts for each company that has somebody, those who lead it first."""
    found: dict[int, int] = {}
    asked = sorted(companies)
    for start in range(0, len(asked), AT_ONCE):
        rows = Membership.objects.current().filter(organisation__in=asked[start : start + AT_ONCE])
        for company, user, position in rows.order_by("pk").values_list("organisation_id", "user_id", "position"):
            if company not in found or position in Membership.LEADING:
                found[company] = user
    return found


def examine_all(
    applications: Sequence[Application], received: Sequence[datetime], companies: dict[int, Company]
) -> list[tuple[rules.Finding, ...]]:
    """Every rule's verdict on applications of one call without papers; what `examine` says, in three queries."""
    if not applications:
        return []
    conditions = conditions_of(applications[0].call.settings)
    known, roadmaps = known_thresholds(), _roadmaps(applications)
    tables = {day: thresholds_on(day, known) for day in {clocks.local_date(at) for at in received}}
    found = []
    for application, at in zip(applications, received, strict=True):
        company, day = companies[application.company_id], clocks.local_date(at)
        verdict = size.verdict(size_facts(company, day), tables[day])
        facts = facts_of(
            application,
            at,
            company=company,
            possible_sizes=tuple(str(one) for one in verdict.possible),
            roadmap=_cited(application, roadmaps),
        )
        found.append(rules.examine(conditions, facts))
    return found


def _roadmaps(applications: Sequence[Application]) -> dict[tuple[str, str], str]:
    """States of the roadmaps that are cited, by number and party."""
    numbers = sorted({one.cited_roadmap_number for one in applications} - {""})
    found: dict[tuple[str, str], str] = {}
    for start in range(0, len(numbers), AT_ONCE):
        rows = Document.objects.filter(kind=Kind.ROADMAP, number__in=numbers[start : start + AT_ONCE])
        found |= {(number, party): state for number, party, state in rows.values_list("number", "party", "state")}
    return found


def _cited(application: Application, roadmaps: dict[tuple[str, str], str]) -> rules.RoadmapFact | None:
    number = application.cited_roadmap_number
    if not number:
        return None
    state = roadmaps.get((number, f"org:{application.company_id}"))
    ended = (DocumentState.SUPERSEDED, DocumentState.REVOKED)
    return rules.RoadmapFact(number=number, is_found=state is not None, is_current=state not in (None, *ended))
