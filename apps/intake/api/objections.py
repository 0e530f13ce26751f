"""Objections over the API, one service call each; every answer is the objection as it then stands."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.doors import demand
from apps.centre.idempotency import idempotent
from apps.documents import doors
from apps.documents import selectors as documents
from apps.intake import permissions, selectors, services
from apps.intake.api.applying import ONCE, visible
from apps.intake.api.deciding import ApprovalSerializer, ConveneSerializer, approval_of, reviewers_named
from apps.intake.api.files import AttachmentSerializer
from apps.intake.models import Objection
from apps.intake.states import ObjectionState, Ruling, objection_shown_to
from apps.kernel import keyset
from apps.kernel.api import ReasonSerializer, answer_page, checked, one_of, page_of
from apps.kernel.problems import PROBLEMS


class ObjectionStateField(serializers.CharField):
    """Where an objection stands; a proposal that nobody confirmed is a review for those outside the centre."""

    def to_representation(self, value: Any) -> str:
        return objection_shown_to(value, to_centre=self.context["to_centre"]).value


class ObjectionRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    state = ObjectionStateField()
    contested = serializers.CharField()
    filed_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    receipt_number = serializers.CharField(source="application__receipt_number")
    company = serializers.CharField(source="application__company__name_ko")


class ObjectionSerializer(serializers.Serializer):
    """One objection; `ruling` and `ruling_note` are empty until it is decided, for the centre until proposed."""

    uid = serializers.UUIDField()
    application = serializers.UUIDField(source="application.uid")
    state = ObjectionStateField()
    contested = serializers.CharField()
    grounds = serializers.CharField()
    filed_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    ruling = serializers.SerializerMethodField()
    ruling_note = serializers.SerializerMethodField()
    decided_at = serializers.DateTimeField(allow_null=True)
    approval_number = serializers.CharField()
    approved_on = serializers.DateField(allow_null=True)

    def get_ruling(self, row: Objection) -> str:
        return row.ruling if self._tells(row) else ""

    def get_ruling_note(self, row: Objection) -> str:
        return row.ruling_note if self._tells(row) else ""

    def _tells(self, row: Objection) -> bool:
        return self.context["to_centre"] or row.state in (ObjectionState.DISMISSED, ObjectionState.UPHELD)


class AddPaperSerializer(serializers.Serializer):
    uid = serializers.UUIDField(required=False, help_text="Made by the client: sent twice, it is one file.")
    file = serializers.FileField(allow_empty_file=True)


class NewObjectionSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    grounds = serializers.CharField(max_length=2000)


class RulingSerializer(serializers.Serializer):
    """`admit` for an ineligible application; `select` or `waitlist` for one that was not selected; or `dismiss`."""

    ruling = serializers.ChoiceField(choices=Ruling.choices)
    reason = serializers.CharField(max_length=2000)


class Objections(APIView):
    @extend_schema(operation_id="objections", responses={200: page_of(ObjectionRowSerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        """Objections one may see, the newest first; `state` narrows the centre's list."""
        to_centre = request.user.can(permissions.SCREEN)
        state = one_of(request, "state", ObjectionState) if to_centre else ""
        rows = selectors.objections_for(request.user, state=state)
        page = keyset.page(rows, ("-filed_at", "-pk"), request.GET, values=selectors.OBJECTION_ROW)
        return answer_page(page, ObjectionRowSerializer, to_centre=to_centre)


