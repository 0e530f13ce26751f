"""What a company says of itself: its facts and figures, and the size class that follows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from apps.accounts.models import User
from apps.audit import services as audit
from apps.centre import selectors as centre
from apps.directory import selectors
from apps.directory.checking import (
    check_facts,
    check_figures,
    industry_of,
)
from apps.directory.entries import FactsEntry, FiguresEntry
from apps.directory.models import Company, CompanyYear, Organisation
from apps.directory.rules.numbers import corporate_number
from apps.directory.services.locks import locked_led, locked_own
from apps.directory.services.sites import write_site
from apps.kernel import clocks
from apps.kernel.errors import NotFound

FIGURE_FIELDS = (
    "group",
    "has_large_owner",
    "is_public",
    "makes_named_product",
    "outgrown_year",
    "recent_revenue_krw",
    "recent_months",
    "equity_krw",
    "capital_stock_krw",
)
FACT_FIELDS = ("representative", "founded_on", "sme_number", "sme_until")


@transaction.atomic
def update_facts(*, organisation_id: int, entry: FactsEntry, by: User, at: datetime) -> Company:
    """Replace what the registration and the certificates say; the size class follows a new industry.

    Raises NotFound, NotYours, NotLeading, FigureRefused, NumberRefused, UnknownCode.
    """
    organisation = locked_led(organisation_id, by)
    company = Company.objects.filter(pk=organisation.pk).first()
    if company is None:
        raise NotFound
    check_facts(entry, at)
    before = _told(company, organisation)
    organisation.name_ko = entry.name_ko
    organisation.save(update_fields=["name_ko"])
    for name in FACT_FIELDS:
        setattr(company, name, getattr(entry, name))
    company.corporate_number = corporate_number(entry.corporate_number).digits
    company.industry = industry_of(entry.industry_code)
    company.pilot_industry = pilot_industry(company.industry.code)
    write_site(organisation, entry.head, None)
    write_size(company, at)
    after = _told(company, organisation)
    changed = [name for name, value in after.items() if value != before[name]]
    audit.record(
        subject=organisation,
        action="update_facts",
        by=by,
        at=at,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return company


@transaction.atomic
def update_figures(*, organisation_id: int, entry: FiguresEntry, by: User, at: datetime) -> Company:
    """Replace a company's figures and work out its size class anew. Raises NotYours, FigureRefused."""
    organisation = locked_own(organisation_id, by)
    company = Company.objects.filter(pk=organisation.pk).first()
    if company is None:
        raise NotFound
    check_figures(entry, at)
    before = {"size_class": company.size_class}
    write_figures(company, entry, at)
    audit.record(
        subject=organisation,
        action="update_figures",
        by=by,
        at=at,
        before=before,
        after={"size_class": company.size_class},
    )
    return company


def write_figures(company: Company, entry: FiguresEntry, at: datetime) -> None:
    """Write figures of a company that the caller holds locked, and the size class that follows from them.

    Assets and workers of a year that are not told now stay as they were told before.
    """
    for year in entry.years:
        told = {"assets_krw": year.assets_krw, "workers": year.workers}
        known = {name: value for name, value in told.items() if value is not None}
        CompanyYear.objects.update_or_create(
            company=company, year=year.year, defaults={"revenue_krw": year.revenue_krw, **known}
        )
    for name in FIGURE_FIELDS:
        setattr(company, name, getattr(entry, name))
    company.related_firms = [list(firm) for firm in entry.related_firms]
    company.figures_changed_at = at
    write_size(company, at)


@transaction.atomic
def renew_size(*, organisation_id: int, at: datetime) -> None:
    """Work out the size class anew once the last one has run out; before that nothing changes."""
    company = Company.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    if company.size_until is None or company.size_until <= clocks.local_date(at):
        write_size(company, at)


def write_size(company: Company, at: datetime) -> None:
    """Work out the size class of a company that the caller holds locked, and save the row."""
    verdict = selectors.size_verdict(company, clocks.local_date(at))
    company.size_class = verdict.size or ""
    company.size_until = verdict.valid_until
    company.save()


def pilot_industry(code: str, known: Sequence[Mapping[str, Any]] | None = None) -> str:
    """The centre's pilot industry that covers a KSIC code best, or an empty text; `known` where they were read."""
    best = ("", "")
    for row in centre.profile().industries if known is None else known:
        for prefix in row.get("ksic", []):
            if code.startswith(prefix) and len(prefix) > len(best[0]):
                best = (prefix, row["code"])
    return best[1]


def _told(company: Company, organisation: Organisation) -> dict[str, str]:
    """The facts as the history keeps them."""
    values = {name: getattr(company, name) for name in (*FACT_FIELDS, "corporate_number")}
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    return {"name_ko": organisation.name_ko, "industry": company.industry.code, **texts}
