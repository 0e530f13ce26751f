"""The catalogue for programs: actions, KPIs and published cases, read; cases taken down."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.catalogue import labels, selectors, services
from apps.catalogue.models import CatalogueAction
from apps.kernel import keyset
from apps.kernel.api import ReasonSerializer, answer_page, checked, page_of
from apps.kernel.problems import PROBLEMS


class ActionRowSerializer(serializers.Serializer):
    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=CatalogueAction.Kind.choices)
    name_ko = serializers.CharField()
    name_en = serializers.CharField()
    industries = serializers.ListField(child=serializers.CharField())
    months = serializers.IntegerField()
    staff_months = serializers.DecimalField(max_digits=5, decimal_places=1)
    cost_min_krw = serializers.IntegerField()
    cost_typical_krw = serializers.IntegerField()
    cost_max_krw = serializers.IntegerField()
    cost_basis = serializers.CharField()
    version = serializers.IntegerField()


class EffectSerializer(serializers.Serializer):
    kpi = serializers.CharField(source="kpi.code")
    strength = serializers.IntegerField()
    typical = serializers.DecimalField(max_digits=14, decimal_places=3, allow_null=True)
    unit = serializers.CharField()
    text_ko = serializers.CharField()
    basis = serializers.CharField()
    source = serializers.CharField()


@extend_schema_field(OpenApiTypes.STR)
class CodeField(serializers.SlugRelatedField):
    """A related action by its code."""


class ActionSerializer(ActionRowSerializer):
    """One action with what it needs, adds and moves."""

    summary_ko = serializers.CharField()
    required = serializers.DictField(child=serializers.IntegerField())
    improves = serializers.DictField(child=serializers.IntegerField())
    lifts_to = serializers.DictField(child=serializers.IntegerField())
    skills = serializers.ListField(child=serializers.CharField())
    barriers = serializers.ListField(child=serializers.CharField())
    technologies = serializers.ListField(child=serializers.CharField())
    source = serializers.CharField()
    prerequisites: Any = CodeField(slug_field="code", many=True, read_only=True)
    preparations: Any = CodeField(slug_field="code", many=True, read_only=True)
    unlocks: Any = CodeField(slug_field="code", many=True, read_only=True)
    effects = EffectSerializer(many=True)


class KpiSerializer(serializers.Serializer):
    code = serializers.CharField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.CharField()
    category = serializers.CharField()
    definition_ko = serializers.CharField()


class CaseSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    company_label = serializers.CharField()
    industry = serializers.CharField()
    action = serializers.CharField(source="action__code", allow_null=True, default=None)
    problem = serializers.CharField()
    approach = serializers.CharField()
    results = serializers.ListField(child=serializers.DictField())
    lessons = serializers.CharField()
    outcome = serializers.CharField()
    published_at = serializers.DateTimeField()


FILTERS = [
    OpenApiParameter("kind", enum=list(CatalogueAction.Kind.values)),
    OpenApiParameter("industry", enum=list(labels.INDUSTRIES)),
    OpenApiParameter("q", str),
]


class Actions(APIView):
    @extend_schema(
        operation_id="catalogue_actions",
        parameters=FILTERS,
        responses={200: page_of(ActionRowSerializer), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Active actions by code."""
        kind, industry = request.GET.get("kind", ""), request.GET.get("industry", "")
        found = selectors.actions(
            kind=kind if kind in CatalogueAction.Kind.values else "",
            industry=industry if industry in labels.INDUSTRIES else "",
            text=request.GET.get("q", "")[:80],
        )
        return answer_page(keyset.page(found, ("code", "pk"), request.GET), ActionRowSerializer)


class ActionDetail(APIView):
    @extend_schema(operation_id="catalogue_action", responses={200: ActionSerializer, **PROBLEMS})
    def get(self, _request: Request, code: str) -> Response:
        """One action with its relations."""
        action = selectors.action_detail(code)
        if action is None:
            raise Http404
        return Response(ActionSerializer(action).data)


class Kpis(APIView):
    @extend_schema(operation_id="catalogue_kpis", responses={200: KpiSerializer(many=True), **PROBLEMS})
    def get(self, _request: Request) -> Response:
        """All KPIs with unit, direction and category."""
        return Response(KpiSerializer(selectors.kpis(), many=True).data)


class Cases(APIView):
    @extend_schema(operation_id="catalogue_cases", responses={200: page_of(CaseSerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        """Published cases, the newest first."""
        page = keyset.page(selectors.cases(), ("-published_at", "-pk"), request.GET, values=selectors.CASE)
        return answer_page(page, CaseSerializer)


class CaseDetail(APIView):
    @extend_schema(operation_id="catalogue_case", responses={200: CaseSerializer, **PROBLEMS})
    def get(self, _request: Request, uid: UUID) -> Response:
        """One published case."""
        case = selectors.case(uid)
        if case is None:
            raise Http404
        return Response(CaseSerializer(case).data)


class TakeDown(APIView):
    @extend_schema(operation_id="catalogue_take_down", request=ReasonSerializer, responses={204: None, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Take a case out of the library, with the reason. For the centre."""
        reason = checked(ReasonSerializer, request.data)["reason"]
        services.take_down(case_uid=uid, reason=reason, by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
