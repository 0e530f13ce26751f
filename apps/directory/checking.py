"""What the directory refuses to write down, and how it says so: to a form that shows it, and to a service."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.directory import labels
from apps.directory.entries import CompanyEntry, FactsEntry, FiguresEntry
from apps.directory.models import Company, District, Industry
from apps.directory.rules.numbers import BusinessNumber, business_number, corporate_number
from apps.kernel import clocks
from apps.kernel.bounds import EARLIEST_FOUNDED_ON
from apps.kernel.errors import Invalid

FIRST_YEAR = 1945


class NumberRefused(Invalid):
    """A business or corporate number cannot be right."""

    code = "number_refused"


class UnknownCode(Invalid):
    """A code that the seeds do not have."""

    message = _("등록되지 않은 코드입니다. 목록에서 다시 골라 주십시오.")
    code = "unknown_code"


class FigureRefused(Invalid):
    """A figure or day that cannot be."""

    message = _("있을 수 없는 값입니다. 다시 확인해 주십시오.")
    code = "figure_refused"


def demand_all(*checks: Callable[[], object]) -> None:
    """Make every check and refuse with what all of them found, so that nobody mends one fault only to meet the next."""
    refusals = []
    for check in checks:
        try:
            check()
        except Invalid as refusal:
            refusals.append(refusal)
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        first = refusals[0]
        raise type(first)(
            first.message, field=first.field, problems=[problem for one in refusals for problem in one.problems]
        )


def read_number(text: str) -> BusinessNumber:
    """A business number that holds; raises NumberRefused with what is wrong."""
    number = business_number(text)
    if number.problem is not None:
        raise NumberRefused(labels.NUMBER_PROBLEMS[number.problem], field="business_number")
    return number


def check_facts(entry: CompanyEntry | FactsEntry, at: datetime) -> None:
    """What a company says of itself, its figures apart. Raises FigureRefused, NumberRefused, UnknownCode."""
    demand_all(
        lambda: check_said(entry, at),
        lambda: industry_of(entry.industry_code),
        lambda: district_of(entry.head.district_code),
    )


def check_said(entry: CompanyEntry | FactsEntry, at: datetime) -> None:
    """The same without the codes, which are looked up; no query. Raises FigureRefused, NumberRefused."""
    demand_all(
        lambda: check_founded(entry.founded_on, clocks.local_date(at)),
        lambda: check_corporate_number(entry.corporate_number),
        lambda: check_certificate(entry.sme_number, entry.sme_until),
    )


def check_founded(day: date | None, today: date) -> None:
    """The day a company was founded, where it is told. Raises FigureRefused."""
    if day is not None and day > today:
        raise FigureRefused(_("설립일은 오늘보다 늦을 수 없습니다."), field="founded_on")
    if day is not None and day < EARLIEST_FOUNDED_ON:
        raise FigureRefused(_("설립일을 다시 확인해 주십시오."), field="founded_on")


def check_corporate_number(text: str) -> None:
    """A corporate number, where there is one. Raises NumberRefused."""
    if text and corporate_number(text).problem is not None:
        raise NumberRefused(_("법인등록번호는 숫자 13자리입니다. 다시 입력해 주십시오."), field="corporate_number")


def check_certificate(number: str, until: date | None) -> None:
    """A 중소기업확인서 has a number and a last valid day. Raises FigureRefused."""
    if bool(number) is not (until is not None):
        raise FigureRefused(_("중소기업확인서의 번호와 유효기간을 함께 적어 주십시오."), field="sme_until")


def check_status(status: str) -> None:
    """A business status of the list, or none told. Raises UnknownCode."""
    if status and status not in Company.Status.values:
        raise UnknownCode(field="business_status")


def check_figures(entry: FiguresEntry, at: datetime) -> None:
    """Figures of closed years that can be. Raises FigureRefused, UnknownCode."""
    this_year = clocks.local_date(at).year
    for year in entry.years:
        if not FIRST_YEAR <= year.year < this_year:
            raise FigureRefused(_("끝난 회계연도의 값만 적을 수 있습니다."), field="years")
        if min(year.revenue_krw, year.assets_krw or 0, year.workers or 0) < 0:
            raise FigureRefused(_("0보다 작은 값은 적을 수 없습니다."), field="years")
    if len({year.year for year in entry.years}) != len(entry.years):
        raise FigureRefused(_("같은 연도를 두 번 적을 수 없습니다."), field="years")
    if (entry.recent_revenue_krw or 0) < 0 or not 1 <= (entry.recent_months or 1) <= 12:
        raise FigureRefused(field="recent_revenue_krw")
    if entry.group and entry.group not in Company.Group.values:
        raise UnknownCode(field="group")


def industry_of(code: str) -> Industry:
    """Raises UnknownCode."""
    industry = Industry.objects.filter(code=code).first()
    if industry is None:
        raise UnknownCode(field="industry")
    return industry


def district_of(code: str) -> District | None:
    """None for outside the centre's districts. Raises UnknownCode."""
    if not code:
        return None
    district = District.objects.filter(code=code).first()
    if district is None:
        raise UnknownCode(field="district")
    return district
