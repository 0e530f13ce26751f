"""The words of the forms, for anybody."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.intake import selectors
from apps.intake.models import Word


class WordSerializer(serializers.Serializer):
    list = serializers.ChoiceField(choices=Word.List.choices)
    code = serializers.CharField()
    name = serializers.CharField()
    hint = serializers.CharField()


class Words(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="words", responses={200: WordSerializer(many=True)}, auth=[])
    def get(self, _request: Request) -> Response:
        """Codes that applications and decisions use: barriers, kinds of attachments, reasons."""
        words = selectors.vocabulary()
        return Response(WordSerializer([word for name in Word.List for word in words.of(name)], many=True).data)
