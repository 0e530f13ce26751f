"""Calls for programs: what anybody reads, and how the centre makes, publishes, amends and closes them."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import selectors as people
from apps.accounts.doors import demand
from apps.centre.idempotency import idempotent
from apps.intake import permissions, selectors, services
from apps.intake.entries import CallEntry
from apps.intake.models import Call
from apps.intake.selectors.calls import Standing
from apps.intake.states import Door
from apps.intake.terms import Consortium
from apps.kernel import keyset, shapes
from apps.kernel.api import ReasonSerializer, answer_page, checked, one_of, page_of
from apps.kernel.problems import PROBLEMS


class AskedSerializer(serializers.Serializer):
    """A kind of attachment that a call asks for."""

    kind = serializers.CharField()
    name = serializers.CharField()
    required = serializers.BooleanField()


class AskedConsentSerializer(serializers.Serializer):
    """The newest text of a consent that is asked for when handing in."""

    code = serializers.CharField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    body = serializers.CharField()
    required = serializers.BooleanField()


class CallSerializer(serializers.Serializer):
    """A call; without `closes_at` it is rolling."""

    uid = serializers.UUIDField()
    standing = serializers.SerializerMethodField()
    title = serializers.CharField()
    programme = serializers.CharField(source="programme.code")
    door = serializers.CharField(source="programme.door")
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField(allow_null=True)
    contact = serializers.CharField()
    body = serializers.CharField()
    consortium = serializers.SerializerMethodField(
        help_text="Whether the consortium forms before or after the selection; null for a diagnosis."
    )
    documents = serializers.SerializerMethodField()
    consents = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(choices=selectors.Standing.choices))
    def get_standing(self, call: Call) -> str:
        return str(selectors.standing_of(call, timezone.now()).value)

    @extend_schema_field(serializers.ChoiceField(choices=[(one, one) for one in Consortium], allow_null=True))
    def get_consortium(self, call: Call) -> str | None:
        return str(selectors.forms_at(call.settings)) if call.programme.door == Door.DEMONSTRATION else None

    @extend_schema_field(AskedSerializer(many=True))
    def get_documents(self, call: Call) -> list[dict[str, object]]:
        asked = selectors.asked_documents(call.settings, self.context["words"])
        return [{"kind": word.code, "name": word.name, "required": required} for word, required in asked]

    @extend_schema_field(AskedConsentSerializer(many=True))
    def get_consents(self, call: Call) -> list[dict[str, object]]:
        asked = selectors.asked_consents(call.settings, self.context["texts"])
        return [
            {"code": text.code, "version": text.version, "title": text.title, "body": text.body, "required": required}
            for text, required in asked
        ]


class EntrySerializer(serializers.Serializer):
    title_ko = serializers.CharField(max_length=160)
    title_en = serializers.CharField(max_length=160, allow_blank=True, default="")
    body_ko = serializers.CharField(max_length=10000, allow_blank=True, default="")
    body_en = serializers.CharField(max_length=10000, allow_blank=True, default="")
    contact = serializers.CharField(max_length=120, allow_blank=True, default="")
    opens_at = shapes.MomentField()
    closes_at = shapes.MomentField(allow_null=True, default=None)


class NewCallSerializer(EntrySerializer):
    uid = serializers.UUIDField()
    programme = serializers.SlugField()


class AmendSerializer(EntrySerializer):
    """The whole call as it shall be; when it opens is kept, whatever is sent."""

    reason = serializers.CharField(max_length=500)


class ChangeSerializer(serializers.Serializer):
    field = serializers.CharField()
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class AmendmentSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    made_at = serializers.DateTimeField()
    reason = serializers.CharField()
    changes = ChangeSerializer(many=True)


class Calls(APIView):
    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny() if self.request.method == "GET" else IsAuthenticated()]

    @extend_schema(
        operation_id="calls",
        parameters=[OpenApiParameter("state", str, enum=selectors.Standing.values)],
        responses={200: page_of(CallSerializer)},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Calls with the papers each asks for, the newest first; `state` narrows: `open` takes applications now.

        Drafts are listed only for those who run calls.
        """
        rows = selectors.call_rows(request.user, timezone.now(), standing=one_of(request, "state", Standing))
        page = keyset.page(rows, ("-opens_at", "-pk"), request.GET)
        return answer_page(page, CallSerializer, **_words())

    @extend_schema(operation_id="call_create", request=NewCallSerializer, responses={201: CallSerializer, **PROBLEMS})
    @idempotent
    def post(self, request: Request) -> Response:
        """Draft a call; the same `uid` twice is once."""
        demand(request.user, permissions.RUN_CALLS)
        data = dict(checked(NewCallSerializer, request.data))
        uid, programme = data.pop("uid"), data.pop("programme")
        made = services.create_call(
            programme_code=programme, entry=CallEntry(**data), uid=uid, by=request.user, at=timezone.now()
        )
        return Response(_serialized(made), status=status.HTTP_201_CREATED)


