"""Visits from a device that may have been without network: pledge, log, and what came back too late."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.diagnosis import selectors, services
from apps.diagnosis.api import shapes
from apps.diagnosis.api.cases import seen
from apps.diagnosis.models import LateRecord, Visit
from apps.kernel.api import checked
from apps.kernel.errors import Invalid, NotFound
from apps.kernel.parsers import BoundedJSONParser
from apps.kernel.problems import PROBLEMS

STROKES, POINTS, EDGE = 200, 1000, 1000
"""A signature has at most so many strokes, of so many points each, on a field 1000 units wide."""


def _signature_field() -> serializers.ListField:
    number = serializers.IntegerField(min_value=0, max_value=EDGE)
    point = serializers.ListField(child=number, min_length=2, max_length=2)
    stroke = serializers.ListField(child=point, min_length=1, max_length=POINTS)
    return serializers.ListField(child=stroke, min_length=1, max_length=STROKES)


class VisitNoteSerializer(serializers.Serializer):
    """What is noted of a visit. With a signature (strokes of points, 0 to 1000) it is closed and never changes."""

    photos = serializers.ChoiceField(choices=Visit.Photos.choices)
    permitted_by = serializers.CharField(max_length=60)
    began_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    ended_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    people = serializers.CharField(max_length=200, allow_blank=True, default="")
    summary = serializers.CharField(max_length=4000, allow_blank=True, default="")
    signer = serializers.CharField(max_length=60, allow_blank=True, default="")
    signature = serializers.JSONField(required=False, allow_null=True, default=None)
    pledged = serializers.BooleanField(default=False, write_only=True, help_text="the security pledge is accepted")

    def validate_signature(self, strokes: Any) -> Any:
        return None if strokes is None else _signature_field().run_validation(strokes)


class VisitSerializer(VisitNoteSerializer):
    uid = serializers.UUIDField()
    pledged_at = serializers.DateTimeField()
    signed_at = serializers.DateTimeField(allow_null=True)


class LateEvidenceSerializer(serializers.Serializer):
    criterion = serializers.CharField(max_length=4)
    kind = serializers.CharField(max_length=12)
    title = serializers.CharField(max_length=120)
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")
    seen_on = serializers.DateField()
    attributes = serializers.ListField(child=serializers.CharField(max_length=12), required=False, default=list)


class NewLateSerializer(serializers.Serializer):
    """Either `answers`, or the fields of one piece of evidence (multipart where it has a file)."""

    uid = serializers.UUIDField()
    answers = shapes.GivenSerializer(many=True, required=False)
    file = serializers.FileField(required=False)


class LateSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    content = serializers.JSONField()
    at = serializers.DateTimeField()
    outcome = serializers.CharField()


class Visits(APIView):
    @extend_schema(operation_id="diagnosis_visits", responses={200: VisitSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """The visits of a case, newest first."""
        return Response(VisitSerializer(selectors.visits_of(seen(request, uid)), many=True).data)


class VisitDetail(APIView):
    @extend_schema(
        operation_id="diagnosis_keep_visit",
        request=VisitNoteSerializer,
        responses={200: VisitSerializer, **PROBLEMS},
    )
    def put(self, request: Request, uid: UUID, visit: UUID) -> Response:
        """Keep what is noted of a visit, under an identifier the device made."""
        said = checked(VisitNoteSerializer, request.data)
        pledged = said.pop("pledged")
        kept = services.keep_visit(
            assessment_id=seen(request, uid).pk,
            uid=visit,
            said=services.Said(**said),
            pledged=pledged,
            by=request.user,
            at=timezone.now(),
        )
        return Response(VisitSerializer(kept).data)


class LateRecords(APIView):
    parser_classes = (BoundedJSONParser, MultiPartParser, FormParser)

    @extend_schema(operation_id="diagnosis_late_records", responses={200: LateSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """What arrived after the diagnosis was completed and is not settled yet."""
        found = selectors.late_of(seen(request, uid), request.user)
        return Response(LateSerializer([one.record for one in found], many=True).data)

    @extend_schema(
        operation_id="diagnosis_keep_late",
        request=NewLateSerializer,
        responses={201: LateSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Keep answers or a piece of evidence that came back when the case was no longer being scored."""
        sent = checked(NewLateSerializer, request.data)
        kept = services.keep_late(
            assessment_id=seen(request, uid).pk,
            uid=sent["uid"],
            content=_content(request, sent),
            file=sent.get("file"),
            by=request.user,
            at=timezone.now(),
        )
        return Response(LateSerializer(kept).data, status=status.HTTP_201_CREATED)


class TakeLate(APIView):
    @extend_schema(operation_id="diagnosis_take_late", request=None, responses={200: LateSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Take a late record over into a case that is being scored again."""
        late = _late(request, uid)
        return Response(LateSerializer(services.take_late(late_uid=late.uid, by=request.user, at=timezone.now())).data)


class LayLateAside(APIView):
    @extend_schema(operation_id="diagnosis_lay_late_aside", request=None, responses={200: LateSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Leave a late record as it is, for good."""
        late = _late(request, uid)
        return Response(LateSerializer(services.lay_aside(late_uid=late.uid, by=request.user, at=timezone.now())).data)


def _late(request: Request, uid: UUID) -> LateRecord:
    found = selectors.late_record(uid, request.user)
    if found is None:
        raise NotFound
    return found


def _content(request: Request, sent: dict[str, Any]) -> dict[str, Any]:
    if sent.get("answers"):
        return {"answers": [dict(one) for one in sent["answers"]]}
    if "criterion" not in request.data:
        raise Invalid(field="answers")
    evidence = checked(LateEvidenceSerializer, request.data)
    return {"evidence": {**evidence, "seen_on": evidence["seen_on"].isoformat()}}
