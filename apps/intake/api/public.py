"""The words of the forms, for anybody."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.documents.rules import Term
from apps.intake import selectors
from apps.intake.models import Word


class WordSerializer(serializers.Serializer):
    list = serializers.ChoiceField(choices=Word.List.choices)
    code = serializers.CharField()
    name = serializers.CharField()
    hint = serializers.CharField()
    term = serializers.ChoiceField(
        choices=[(term, term) for term in Term],
        help_text="Of a kind of attachment: which dates of the paper are asked.",
    )
    valid_days = serializers.IntegerField(help_text="With `days`: how long the paper counts from its day of issue.")
    is_of_company = serializers.BooleanField(help_text="Whether other applications may use the paper while it counts.")


class Words(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="words", responses={200: WordSerializer(many=True)}, auth=[])
    def get(self, _request: Request) -> Response:
        """Codes that applications and decisions use: barriers, kinds of attachments, reasons."""
        words = selectors.vocabulary()
        return Response(WordSerializer([word for name in Word.List for word in words.of(name)], many=True).data)
