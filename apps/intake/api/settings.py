"""A programme's settings for programs: what is in force, and the draft of what comes next."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.doors import demand
from apps.centre.idempotency import idempotent
from apps.intake import permissions, selectors, services
from apps.intake.api.deciding import NothingSerializer
from apps.intake.models import Programme
from apps.kernel import shapes
from apps.kernel.api import checked
from apps.kernel.problems import PROBLEMS


class BudgetLineSerializer(serializers.Serializer):
    """A year's budget in whole won, and how much of it selected applications draw down."""

    year = serializers.IntegerField()
    budget_krw = serializers.IntegerField(allow_null=True)
    quota = serializers.IntegerField(allow_null=True)
    drawn_krw = serializers.IntegerField()
    selected = serializers.IntegerField()
    left_krw = serializers.IntegerField(allow_null=True)


class SettingsChangeSerializer(serializers.Serializer):
    label = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class SettingsDraftSerializer(serializers.Serializer):
    """The draft of the next version; send `edition` back with what is to be saved."""

    version = serializers.IntegerField()
    edition = serializers.IntegerField()
    note = serializers.CharField(allow_blank=True)
    settings = serializers.JSONField()
    changes = SettingsChangeSerializer(many=True)


class ProgrammeSettingsSerializer(serializers.Serializer):
    programme = serializers.CharField()
    version = serializers.IntegerField()
    settings = serializers.JSONField()
    budgets = BudgetLineSerializer(many=True)
    counted_at = serializers.DateTimeField(help_text="When the drawn budget was counted.")
    draft = SettingsDraftSerializer(allow_null=True)


class SaveSettingsSerializer(serializers.Serializer):
    edition = shapes.VersionField()
    note = serializers.CharField(max_length=500)
    settings = serializers.DictField(
        help_text="All of them. `consortium` of a demonstration: `after_selection` (as without it), `before_selection`."
    )


def _schema(name: str, serializer: type[serializers.Serializer] | None = NothingSerializer) -> Any:
    return extend_schema(
        operation_id=f"settings_{name}", request=serializer, responses={200: ProgrammeSettingsSerializer, **PROBLEMS}
    )


class ProgrammeSettings(APIView):
    @_schema("read", None)
    def get(self, request: Request, code: str) -> Response:
        """What is in force, the draft, and what is left of each year's budget."""
        return _answer(request, code)


class SettingsDraft(APIView):
    @extend_schema(
        operation_id="settings_draft",
        request=NothingSerializer,
        responses={201: ProgrammeSettingsSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        """Begin the next version from the one in force."""
        services.draft_settings(programme_code=code, by=request.user, at=timezone.now())
        return _answer(request, code, status=status.HTTP_201_CREATED)

    @_schema("save", SaveSettingsSerializer)
    def put(self, request: Request, code: str) -> Response:
        """Write the draft, all of its settings."""
        demand(request.user, permissions.EDIT_SETTINGS)
        data = checked(SaveSettingsSerializer, request.data)
        services.save_settings(programme_code=code, by=request.user, at=timezone.now(), **data)
        return _answer(request, code)

    @extend_schema(operation_id="settings_discard", responses={204: None, **PROBLEMS})
    def delete(self, request: Request, code: str) -> Response:
        """Throw the draft away."""
        services.discard_settings(programme_code=code, by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class PublishSettings(APIView):
    @_schema("publish")
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        """Put the draft in force for calls that are published from now on."""
        services.publish_settings(programme_code=code, by=request.user, at=timezone.now())
        return _answer(request, code)


def _answer(request: Request, code: str, *, status: int = 200) -> Response:
    demand(request.user, permissions.EDIT_SETTINGS)
    found = get_object_or_404(Programme, code=code)
    draft = selectors.draft_of(found, request.user)
    told: dict[str, Any] | None = None
    if draft is not None:
        changes = selectors.changes_between(found.settings, draft.settings, selectors.vocabulary())
        told = {
            **{name: getattr(draft, name) for name in ("version", "edition", "note", "settings")},
            "changes": changes,
        }
    budgets = selectors.budgets(found, at=timezone.now())
    answer = {
        "programme": found.code,
        "version": found.settings_version,
        "settings": found.settings,
        "budgets": budgets.lines,
        "counted_at": budgets.counted_at,
        "draft": told,
    }
    return Response(ProgrammeSettingsSerializer(answer).data, status=status)
