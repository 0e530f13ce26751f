"""Scoring: answers, the company's own bands, and evidence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.centre.idempotency import idempotent
from apps.diagnosis import selectors, services
from apps.diagnosis.api import shapes
from apps.diagnosis.api.cases import readable, seen
from apps.diagnosis.frozen import Given
from apps.diagnosis.models import Assessment, Evidence
from apps.diagnosis.rules import Answer as Value
from apps.documents import doors
from apps.kernel.api import checked
from apps.kernel.errors import NotFound
from apps.kernel.parsers import BoundedJSONParser
from apps.kernel.problems import MEANWHILE, PROBLEMS


class Answers(APIView):
    @extend_schema(operation_id="diagnosis_answers", responses={200: shapes.AnswersStateSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """The consultant's answers; for the company once the diagnosis is completed."""
        assessment = readable(request, uid)
        return Response(_answers_state(assessment))

    @extend_schema(
        operation_id="diagnosis_save_answers",
        request=shapes.AnswersSerializer,
        responses={200: shapes.AnswersStateSerializer, **MEANWHILE},
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Write answers; those not named stay as they are."""
        sent = checked(shapes.AnswersSerializer, request.data)
        answers = {one["attribute"]: Given(Value(one["value"]), one["reason"], one["note"]) for one in sent["answers"]}
        saved = services.save_answers(
            assessment_id=seen(request, uid).pk,
            answers=answers,
            version=sent["version"],
            by=request.user,
            at=timezone.now(),
        )
        return Response(_answers_state(saved))


class SelfScores(APIView):
    @extend_schema(operation_id="diagnosis_self_scores", responses={200: shapes.SelfScoresSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """The bands the company gave itself; null is "don't know"."""
        return Response(_self_state(seen(request, uid)))

    @extend_schema(
        operation_id="diagnosis_save_self_scores",
        request=shapes.SelfScoresSerializer,
        responses={200: shapes.SelfScoresSerializer, **PROBLEMS},
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Write the company's own bands; those not named stay as they are."""
        sent = checked(shapes.SelfScoresSerializer, request.data)
        saved = services.save_self_scores(
            assessment_id=seen(request, uid).pk,
            bands={one["criterion"]: one["band"] for one in sent["bands"]},
            claims={one["attribute"]: one["holds"] for one in sent["claims"]},
            by=request.user,
            at=timezone.now(),
        )
        return Response(_self_state(saved))


class EvidenceList(APIView):
    parser_classes = (BoundedJSONParser, MultiPartParser, FormParser)

    @extend_schema(operation_id="diagnosis_evidence", responses={200: shapes.EvidenceSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """What was seen and heard, by criterion."""
        return Response(shapes.EvidenceSerializer(selectors.evidence_to_read(readable(request, uid)), many=True).data)

    @extend_schema(
        operation_id="diagnosis_add_evidence",
        request=shapes.NewEvidenceSerializer,
        responses={201: shapes.EvidenceSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Keep one piece of evidence; documents and photos carry a file (multipart)."""
        given = checked(shapes.NewEvidenceSerializer, request.data)
        kept = services.add_evidence(assessment_id=seen(request, uid).pk, by=request.user, at=timezone.now(), **given)
        return Response(shapes.EvidenceSerializer(kept).data, status=status.HTTP_201_CREATED)


class EvidenceDetail(APIView):
    @extend_schema(
        operation_id="diagnosis_evidence_file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **PROBLEMS},
    )
    def get(self, request: Request, uid: UUID) -> FileResponse:
        """The file behind a piece of evidence."""
        rows = Evidence.objects.visible_to(request.user).select_related("attachment")
        evidence = get_object_or_404(rows, uid=uid)
        if evidence.attachment is None:
            raise NotFound
        return doors.stream_attachment(evidence.attachment, request)

    @extend_schema(operation_id="diagnosis_remove_evidence", responses={204: None, **PROBLEMS})
    def delete(self, request: Request, uid: UUID) -> Response:
        """Take one's evidence back."""
        services.remove_evidence(evidence_uid=uid, by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _answers_state(assessment: Assessment) -> dict[str, Any]:
    answers = [
        {"attribute": code, "value": one.value.value, "reason": one.reason, "note": one.note}
        for code, one in sorted(selectors.given(assessment).items())
    ]
    return {"version": assessment.answers_version, "answers": answers}


def _self_state(assessment: Assessment) -> dict[str, Any]:
    bands = sorted(selectors.self_bands(assessment).items())
    claims = sorted(selectors.claims_of(assessment).items())
    return {
        "bands": [{"criterion": code, "band": band} for code, band in bands],
        "claims": [{"attribute": code, "holds": holds} for code, holds in claims],
        "focus": list(selectors.focus_of(assessment)),
    }