class CallDetail(APIView):
    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny() if self.request.method == "GET" else IsAuthenticated()]

    @extend_schema(operation_id="call", responses={200: CallSerializer, **PROBLEMS}, auth=[])
    def get(self, request: Request, uid: UUID) -> Response:
        """One call; drafts only for those who run calls."""
        return Response(_serialized(_visible(request, uid)))

    @extend_schema(operation_id="call_edit", request=EntrySerializer, responses={200: CallSerializer, **PROBLEMS})
    def put(self, request: Request, uid: UUID) -> Response:
        """Change a draft."""
        found = _run(request, uid)
        entry = CallEntry(**checked(EntrySerializer, request.data))
        services.edit_call(call_uid=found.uid, entry=entry, by=request.user, at=timezone.now())
        return Response(_serialized(_visible(request, uid)))


class PublishCall(APIView):
    @extend_schema(operation_id="call_publish", request=None, responses={200: CallSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Show a call to the public."""
        services.publish_call(call_uid=_run(request, uid).uid, by=request.user, at=timezone.now())
        return Response(_serialized(_visible(request, uid)))


class CloseCall(APIView):
    @extend_schema(operation_id="call_close", request=ReasonSerializer, responses={200: CallSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """End a call before its time; applicants are told why."""
        found = _run(request, uid)
        reason = checked(ReasonSerializer, request.data)["reason"]
        services.close_call(call_uid=found.uid, reason=reason, by=request.user, at=timezone.now())
        return Response(_serialized(_visible(request, uid)))


class Amendments(APIView):
    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny() if self.request.method == "GET" else IsAuthenticated()]

    @extend_schema(operation_id="call_amendments", responses={200: AmendmentSerializer(many=True), **PROBLEMS}, auth=[])
    def get(self, request: Request, uid: UUID) -> Response:
        """What was changed since a call was published, the newest first."""
        amendments = _visible(request, uid).amendments.order_by("-number")
        return Response(AmendmentSerializer(amendments, many=True).data)

    @extend_schema(operation_id="call_amend", request=AmendSerializer, responses={201: AmendmentSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Change a published call in public; applicants are told."""
        found = _run(request, uid)
        data = dict(checked(AmendSerializer, request.data))
        reason = data.pop("reason")
        made = services.amend_call(
            call_uid=found.uid, entry=CallEntry(**data), reason=reason, by=request.user, at=timezone.now()
        )
        return Response(AmendmentSerializer(made).data, status=status.HTTP_201_CREATED)


def _visible(request: Request, uid: UUID) -> Call:
    return get_object_or_404(Call.objects.visible_to(request.user).select_related("programme"), uid=uid)


def _run(request: Request, uid: UUID) -> Call:
    found = _visible(request, uid)
    demand(request.user, permissions.RUN_CALLS)
    return found


def _serialized(call: Call) -> Any:
    return CallSerializer(call, context=_words()).data


def _words() -> dict[str, Any]:
    """What the papers and consents of calls are called, read once for all of them."""
    return {"words": selectors.vocabulary(), "texts": people.consent_texts()}
