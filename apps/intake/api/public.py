"""Calls that take applications and the words of the forms, for anybody."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.intake import selectors
from apps.intake.models import Call, Word


class AskedSerializer(serializers.Serializer):
    """A kind of attachment that a call asks for."""

    kind = serializers.CharField()
    name = serializers.CharField()
    required = serializers.BooleanField()


class CallSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    title = serializers.CharField()
    programme = serializers.CharField(source="programme.code")
    door = serializers.CharField(source="programme.door")
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField(allow_null=True)
    documents = serializers.SerializerMethodField()

    @extend_schema_field(AskedSerializer(many=True))
    def get_documents(self, call: Call) -> list[dict[str, object]]:
        asked = selectors.asked_documents(call.settings, self.context["words"])
        return [{"kind": word.code, "name": word.name, "required": required} for word, required in asked]


class WordSerializer(serializers.Serializer):
    list = serializers.ChoiceField(choices=Word.List.choices)
    code = serializers.CharField()
    name = serializers.CharField()
    hint = serializers.CharField()


class Calls(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="calls", responses={200: CallSerializer(many=True)}, auth=[])
    def get(self, _request: Request) -> Response:
        """Calls that take applications now, with the papers each asks for."""
        context = {"words": selectors.vocabulary()}
        return Response(CallSerializer(selectors.open_calls(timezone.now()), many=True, context=context).data)


class Words(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="words", responses={200: WordSerializer(many=True)}, auth=[])
    def get(self, _request: Request) -> Response:
        """Codes that applications and decisions use: barriers, kinds of attachments, reasons."""
        words = selectors.vocabulary()
        return Response(WordSerializer([word for name in Word.List for word in words.of(name)], many=True).data)
