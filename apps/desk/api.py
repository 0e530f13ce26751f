"""Who I am, what waits for me and what I was told, by the API."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.desk import selectors
from apps.directory import selectors as directory
from apps.kernel import keyset
from apps.kernel.api import answer_page, page_of
from apps.kernel.language import localized_value
from apps.kernel.problems import PROBLEMS
from apps.notices import selectors as notices

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
