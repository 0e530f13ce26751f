"""A company's registration and its figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.directory import checking
from apps.directory.entries import CompanyEntry, FactsEntry, FiguresEntry, SiteEntry, YearEntry
from apps.directory.forms.fields import KNOWN, OUTSIDE, DistrictField, IndustryField, known, unknown_as_text
from apps.directory.models import Company, Site
from apps.directory.rules.size import base_year_of
from apps.kernel.bounds import EARLIEST_FOUNDED_ON, MOST_COMPANY_KRW, MOST_WORKERS
from apps.kernel.errors import Invalid
from apps.kernel.fields import CountField, DayField, WonField
from apps.kernel.widgets import DateInput, RadioCards, UnitInput


@contextmanager
def _told_here() -> Iterator[None]:
    """A refusal of one field as a form tells it."""
    try:
        yield
    except Invalid as refusal:
        raise ValidationError(str(refusal)) from None


def _won(label: Any, *, help_text: Any = "", negative: bool = False) -> WonField:
    least = -MOST_COMPANY_KRW if negative else 0
    return WonField(label=label, required=False, min_value=least, max_value=MOST_COMPANY_KRW, help_text=help_text)


class DatedForm(forms.Form):
    """A form whose limits follow the day on which it is filled in."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today


class FiguresForm(DatedForm):
    """Three fiscal years, the latest balance and ties to other firms."""

    assets_krw = _won(_("자산총계"), help_text=_("최근 결산 재무상태표의 값입니다."))
    workers = CountField(
        label=_("상시근로자"),
        required=False,
        max_value=MOST_WORKERS,
        help_text=_("최근 회계연도의 월평균 인원입니다."),
        widget=UnitInput(_("명"), attrs={"class": "input-s", "min": "0"}),
    )
    equity_krw = _won(_("자본총계"), help_text=_("0원 이하이면 완전 자본잠식입니다."), negative=True)
    capital_stock_krw = _won(_("납입자본금"))
    group = forms.ChoiceField(
        label=_("기업집단"),
        required=False,
        choices=[("", _("모름")), *Company.Group.choices],
        help_text=_("공정거래위원회가 지정한 기업집단에 속하는지 골라 주십시오."),
    )
    has_large_owner = forms.ChoiceField(
        label=_("자산 5천억원 이상 법인이 지분 30% 이상을 가진 최다출자자인가요?"), required=False, choices=KNOWN
    )
    is_public = forms.ChoiceField(label=_("공공기관인가요?"), required=False, choices=KNOWN)
    makes_named_product = forms.ChoiceField(
        label=_("자동차·철도차량·항공기용 의자(시트)가 주된 제품인가요?"),
        required=False,
        choices=KNOWN,
        help_text=_("업종이 운송장비 부품 제조업일 때만 골라 주십시오."),
    )
    recent_revenue_krw = _won(
        _("최근 월 매출액 합계"), help_text=_("설립한 지 얼마 되지 않아 1년 결산이 없을 때만 적어 주십시오.")
    )
    recent_months = forms.IntegerField(
        label=_("합계에 든 개월 수"),
        required=False,
        min_value=1,
        max_value=12,
        widget=UnitInput(_("개월"), attrs={"class": "input-s"}),
    )
    outgrown_year = forms.IntegerField(
        label=_("중소기업 규모를 처음 넘은 해"),
        required=False,
        min_value=2000,
        max_value=2100,
        help_text=_("넘은 적이 없으면 비워 두십시오. 5년 동안 유예됩니다."),
        widget=UnitInput(_("년"), attrs={"class": "input-s"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        base = base_year_of(self.today)
        self.years = (base, base - 1, base - 2)
        for year in self.years:
            self.fields[f"revenue_{year}"] = _won(_("%(year)s년 매출액") % {"year": year})
        self.order_fields([f"revenue_{year}" for year in self.years])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        recent = ("recent_revenue_krw", "recent_months")
        alone = (cleaned.get(recent[0]) is None) is not (cleaned.get(recent[1]) is None)
        if alone and not any(name in self.errors for name in recent):
            self.add_error("recent_months", _("매출액 합계와 개월 수를 함께 적어 주십시오."))
        has_balance = cleaned.get("assets_krw") is not None or cleaned.get("workers") is not None
        revenues = [f"revenue_{year}" for year in self.years]
        # A revenue that was given and refused already has its message.
        if has_balance and not any(cleaned.get(name) is not None or name in self.errors for name in revenues):
            self.add_error(
                revenues[0],
                _("자산총계와 근로자 수를 적은 해의 매출액을 적어 주십시오. 없으면 0을 적습니다."),
            )
        return cleaned

    def figures(self) -> FiguresEntry:
        """What was typed, as the services take it; assets and workers belong to the newest year given."""
        data = self.cleaned_data
        given = [year for year in self.years if data.get(f"revenue_{year}") is not None]
        years = tuple(
            YearEntry(
                year=year,
                revenue_krw=data[f"revenue_{year}"],
                assets_krw=data["assets_krw"] if year == given[0] else None,
                workers=data["workers"] if year == given[0] else None,
            )
            for year in given
        )
        return FiguresEntry(
            years=years,
            group=data["group"],
            has_large_owner=known(data["has_large_owner"]),
            is_public=known(data["is_public"]),
            makes_named_product=known(data["makes_named_product"]),
            outgrown_year=data["outgrown_year"],
            recent_revenue_krw=data["recent_revenue_krw"],
            recent_months=data["recent_months"],
            equity_krw=data["equity_krw"],
            capital_stock_krw=data["capital_stock_krw"],
        )

    @staticmethod
    def initial_of(company: Company) -> dict[str, Any]:
        """A company's figures as the form shows them."""
        years = sorted(company.years.all(), key=lambda row: -row.year)
        newest = years[0] if years else None
        return {
            **{f"revenue_{row.year}": row.revenue_krw for row in years},
            "assets_krw": newest.assets_krw if newest else None,
            "workers": newest.workers if newest else None,
            "equity_krw": company.equity_krw,
            "capital_stock_krw": company.capital_stock_krw,
            "group": company.group,
            "has_large_owner": unknown_as_text(company.has_large_owner),
            "is_public": unknown_as_text(company.is_public),
            "makes_named_product": unknown_as_text(company.makes_named_product),
            "recent_revenue_krw": company.recent_revenue_krw,
            "recent_months": company.recent_months,
            "outgrown_year": company.outgrown_year,
        }


class FactsForm(DatedForm):
    """What the business registration and the 중소기업확인서 say of a company.

    What the service would refuse is refused here already, so that it is told together with what else is wrong.
    """

    name_ko = forms.CharField(
        label=_("기업 이름"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    representative = forms.CharField(label=_("대표자"), max_length=60)
    corporate_number = forms.CharField(
        label=_("법인등록번호"), max_length=20, required=False, help_text=_("법인만 적습니다. 숫자 13자리입니다.")
    )
    industry = IndustryField(
        label=_("주된 업종"), help_text=_("표준산업분류의 이름이나 코드를 적으면 목록이 나옵니다. 예: 금속, C25")
    )
    founded_on = DayField(
        label=_("설립일"),
        required=False,
        first=EARLIEST_FOUNDED_ON,
        widget=DateInput(attrs={"class": "input-m"}),
    )
    district = DistrictField(label=_("본점 소재지"))
    address = forms.CharField(label=_("본점 주소"), max_length=200, required=False)
    sme_number = forms.CharField(
        label=_("중소기업확인서 번호"),
        max_length=30,
        required=False,
        help_text=_("중소기업임을 증명하는 확인서의 발급번호입니다. 없으면 비워 두고 발급받은 뒤 적어 주십시오."),
    )
    sme_until = DayField(label=_("확인서 유효기간"), required=False, help_text=_("유효기간의 마지막 날입니다."))

    def clean_founded_on(self) -> date | None:
        day: date | None = self.cleaned_data["founded_on"]
        with _told_here():
            checking.check_founded(day, self.today)
        return day

    def clean_corporate_number(self) -> str:
        typed = str(self.cleaned_data["corporate_number"])
        with _told_here():
            checking.check_corporate_number(typed)
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"sme_number", "sme_until"} <= set(cleaned):
            try:
                checking.check_certificate(cleaned["sme_number"].strip(), cleaned["sme_until"])
            except Invalid as refusal:
                self.add_error(refusal.field, str(refusal))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What was typed, by the names that both entries share."""
        data = self.cleaned_data
        head = SiteEntry(
            kind=Site.Kind.HEAD,
            name=str(Site.Kind.HEAD.label),
            district_code=data["district"],
            address=data["address"],
        )
        return {
            "name_ko": data["name_ko"].strip(),
            "representative": data["representative"].strip(),
            "corporate_number": data["corporate_number"],
            "industry_code": data["industry"],
            "founded_on": data["founded_on"],
            "head": head,
            "sme_number": data["sme_number"].strip(),
            "sme_until": data["sme_until"],
        }

    def entry(self) -> FactsEntry:
        """The facts as the service takes them."""
        return FactsEntry(**self.facts())

    @staticmethod
    def initial_of(company: Company) -> dict[str, Any]:
        """A company's facts as the form shows them."""
        head = next((site for site in company.sites.all() if site.kind == Site.Kind.HEAD), None)
        names = ("representative", "corporate_number", "founded_on", "sme_number", "sme_until")
        return {
            **{name: getattr(company, name) for name in names},
            "name_ko": company.organisation.name_ko,
            "industry": str(company.industry),
            "district": head.district.code if head and head.district else OUTSIDE,
            "address": head.address if head else "",
        }


class RegisterForm(FactsForm, FiguresForm):
    """A company as its person registers it; `uid` is made with the form, so that sending twice is once."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    business_number = forms.CharField(
        label=_("사업자등록번호"),
        max_length=20,
        help_text=_("사업자등록증에 적힌 숫자 10자리입니다."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-m", "autocomplete": "off"}),
    )
    business_status = forms.ChoiceField(
        label=_("사업자 상태"), choices=Company.Status.choices, initial=Company.Status.ACTIVE, widget=RadioCards
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # As the page shows them, so that its faults are told in that order.
        self.order_fields(["uid", "business_number", *FactsForm.base_fields, "business_status"])

    def clean_business_number(self) -> str:
        typed = str(self.cleaned_data["business_number"])
        with _told_here():
            checking.read_number(typed)
        return typed

    def registration(self) -> CompanyEntry:
        """The registration as the service takes it."""
        data = self.cleaned_data
        return CompanyEntry(
            **self.facts(),
            business_number=data["business_number"],
            business_status=data["business_status"],
            figures=self.figures(),
        )


class SiteForm(forms.Form):
    """One more place of work."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(label=_("종류"), choices=Site.Kind.choices, initial=Site.Kind.FACTORY)
    name = forms.CharField(label=_("이름"), max_length=80)
    district = DistrictField(label=_("소재지"))
    address = forms.CharField(label=_("주소"), max_length=200, required=False)

    def entry(self) -> SiteEntry:
        data = self.cleaned_data
        return SiteEntry(
            kind=data["kind"], name=data["name"].strip(), district_code=data["district"], address=data["address"]
        )


class EditSiteForm(SiteForm):
    """A place of work to be corrected; the head office is corrected with the facts."""

    uid = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [one for one in Site.Kind.choices if one[0] != Site.Kind.HEAD]

    @staticmethod
    def initial_of(site: Site) -> dict[str, Any]:
        """A place as the form shows it."""
        district = site.district.code if site.district else OUTSIDE
        return {"kind": site.kind, "name": site.name, "district": district, "address": site.address}


class StatusForm(forms.Form):
    """Business status as the centre checked it."""

    status = forms.ChoiceField(label=_("사업자 상태"), choices=Company.Status.choices)
    on = DayField(label=_("확인한 날"))
