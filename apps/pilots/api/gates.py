"""Gates: asked for, judged by one person, confirmed by another."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.centre.idempotency import idempotent
from apps.kernel.api import ReasonSerializer, checked
from apps.kernel.problems import PROBLEMS
from apps.pilots import services
from apps.pilots.api import shapes
from apps.pilots.entries import DecisionEntry
from apps.pilots.models import Gate, Pilot
from apps.pilots.rules import Check, Condition, Decision


class Gates(APIView):
    @extend_schema(operation_id="pilots_call_gate", request=None, responses={201: shapes.GateRowSerializer, **PROBLEMS})
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Ask for the gate of the stage in work."""
        gate = services.call_gate(pilot_uid=uid, by=request.user, at=timezone.now())
        return Response(shapes.GateRowSerializer(gate).data, status=status.HTTP_201_CREATED)


class GateDetail(APIView):
    @extend_schema(operation_id="pilots_gate", responses={200: shapes.GateSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """One gate: what it is judged by, what was proposed and decided."""
        rows = Gate.objects.filter(pilot__in=Pilot.objects.visible_to(request.user)).select_related("pilot")
        return Response(shapes.GateSerializer(get_object_or_404(rows, uid=uid)).data)


class Propose(APIView):
    @extend_schema(
        operation_id="pilots_propose_decision",
        request=shapes.DecisionSerializer,
        responses={200: shapes.GateRowSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Judge the criteria and propose a decision."""
        given = checked(shapes.DecisionSerializer, request.data)
        entry = DecisionEntry(
            decision=Decision(given["decision"]),
            answers={code: Check(answer) for code, answer in given["answers"].items()},
            points=given["points"],
            reason=given["reason"],
            conditions=tuple(Condition(one["text"], one["due_on"]) for one in given["conditions"]),
        )
        gate = services.propose_decision(gate_uid=uid, entry=entry, by=request.user, at=timezone.now())
        return Response(shapes.GateRowSerializer(gate).data)


class Confirm(APIView):
    @extend_schema(
        operation_id="pilots_confirm_decision", request=None, responses={200: shapes.GateRowSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Make a proposed decision real; never by who proposed it."""
        gate = services.confirm_decision(gate_uid=uid, by=request.user, at=timezone.now())
        return Response(shapes.GateRowSerializer(gate).data)


class SendBack(APIView):
    @extend_schema(
        operation_id="pilots_send_back", request=ReasonSerializer, responses={200: shapes.GateRowSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Return a proposal with the reason."""
        given = checked(ReasonSerializer, request.data)
        gate = services.send_back(gate_uid=uid, reason=given["reason"], by=request.user, at=timezone.now())
        return Response(shapes.GateRowSerializer(gate).data)


class MeetCondition(APIView):
    @extend_schema(
        operation_id="pilots_meet_condition", request=shapes.ConditionNoteSerializer, responses={204: None, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Confirm that a condition has been fulfilled."""
        given = checked(shapes.ConditionNoteSerializer, request.data)
        services.meet_condition(condition_uid=uid, note=given["note"], by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
