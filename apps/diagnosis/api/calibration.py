"""Calibration: second readings, cases to train with, and the board."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import access
from apps.centre.idempotency import idempotent
from apps.diagnosis import permissions, selectors, services
from apps.diagnosis.api import shapes
from apps.diagnosis.api.cases import answer, seen
from apps.kernel.api import checked
from apps.kernel.errors import NotAllowed
from apps.kernel.problems import PROBLEMS


class SecondReadingFiguresSerializer(serializers.Serializer):
    """Agreement over `cases` read twice; figures are null below five cases. `exact` and `near` are shares, 0 to 1."""

    cases = serializers.IntegerField()
    judgements = serializers.IntegerField()
    alpha = serializers.FloatField(allow_null=True, help_text="Krippendorff's alpha for ordinal data")
    kappa = serializers.FloatField(allow_null=True, help_text="Cohen's kappa with squared weights")
    exact = serializers.FloatField(allow_null=True)
    near = serializers.FloatField(allow_null=True)
    worth = serializers.CharField()


class PartFiguresSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    found = SecondReadingFiguresSerializer()


class ReaderSerializer(serializers.Serializer):
    """How far a consultant's bands lie from those of others (below zero: more severe), with the 95 % interval."""

    name = serializers.CharField()
    cases = serializers.IntegerField(source="severity.cases")
    mean = serializers.FloatField(source="severity.mean", allow_null=True)
    low = serializers.FloatField(source="severity.low", allow_null=True)
    high = serializers.FloatField(source="severity.high", allow_null=True)
    stands_out = serializers.BooleanField(source="severity.stands_out")


class TraineeSerializer(ReaderSerializer):
    found = SecondReadingFiguresSerializer()


class CalibrationSerializer(serializers.Serializer):
    overall = SecondReadingFiguresSerializer()
    areas = PartFiguresSerializer(many=True)
    criteria = PartFiguresSerializer(many=True)
    readers = ReaderSerializer(many=True)
    trained = TraineeSerializer(many=True)
    counted_at = serializers.DateTimeField()


class DifferenceSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    first = serializers.IntegerField()
    second = serializers.IntegerField()
    apart = serializers.IntegerField()


class TrainingSerializer(serializers.Serializer):
    is_training = serializers.BooleanField()


class Calibration(APIView):
    @extend_schema(operation_id="diagnosis_calibration", responses={200: CalibrationSerializer, **PROBLEMS})
    def get(self, request: Request) -> Response:
        """How far second readings agree with the first; a consultant sees no other person's figures."""
        if not (request.user.can(permissions.VIEW_ALL) or request.user.can(permissions.SCORE)):
            raise NotAllowed
        board = selectors.calibration_board(request.user, timezone.now())
        people = {one.user_id for one in (*board.readers, *board.trained)}
        access.shown(request._request, people, purpose=_("교차 진단 확인"))
        return Response(CalibrationSerializer(board).data)


class ReadAgain(APIView):
    @extend_schema(
        operation_id="diagnosis_read_again",
        request=None,
        responses={201: shapes.AssessmentSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Open a second reading of a completed diagnosis; give it another consultant with `assign/`."""
        first = seen(request, uid)
        reading = services.read_again(assessment_id=first.pk, by=request.user, at=timezone.now())
        return answer(request, reading.uid, status.HTTP_201_CREATED)


class Training(APIView):
    @extend_schema(
        operation_id="diagnosis_set_training",
        request=TrainingSerializer,
        responses={200: shapes.AssessmentSerializer, **PROBLEMS},
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Make a completed diagnosis a case to train with, or no longer."""
        given = checked(TrainingSerializer, request.data)
        services.set_training(assessment_id=seen(request, uid).pk, by=request.user, at=timezone.now(), **given)
        return answer(request, uid)


class Comparison(APIView):
    @extend_schema(operation_id="diagnosis_comparison", responses={200: DifferenceSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """A second reading beside the first, once both have ended (409 before): the widest differences first."""
        reading, differences = selectors.compared(uid, request.user)
        people = [one for one in (reading.consultant_id, reading.second_of.consultant_id) if one]
        access.shown(request._request, people, purpose=_("교차 진단 확인"))
        return Response(DifferenceSerializer(differences, many=True).data)
