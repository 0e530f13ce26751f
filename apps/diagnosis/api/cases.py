"""Cases: the list, one case, its consultant, its end, its result and paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import access
from apps.accounts.models import User
from apps.centre.idempotency import idempotent
from apps.diagnosis import permissions, selectors, services
from apps.diagnosis.api import shapes
from apps.diagnosis.errors import NotAConsultant, NotCompleted
from apps.diagnosis.meeting import Settled
from apps.diagnosis.models import Assessment
from apps.diagnosis.states import AssessmentState
from apps.documents import doors
from apps.intake.models import Application
from apps.kernel import keyset
from apps.kernel.api import ReasonSerializer, answer_page, checked, one_of, page_of
from apps.kernel.errors import NotAllowed, NotFound
from apps.kernel.problems import PROBLEMS


def seen(request: Request, uid: UUID) -> Assessment:
    return selectors.seen(uid, request.user)


def readable(request: Request, uid: UUID) -> Assessment:
    """A case whose answers this person may read. Raises NotFound, NotCompleted."""
    assessment = seen(request, uid)
    if not selectors.may_read_findings(assessment, request.user):
        raise NotCompleted
    return assessment


def answer(request: Request, uid: UUID, code: int = status.HTTP_200_OK) -> Response:
    return Response(shapes.AssessmentSerializer(seen(request, uid)).data, status=code)


class Assessments(APIView):
    @extend_schema(
        operation_id="diagnosis_assessments",
        parameters=[OpenApiParameter("state", str), OpenApiParameter("q", str)],
        responses={200: page_of(shapes.AssessmentRowSerializer), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Cases this person may see, the newest first."""
        rows = selectors.assessments_for(
            request.user, state=one_of(request, "state", AssessmentState), words=request.GET.get("q", "").strip()
        )
        page = keyset.page(rows, selectors.ORDER, request.GET, values=selectors.ROW)
        return answer_page(page, shapes.AssessmentRowSerializer)

    @extend_schema(
        operation_id="diagnosis_open",
        request=shapes.OpenDiagnosisSerializer,
        responses={201: shapes.AssessmentSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Open the diagnosis of an admitted request; asking twice opens one."""
        given = checked(shapes.OpenDiagnosisSerializer, request.data)
        application = get_object_or_404(Application.objects.visible_to(request.user), uid=given["application"])
        opened = services.open(application_id=application.pk, round=given["round"], by=request.user, at=timezone.now())
        return answer(request, opened.uid, status.HTTP_201_CREATED)


class AssessmentDetail(APIView):
    @extend_schema(operation_id="diagnosis_assessment", responses={200: shapes.AssessmentSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """One case."""
        return answer(request, uid)


class Assign(APIView):
    @extend_schema(
        operation_id="diagnosis_assign",
        request=shapes.AssignSerializer,
        responses={200: shapes.AssessmentSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Give the case its consultant; a tie to the company is refused by name."""
        assessment = seen(request, uid)
        given = checked(shapes.AssignSerializer, request.data)
        consultant = User.objects.filter(uid=given["consultant"]).first()
        if consultant is None:
            raise NotAConsultant(field="consultant")
        services.assign(
            assessment_id=assessment.pk,
            consultant_id=consultant.pk,
            visit_on=given["visit_on"],
            by=request.user,
            at=timezone.now(),
        )
        return answer(request, uid)


class Consultants(APIView):
    @extend_schema(
        operation_id="diagnosis_consultants", responses={200: shapes.ProposedSerializer(many=True), **PROBLEMS}
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Consultants who have no tie to the company, in the order in which the centre would ask them."""
        assessment = seen(request, uid)
        if not request.user.can(permissions.ASSIGN):
            raise NotAllowed
        found = selectors.proposed_for(assessment)
        access.shown(request._request, [one.user.pk for one in found], purpose=_("컨설턴트 배정"))
        return Response(shapes.ProposedSerializer(found, many=True).data)


class VisitAppointment(APIView):
    @extend_schema(
        operation_id="diagnosis_appoint",
        request=shapes.NewAppointmentSerializer,
        responses={200: shapes.AppointmentSerializer, **PROBLEMS},
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Make or move the appointment of the visit; the other side is told."""
        given = checked(shapes.NewAppointmentSerializer, request.data)
        made = services.appoint(assessment_id=seen(request, uid).pk, by=request.user, at=timezone.now(), **given)
        return Response(shapes.AppointmentSerializer(made).data)

    @extend_schema(operation_id="diagnosis_call_off", responses={200: shapes.AppointmentSerializer, **PROBLEMS})
    def delete(self, request: Request, uid: UUID) -> Response:
        """Call the visit off."""
        off = services.call_off(assessment_id=seen(request, uid).pk, by=request.user, at=timezone.now())
        return Response(shapes.AppointmentSerializer(off).data)


class Complete(APIView):
    @extend_schema(
        operation_id="diagnosis_complete",
        request=shapes.CompleteSerializer,
        responses={200: shapes.AssessmentSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Freeze the result; refused (409) while attributes that decide a band are unanswered."""
        given = checked(shapes.CompleteSerializer, request.data)
        services.complete(
            assessment_id=seen(request, uid).pk, visit_on=given["visit_on"], by=request.user, at=timezone.now()
        )
        return answer(request, uid)


class Reopen(APIView):
    @extend_schema(
        operation_id="diagnosis_reopen",
        request=ReasonSerializer,
        responses={200: shapes.AssessmentSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Open a completed diagnosis again, saying why."""
        given = checked(ReasonSerializer, request.data)
        services.reopen(assessment_id=seen(request, uid).pk, reason=given["reason"], by=request.user, at=timezone.now())
        return answer(request, uid)


class Result(APIView):
    @extend_schema(operation_id="diagnosis_result", responses={200: shapes.ResultSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """The frozen result with the range of every figure."""
        assessment = readable(request, uid)
        return Response(shapes.ResultSerializer(selectors.result(assessment)).data)


class Agreed(APIView):
    @extend_schema(
        operation_id="diagnosis_agree",
        request=shapes.AgreedSerializer,
        responses={200: shapes.ResultSerializer, **PROBLEMS},
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Write what company and consultant agreed on; once more replaces it. The result stays as it is."""
        sent = checked(shapes.AgreedSerializer, request.data)
        services.agree(
            assessment_id=seen(request, uid).pk,
            settled={one["criterion"]: Settled(one["band"], one["note"]) for one in sent["agreed"]},
            held_on=sent["held_on"],
            by=request.user,
            at=timezone.now(),
        )
        return Response(shapes.ResultSerializer(selectors.result(readable(request, uid))).data)


class Progress(APIView):
    @extend_schema(operation_id="diagnosis_progress", responses={200: shapes.ChangesSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """What changed since the round before; 404 where there is none to compare with."""
        assessment = readable(request, uid)
        found = selectors.progress_of(assessment, selectors.result(assessment))
        if found is None:
            raise NotFound
        return Response(shapes.ChangesSerializer(found).data)


class Benchmark(APIView):
    @extend_schema(operation_id="diagnosis_benchmark", responses={200: shapes.BenchmarkSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Where the result stands among companies of its industry and size; 404 below five of them."""
        assessment = readable(request, uid)
        found = selectors.benchmark_of(assessment, selectors.result(assessment))
        if found is None:
            raise NotFound
        return Response(shapes.BenchmarkSerializer(found).data)


class Preparation(APIView):
    @extend_schema(
        operation_id="diagnosis_preparation",
        responses={200: shapes.PreparationTaskSerializer(many=True), **PROBLEMS},
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Tasks proposed before any use case where the data area lies below band 2; none where it does not."""
        assessment = readable(request, uid)
        found = selectors.preparation_of(assessment, selectors.result(assessment))
        return Response(shapes.PreparationTaskSerializer(found, many=True).data)


class InstrumentContent(APIView):
    @extend_schema(operation_id="diagnosis_instrument", responses={200: dict[str, Any], **PROBLEMS})
    def get(self, _request: Request) -> Response:
        """The newest published instrument: areas, criteria, bands, attributes, weights, levels."""
        return Response(selectors.current().content)


class ResultDocument(APIView):
    @extend_schema(
        operation_id="diagnosis_document", responses={(200, "application/pdf"): OpenApiTypes.BINARY, **PROBLEMS}
    )
    def get(self, request: Request, uid: UUID) -> FileResponse:
        """The result as PDF; 409 while it is being made."""
        assessment = readable(request, uid)
        if assessment.result is None:
            raise NotCompleted
        found = selectors.document_of(assessment)
        if found is None:
            raise NotFound
        return doors.stream(found)
