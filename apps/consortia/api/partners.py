"""Proposals and agreements: for the partners and companies they concern, and the centre."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.centre.idempotency import idempotent
from apps.consortia import permissions, selectors, services
from apps.consortia.api import serializers as shapes
from apps.consortia.models import Agreement, Brief, Proposal
from apps.consortia.services import Draft
from apps.consortia.states import AgreementState, ProposalState
from apps.documents import doors
from apps.kernel import keyset
from apps.kernel.api import ReasonSerializer, answer_page, checked, one_of, page_of
from apps.kernel.clocks import local_date
from apps.kernel.errors import NotAllowed
from apps.kernel.problems import PROBLEMS

STATE = OpenApiParameter("state", str, description="Only rows in this state.")


class Proposals(APIView):
    @extend_schema(
        operation_id="consortia_proposals",
        parameters=[STATE],
        responses={200: page_of(shapes.ProposalRowSerializer), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Proposals made to one's organisations, the newest first."""
        rows = selectors.proposal_rows(request.user, state=one_of(request, "state", ProposalState))
        page = keyset.page(rows, ("-proposed_at", "-pk"), request.GET, values=selectors.PROPOSAL_ROW)
        return answer_page(page, shapes.ProposalRowSerializer)


class ProposalDetail(APIView):
    @extend_schema(operation_id="consortia_proposal", responses={200: shapes.ProposalSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """What is asked, and the answer."""
        return Response(shapes.ProposalSerializer(_proposal(request, uid)).data)


class Accept(APIView):
    @extend_schema(
        operation_id="consortia_accept", request=None, responses={200: shapes.ProposalSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Take the role; capacity is reserved."""
        services.accept(proposal_uid=uid, by=request.user, at=timezone.now())
        return Response(shapes.ProposalSerializer(_proposal(request, uid)).data)


class Refuse(APIView):
    """A refusal or a withdrawal, with its reason."""

    def _done(self, request: Request, uid: UUID, act: Callable[..., Proposal]) -> Response:
        given = checked(ReasonSerializer, request.data)
        act(proposal_uid=uid, reason=given["reason"], by=request.user, at=timezone.now())
        return Response(shapes.ProposalSerializer(_proposal(request, uid)).data)


class Decline(Refuse):
    @extend_schema(
        operation_id="consortia_decline",
        request=ReasonSerializer,
        responses={200: shapes.ProposalSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Say no."""
        return self._done(request, uid, services.decline)


class Withdraw(Refuse):
    @extend_schema(
        operation_id="consortia_withdraw",
        request=ReasonSerializer,
        responses={200: shapes.ProposalSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Take a proposal back."""
        return self._done(request, uid, services.withdraw)


class Agreements(APIView):
    @extend_schema(
        operation_id="consortia_agreements",
        parameters=[STATE],
        responses={200: page_of(shapes.AgreementRowSerializer), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Agreements this person may see, the newest first."""
        rows = selectors.agreement_rows(request.user, state=one_of(request, "state", AgreementState))
        page = keyset.page(rows, ("-drafted_at", "-pk"), request.GET, values=selectors.AGREEMENT_ROW)
        return answer_page(page, shapes.AgreementRowSerializer)


class BriefAgreement(APIView):
    @extend_schema(operation_id="consortia_proposed_terms", responses={200: shapes.ProposedTermsSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Terms to start from: the application's money, the brief's months, shares by what each party puts in."""
        rows = Brief.objects.visible_to(request.user).select_related("company", "application__call", "roadmap")
        brief = get_object_or_404(rows, uid=uid)
        if not request.user.can(permissions.DRAFT):
            raise NotAllowed
        limits = selectors.limits_of(brief)
        body = {
            "terms": selectors.proposed_terms(brief, local_date(timezone.now())),
            "parties": selectors.sharers_of(brief),
            "support_cap_krw": limits.support_cap_krw,
            "burden_pct": limits.burden_pct,
            "roles_krw": selectors.roles_krw(brief),
        }
        return Response(shapes.ProposedTermsSerializer(body).data)

    @extend_schema(
        operation_id="consortia_draft_agreement",
        request=shapes.TermsSerializer,
        responses={201: shapes.AgreementSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Put terms before the company."""
        draft = Draft(**checked(shapes.TermsSerializer, request.data))
        agreement = services.draft_agreement(brief_uid=uid, draft=draft, by=request.user, at=timezone.now())
        found = _agreement(request, agreement.uid)
        return Response(shapes.AgreementSerializer(found).data, status=status.HTTP_201_CREATED)


class AgreementDetail(APIView):
    @extend_schema(operation_id="consortia_agreement", responses={200: shapes.AgreementSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Terms and signatures."""
        return Response(shapes.AgreementSerializer(_agreement(request, uid)).data)

    @extend_schema(
        operation_id="consortia_revise_terms",
        request=shapes.TermsSerializer,
        responses={200: shapes.AgreementSerializer, **PROBLEMS},
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Rewrite terms that not everybody signed; who had signed signs again."""
        draft = Draft(**checked(shapes.TermsSerializer, request.data))
        services.revise_terms(agreement_uid=uid, draft=draft, by=request.user, at=timezone.now())
        return Response(shapes.AgreementSerializer(_agreement(request, uid)).data)


class Sign(APIView):
    @extend_schema(operation_id="consortia_sign", request=None, responses={200: shapes.AgreementSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """The company or a partner signs; with the last of them it is the centre's turn."""
        services.sign(agreement_uid=uid, by=request.user, at=timezone.now())
        return Response(shapes.AgreementSerializer(_agreement(request, uid)).data)


class SignCentre(APIView):
    @extend_schema(
        operation_id="consortia_sign_centre", request=None, responses={200: shapes.AgreementSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """The centre signs: the agreement is in force and put on paper."""
        services.sign_as_centre(agreement_uid=uid, by=request.user, at=timezone.now())
        return Response(shapes.AgreementSerializer(_agreement(request, uid)).data)


class GiveBack(APIView):
    """Terms that are not signed by the centre, with the reason."""

    def _done(self, request: Request, uid: UUID, act: Callable[..., Agreement]) -> Response:
        given = checked(ReasonSerializer, request.data)
        act(agreement_uid=uid, reason=given["reason"], by=request.user, at=timezone.now())
        return Response(shapes.AgreementSerializer(_agreement(request, uid)).data)


class SendBack(GiveBack):
    @extend_schema(
        operation_id="consortia_send_back",
        request=ReasonSerializer,
        responses={200: shapes.AgreementSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Ask for other terms; every party signs again."""
        return self._done(request, uid, services.send_back)


class Drop(GiveBack):
    @extend_schema(
        operation_id="consortia_drop",
        request=ReasonSerializer,
        responses={200: shapes.AgreementSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Give the terms up."""
        return self._done(request, uid, services.drop_agreement)


class AgreementDocument(APIView):
    @extend_schema(
        operation_id="consortia_agreement_document",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, **PROBLEMS},
    )
    def get(self, request: Request, uid: UUID) -> HttpResponseBase:
        """The agreement as PDF."""
        return doors.stream(selectors.paper_for(_agreement(request, uid), request.user))


def _proposal(request: Request, uid: UUID) -> Proposal:
    rows = Proposal.objects.visible_to(request.user).select_related("brief", "brief_role", "organisation", "company")
    return get_object_or_404(rows, uid=uid)


def _agreement(request: Request, uid: UUID) -> Agreement:
    rows = Agreement.objects.visible_to(request.user).select_related("brief", "company", "document")
    return get_object_or_404(rows, uid=uid)
