"""Panels for programs: one's own seats and sheets, and sittings for centre staff."""

from __future__ import annotations

from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.centre.idempotency import idempotent
from apps.documents import doors
from apps.kernel import bounds, keyset
from apps.kernel.api import ReasonSerializer, answer_page, checked, one_of, page_of
from apps.kernel.clocks import local_date
from apps.kernel.problems import PROBLEMS
from apps.panels import permissions, selectors, services
from apps.panels.models import Seat, Sitting
from apps.panels.states import SeatState, SittingState


class SeatRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    state = serializers.CharField()
    title = serializers.CharField(source="sitting__subject_title")
    due_at = serializers.DateTimeField(source="sitting__due_at")


class QuestionSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    weight = serializers.IntegerField()
    maximum = serializers.IntegerField()


class OwnSheetSerializer(serializers.Serializer):
    scores = serializers.DictField(child=serializers.DecimalField(max_digits=7, decimal_places=2))
    total = serializers.DecimalField(max_digits=5, decimal_places=2)
    comment = serializers.CharField()
    handed_in_at = serializers.DateTimeField()


class OtherSheetSerializer(serializers.Serializer):
    """What another member gave the same case, without the name; after one's own is handed in."""

    reviewer = serializers.CharField()
    total = serializers.DecimalField(max_digits=5, decimal_places=2)
    comment = serializers.CharField()


class SeatSerializer(serializers.Serializer):
    """A seat with what its reviewer reads and, once handed in, what they wrote."""

    uid = serializers.UUIDField()
    state = serializers.CharField()
    title = serializers.CharField(source="sitting.subject_title")
    due_at = serializers.DateTimeField(source="sitting.due_at")
    masked_sheet = serializers.SerializerMethodField()
    questions = serializers.SerializerMethodField()
    sheet = serializers.SerializerMethodField()
    others = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DictField())
    def get_masked_sheet(self, seat: Seat) -> dict[str, object]:
        gone = {SeatState.RECUSED, SeatState.RELEASED, SeatState.SET_ASIDE}
        return {} if seat.state in gone else seat.sitting.masked_sheet

    @extend_schema_field(QuestionSerializer(many=True))
    def get_questions(self, seat: Seat) -> list[dict[str, object]]:
        return QuestionSerializer(selectors.questions(seat.sitting), many=True).data

    @extend_schema_field(OwnSheetSerializer(allow_null=True))
    def get_sheet(self, seat: Seat) -> dict[str, object] | None:
        return OwnSheetSerializer(seat.sheet).data if seat.state == SeatState.HANDED_IN else None

    @extend_schema_field(OtherSheetSerializer(many=True))
    def get_others(self, seat: Seat) -> list[dict[str, object]]:
        if seat.state != SeatState.HANDED_IN:
            return []
        others = selectors.co_sheets(seat, seat.user)
        return [{"reviewer": name, "total": str(total), "comment": comment} for name, total, comment in others]


class HandInSerializer(serializers.Serializer):
    scores = serializers.DictField(child=serializers.DecimalField(max_digits=7, decimal_places=2))
    comment = serializers.CharField(max_length=bounds.MOST_TEXT)


class SittingRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    state = serializers.CharField()
    title = serializers.CharField(source="subject_title")
    due_at = serializers.DateTimeField()
    seats = serializers.IntegerField(source="seats_count")
    handed_in = serializers.IntegerField(source="handed_in_count")


class PanelCriterionSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    mean = serializers.DecimalField(max_digits=7, decimal_places=2, allow_null=True)


class OutcomeSerializer(serializers.Serializer):
    """What a panel said; figures are null until the sitting is closed."""

    sitting_uid = serializers.UUIDField()
    total = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    criteria = PanelCriterionSerializer(many=True)
    handed_in = serializers.IntegerField()
    seats = serializers.IntegerField()
    closed_at = serializers.DateTimeField(allow_null=True)
    trimmed = serializers.BooleanField()


class Seats(APIView):
    @extend_schema(operation_id="panels_seats", responses={200: page_of(SeatRowSerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        """One's own seats, the newest first; `show=todo` or `show=done`."""
        seats = selectors.seats_of(request.user, show=request.GET.get("show", ""))
        return answer_page(keyset.page(seats, ("-invited_at", "-pk"), request.GET), SeatRowSerializer)


class SeatDetail(APIView):
    @extend_schema(operation_id="panels_seat", responses={200: SeatSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """The masked sheet and the questions of one's own seat."""
        return Response(SeatSerializer(_own(request, uid)).data)


class CaseFile(APIView):
    @extend_schema(
        operation_id="panels_case_file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **PROBLEMS},
    )
    def get(self, request: Request, uid: UUID, file_uid: UUID) -> HttpResponseBase:
        """A file of the case that the masked sheet names; 404 for any other, 403 without a pledge or with a tie."""
        own = get_object_or_404(
            Seat.objects.filter(user=request.user).select_related("sitting__case__committee", "user"), uid=uid
        )
        found = selectors.file_for(own, file_uid, local_date(timezone.now()))
        return doors.stream_attachment(found.attachment, request, name=found.name)


class HandIn(APIView):
    @extend_schema(operation_id="panels_hand_in", request=HandInSerializer, responses={201: SeatSerializer, **PROBLEMS})
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Hand a sheet in; the same sheet sent twice is one sheet."""
        _own(request, uid)
        given = checked(HandInSerializer, request.data)
        services.hand_in(
            seat_uid=uid, scores=given["scores"], comment=given["comment"], by=request.user, at=timezone.now()
        )
        return Response(SeatSerializer(_own(request, uid)).data, status=status.HTTP_201_CREATED)


class Recuse(APIView):
    @extend_schema(operation_id="panels_recuse", request=ReasonSerializer, responses={200: SeatSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Step back from a case."""
        _own(request, uid)
        given = checked(ReasonSerializer, request.data)
        services.recuse(seat_uid=uid, reason=given["reason"], by=request.user, at=timezone.now())
        return Response(SeatSerializer(_own(request, uid)).data)


class Sittings(APIView):
    @extend_schema(operation_id="panels_sittings", responses={200: page_of(SittingRowSerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        """Sittings this person may watch, the newest first; `state=open` or `state=closed`."""
        rows = selectors.sittings_for(request.user, state=one_of(request, "state", SittingState))
        return answer_page(keyset.page(rows, ("-convened_at", "-pk"), request.GET), SittingRowSerializer)


class SittingOutcome(APIView):
    @extend_schema(operation_id="panels_outcome", responses={200: OutcomeSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """What a sitting said; for centre staff."""
        watched = Sitting.objects.visible_to(request.user)
        if not request.user.can(permissions.VIEW_ALL):
            watched = watched.none()
        return Response(OutcomeSerializer(selectors.outcome_of(get_object_or_404(watched, uid=uid))).data)


def _own(request: Request, uid: UUID) -> Seat:
    return get_object_or_404(Seat.objects.filter(user=request.user).select_related("sitting", "sheet", "user"), uid=uid)
