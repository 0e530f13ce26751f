"""Claims to business numbers that are registered already, for programs of the centre."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import access
from apps.accounts.doors import demand
from apps.directory import permissions, selectors, services
from apps.directory.models import Claim
from apps.directory.states import ClaimState
from apps.kernel import keyset
from apps.kernel.api import PersonSerializer, ReasonSerializer, answer_page, checked, one_of, page_of
from apps.kernel.problems import PROBLEMS


class ClaimSerializer(serializers.Serializer):
    """Who asks to act for which registered company, under the name they gave it."""

    uid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=ClaimState.choices)
    company = serializers.UUIDField(source="organisation.uid")
    company_name = serializers.CharField(source="organisation.name_ko")
    business_number = serializers.CharField(source="organisation.company.business_number")
    stated_name = serializers.CharField()
    claimant = PersonSerializer()
    opened_at = serializers.DateTimeField()


class AcceptClaimSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=1000, allow_blank=True, default="")


class Claims(APIView):
    @extend_schema(
        operation_id="claims",
        parameters=[OpenApiParameter("state", str, enum=ClaimState.values)],
        responses={200: page_of(ClaimSerializer), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Claims to companies that are registered already, the newest first; `state=open` waits for the centre."""
        demand(request.user, permissions.SETTLE_CLAIM)
        page = keyset.page(
            selectors.claims(request.user, state=one_of(request, "state", ClaimState)), ("-pk",), request.GET
        )
        _note(request, *page.rows)
        return answer_page(page, ClaimSerializer)


class AcceptClaim(APIView):
    @extend_schema(
        operation_id="claim_accept", request=AcceptClaimSerializer, responses={200: ClaimSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """The claimant acts for the company from now on, beside those who do already."""
        return _settle(request, uid, AcceptClaimSerializer, accept=True)


class RefuseClaim(APIView):
    @extend_schema(operation_id="claim_refuse", request=ReasonSerializer, responses={200: ClaimSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """The claimant does not act for the company, for a reason."""
        return _settle(request, uid, ReasonSerializer, accept=False)


def _settle(request: Request, uid: UUID, serializer: type[serializers.Serializer], *, accept: bool) -> Response:
    demand(request.user, permissions.SETTLE_CLAIM)
    found = _visible(request, uid)
    reason = checked(serializer, request.data)["reason"]
    services.settle_claim(claim_uid=found.uid, accept=accept, reason=reason, by=request.user, at=timezone.now())
    _note(request, found)
    return Response(ClaimSerializer(_visible(request, uid)).data)


def _visible(request: Request, uid: UUID) -> Claim:
    return get_object_or_404(selectors.claims(request.user), uid=uid)


def _note(request: Request, *claims: Claim) -> None:
    access.shown(request._request, [one.claimant_id for one in claims], purpose=_("등록 분쟁 확인"))
