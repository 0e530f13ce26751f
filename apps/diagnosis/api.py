"""The diagnosis for programs: cases, answers, evidence, self scores, results, the instrument."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.models import User
from apps.centre.idempotency import idempotent
from apps.diagnosis import selectors, services
from apps.diagnosis.errors import NotAConsultant, NotCompleted
from apps.diagnosis.frozen import Given
from apps.diagnosis.models import Answer, Assessment, Evidence
from apps.diagnosis.rules import Answer as Value
from apps.intake.models import Application
from apps.kernel import clocks, keyset
from apps.kernel.api import ReasonSerializer, answer_page, checked, page_of
from apps.kernel.problems import PROBLEMS


class AssessmentRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    state = serializers.CharField()
    round = serializers.CharField()
    company = serializers.CharField(source="company__name_ko")
    receipt_number = serializers.CharField(source="application__receipt_number")
    opened_at = serializers.DateTimeField()
    visit_on = serializers.DateField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)


class AssessmentSerializer(serializers.Serializer):
    """One case. `answers_version` counts the writes of answers; send it along to be told of clashes."""

    uid = serializers.UUIDField()
    state = serializers.CharField()
    round = serializers.CharField()
    company = serializers.CharField(source="company.name_ko")
    application = serializers.UUIDField(source="application.uid")
    consultant = serializers.UUIDField(source="consultant.uid", allow_null=True, default=None)
    profile = serializers.CharField()
    answers_version = serializers.IntegerField()
    opened_at = serializers.DateTimeField()
    visit_on = serializers.DateField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)


class OpenDiagnosisSerializer(serializers.Serializer):
    application = serializers.UUIDField()
    round = serializers.ChoiceField(choices=Assessment.Round.choices, default=Assessment.Round.T0)


class AssignSerializer(serializers.Serializer):
    consultant = serializers.UUIDField()
    visit_on = serializers.DateField(required=False, allow_null=True, default=None)


class GivenSerializer(serializers.Serializer):
    attribute = serializers.CharField(max_length=12)
    value = serializers.ChoiceField(choices=Answer.Choice.choices)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    note = serializers.CharField(max_length=500, allow_blank=True, default="")


class AnswersSerializer(serializers.Serializer):
    """Answers to write. With `version`, a clash with somebody else's change is refused (409)."""

    version = serializers.IntegerField(min_value=0, required=False, allow_null=True, default=None)
    answers = GivenSerializer(many=True, allow_empty=False)


class AnswersStateSerializer(serializers.Serializer):
    version = serializers.IntegerField()
    answers = GivenSerializer(many=True)


class SelfScoreSerializer(serializers.Serializer):
    criterion = serializers.CharField(max_length=4)
    band = serializers.IntegerField(min_value=0, max_value=5, allow_null=True)


class SelfScoresSerializer(serializers.Serializer):
    bands = SelfScoreSerializer(many=True, allow_empty=False)


class NewEvidenceSerializer(serializers.Serializer):
    uid = serializers.UUIDField(required=False, help_text="Made by the client, so that sending twice keeps one.")
    criterion = serializers.CharField(max_length=4)
    kind = serializers.ChoiceField(choices=Evidence.Kind.choices)
    title = serializers.CharField(max_length=120)
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")
    seen_on = serializers.DateField()
    attributes = serializers.ListField(child=serializers.CharField(max_length=12), required=False, default=list)
    file = serializers.FileField(required=False)

    def validate_seen_on(self, seen_on: Any) -> Any:
        if seen_on > clocks.local_date(timezone.now()):
            raise serializers.ValidationError(_("오늘까지의 날짜를 입력해 주십시오."))
        return seen_on


class EvidenceSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    criterion = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    note = serializers.CharField()
    seen_on = serializers.DateField()
    attributes = serializers.ListField(child=serializers.CharField())
    file_state = serializers.CharField(source="attachment.state", allow_null=True, default=None)


class CompleteSerializer(serializers.Serializer):
    visit_on = serializers.DateField(required=False, allow_null=True, default=None)


class CriterionResultSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    low = serializers.IntegerField()
    point = serializers.IntegerField()
    high = serializers.IntegerField()
    self_band = serializers.IntegerField(allow_null=True)
    needs_evidence = serializers.IntegerField()
    missing = serializers.ListField(child=serializers.CharField(), source="missing_codes")


class AreaResultSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    low = serializers.DecimalField(max_digits=4, decimal_places=2)
    point = serializers.DecimalField(max_digits=4, decimal_places=2)
    high = serializers.DecimalField(max_digits=4, decimal_places=2)
    level = serializers.IntegerField()
    weight = serializers.IntegerField()
    criteria = CriterionResultSerializer(many=True)


class ResultSerializer(serializers.Serializer):
    """A completed result: figures on the scale 0 to 5, levels 1 to 5."""

    version = serializers.IntegerField()
    low = serializers.DecimalField(max_digits=4, decimal_places=2)
    point = serializers.DecimalField(max_digits=4, decimal_places=2)
    high = serializers.DecimalField(max_digits=4, decimal_places=2)
    level = serializers.IntegerField()
    level_name = serializers.CharField()
    level_high = serializers.IntegerField()
    gated = serializers.BooleanField()
    areas = AreaResultSerializer(many=True)


class Assessments(APIView):
    @extend_schema(
        operation_id="diagnosis_assessments",
        parameters=[OpenApiParameter("state", str), OpenApiParameter("q", str)],
        responses={200: page_of(AssessmentRowSerializer), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Cases this person may see, the newest first."""
        rows = selectors.assessments_for(
            request.user, state=request.GET.get("state", ""), words=request.GET.get("q", "").strip()
        )
        return answer_page(keyset.page(rows, selectors.ORDER, request.GET), AssessmentRowSerializer)

    @extend_schema(
        operation_id="diagnosis_open",
        request=OpenDiagnosisSerializer,
        responses={201: AssessmentSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Open the diagnosis of an admitted request; asking twice opens one."""
        given = checked(OpenDiagnosisSerializer, request.data)
        application = get_object_or_404(Application.objects.visible_to(request.user), uid=given["application"])
        opened = services.open(application_id=application.pk, round=given["round"], by=request.user, at=timezone.now())
        return _answer(request, opened.uid, status.HTTP_201_CREATED)


class AssessmentDetail(APIView):
    @extend_schema(operation_id="diagnosis_assessment", responses={200: AssessmentSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """One case."""
        return _answer(request, uid)


class Assign(APIView):
    @extend_schema(
        operation_id="diagnosis_assign", request=AssignSerializer, responses={200: AssessmentSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Give the case its consultant; a tie to the company is refused by name."""
        given = checked(AssignSerializer, request.data)
        consultant = User.objects.filter(uid=given["consultant"]).first()
        if consultant is None:
            raise NotAConsultant(field="consultant")
        services.assign(
            assessment_id=_seen(request, uid).pk,
            consultant_id=consultant.pk,
            visit_on=given["visit_on"],
            by=request.user,
            at=timezone.now(),
        )
        return _answer(request, uid)


class Answers(APIView):
    @extend_schema(operation_id="diagnosis_answers", responses={200: AnswersStateSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """The consultant's answers; for the company once the diagnosis is completed."""
        assessment = _readable(request, uid)
        return Response(_answers_state(assessment))

    @extend_schema(
        operation_id="diagnosis_save_answers",
        request=AnswersSerializer,
        responses={200: AnswersStateSerializer, **PROBLEMS},
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Write answers; those not named stay as they are."""
        sent = checked(AnswersSerializer, request.data)
        answers = {one["attribute"]: Given(Value(one["value"]), one["reason"], one["note"]) for one in sent["answers"]}
        saved = services.save_answers(
            assessment_id=_seen(request, uid).pk,
            answers=answers,
            version=sent["version"],
            by=request.user,
            at=timezone.now(),
        )
        return Response(_answers_state(saved))


class SelfScores(APIView):
    @extend_schema(operation_id="diagnosis_self_scores", responses={200: SelfScoresSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """The bands the company gave itself; null is "don't know"."""
        return Response(_self_state(_seen(request, uid)))

    @extend_schema(
        operation_id="diagnosis_save_self_scores",
        request=SelfScoresSerializer,
        responses={200: SelfScoresSerializer, **PROBLEMS},
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Write the company's own bands; those not named stay as they are."""
        sent = checked(SelfScoresSerializer, request.data)
        saved = services.save_self_scores(
            assessment_id=_seen(request, uid).pk,
            bands={one["criterion"]: one["band"] for one in sent["bands"]},
            by=request.user,
            at=timezone.now(),
        )
        return Response(_self_state(saved))


class EvidenceList(APIView):
    parser_classes = (JSONParser, MultiPartParser, FormParser)

    @extend_schema(operation_id="diagnosis_evidence", responses={200: EvidenceSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """What was seen and heard, by criterion."""
        return Response(EvidenceSerializer(selectors.evidence_of(_readable(request, uid)), many=True).data)

    @extend_schema(
        operation_id="diagnosis_add_evidence",
        request=NewEvidenceSerializer,
        responses={201: EvidenceSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Keep one piece of evidence; documents and photos carry a file (multipart)."""
        given = checked(NewEvidenceSerializer, request.data)
        kept = services.add_evidence(assessment_id=_seen(request, uid).pk, by=request.user, at=timezone.now(), **given)
        return Response(EvidenceSerializer(kept).data, status=status.HTTP_201_CREATED)


class Complete(APIView):
    @extend_schema(
        operation_id="diagnosis_complete",
        request=CompleteSerializer,
        responses={200: AssessmentSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Freeze the result; refused (409) while attributes that decide a band are unanswered."""
        given = checked(CompleteSerializer, request.data)
        services.complete(
            assessment_id=_seen(request, uid).pk, visit_on=given["visit_on"], by=request.user, at=timezone.now()
        )
        return _answer(request, uid)


class Reopen(APIView):
    @extend_schema(
        operation_id="diagnosis_reopen", request=ReasonSerializer, responses={200: AssessmentSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Open a completed diagnosis again, saying why."""
        given = checked(ReasonSerializer, request.data)
        services.reopen(
            assessment_id=_seen(request, uid).pk, reason=given["reason"], by=request.user, at=timezone.now()
        )
        return _answer(request, uid)


class Result(APIView):
    @extend_schema(operation_id="diagnosis_result", responses={200: ResultSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """The frozen result with the range of every figure."""
        assessment = _readable(request, uid)
        return Response(ResultSerializer(selectors.result(assessment)).data)


class InstrumentContent(APIView):
    @extend_schema(operation_id="diagnosis_instrument", responses={200: dict[str, Any], **PROBLEMS})
    def get(self, _request: Request) -> Response:
        """The newest published instrument: areas, criteria, bands, attributes, weights, levels."""
        return Response(selectors.current().content)


def _seen(request: Request, uid: UUID) -> Assessment:
    return selectors.seen(uid, request.user)


def _readable(request: Request, uid: UUID) -> Assessment:
    """A case whose answers this person may read. Raises NotFound, NotCompleted."""
    assessment = _seen(request, uid)
    if not selectors.may_read_findings(assessment, request.user):
        raise NotCompleted
    return assessment


def _answer(request: Request, uid: UUID, code: int = status.HTTP_200_OK) -> Response:
    return Response(AssessmentSerializer(_seen(request, uid)).data, status=code)


def _answers_state(assessment: Assessment) -> dict[str, Any]:
    answers = [
        {"attribute": code, "value": one.value.value, "reason": one.reason, "note": one.note}
        for code, one in sorted(selectors.given(assessment).items())
    ]
    return {"version": assessment.answers_version, "answers": answers}


def _self_state(assessment: Assessment) -> dict[str, Any]:
    bands = sorted(selectors.self_bands(assessment).items())
    return {"bands": [{"criterion": code, "band": band} for code, band in bands]}
