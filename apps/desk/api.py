"""Who I am, what waits for me and what I was told, by the API."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import access
from apps.desk import permissions, selectors
from apps.directory import selectors as directory
from apps.kernel import keyset
from apps.kernel.api import answer_page, one_of, page_of
from apps.kernel.errors import NotAllowed
from apps.kernel.language import localized_value
from apps.kernel.problems import PROBLEMS
from apps.notices import selectors as notices
from apps.notices.models import Notice

SIZE = 50


class OrganisationSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.CharField()


class MeSerializer(serializers.Serializer):
    """The person whose key or session this is, with the organisations they act for."""

    uid = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    organisations = OrganisationSerializer(many=True)


class WaitSerializer(serializers.Serializer):
    what = serializers.CharField(source="label")
    subject = serializers.CharField(source="subject_title")
    path = serializers.CharField()
    party = serializers.CharField()
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)


class NoticeSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    subject = serializers.CharField()
    body = serializers.CharField()
    path = serializers.CharField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class SentNoticeSerializer(serializers.Serializer):
    """A message to somebody: `address` where they had no account."""

    uid = serializers.UUIDField()
    name = serializers.CharField(source="to__name", allow_null=True)
    email = serializers.CharField(source="to__email", allow_null=True)
    address = serializers.CharField()
    subject = serializers.CharField()
    state = serializers.ChoiceField(choices=Notice.State.choices)
    created_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    read_at = serializers.DateTimeField(allow_null=True)


class Me(APIView):
    """The person who asks."""

    @extend_schema(responses={200: MeSerializer, **PROBLEMS})
    def get(self, request: Request) -> Response:
        person = request.user
        own = [
            {**row, "name": localized_value(row, "name")}
            for row in directory.organisations_of(person).values("uid", "name_ko", "name_en", "kind")
        ]
        told = {"uid": person.uid, "email": person.email, "name": person.name, "roles": sorted(person.roles)}
        return Response(MeSerializer({**told, "organisations": own}).data)


class Inbox(APIView):
    """Waits open for the person, their roles and their organisations, the longest waiting first.

    With `order=due` those that have a deadline, the nearest first.
    """

    @extend_schema(responses={200: page_of(WaitSerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        return answer_page(selectors.inbox(request.user, request.GET, size=SIZE), WaitSerializer)


class Notices(APIView):
    """Messages to the person, newest first."""

    @extend_schema(responses={200: page_of(NoticeSerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        rows = notices.of_person(request.user)
        page = keyset.page(rows, ("-created_at", "-pk"), request.GET, size=SIZE, values=notices.ROW)
        return answer_page(page, NoticeSerializer)


class SentNotices(APIView):
    @extend_schema(operation_id="notices_sent", responses={200: page_of(SentNoticeSerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        """Every message of the house without its text, newest first; `state` and `email` narrow."""
        if not request.user.can(permissions.SEE_SENT):
            raise NotAllowed
        rows = notices.sent(state=one_of(request, "state", Notice.State), email=request.GET.get("email", ""))
        page = keyset.page(rows, ("-created_at", "-pk"), request.GET, size=SIZE, values=notices.SENT_ROW)
        seen = [row["to_id"] for row in page if row["to_id"]]
        access.shown(request._request, seen, purpose=_("보낸 알림 확인"))
        return answer_page(page, SentNoticeSerializer)
