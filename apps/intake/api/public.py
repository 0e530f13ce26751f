"""Calls that take applications, for anybody."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.intake import selectors


class CallSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    title = serializers.CharField()
    programme = serializers.CharField(source="programme.code")
    door = serializers.CharField(source="programme.door")
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField(allow_null=True)


class Calls(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="calls", responses={200: CallSerializer(many=True)}, auth=[])
    def get(self, _request: Request) -> Response:
        """Calls that take applications now."""
        return Response(CallSerializer(selectors.open_calls(timezone.now()), many=True).data)
