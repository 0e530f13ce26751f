"""Roadmaps for programs: the same verbs as the pages, one service call each."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.centre.idempotency import idempotent
from apps.diagnosis import selectors as diagnosis
from apps.documents import doors
from apps.kernel import keyset, shapes
from apps.kernel.api import ReasonSerializer, answer_page, checked, one_of, page_of
from apps.kernel.errors import NotAllowed, NotFound
from apps.kernel.problems import PROBLEMS
from apps.roadmaps import permissions, selectors, services
from apps.roadmaps.drafting import CORNERS, KINDS
from apps.roadmaps.inputs import HorizonSettings, Settings, parse
from apps.roadmaps.models import Horizon, Roadmap
from apps.roadmaps.states import RoadmapState

READERS = (permissions.VIEW_ALL, permissions.PLAN, permissions.VIEW_OWN, permissions.VIEW_ISSUED)
REASON_READERS = READERS[:3]


class RoadmapRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    state = serializers.CharField()
    version = serializers.IntegerField()
    number = serializers.CharField(allow_null=True)
    company = serializers.CharField(source="company__name_ko")
    created_at = serializers.DateTimeField()
    issued_at = serializers.DateTimeField(allow_null=True)


class PlannedSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    code = serializers.CharField(source="action.code")
    name = serializers.CharField(source="action.name_ko")
    horizon = serializers.ChoiceField(choices=Horizon.choices)
    start_month = serializers.IntegerField()
    months = serializers.IntegerField()
    staff_months = serializers.DecimalField(max_digits=5, decimal_places=1)
    cost_krw = serializers.IntegerField()
    support_krw = serializers.IntegerField()
    choice = serializers.CharField()


class ExplainedSerializer(PlannedSerializer):
    """A planned action with its share of the plan and the weak criteria behind it."""

    impact = serializers.DecimalField(max_digits=7, decimal_places=4)
    reasons = serializers.DictField()


class RoadmapSerializer(serializers.Serializer):
    """A roadmap; reasons, choices and words of the consultant are left out for those who may not see scores."""

    uid = serializers.UUIDField()
    state = serializers.CharField()
    version = serializers.IntegerField()
    revision = serializers.IntegerField()
    number = serializers.CharField(allow_null=True)
    company = serializers.CharField(source="company.name_ko")
    headline = serializers.CharField()
    starts_on = serializers.DateField()
    is_stale = serializers.BooleanField()
    issued_at = serializers.DateTimeField(allow_null=True)
    weights = serializers.CharField(source="weights.version")
    actions = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    inputs = serializers.SerializerMethodField()
    swot = serializers.SerializerMethodField()
    conflicts = serializers.SerializerMethodField()
    left_out = serializers.SerializerMethodField()
    verification_code = serializers.SerializerMethodField()

    def _explains(self) -> bool:
        return bool(self.context["explains"])

    @extend_schema_field(ExplainedSerializer(many=True))
    def get_actions(self, roadmap: Roadmap) -> list[dict[str, Any]]:
        serializer = ExplainedSerializer if self._explains() else PlannedSerializer
        return serializer(selectors.chosen_actions(roadmap), many=True).data

    def get_status(self, roadmap: Roadmap) -> str:
        return (roadmap.plan or {}).get("status", "")

    def get_inputs(self, roadmap: Roadmap) -> dict[str, Any]:
        return roadmap.inputs if self._explains() else {}

    def get_swot(self, roadmap: Roadmap) -> dict[str, Any]:
        return roadmap.swot if self._explains() else {}

    def get_conflicts(self, roadmap: Roadmap) -> list[dict[str, Any]]:
        return (roadmap.plan or {}).get("conflicts", []) if self._explains() else []

    def get_left_out(self, roadmap: Roadmap) -> list[dict[str, Any]]:
        return (roadmap.plan or {}).get("left_out", []) if self._explains() else []

    def get_verification_code(self, roadmap: Roadmap) -> str:
        document = selectors.document_of(roadmap)
        return document.verification_code if document else ""


class OpenRoadmapSerializer(serializers.Serializer):
    assessment = serializers.UUIDField()


class HorizonSerializer(serializers.Serializer):
    key = serializers.ChoiceField(choices=Horizon.choices)
    budget_krw = shapes.WonField()
    staff_months = serializers.DecimalField(max_digits=5, decimal_places=1, min_value=Decimal(0))


class PlanSerializer(serializers.Serializer):
    """Settings to change before planning; what is left out stays as it is."""

    revision = shapes.VersionField(required=False)
    starts_on = shapes.DayField(required=False)
    horizons = HorizonSerializer(many=True, required=False)
    kpis = serializers.DictField(child=serializers.IntegerField(min_value=1, max_value=9), required=False)
    cost_shares = serializers.DictField(child=serializers.IntegerField(min_value=0, max_value=100), required=False)
    self_burden_pct = serializers.IntegerField(min_value=0, max_value=100, required=False)
    support_cap_krw = shapes.WonField(required=False)


class ChoiceSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=["pin", "exclude", "move", "release"])
    horizon = serializers.ChoiceField(choices=Horizon.choices, required=False)
    start_month = serializers.IntegerField(min_value=1, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["kind"] == "move" and "horizon" not in attrs:
            raise serializers.ValidationError({"horizon": [_("옮길 기간(단기, 중기, 장기)을 함께 보내 주십시오.")]})
        return attrs


class SwotSerializer(serializers.Serializer):
    headline = serializers.CharField(max_length=200)
    corners = serializers.DictField(child=serializers.ListField(child=serializers.CharField(max_length=500)))
    strategies = serializers.DictField(child=serializers.ListField(child=serializers.CharField(max_length=500)))


def answer(request: Request, uid: UUID, code: int = status.HTTP_200_OK) -> Response:
    """The roadmap as this person may see it."""
    explains = any(request.user.can(one) for one in REASON_READERS)
    return Response(RoadmapSerializer(selectors.seen(uid, request.user), context={"explains": explains}).data, code)


class Roadmaps(APIView):
    @extend_schema(
        operation_id="roadmaps_list",
        parameters=[OpenApiParameter("state", enum=list(RoadmapState.values)), OpenApiParameter("q", str)],
        responses={200: page_of(RoadmapRowSerializer), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Roadmaps one may see, the newest first."""
        if not any(request.user.can(one) for one in READERS):
            raise NotAllowed
        found = selectors.roadmaps_for(
            request.user, state=one_of(request, "state", RoadmapState), words=request.GET.get("q", "")[:80]
        )
        page = keyset.page(found, selectors.ORDER, request.GET, values=selectors.ROW)
        return answer_page(page, RoadmapRowSerializer)

    @extend_schema(
        operation_id="roadmaps_open", request=OpenRoadmapSerializer, responses={201: RoadmapSerializer, **PROBLEMS}
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Open the roadmap of a completed diagnosis; asked twice, the same one."""
        assessment = diagnosis.seen(checked(OpenRoadmapSerializer, request.data)["assessment"], request.user)
        roadmap = services.open(assessment_id=assessment.pk, by=request.user, at=timezone.now())
        return answer(request, roadmap.uid, status.HTTP_201_CREATED)


class RoadmapDetail(APIView):
    @extend_schema(operation_id="roadmaps_get", responses={200: RoadmapSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """One roadmap with its plan."""
        return answer(request, uid)


class Plan(APIView):
    @extend_schema(operation_id="roadmaps_plan", request=PlanSerializer, responses={200: RoadmapSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Change settings and plan."""
        roadmap = selectors.seen(uid, request.user)
        given = checked(PlanSerializer, request.data)
        services.plan(
            roadmap_id=roadmap.pk,
            settings=_settings(parse(roadmap.inputs), given),
            starts_on=given.get("starts_on"),
            revision=given.get("revision"),
            by=request.user,
            at=timezone.now(),
        )
        return answer(request, uid)


class Choice(APIView):
    @extend_schema(
        operation_id="roadmaps_choose", request=ChoiceSerializer, responses={200: RoadmapSerializer, **PROBLEMS}
    )
    def put(self, request: Request, uid: UUID, code: str) -> Response:
        """Pin, exclude, move or release an action, and plan again."""
        roadmap = selectors.seen(uid, request.user)
        given = checked(ChoiceSerializer, request.data)
        common: dict[str, Any] = {"roadmap_id": roadmap.pk, "code": code, "by": request.user, "at": timezone.now()}
        if given["kind"] == "move":
            services.move(**common, horizon=given["horizon"], start_month=given.get("start_month"))
        else:
            {"pin": services.pin, "exclude": services.exclude, "release": services.release}[given["kind"]](**common)
        return answer(request, uid)


class Swot(APIView):
    @extend_schema(operation_id="roadmaps_swot", request=SwotSerializer, responses={200: RoadmapSerializer, **PROBLEMS})
    def put(self, request: Request, uid: UUID) -> Response:
        """Replace the SWOT, the strategies and the headline."""
        roadmap = selectors.seen(uid, request.user)
        given = checked(SwotSerializer, request.data)
        services.edit_swot(
            roadmap_id=roadmap.pk,
            corners={name: given["corners"].get(name, []) for name in CORNERS},
            strategies={kind: given["strategies"].get(kind, []) for kind in KINDS},
            headline=given["headline"],
            by=request.user,
            at=timezone.now(),
        )
        return answer(request, uid)


class SendBack(APIView):
    @extend_schema(
        operation_id="roadmaps_send_back", request=ReasonSerializer, responses={200: RoadmapSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Give a proposed plan back with a reason."""
        roadmap = selectors.seen(uid, request.user)
        reason = checked(ReasonSerializer, request.data)["reason"]
        services.send_back(roadmap_id=roadmap.pk, reason=reason, by=request.user, at=timezone.now())
        return answer(request, uid)


class _Verb(APIView):
    """A decision without input."""

    verb: Callable[..., Roadmap]

    def decide(self, request: Request, uid: UUID) -> Response:
        roadmap = selectors.seen(uid, request.user)
        decided = type(self).verb(roadmap_id=roadmap.pk, by=request.user, at=timezone.now())
        return answer(request, decided.uid)


class Propose(_Verb):
    verb = staticmethod(services.propose)

    @extend_schema(operation_id="roadmaps_propose", request=None, responses={200: RoadmapSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Ask the manager."""
        return self.decide(request, uid)


class Approve(_Verb):
    verb = staticmethod(services.approve)

    @extend_schema(operation_id="roadmaps_approve", request=None, responses={200: RoadmapSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Stand for the plan as the second person."""
        return self.decide(request, uid)


class Issue(_Verb):
    verb = staticmethod(services.issue)

    @extend_schema(operation_id="roadmaps_issue", request=None, responses={200: RoadmapSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Issue the approved plan."""
        return self.decide(request, uid)


class Revise(_Verb):
    verb = staticmethod(services.revise)

    @extend_schema(operation_id="roadmaps_revise", request=None, responses={200: RoadmapSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Open the next version of an issued roadmap."""
        return self.decide(request, uid)


class RoadmapDocument(APIView):
    @extend_schema(
        operation_id="roadmaps_document", responses={(200, "application/pdf"): OpenApiTypes.BINARY, **PROBLEMS}
    )
    def get(self, request: Request, uid: UUID) -> FileResponse:
        """The issued paper; 409 while it is being made."""
        roadmap = selectors.seen(uid, request.user)
        if not any(request.user.can(one) for one in REASON_READERS):
            raise NotAllowed
        found = selectors.document_of(roadmap)
        if found is None:
            raise NotFound
        return doors.stream(found)


def _settings(kept: Settings, given: Any) -> Settings:
    """The kept settings with what was given."""
    rows = {row["key"]: row for row in given.get("horizons", [])}
    horizons = tuple(
        HorizonSettings(h.key, h.start_month, h.end_month, rows[h.key]["budget_krw"], rows[h.key]["staff_months"])
        if h.key in rows
        else h
        for h in kept.horizons
    )
    return Settings(
        horizons=horizons,
        kpis=tuple(sorted(given["kpis"].items(), key=lambda kpi: -kpi[1])) if "kpis" in given else kept.kpis,
        cost_shares=given.get("cost_shares", kept.cost_shares),
        self_burden_pct=given.get("self_burden_pct", kept.self_burden_pct),
        support_cap_krw=given.get("support_cap_krw", kept.support_cap_krw),
    )
