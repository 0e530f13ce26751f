"""Applications over the API: start, write, check."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.doors import demand
from apps.accounts.models import ConsentText
from apps.centre.idempotency import idempotent
from apps.directory import selectors as directory
from apps.directory.models import Site
from apps.intake import permissions, selectors, services
from apps.intake.errors import ChangedMeanwhile, UnknownSite
from apps.intake.models import FIGURE_PLACES, Application
from apps.intake.states import State, shown_to
from apps.kernel import keyset, shapes
from apps.kernel.api import answer_page, checked, one_of, page_of
from apps.kernel.problems import MEANWHILE, PROBLEMS

ONCE = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="The same key gives the same answer."
)


class StateField(serializers.CharField):
    """Where an application stands; a decision that is not published is a review for those outside the centre."""

    def to_representation(self, value: Any) -> str:
        return shown_to(value, to_centre=self.context["to_centre"]).value


class ApplicationRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    receipt_number = serializers.CharField(allow_null=True)
    company = serializers.CharField(source="company__name_ko")
    district = serializers.CharField(source="company__district__name_ko", allow_null=True)
    programme = serializers.CharField(source="call__programme__name_ko")
    state = StateField()
    submitted_at = serializers.DateTimeField(allow_null=True)


class ApplicationSerializer(serializers.Serializer):
    """One application; `version` is sent along with the next change."""

    uid = serializers.UUIDField()
    state = StateField()
    door = serializers.CharField()
    call = serializers.UUIDField(source="call.uid")
    company = serializers.UUIDField(source="company.uid")
    site = serializers.UUIDField(source="site.uid", allow_null=True, default=None)
    receipt_number = serializers.CharField(allow_null=True)
    version = serializers.IntegerField(source="draft_version")
    problem = serializers.CharField()
    figure_name = serializers.CharField()
    figure_unit = serializers.CharField()
    figure_today = serializers.DecimalField(max_digits=16, decimal_places=3, allow_null=True)
    figure_wished = serializers.DecimalField(max_digits=16, decimal_places=3, allow_null=True)
    figure_method = serializers.CharField()
    barriers = serializers.ListField(child=serializers.CharField())
    process_note = serializers.CharField()
    data_note = serializers.CharField()
    budget_krw = serializers.IntegerField(allow_null=True)
    self_burden_krw = serializers.IntegerField(allow_null=True)
    staff_months = serializers.DecimalField(max_digits=5, decimal_places=1, allow_null=True)
    cited_roadmap_number = serializers.CharField()
    submitted_at = serializers.DateTimeField(allow_null=True)


class StartSerializer(serializers.Serializer):
    """`copied_from` names an earlier application of the company whose words the draft begins with."""

    uid = serializers.UUIDField()
    call = serializers.UUIDField()
    copied_from = serializers.UUIDField(allow_null=True, default=None)


class ChangeSerializer(serializers.Serializer):
    """Any of the fields, and the version they were read at; `site` names a place of work of the company."""

    version = shapes.VersionField()
    site = serializers.UUIDField(allow_null=True, required=False)
    problem = serializers.CharField(max_length=4000, allow_blank=True, required=False)
    figure_name = serializers.CharField(max_length=80, allow_blank=True, required=False)
    figure_unit = serializers.CharField(max_length=20, allow_blank=True, required=False)
    figure_today = shapes.FigureField(decimal_places=FIGURE_PLACES, allow_null=True, required=False)
    figure_wished = shapes.FigureField(decimal_places=FIGURE_PLACES, allow_null=True, required=False)
    figure_method = serializers.CharField(max_length=200, allow_blank=True, required=False)
    barriers = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=30)
    process_note = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    data_note = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    budget_krw = shapes.WonField(allow_null=True, required=False)
    self_burden_krw = shapes.WonField(allow_null=True, required=False)
    staff_months = shapes.FigureField(max_digits=5, decimal_places=1, min_value=0, allow_null=True, required=False)
    cited_roadmap_number = serializers.CharField(max_length=30, allow_blank=True, required=False)


class SavedSerializer(serializers.Serializer):
    """The version to send along with the next change."""

    version = serializers.IntegerField()


class FindingSerializer(serializers.Serializer):
    rule = serializers.CharField()
    label = serializers.CharField()
    verdict = serializers.CharField()
    is_required = serializers.BooleanField()
    text = serializers.CharField()


class CheckSerializer(serializers.Serializer):
    """What the rules propose (`eligible`, `not_eligible`, `unclear`); a named person decides."""

    proposal = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField())
    findings = FindingSerializer(many=True)
    consents = serializers.ListField(
        child=serializers.CharField(), help_text="Codes of the texts that must be agreed to when handing in."
    )


def visible(request: Request, uid: UUID) -> Application:
    """An application this person may see; else 404."""
    rows = Application.objects.visible_to(request.user).select_related("call__programme", "company", "site")
    return get_object_or_404(rows, uid=uid)


def answer(request: Request, row: Application, code: int = status.HTTP_200_OK) -> Response:
    """An application as this person may read it."""
    context = {"to_centre": request.user.can(permissions.SCREEN)}
    return Response(ApplicationSerializer(row, context=context).data, status=code)


class Applications(APIView):
    @extend_schema(operation_id="applications", responses={200: page_of(ApplicationRowSerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        """Handed-in applications one may see, newest first; `state`, `programme`, `district`, `text` narrow.

        With `state=draft` alone: the drafts of one's own company.
        """
        asked = {name: request.GET.get(name, "") for name in ("programme", "district", "text")}
        asked["state"] = one_of(request, "state", State)
        if asked["state"] == State.DRAFT:
            rows, order = selectors.draft_rows(request.user), ("-created_at", "-pk")
        else:
            rows, order = selectors.application_rows(request.user, **asked), ("-submitted_at", "-pk")
        page = keyset.page(rows, order, request.GET, values=selectors.ROW)
        return answer_page(page, ApplicationRowSerializer, to_centre=request.user.can(permissions.SCREEN))

    @extend_schema(
        operation_id="application_start",
        parameters=[ONCE],
        request=StartSerializer,
        responses={201: ApplicationSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Begin a draft for one's company; while it writes another to the call, 409 names that one."""
        demand(request.user, permissions.APPLY)
        data = checked(StartSerializer, request.data)
        row = services.start(
            uid=data["uid"],
            call_uid=data["call"],
            copied_from=data["copied_from"],
            by=request.user,
            at=timezone.now(),
        )
        return answer(request, row, status.HTTP_201_CREATED)


