"""The directory for programs: companies, partners and codes."""

from dataclasses import fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.centre.idempotency import idempotent
from apps.directory import permissions, selectors, services
from apps.directory.entries import CompanyEntry, FactsEntry, FiguresEntry, PartnerEntry, SiteEntry, YearEntry
from apps.directory.models import Company, Organisation, Site
from apps.kernel import clocks, keyset, shapes
from apps.kernel.api import answer_page, checked, page_of
from apps.kernel.bounds import EARLIEST_FOUNDED_ON, MOST_COMPANY_KRW, MOST_MONTHS, MOST_WORKERS
from apps.kernel.errors import NotAllowed
from apps.kernel.fields import counted, limits_told
from apps.kernel.problems import PROBLEMS

ONCE = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="The same key gives the same answer."
)


def _won(**more: Any) -> shapes.WonField:
    return shapes.WonField(**{"max_value": MOST_COMPANY_KRW, "required": False, "allow_null": True, **more})


class YearSerializer(serializers.Serializer):
    year = serializers.IntegerField(min_value=1900, max_value=2100)
    revenue_krw = _won(required=True, allow_null=False)
    assets_krw = _won(default=None)
    workers = shapes.CountField(max_value=MOST_WORKERS, required=False, allow_null=True, default=None)


class FiguresSerializer(serializers.Serializer):
    """Figures and ties; null means not known."""

    years = YearSerializer(many=True)
    group = serializers.ChoiceField(choices=Company.Group.choices, allow_blank=True, default="")
    has_large_owner = serializers.BooleanField(allow_null=True, default=None)
    is_public = serializers.BooleanField(allow_null=True, default=None)
    makes_named_product = serializers.BooleanField(allow_null=True, default=None)
    outgrown_year = serializers.IntegerField(min_value=2000, max_value=2100, allow_null=True, default=None)
    recent_revenue_krw = _won(default=None)
    recent_months = serializers.IntegerField(min_value=1, max_value=12, allow_null=True, default=None)
    equity_krw = _won(default=None, min_value=-MOST_COMPANY_KRW)
    capital_stock_krw = _won(default=None)


class SiteSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=Site.Kind.choices)
    name = serializers.CharField(max_length=80)
    district = serializers.CharField(max_length=10, allow_blank=True, default="")
    address = serializers.CharField(max_length=200, allow_blank=True, default="")


class NewSiteSerializer(SiteSerializer):
    uid = serializers.UUIDField()


class SiteRowSerializer(SiteSerializer):
    """A place the company works at today; `district` is a code, empty outside the centre's."""

    uid = serializers.UUIDField()
    district = serializers.CharField(source="district.code", default="")


class FactsSerializer(serializers.Serializer):
    """What the business registration and the 중소기업확인서 say; the certificate's number and last day go together."""

    name_ko = serializers.CharField(max_length=120)
    representative = serializers.CharField(max_length=60)
    corporate_number = serializers.CharField(max_length=20, allow_blank=True, default="")
    industry = serializers.CharField(max_length=10)
    founded_on = shapes.DayField(first=EARLIEST_FOUNDED_ON, allow_null=True, default=None)
    head = SiteSerializer()
    sme_number = serializers.CharField(max_length=30, allow_blank=True, default="")
    sme_until = shapes.DayField(allow_null=True, default=None)


class RegisterSerializer(FactsSerializer):
    uid = serializers.UUIDField()
    business_number = serializers.CharField(max_length=20)
    business_status = serializers.ChoiceField(choices=Company.Status.choices, allow_blank=True, default="")
    figures = FiguresSerializer()


class RegisteredSerializer(serializers.Serializer):
    """`registered` is false when the centre first looks at the number; `uid` is that of one's company."""

    registered = serializers.BooleanField()
    uid = serializers.UUIDField(allow_null=True)


class CompanyRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField(source="organisation__uid")
    name = serializers.CharField(source="organisation__name_ko")
    district = serializers.CharField(source="organisation__district__name_ko", allow_null=True)
    industry = serializers.CharField(source="industry__name_ko")
    size_class = serializers.CharField()


class SizeStepSerializer(serializers.Serializer):
    """One rule of the size class, with the company's figure and the limits it is held against."""

    label = serializers.CharField()
    statute = serializers.CharField()
    answer = serializers.CharField()
    figure = serializers.CharField()
    limit = serializers.CharField()


class SizeSerializer(serializers.Serializer):
    """The size class in words, with every rule behind it; `missing` says what would settle it."""

    size = serializers.CharField()
    is_settled = serializers.BooleanField()
    possible = serializers.ListField(child=serializers.CharField())
    average = serializers.CharField()
    average_rule = serializers.CharField()
    years = serializers.CharField()
    steps = SizeStepSerializer(many=True)
    missing = serializers.ListField(child=serializers.CharField())
    valid_from = serializers.DateField()
    valid_until = serializers.DateField()


class CompanySerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    business_number = serializers.CharField()
    industry_code = serializers.CharField()
    industry = serializers.CharField()
    pilot_industry = serializers.CharField()
    size_class = serializers.CharField()
    size = SizeSerializer()
    business_status = serializers.CharField()
    status_checked_on = serializers.DateField(allow_null=True)
    district_code = serializers.CharField()
    workers = serializers.IntegerField(allow_null=True)
    revenue = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))


class PartnerRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField(source="name_ko")
    kind = serializers.CharField()
    summary = serializers.CharField()
    capacity_months = serializers.DecimalField(max_digits=7, decimal_places=1)
    capacity_used_months = serializers.DecimalField(max_digits=7, decimal_places=1)


class ProfileSerializer(serializers.Serializer):
    name_ko = serializers.CharField(max_length=120)
    name_en = serializers.CharField(max_length=120, allow_blank=True, default="")
    summary = serializers.CharField(max_length=2000, allow_blank=True, default="")
    skills = serializers.ListField(child=serializers.CharField(max_length=40), default=list, max_length=60)
    industries = serializers.ListField(child=serializers.CharField(max_length=20), default=list, max_length=20)
    capacity_months = shapes.FigureField(
        decimal_places=1,
        min_value=Decimal(0),
        max_value=Decimal(MOST_MONTHS),
        error_messages=limits_told(0, MOST_MONTHS, counted),
    )
    max_projects = serializers.IntegerField(min_value=0, max_value=100)
    district = serializers.CharField(max_length=10, allow_blank=True, default="")
    email = serializers.EmailField(allow_blank=True, default="")
    phone = serializers.CharField(max_length=30, allow_blank=True, default="")
    website = serializers.URLField(allow_blank=True, default="")


class IndustrySerializer(serializers.Serializer):
    code = serializers.CharField()
    level = serializers.CharField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField()


class DistrictSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


def figures_of(data: Any) -> FiguresEntry:
    """The service's figures from checked input."""
    return FiguresEntry(**{**data, "years": tuple(YearEntry(**year) for year in data["years"])})


def site_of(data: Any) -> SiteEntry:
    """The service's site from checked input."""
    return SiteEntry(kind=data["kind"], name=data["name"], district_code=data["district"], address=data["address"])


