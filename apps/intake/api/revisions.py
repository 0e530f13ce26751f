"""Changes of a published decision over the API: proposed by one person, confirmed by another."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.doors import demand
from apps.centre.idempotency import idempotent
from apps.intake import permissions, services
from apps.intake.api.applying import ONCE, visible
from apps.intake.api.deciding import ApprovalSerializer, approval_of
from apps.intake.models import Revision
from apps.intake.states import RevisionKind
from apps.kernel.api import ReasonSerializer, checked
from apps.kernel.problems import PROBLEMS


class RevisionSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    application = serializers.UUIDField(source="application.uid")
    kind = serializers.CharField()
    state = serializers.CharField()
    reason = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class NewRevisionSerializer(serializers.Serializer):
    """`promote` the first of the waitlist, or `cancel` a selection."""

    uid = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=RevisionKind.choices)
    reason = serializers.CharField(max_length=2000)


class Revisions(APIView):
    @extend_schema(operation_id="application_revisions", responses={200: RevisionSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Every proposal to change the published decision, the newest first."""
        found = visible(request, uid)
        demand(request.user, permissions.SCREEN)
        rows = Revision.objects.visible_to(request.user).filter(application=found).select_related("application")
        return Response(RevisionSerializer(rows.order_by("-proposed_at", "-pk"), many=True).data)

    @extend_schema(
        operation_id="application_revise",
        parameters=[ONCE],
        request=NewRevisionSerializer,
        responses={201: RevisionSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Propose a change; the same `uid` twice is once."""
        found = visible(request, uid)
        demand(request.user, permissions.PROPOSE)
        data = checked(NewRevisionSerializer, request.data)
        made = services.propose_revision(
            application_id=found.pk,
            kind=RevisionKind(data["kind"]),
            reason=data["reason"],
            uid=data["uid"],
            by=request.user,
            at=timezone.now(),
        )
        return Response(RevisionSerializer(made).data, status=status.HTTP_201_CREATED)


class ConfirmRevision(APIView):
    @extend_schema(
        operation_id="revision_confirm", request=ApprovalSerializer, responses={200: RevisionSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Confirm a change, as a second person."""
        _demand(request, uid)
        approval = approval_of(checked(ApprovalSerializer, request.data))
        made = services.confirm_revision(revision_uid=uid, approval=approval, by=request.user, at=timezone.now())
        return Response(RevisionSerializer(made).data)


class ReturnRevision(APIView):
    @extend_schema(
        operation_id="revision_return", request=ReasonSerializer, responses={200: RevisionSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Leave the decision as it is, with a reason."""
        _demand(request, uid)
        reason = checked(ReasonSerializer, request.data)["reason"]
        made = services.return_revision(revision_uid=uid, reason=reason, by=request.user, at=timezone.now())
        return Response(RevisionSerializer(made).data)


def _demand(request: Request, uid: UUID) -> None:
    """A change that this person may see, and decide."""
    get_object_or_404(Revision.objects.visible_to(request.user), uid=uid)
    demand(request.user, permissions.CONFIRM)
