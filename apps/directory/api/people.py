"""An organisation's people for programs."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.centre.idempotency import idempotent
from apps.directory import selectors, services
from apps.directory.api.companies import ONCE
from apps.directory.models import Membership
from apps.kernel.api import checked
from apps.kernel.problems import PROBLEMS


class ColleagueSerializer(serializers.Serializer):
    uid = serializers.UUIDField(source="user.uid")
    name = serializers.CharField(source="user.name")
    position = serializers.CharField()
    started_on = serializers.DateField()


class InvitationSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    organisation = serializers.UUIDField(source="organisation.uid")
    organisation_name = serializers.CharField(source="organisation.name")
    email = serializers.EmailField()
    position = serializers.CharField()
    state = serializers.CharField()
    expires_at = serializers.DateTimeField()


class PeopleSerializer(serializers.Serializer):
    """Members of an organisation and the invitations that still count."""

    members = ColleagueSerializer(many=True)
    invitations = InvitationSerializer(many=True)


class InviteSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    email = serializers.EmailField(max_length=254)
    position = serializers.ChoiceField(choices=Membership.Position.choices)


class PositionSerializer(serializers.Serializer):
    position = serializers.ChoiceField(choices=Membership.Position.choices)


class People(APIView):
    @extend_schema(operation_id="people", responses={200: PeopleSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Members and open invitations of one's own organisation."""
        found = selectors.organisation_with_people(request.user, uid)
        people = {
            "members": selectors.memberships_of(found),
            "invitations": selectors.invitations_of(found, timezone.now()),
        }
        return Response(PeopleSerializer(people).data)

    @extend_schema(
        operation_id="invite",
        parameters=[ONCE],
        request=InviteSerializer,
        responses={201: InvitationSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Invite somebody by their address."""
        data = checked(InviteSerializer, request.data)
        found = selectors.organisation_with_people(request.user, uid)
        made = services.invite(organisation_id=found.pk, by=request.user, at=timezone.now(), **data)
        return Response(InvitationSerializer(made).data, status=201)


class Member(APIView):
    @extend_schema(operation_id="position_change", request=PositionSerializer, responses={204: None, **PROBLEMS})
    def put(self, request: Request, uid: UUID, person: UUID) -> Response:
        """Give a member another position."""
        found = selectors.organisation_with_people(request.user, uid)
        user_id = selectors.member(found, person).user_id
        data = checked(PositionSerializer, request.data)
        services.change_position(
            organisation_id=found.pk, user_id=user_id, position=data["position"], by=request.user, at=timezone.now()
        )
        return Response(status=204)

    @extend_schema(operation_id="member_end", responses={204: None, **PROBLEMS})
    def delete(self, request: Request, uid: UUID, person: UUID) -> Response:
        """Part with a member, or leave oneself."""
        found = selectors.organisation_with_people(request.user, uid)
        user_id = selectors.member(found, person).user_id
        services.end_member(organisation_id=found.pk, user_id=user_id, by=request.user, at=timezone.now())
        return Response(status=204)


class Invitations(APIView):
    @extend_schema(operation_id="invitations", responses={200: InvitationSerializer(many=True), **PROBLEMS})
    def get(self, request: Request) -> Response:
        """Invitations to the address one signed in with."""
        return Response(InvitationSerializer(selectors.invitations_to(request.user, timezone.now()), many=True).data)


class AcceptInvitation(APIView):
    @extend_schema(operation_id="invitation_accept", request=None, responses={204: None, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Join the organisation one was invited to."""
        services.accept_invitation(invitation_uid=uid, by=request.user, at=timezone.now())
        return Response(status=204)


class DeclineInvitation(APIView):
    @extend_schema(operation_id="invitation_decline", request=None, responses={204: None, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Say no to an invitation."""
        services.decline_invitation(invitation_uid=uid, by=request.user, at=timezone.now())
        return Response(status=204)


class WithdrawInvitation(APIView):
    @extend_schema(operation_id="invitation_withdraw", request=None, responses={204: None, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Take an invitation back."""
        services.withdraw_invitation(invitation_uid=uid, by=request.user, at=timezone.now())
        return Response(status=204)
