"""Results of a selection over the API: read by the applicant once published, listed and published by the centre."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.doors import demand
from apps.accounts.models import User
from apps.audit.services import label_of
from apps.intake import permissions, selectors, services
from apps.intake.api.applying import visible
from apps.intake.api.deciding import ApprovalSerializer, approval_of
from apps.intake.models import Call
from apps.kernel.api import ReasonSerializer, checked
from apps.kernel.errors import NotAllowed, NotFound
from apps.kernel.problems import PROBLEMS
from apps.panels.models import Committee


class CriterionMeanSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    mean = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    maximum = serializers.IntegerField()


class ResultRoundSerializer(serializers.Serializer):
    """One round: its share of the total in percent, its own total out of 100, and its means."""

    label = serializers.CharField()
    share_pct = serializers.IntegerField()
    total = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    criteria = CriterionMeanSerializer(many=True)


class SelectionResultSerializer(serializers.Serializer):
    """A published result; `waitlist_rank` for the waitlisted, the panel's rounds, its opinions without names.

    `total` is that of all rounds, out of 100; the order goes by the total and the `bonus`.
    """

    state = serializers.CharField()
    published_at = serializers.DateTimeField()
    waitlist_rank = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()
    approval_number = serializers.CharField()
    approved_on = serializers.DateField(allow_null=True)
    total = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    bonus = serializers.DecimalField(max_digits=5, decimal_places=2)
    rounds = ResultRoundSerializer(many=True)
    opinions = serializers.ListField(child=serializers.CharField())


class CommitteeResultSerializer(serializers.Serializer):
    """One case of a committee: its place, and what was proposed, decided and published."""

    uid = serializers.UUIDField()
    receipt_number = serializers.CharField(source="number")
    company = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True)
    final = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    amount_krw = serializers.IntegerField()
    state = serializers.CharField()
    outcome = serializers.CharField()
    waitlist_rank = serializers.IntegerField(allow_null=True)


class ApplicationResult(APIView):
    @extend_schema(operation_id="application_result", responses={200: SelectionResultSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """The result of the selection, once it is published; 404 before."""
        found = visible(request, uid)
        if not (request.user.can(permissions.SCREEN) or request.user.can(permissions.APPLY)):
            raise NotAllowed
        result = selectors.result_of(found)
        if result is None:
            raise NotFound
        return Response(SelectionResultSerializer(result).data)


class CommitteeResults(APIView):
    @extend_schema(operation_id="committee_results", responses={200: CommitteeResultSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Every case of a committee in its order."""
        return Response(_rows(request.user, uid))


class TogetherSerializer(serializers.Serializer):
    """The reason, which those who are not selected read."""

    note = serializers.CharField(max_length=2000)


class ProposeResults(APIView):
    @extend_schema(
        operation_id="committee_propose",
        request=TogetherSerializer,
        responses={200: CommitteeResultSerializer(many=True), **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Propose for every case what follows from the committee's order; ties for the last places are left."""
        _committee(request.user, uid, permissions.PROPOSE)
        note = checked(TogetherSerializer, request.data)["note"]
        services.propose_results(committee_uid=uid, note=note, by=request.user, at=timezone.now())
        return Response(_rows(request.user, uid))


class ConfirmResults(APIView):
    @extend_schema(
        operation_id="committee_confirm",
        request=ApprovalSerializer,
        responses={200: CommitteeResultSerializer(many=True), **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Confirm every proposal for a committee's cases, as a second person."""
        _committee(request.user, uid, permissions.CONFIRM)
        approval = approval_of(checked(ApprovalSerializer, request.data))
        services.confirm_results(committee_uid=uid, approval=approval, by=request.user, at=timezone.now())
        return Response(_rows(request.user, uid))


class ReturnResults(APIView):
    @extend_schema(
        operation_id="committee_return",
        request=ReasonSerializer,
        responses={200: CommitteeResultSerializer(many=True), **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Send every proposal for a committee's cases back with a reason."""
        _committee(request.user, uid, permissions.CONFIRM)
        reason = checked(ReasonSerializer, request.data)["reason"]
        services.return_results(committee_uid=uid, reason=reason, by=request.user, at=timezone.now())
        return Response(_rows(request.user, uid))


class PublishResults(APIView):
    @extend_schema(
        operation_id="committee_publish",
        request=None,
        responses={200: CommitteeResultSerializer(many=True), **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Tell every applicant of a committee its result, all together."""
        services.publish_results(committee_uid=uid, by=request.user, at=timezone.now())
        return Response(_rows(request.user, uid))


def _rows(user: User, uid: UUID) -> object:
    rows = selectors.result_rows(_committee(user, uid, permissions.PROPOSE), user)
    return CommitteeResultSerializer(rows, many=True).data


def _committee(user: User, uid: UUID, permission: str) -> Committee:
    """A committee over applications, for who may do this with its results."""
    demand(user, permission)
    return get_object_or_404(Committee.objects.visible_to(user), uid=uid, about_label=label_of(Call()))
