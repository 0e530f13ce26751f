"""The outage ledger for programs."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.doors import demand
from apps.centre import selectors as centre
from apps.centre.idempotency import idempotent
from apps.intake import permissions, services
from apps.kernel import keyset, shapes
from apps.kernel.api import answer_page, checked, page_of
from apps.kernel.problems import PROBLEMS


class OutageSerializer(serializers.Serializer):
    """A time in which the system was down."""

    uid = serializers.UUIDField(help_text="Made by the client: sent twice, it is one outage.")
    started_at = shapes.MomentField()
    ended_at = shapes.MomentField()
    reason = serializers.CharField(max_length=200)


class OutageRowSerializer(serializers.Serializer):
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class MovedSerializer(serializers.Serializer):
    """How many deadlines the outage moved."""

    calls = serializers.IntegerField()
    corrections = serializers.IntegerField()
    screenings = serializers.IntegerField()
    objections = serializers.IntegerField()
    sheets = serializers.IntegerField(help_text="Sittings whose sheets are due later now.")


class Outages(APIView):
    @extend_schema(operation_id="outages", responses={200: page_of(OutageRowSerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        """The ledger of outages, the newest first."""
        demand(request.user, permissions.RECORD_OUTAGE)
        page = keyset.page(centre.recorded_outages(), ("-started_at", "-pk"), request.GET)
        return answer_page(page, OutageRowSerializer)

    @extend_schema(operation_id="outage_record", request=OutageSerializer, responses={201: MovedSerializer, **PROBLEMS})
    @idempotent
    def post(self, request: Request) -> Response:
        """Enter an outage and move the deadlines that fell into it; those concerned are told once."""
        demand(request.user, permissions.RECORD_OUTAGE)
        data = checked(OutageSerializer, request.data)
        moved = services.record_outage(**data, by=request.user, at=timezone.now())
        return Response(MovedSerializer(moved).data, status=status.HTTP_201_CREATED)
