"""Pilots for programs."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.centre.idempotency import idempotent
from apps.kernel import keyset
from apps.kernel.api import ReasonSerializer, answer_page, checked, page_of
from apps.kernel.errors import NotAllowed
from apps.kernel.problems import PROBLEMS
from apps.pilots import permissions, selectors, services
from apps.pilots.entries import DecisionEntry, KpiEntry
from apps.pilots.models import FIGURE, Gate, Pilot
from apps.pilots.rules import Check, Condition, Decision, Direction, Measure
from apps.pilots.selectors.lists import ORDER
from apps.pilots.words import CheckName, DecisionName, DirectionName, MeasureName

CREATED = status.HTTP_201_CREATED
FILTERS = [OpenApiParameter(name, str) for name in ("stage", "state", "text", "after", "before", "end")]


class PilotRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    title = serializers.CharField()
    company = serializers.CharField(source="company__name_ko")
    stage = serializers.CharField()
    state = serializers.CharField()
    ends_on = serializers.DateField()
    kpis_total = serializers.IntegerField()
    kpis_passed = serializers.IntegerField()
    kpis_failed = serializers.IntegerField()
    last_reading_on = serializers.DateField(allow_null=True)
    certificate_number = serializers.CharField()


class PilotKpiSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    definition = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.ChoiceField(DirectionName.choices)
    measure = serializers.ChoiceField(MeasureName.choices)
    baseline = serializers.DecimalField(**FIGURE)
    baseline_start_on = serializers.DateField()
    baseline_end_on = serializers.DateField()
    baseline_evidence = serializers.CharField()
    target = serializers.DecimalField(**FIGURE)
    pass_mark = serializers.DecimalField(**FIGURE)
    verdict = serializers.CharField()
    value = serializers.DecimalField(**FIGURE, allow_null=True)
    attainment_bp = serializers.IntegerField(allow_null=True)
    readings_count = serializers.IntegerField()


class GateRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    stage = serializers.CharField()
    round = serializers.IntegerField()
    state = serializers.CharField()
    proposed_decision = serializers.CharField()
    decision = serializers.CharField()
    reason = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)


class PilotSerializer(serializers.Serializer):
    """A pilot with its KPIs and gates."""

    uid = serializers.UUIDField()
    title = serializers.CharField()
    company = serializers.CharField(source="company.name_ko")
    stage = serializers.CharField()
    state = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(help_text="The first day after the pilot.")
    kpis_fixed_at = serializers.DateTimeField(allow_null=True)
    ready_to_finish = serializers.BooleanField()
    certificate_number = serializers.CharField()
    kpis = PilotKpiSerializer(many=True)
    gates = GateRowSerializer(many=True)


class BeginSerializer(serializers.Serializer):
    agreement = serializers.UUIDField()


class KpiEntrySerializer(serializers.Serializer):
    uid = serializers.UUIDField(required=False, help_text="Made by the client: sent twice, it is one KPI.")
    name = serializers.CharField(max_length=120)
    unit = serializers.CharField(max_length=30)
    direction = serializers.ChoiceField(DirectionName.choices)
    measure = serializers.ChoiceField(MeasureName.choices, default=MeasureName.LATEST)
    baseline = serializers.DecimalField(**FIGURE)
    baseline_start_on = serializers.DateField()
    baseline_end_on = serializers.DateField(help_text="The first day after the period.")
    baseline_evidence = serializers.CharField(max_length=500)
    target = serializers.DecimalField(**FIGURE)
    pass_mark = serializers.DecimalField(**FIGURE)
    definition = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    kpi_code = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class ReadingEntrySerializer(serializers.Serializer):
    uid = serializers.UUIDField(required=False, help_text="Made by the client: sent twice, it is one reading.")
    kpi = serializers.UUIDField()
    measured_on = serializers.DateField()
    value = serializers.DecimalField(**FIGURE)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ReadingSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    kpi = serializers.CharField(source="kpi__name")
    measured_on = serializers.DateField()
    value = serializers.DecimalField(**FIGURE)
    note = serializers.CharField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_reason = serializers.CharField()


class FinishSerializer(serializers.Serializer):
    lessons = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")


class ConditionNoteSerializer(serializers.Serializer):
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ConditionSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=300)
    due_on = serializers.DateField(allow_null=True)


class DecisionSerializer(serializers.Serializer):
    decision = serializers.ChoiceField(DecisionName.choices)
    answers = serializers.DictField(child=serializers.ChoiceField(CheckName.choices), default=dict)
    points = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=4, allow_null=True), default=dict
    )
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    conditions = ConditionSerializer(many=True, default=list)


class Pilots(APIView):
    @extend_schema(
        operation_id="pilots_list", parameters=FILTERS, responses={200: page_of(PilotRowSerializer), **PROBLEMS}
    )
    def get(self, request: Request) -> Response:
        """Pilots this person may see, the newest first."""
        asked = {name: request.GET.get(name, "") for name in ("stage", "state", "text")}
        page = keyset.page(selectors.pilots_for(request.user, **asked), ORDER, request.GET)
        return answer_page(page, PilotRowSerializer)

    @extend_schema(operation_id="pilots_begin", request=BeginSerializer, responses={201: PilotSerializer, **PROBLEMS})
    @idempotent
    def post(self, request: Request) -> Response:
        """Begin the pilot of a signed agreement; asked again, the same pilot is answered."""
        given = checked(BeginSerializer, request.data)
        if not request.user.can(permissions.OPEN):
            raise NotAllowed
        agreement = get_object_or_404(selectors.agreements(), uid=given["agreement"])
        pilot = services.open_pilot(agreement_id=agreement.pk, by=request.user, at=timezone.now())
        return _answer(request, pilot.uid, CREATED)


class PilotDetail(APIView):
    @extend_schema(operation_id="pilots_pilot", responses={200: PilotSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """One pilot."""
        return _answer(request, uid)


class Kpis(APIView):
    @extend_schema(
        operation_id="pilots_set_kpi", request=KpiEntrySerializer, responses={201: PilotSerializer, **PROBLEMS}
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Add a KPI, or change the one of the same uid, before work begins."""
        given = dict(checked(KpiEntrySerializer, request.data))
        kpi_uid = given.pop("uid", None)
        given["direction"] = Direction(given["direction"])
        given["measure"] = Measure(given["measure"])
        services.set_kpi(pilot_uid=uid, kpi_uid=kpi_uid, entry=KpiEntry(**given), by=request.user, at=timezone.now())
        return _answer(request, uid, CREATED)