class ApplicationDetail(APIView):
    @extend_schema(operation_id="application", responses={200: ApplicationSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """One application."""
        return answer(request, visible(request, uid))

    @extend_schema(
        operation_id="application_save",
        request=ChangeSerializer,
        responses={200: SavedSerializer, **MEANWHILE},
    )
    def patch(self, request: Request, uid: UUID) -> Response:
        """Save some fields of a draft; fields that others changed meanwhile are told (409), not overwritten."""
        found = visible(request, uid)
        demand(request.user, permissions.APPLY)
        data = dict(checked(ChangeSerializer, request.data))
        version = data.pop("version")
        if data.get("site") is not None:
            data["site"] = _site(found, data["site"])
        saved = services.save_draft(
            application_id=found.pk, version=version, values=data, by=request.user, at=timezone.now()
        )
        if saved.theirs:
            told = {name: value.uid if isinstance(value, Site) else value for name, value in saved.theirs.items()}
            raise ChangedMeanwhile(told, saved.version)
        return Response({"version": saved.version})


def _site(found: Application, uid: UUID) -> Site:
    site = directory.sites_to_choose(found.company_id, found.site_id).filter(uid=uid).first()
    if site is None:
        raise UnknownSite
    return site


def _to_agree(found: Application) -> list[tuple[ConsentText, bool]]:
    """What a draft has still to be agreed to when it is handed in."""
    return selectors.asked_consents(found.call.settings) if found.state == State.DRAFT else []


class ApplicationCheck(APIView):
    @extend_schema(operation_id="application_check", responses={200: CheckSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """What is missing, and every rule's verdict: of a draft as of now, else as of its receipt."""
        found = visible(request, uid)
        is_draft = found.state in services.EDITABLE or not found.eligibility
        kept = selectors.as_json(selectors.examine(found, timezone.now())) if is_draft else found.eligibility
        body = {
            "proposal": selectors.proposal_of(kept),
            "missing": [name for name, _message in selectors.missing_fields(found)],
            "findings": selectors.finding_rows(kept, selectors.vocabulary()),
            "consents": [text.code for text, must in _to_agree(found) if must],
        }
        return Response(CheckSerializer(body).data)