class ApplicationObjections(APIView):
    @extend_schema(
        operation_id="application_object",
        parameters=[ONCE],
        request=NewObjectionSerializer,
        responses={201: ObjectionSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Object to the decision on one's own application; the same `uid` twice is once."""
        found = visible(request, uid)
        demand(request.user, permissions.APPLY)
        data = checked(NewObjectionSerializer, request.data)
        made = services.file_objection(application_id=found.pk, by=request.user, at=timezone.now(), **data)
        return _answer(request, made.uid, status.HTTP_201_CREATED)


class ObjectionDetail(APIView):
    @extend_schema(operation_id="objection", responses={200: ObjectionSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """One objection."""
        return _answer(request, uid)


class ObjectionFiles(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="objection_files", responses={200: AttachmentSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """The files that speak for an objection."""
        return Response(AttachmentSerializer(documents.attachments_of(_visible(request, uid)), many=True).data)

    @extend_schema(
        operation_id="objection_file_add",
        request={"multipart/form-data": AddPaperSerializer},
        responses={201: AttachmentSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Add a file to one's own objection until it is decided; it is inspected afterwards."""
        _visible(request, uid)
        demand(request.user, permissions.APPLY)
        given = checked(AddPaperSerializer, request.data)
        row = services.add_to_objection(objection_uid=uid, by=request.user, at=timezone.now(), **given)
        return Response(AttachmentSerializer(row).data, status=status.HTTP_201_CREATED)


class ObjectionFile(APIView):
    @extend_schema(
        operation_id="objection_file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **PROBLEMS},
    )
    def get(self, request: Request, uid: UUID, file_uid: UUID) -> HttpResponseBase:
        """The bytes as they were received; 409 until they are inspected and for a file that inspection refused."""
        papers = documents.attachments_of(_visible(request, uid))
        return doors.stream_attachment(get_object_or_404(papers, uid=file_uid), request)


def _schema(name: str, serializer: type[serializers.Serializer] | None) -> Any:
    return extend_schema(
        operation_id=f"objection_{name}", request=serializer, responses={200: ObjectionSerializer, **PROBLEMS}
    )


class AppointToObjection(APIView):
    @_schema("appoint", ConveneSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Appoint reviewers who had no part in the decision."""

        def appoint(data: Mapping[str, Any], who: Mapping[str, Any]) -> None:
            reviewers = reviewers_named(request, data["reviewers"])
            services.appoint_to_objection(reviewers=reviewers, due_at=data["due_at"], **who)

        return _act(request, uid, permissions.PROPOSE, ConveneSerializer, appoint)


class ProposeOnObjection(APIView):
    @_schema("propose", RulingSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Propose to dismiss it or to change the decision."""
        return _act(
            request,
            uid,
            permissions.PROPOSE,
            RulingSerializer,
            lambda data, who: services.propose_on_objection(
                ruling=Ruling(data["ruling"]), reason=data["reason"], **who
            ),
        )


class DecideObjection(APIView):
    @_schema("decide", ApprovalSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Confirm what another person proposed."""
        return _act(
            request,
            uid,
            permissions.CONFIRM,
            ApprovalSerializer,
            lambda data, who: services.decide_objection(approval=approval_of(data), **who),
        )


class ReturnOnObjection(APIView):
    @_schema("return", ReasonSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Send the proposal back with a reason."""
        return _act(
            request,
            uid,
            permissions.CONFIRM,
            ReasonSerializer,
            lambda data, who: services.return_on_objection(**data, **who),
        )


class WithdrawObjection(APIView):
    @_schema("withdraw", None)
    def post(self, request: Request, uid: UUID) -> Response:
        """The applicant takes it back."""
        services.withdraw_objection(objection_uid=uid, by=request.user, at=timezone.now())
        return _answer(request, uid)


def _act(
    request: Request, uid: UUID, permission: str, serializer: type[serializers.Serializer], call: Callable[..., Any]
) -> Response:
    _visible(request, uid)
    demand(request.user, permission)
    data = checked(serializer, request.data)
    call(data, {"objection_uid": uid, "by": request.user, "at": timezone.now()})
    return _answer(request, uid)


def _answer(request: Request, uid: UUID, code: int = status.HTTP_200_OK) -> Response:
    context = {"to_centre": request.user.can(permissions.SCREEN)}
    return Response(ObjectionSerializer(_visible(request, uid), context=context).data, status=code)


def _visible(request: Request, uid: UUID) -> Objection:
    """An objection this person may see; else 404, whatever was sent."""
    return get_object_or_404(Objection.objects.visible_to(request.user).select_related("application"), uid=uid)