class Readings(APIView):
    @extend_schema(operation_id="pilots_readings", responses={200: page_of(ReadingSerializer), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Readings of a pilot, the latest first; withdrawn ones carry their reason."""
        rows = selectors.readings_of(_seen(request, uid), request.user)
        return answer_page(keyset.page(rows, ("-measured_on", "-pk"), request.GET), ReadingSerializer)

    @extend_schema(
        operation_id="pilots_record_reading",
        request=ReadingEntrySerializer,
        responses={201: PilotSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Record one measured figure of one of the pilot's KPIs."""
        given = checked(ReadingEntrySerializer, request.data)
        kpi = get_object_or_404(_seen(request, uid).kpis, uid=given["kpi"])
        services.record_reading(
            kpi_uid=kpi.uid,
            measured_on=given["measured_on"],
            value=given["value"],
            note=given["note"],
            uid=given.get("uid"),
            by=request.user,
            at=timezone.now(),
        )
        return _answer(request, uid, CREATED)


class WithdrawReading(APIView):
    @extend_schema(operation_id="pilots_withdraw_reading", request=ReasonSerializer, responses={204: None, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Take a wrong figure out of the count, with the reason."""
        given = checked(ReasonSerializer, request.data)
        services.withdraw_reading(reading_uid=uid, reason=given["reason"], by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class Gates(APIView):
    @extend_schema(operation_id="pilots_call_gate", request=None, responses={201: GateRowSerializer, **PROBLEMS})
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Ask for the gate of the stage in work."""
        gate = services.call_gate(pilot_uid=uid, by=request.user, at=timezone.now())
        return Response(GateRowSerializer(gate).data, status=CREATED)


class Propose(APIView):
    @extend_schema(
        operation_id="pilots_propose_decision",
        request=DecisionSerializer,
        responses={200: GateRowSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Judge the criteria and propose a decision."""
        given = checked(DecisionSerializer, request.data)
        entry = DecisionEntry(
            decision=Decision(given["decision"]),
            answers={code: Check(answer) for code, answer in given["answers"].items()},
            points=given["points"],
            reason=given["reason"],
            conditions=tuple(Condition(one["text"], one["due_on"]) for one in given["conditions"]),
        )
        gate = services.propose_decision(gate_uid=uid, entry=entry, by=request.user, at=timezone.now())
        return Response(GateRowSerializer(gate).data)


class Confirm(APIView):
    @extend_schema(operation_id="pilots_confirm_decision", request=None, responses={200: GateRowSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Make a proposed decision real; never by who proposed it."""
        gate = services.confirm_decision(gate_uid=uid, by=request.user, at=timezone.now())
        return Response(GateRowSerializer(gate).data)


class SendBack(APIView):
    @extend_schema(
        operation_id="pilots_send_back", request=ReasonSerializer, responses={200: GateRowSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Return a proposal with the reason."""
        given = checked(ReasonSerializer, request.data)
        gate = services.send_back(gate_uid=uid, reason=given["reason"], by=request.user, at=timezone.now())
        return Response(GateRowSerializer(gate).data)


class MeetCondition(APIView):
    @extend_schema(
        operation_id="pilots_meet_condition", request=ConditionNoteSerializer, responses={204: None, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Confirm that a condition has been fulfilled."""
        given = checked(ConditionNoteSerializer, request.data)
        services.meet_condition(condition_uid=uid, note=given["note"], by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class Resume(APIView):
    @extend_schema(operation_id="pilots_resume", request=ReasonSerializer, responses={200: PilotSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Take up a pilot on hold."""
        given = checked(ReasonSerializer, request.data)
        services.resume(pilot_uid=uid, reason=given["reason"], by=request.user, at=timezone.now())
        return _answer(request, uid)


class Finish(APIView):
    @extend_schema(operation_id="pilots_finish", request=FinishSerializer, responses={200: PilotSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """End the pilot and have its certificate issued."""
        given = checked(FinishSerializer, request.data)
        services.finish(pilot_uid=uid, lessons=given["lessons"], by=request.user, at=timezone.now())
        return _answer(request, uid)


def _seen(request: Request, uid: UUID) -> Pilot:
    return get_object_or_404(Pilot.objects.visible_to(request.user).select_related("company"), uid=uid)


def _answer(request: Request, uid: UUID, code: int = status.HTTP_200_OK) -> Response:
    pilot = _seen(request, uid)
    body = PilotSerializer({**_plain(pilot), "kpis": pilot.kpis.order_by("position"), "gates": _gates(pilot)})
    return Response(body.data, status=code)


def _plain(pilot: Pilot) -> dict[str, object]:
    names = [str(name) for name in PilotSerializer().fields if name not in {"kpis", "gates"}]
    return {name: getattr(pilot, name) for name in names}


def _gates(pilot: Pilot) -> list[Gate]:
    return list(pilot.gates.order_by("pk"))