class Companies(APIView):
    @extend_schema(operation_id="companies", responses={200: page_of(CompanyRowSerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        """Companies a person may see, by name; `text`, `district` and `size_class` narrow.

        `members=none` are those for whom nobody acts.
        """
        asked = {name: request.GET.get(name, "") for name in ("text", "district", "size_class", "members")}
        rows = selectors.company_list(request.user, **asked)
        page = keyset.page(rows, ("organisation__name_ko", "pk"), request.GET, values=selectors.COMPANY_ROW)
        return answer_page(page, CompanyRowSerializer)

    @extend_schema(
        operation_id="company_register",
        parameters=[ONCE],
        request=RegisterSerializer,
        responses={201: RegisteredSerializer, 200: RegisteredSerializer, 202: RegisteredSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Register one's company.

        201 with the company; 200 when one's company already bears the number, and 202 when the centre first looks at
        the number: then nothing of what was sent is taken.
        """
        data = checked(RegisterSerializer, request.data)
        done = services.register_company(uid=data["uid"], entry=_entry(data), by=request.user, at=timezone.now())
        found = done.organisation
        status = 202 if found is None else 200 if done.is_known else 201
        return Response({"registered": found is not None, "uid": str(found.uid) if found else None}, status=status)


class CompanyDetail(APIView):
    @extend_schema(operation_id="company", responses={200: CompanySerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """A company's facts, with its size class explained."""
        return _answer(found_company(request, uid))


class CompanyBasics(APIView):
    @extend_schema(
        operation_id="company_facts", request=FactsSerializer, responses={200: CompanySerializer, **PROBLEMS}
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Replace what the registration and the certificates say of a company."""
        data = checked(FactsSerializer, request.data)
        found = found_company(request, uid)
        entry = FactsEntry(**_facts(data))
        services.update_facts(organisation_id=found.pk, entry=entry, by=request.user, at=timezone.now())
        return _answer(found_company(request, uid))


class CompanySites(APIView):
    @extend_schema(operation_id="company_sites", responses={200: SiteRowSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Where a company works today."""
        rows = selectors.company_of(found_company(request, uid)).sites.all()
        return Response(SiteRowSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="company_site_add", parameters=[ONCE], request=NewSiteSerializer, responses={204: None, **PROBLEMS}
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Add a place of work."""
        data = checked(NewSiteSerializer, request.data)
        found = found_company(request, uid)
        services.add_site(
            organisation_id=found.pk, entry=site_of(data), uid=data["uid"], by=request.user, at=timezone.now()
        )
        return Response(status=204)


class CompanySite(APIView):
    @extend_schema(operation_id="company_site_change", request=SiteSerializer, responses={204: None, **PROBLEMS})
    def put(self, request: Request, uid: UUID, site: UUID) -> Response:
        """Correct a place of work; the head office is corrected with the facts."""
        data = checked(SiteSerializer, request.data)
        found = found_company(request, uid)
        services.edit_site(
            organisation_id=found.pk, site_uid=site, entry=site_of(data), by=request.user, at=timezone.now()
        )
        return Response(status=204)

    @extend_schema(operation_id="company_site_close", responses={204: None, **PROBLEMS})
    def delete(self, request: Request, uid: UUID, site: UUID) -> Response:
        """Close a place of work: it counts and is chosen no more, and stays where it was named."""
        found = found_company(request, uid)
        services.close_site(organisation_id=found.pk, site_uid=site, by=request.user, at=timezone.now())
        return Response(status=204)


class CompanyFigures(APIView):
    @extend_schema(
        operation_id="company_figures", request=FiguresSerializer, responses={200: CompanySerializer, **PROBLEMS}
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Replace a company's figures; its size class follows."""
        data = checked(FiguresSerializer, request.data)
        found = found_company(request, uid)
        services.update_figures(organisation_id=found.pk, entry=figures_of(data), by=request.user, at=timezone.now())
        return _answer(found)


class Partners(APIView):
    @extend_schema(operation_id="partners", responses={200: page_of(PartnerRowSerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        """Active partners by name; `kind` and `text` narrow."""
        asked = {name: request.GET.get(name, "") for name in ("kind", "text")}
        rows = selectors.partner_rows(request.user, **asked)
        page = keyset.page(rows, ("name_ko", "pk"), request.GET, values=selectors.PARTNER_ROW)
        return answer_page(page, PartnerRowSerializer)


class PartnerProfile(APIView):
    @extend_schema(operation_id="partner_profile", request=ProfileSerializer, responses={204: None, **PROBLEMS})
    def put(self, request: Request, uid: UUID) -> Response:
        """Replace one's own profile as a partner."""
        if not request.user.can(permissions.EDIT_PROFILE):
            raise NotAllowed
        data = dict(checked(ProfileSerializer, request.data))
        found = get_object_or_404(Organisation.objects.visible_to(request.user).partners(), uid=uid)
        entry = PartnerEntry(
            kind=found.kind,
            district_code=data.pop("district"),
            skill_codes=tuple(data.pop("skills")),
            industries=tuple(data.pop("industries")),
            **data,
        )
        services.update_profile(organisation_id=found.pk, entry=entry, by=request.user, at=timezone.now())
        return Response(status=204)


class Industries(APIView):
    @extend_schema(operation_id="industries", responses={200: page_of(IndustrySerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        """Industry codes; `q` searches code and name."""
        rows = selectors.industries(request.GET.get("q", ""))
        return answer_page(keyset.page(rows, ("code",), request.GET), IndustrySerializer)


class Districts(APIView):
    @extend_schema(operation_id="districts", responses={200: DistrictSerializer(many=True), **PROBLEMS})
    def get(self, _request: Request) -> Response:
        """District codes by name."""
        rows = [{"code": code, "name": name} for code, name in selectors.district_choices()]
        return Response(DistrictSerializer(rows, many=True).data)


def _answer(organisation: Organisation) -> Response:
    company = selectors.company_of(organisation)
    facts, size = selectors.facts_of(company), selectors.size_explanation(company, clocks.local_date(timezone.now()))
    known = {field.name: getattr(facts, field.name) for field in fields(facts)}
    status = {name: getattr(company, name) for name in ("business_status", "status_checked_on")}
    return Response(CompanySerializer({**known, **status, "size": size}).data)


def found_company(request: Request, uid: UUID) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.user).companies(), uid=uid)


def _entry(data: Any) -> CompanyEntry:
    return CompanyEntry(
        **_facts(data),
        business_number=data["business_number"],
        business_status=data["business_status"],
        figures=figures_of(data["figures"]),
    )


def _facts(data: Any) -> dict[str, Any]:
    """What both entries share, by their names."""
    same = ("name_ko", "representative", "corporate_number", "founded_on", "sme_number", "sme_until")
    return {**{name: data[name] for name in same}, "industry_code": data["industry"], "head": site_of(data["head"])}
