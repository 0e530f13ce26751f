"""Exceptions from conditions of eligibility, for programs."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.doors import demand
from apps.centre.idempotency import idempotent
from apps.intake import permissions, selectors, services
from apps.intake.api.applying import visible
from apps.intake.models import Waiver
from apps.intake.rules import RuleCode
from apps.intake.states import WaiverState
from apps.kernel.api import checked
from apps.kernel.problems import PROBLEMS


class WaiverSerializer(serializers.Serializer):
    """An exception from one condition: who asked, who decided, and why."""

    uid = serializers.UUIDField()
    rule = serializers.CharField()
    state = serializers.ChoiceField(choices=WaiverState.choices)
    reason = serializers.CharField()
    note = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class NewWaiverSerializer(serializers.Serializer):
    uid = serializers.UUIDField(help_text="Made by the client: sent twice, it is one request.")
    rule = serializers.ChoiceField(choices=[(str(rule), str(rule)) for rule in RuleCode])
    reason = serializers.CharField(max_length=2000)


class DecideWaiverSerializer(serializers.Serializer):
    approve = serializers.BooleanField()
    note = serializers.CharField(max_length=2000)


class Waivers(APIView):
    @extend_schema(operation_id="waivers", responses={200: WaiverSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Exceptions of an application, newest first."""
        found = visible(request, uid)
        demand(request.user, permissions.SCREEN)
        rows = [waiver for waiver, _label in selectors.waivers_of(found, request.user)]
        return Response(WaiverSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="waiver_propose", request=NewWaiverSerializer, responses={201: WaiverSerializer, **PROBLEMS}
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Ask that a condition be waived; somebody else decides."""
        found = visible(request, uid)
        demand(request.user, permissions.SCREEN)
        data = checked(NewWaiverSerializer, request.data)
        row = services.propose_waiver(application_id=found.pk, by=request.user, at=timezone.now(), **data)
        return Response(WaiverSerializer(row).data, status=status.HTTP_201_CREATED)


class DecideWaiver(APIView):
    @extend_schema(
        operation_id="waiver_decide", request=DecideWaiverSerializer, responses={200: WaiverSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Waive the condition or refuse to, as somebody who did not ask for it."""
        get_object_or_404(Waiver.objects.visible_to(request.user), uid=uid)
        demand(request.user, permissions.SCREEN)
        data = checked(DecideWaiverSerializer, request.data)
        row = services.decide_waiver(waiver_uid=uid, by=request.user, at=timezone.now(), **data)
        return Response(WaiverSerializer(row).data)
