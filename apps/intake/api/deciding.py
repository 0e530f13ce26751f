"""Acts on applications over the API, one service call each; every answer is the application as it then stands."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import access
from apps.accounts import selectors as people
from apps.accounts.doors import demand
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.centre.idempotency import idempotent
from apps.intake import permissions, selectors, services
from apps.intake.api.applying import ONCE, ApplicationSerializer, answer, visible
from apps.intake.entries import Approval
from apps.intake.errors import BadApproval, UnknownReason
from apps.intake.models import Call
from apps.intake.states import Outcome
from apps.kernel import shapes
from apps.kernel.api import PersonSerializer, ReasonSerializer, checked
from apps.kernel.problems import PROBLEMS


class NothingSerializer(serializers.Serializer):
    """No input."""


class AnswerSerializer(serializers.Serializer):
    answer = serializers.CharField(max_length=2000, allow_blank=True, default="")


class WithdrawSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=2000, allow_blank=True, default="")


class NoteSerializer(serializers.Serializer):
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")


class RejectSerializer(serializers.Serializer):
    codes = serializers.ListField(child=serializers.CharField(max_length=40), min_length=1, max_length=20)
    reason = serializers.CharField(max_length=2000)


class CorrectionSerializer(serializers.Serializer):
    codes = serializers.ListField(child=serializers.CharField(max_length=40), default=list, max_length=20)
    text = serializers.CharField(max_length=2000)


class ExtendSerializer(serializers.Serializer):
    due_at = shapes.MomentField()
    reason = serializers.CharField(max_length=2000)


class TakeSerializer(serializers.Serializer):
    screener = serializers.UUIDField(help_text="Outside name of the person who screens.")


class ConveneSerializer(serializers.Serializer):
    reviewers = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=20)
    due_at = shapes.MomentField()


class SelectionSerializer(serializers.Serializer):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    note = serializers.CharField(max_length=2000)


def _act(
    request: Request, uid: UUID, permission: str, serializer: type[serializers.Serializer], call: Callable[..., Any]
) -> Response:
    found = visible(request, uid)
    demand(request.user, permission)
    data = checked(serializer, request.data)
    call(data, {"application_id": found.pk, "by": request.user, "at": timezone.now()})
    return answer(request, visible(request, uid))


def reviewers_named(request: Request, uids: Collection[UUID]) -> list[User]:
    """The reviewers of these outside names, for who may call them in. Raises NotAllowed, UnknownReason."""
    demand(request.user, permissions.SCREEN)
    found = list(people.users_with_role(Role.REVIEWER).filter(uid__in=uids))
    if len(found) != len(set(uids)):
        raise UnknownReason(field="reviewers")
    return found


def _people(request: Request, uid: UUID, *roles: Role) -> Response:
    visible(request, uid)
    demand(request.user, permissions.SCREEN)
    found = people.users_with_role(*roles)
    access.shown(request._request, found, purpose=_("담당자 선택"))
    return Response(PersonSerializer(found, many=True).data)


def _schema(name: str, serializer: type[serializers.Serializer], **more: Any) -> Any:
    return extend_schema(
        operation_id=f"application_{name}",
        request=serializer,
        responses={200: ApplicationSerializer, **PROBLEMS},
        **more,
    )


class SubmitSerializer(serializers.Serializer):
    consents = serializers.ListField(
        child=serializers.CharField(max_length=40), default=list, max_length=10, help_text="Codes the person agrees to."
    )


class Submit(APIView):
    @_schema("submit", SubmitSerializer, parameters=[ONCE])
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Hand a draft in; judged by the time the server receives it."""
        return _act(request, uid, permissions.APPLY, SubmitSerializer, lambda data, who: services.submit(**data, **who))


class Resubmit(APIView):
    @_schema("resubmit", AnswerSerializer, parameters=[ONCE])
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Answer the open correction request."""
        return _act(
            request, uid, permissions.APPLY, AnswerSerializer, lambda data, who: services.resubmit(**data, **who)
        )


class Withdraw(APIView):
    @_schema("withdraw", WithdrawSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Take an application back."""
        return _act(
            request, uid, permissions.APPLY, WithdrawSerializer, lambda data, who: services.withdraw(**data, **who)
        )


class Take(APIView):
    @_schema("take", TakeSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Put one person in charge of the screening."""

        def take(data: Mapping[str, Any], who: Mapping[str, Any]) -> None:
            person = people.users_with_role(Role.STAFF, Role.MANAGER).filter(uid=data["screener"]).first()
            if person is None:
                raise UnknownReason(field="screener")
            services.take(screener_id=person.pk, **who)

        return _act(request, uid, permissions.SCREEN, TakeSerializer, take)


class Screeners(APIView):
    @extend_schema(operation_id="application_screeners", responses={200: PersonSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """The centre's people who can be put in charge of the screening."""
        return _people(request, uid, Role.STAFF, Role.MANAGER)


class PanelCandidateSerializer(serializers.Serializer):
    """A reviewer beside the case: whether from outside (null: not in the pool), cases of this year, an obstacle."""

    uid = serializers.UUIDField(source="user.uid")
    name = serializers.CharField(source="user.name")
    is_outsider = serializers.BooleanField(allow_null=True)
    load = serializers.IntegerField()
    yearly_most = serializers.IntegerField(allow_null=True)
    obstacle = serializers.CharField()


class Reviewers(APIView):
    @extend_schema(
        operation_id="application_reviewers", responses={200: PanelCandidateSerializer(many=True), **PROBLEMS}
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Reviewers for a panel of this case; whoever has an `obstacle` is refused by name when it is convened."""
        found = visible(request, uid)
        demand(request.user, permissions.SCREEN)
        known = selectors.candidates_for(found, timezone.now())
        access.shown(request._request, known, purpose=_("담당자 선택"))
        return Response(PanelCandidateSerializer(known.values(), many=True).data)


class Admit(APIView):
    @_schema("admit", NoteSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Find it eligible."""
        return _act(request, uid, permissions.SCREEN, NoteSerializer, lambda data, who: services.admit(**data, **who))


class Reject(APIView):
    @_schema("reject", RejectSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Find it not eligible."""

        def reject(data: Mapping[str, Any], who: Mapping[str, Any]) -> None:
            services.reject(codes=tuple(data["codes"]), reason=data["reason"], **who)

        return _act(request, uid, permissions.SCREEN, RejectSerializer, reject)


class Correction(APIView):
    @_schema("correct", CorrectionSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Ask the company to mend something."""

        def correct(data: Mapping[str, Any], who: Mapping[str, Any]) -> None:
            services.request_correction(codes=tuple(data["codes"]), text=data["text"], **who)

        return _act(request, uid, permissions.SCREEN, CorrectionSerializer, correct)


class ExtendCorrection(APIView):
    @_schema("extend_correction", ExtendSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Give the company more time to mend."""
        return _act(
            request,
            uid,
            permissions.SCREEN,
            ExtendSerializer,
            lambda data, who: services.extend_correction(**data, **who),
        )


class Convene(APIView):
    @_schema("convene", ConveneSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Put an admitted demonstration before a panel."""

        def convene(data: Mapping[str, Any], who: Mapping[str, Any]) -> None:
            reviewers = reviewers_named(request, data["reviewers"])
            services.convene(reviewers=reviewers, due_at=data["due_at"], **who)

        return _act(request, uid, permissions.PROPOSE, ConveneSerializer, convene)


class FoundSerializer(serializers.Serializer):
    """Which admitted applications of a call come before a committee, by the call's panel settings."""

    uid = serializers.UUIDField()
    title = serializers.CharField(max_length=120)
    applications = serializers.ListField(child=serializers.UUIDField())
    due_at = shapes.MomentField()


class FoundedSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    title = serializers.CharField()
    state = serializers.CharField()


class CallCommittees(APIView):
    @extend_schema(
        operation_id="call_committee", request=FoundSerializer, responses={201: FoundedSerializer, **PROBLEMS}
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Open a committee over admitted applications; the same `uid` twice is once."""
        get_object_or_404(Call.objects.visible_to(request.user), uid=uid)
        demand(request.user, permissions.PROPOSE)
        given = checked(FoundSerializer, request.data)
        made = services.found_committee(
            call_uid=uid,
            application_uids=given["applications"],
            title=given["title"],
            due_at=given["due_at"],
            uid=given["uid"],
            by=request.user,
            at=timezone.now(),
        )
        return Response(FoundedSerializer(made).data, status=status.HTTP_201_CREATED)


class Propose(APIView):
    @_schema("propose", SelectionSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Propose to select or not, on the panel's result."""

        def propose(data: Mapping[str, Any], who: Mapping[str, Any]) -> None:
            services.propose_selection(outcome=Outcome(data["outcome"]), note=data["note"], **who)

        return _act(request, uid, permissions.PROPOSE, SelectionSerializer, propose)


class ApprovalSerializer(serializers.Serializer):
    """The approval system's paper behind a decision: number and day; a selection is not confirmed without."""

    approval_number = serializers.CharField(max_length=60, allow_blank=True, default="")
    approved_on = shapes.DayField(allow_null=True, default=None)


def approval_of(data: Mapping[str, Any]) -> Approval | None:
    number, on = data["approval_number"], data["approved_on"]
    if bool(number) != (on is not None):
        raise BadApproval(field="approval_number")
    return Approval(number, on) if on is not None else None


class Confirm(APIView):
    @_schema("confirm", ApprovalSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Confirm a proposal to select, as a second person."""
        return _act(
            request,
            uid,
            permissions.CONFIRM,
            ApprovalSerializer,
            lambda data, who: services.confirm_selection(approval=approval_of(data), **who),
        )


class ConfirmWaitlist(APIView):
    @_schema("confirm_waitlist", ApprovalSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Confirm a proposal to put it on the waitlist, as a second person."""
        return _act(
            request,
            uid,
            permissions.CONFIRM,
            ApprovalSerializer,
            lambda data, who: services.confirm_waitlist(approval=approval_of(data), **who),
        )


class Decline(APIView):
    @_schema("decline", ApprovalSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Confirm a proposal not to select, as a second person."""
        return _act(
            request,
            uid,
            permissions.CONFIRM,
            ApprovalSerializer,
            lambda data, who: services.decline_selection(approval=approval_of(data), **who),
        )


class ReturnProposal(APIView):
    @_schema("return", ReasonSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Send a proposal back with a reason."""
        return _act(
            request,
            uid,
            permissions.CONFIRM,
            ReasonSerializer,
            lambda data, who: services.return_proposal(**data, **who),
        )
