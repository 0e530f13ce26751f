"""Briefs, candidates and matching runs; for the centre, and a company's own briefs."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.centre.idempotency import idempotent
from apps.consortia import permissions, selectors, services
from apps.consortia.api import serializers as shapes
from apps.consortia.models import Brief, MatchRun
from apps.consortia.services import BriefEntry, RoleEntry
from apps.consortia.states import BriefState
from apps.intake.models import Application
from apps.kernel import keyset
from apps.kernel.api import ReasonSerializer, answer_page, checked, one_of, page_of
from apps.kernel.errors import NotAllowed, NotFound
from apps.kernel.problems import PROBLEMS
from apps.roadmaps.models import PlannedAction

STATE = OpenApiParameter("state", str, description="Only rows in this state.")


class Briefs(APIView):
    @extend_schema(
        operation_id="consortia_briefs",
        parameters=[STATE],
        responses={200: page_of(shapes.BriefRowSerializer), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Projects this person may see, the newest first."""
        rows = selectors.brief_rows(request.user, state=one_of(request, "state", BriefState))
        page = keyset.page(rows, ("-opened_at", "-pk"), request.GET, values=selectors.BRIEF_ROW)
        return answer_page(page, shapes.BriefRowSerializer)

    @extend_schema(
        operation_id="consortia_open_brief",
        request=shapes.NewBriefSerializer,
        responses={201: shapes.BriefSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Open the project of a demonstration whose consortium may form; the `Idempotency-Key` header is honoured."""
        given = checked(shapes.NewBriefSerializer, request.data)
        application = get_object_or_404(Application.objects.visible_to(request.user), uid=given["application"])
        planned = PlannedAction.objects.filter(uid=given["planned_action"]).values("pk").first()
        brief = services.open_brief(
            application_id=application.pk,
            planned_action_id=planned["pk"] if planned else 0,
            by=request.user,
            at=timezone.now(),
        )
        return Response(shapes.BriefSerializer(_brief(request, brief.uid)).data, status=status.HTTP_201_CREATED)


class BriefDetail(APIView):
    @extend_schema(operation_id="consortia_brief", responses={200: shapes.BriefSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """One project with its roles."""
        return Response(shapes.BriefSerializer(_brief(request, uid)).data)

    @extend_schema(
        operation_id="consortia_edit_brief",
        request=shapes.BriefEntrySerializer,
        responses={200: shapes.BriefSerializer, **PROBLEMS},
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Rewrite what a project says while partners are not all asked."""
        entry = BriefEntry(**checked(shapes.BriefEntrySerializer, request.data))
        services.edit_brief(brief_uid=uid, entry=entry, by=request.user, at=timezone.now())
        return Response(shapes.BriefSerializer(_brief(request, uid)).data)


class Roles(APIView):
    @extend_schema(
        operation_id="consortia_add_role",
        request=shapes.NewRoleSerializer,
        responses={201: shapes.BriefSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Ask for one more role; `uid` may be made by the client."""
        given = dict(checked(shapes.NewRoleSerializer, request.data))
        own = given.pop("uid", None)
        services.add_role(brief_uid=uid, entry=RoleEntry(**given), uid=own, by=request.user, at=timezone.now())
        return Response(shapes.BriefSerializer(_brief(request, uid)).data, status=status.HTTP_201_CREATED)


class RoleDetail(APIView):
    @extend_schema(
        operation_id="consortia_edit_role",
        request=shapes.RoleEntrySerializer,
        responses={200: shapes.BriefSerializer, **PROBLEMS},
    )
    def put(self, request: Request, uid: UUID, role_uid: UUID) -> Response:
        """Change what a role asks, as long as nobody was asked to take it."""
        entry = RoleEntry(**checked(shapes.RoleEntrySerializer, request.data))
        services.edit_role(brief_uid=uid, role_uid=role_uid, entry=entry, by=request.user, at=timezone.now())
        return Response(shapes.BriefSerializer(_brief(request, uid)).data)

    @extend_schema(operation_id="consortia_remove_role", responses={204: None, **PROBLEMS})
    def delete(self, request: Request, uid: UUID, role_uid: UUID) -> Response:
        """Take a role out of a project."""
        services.remove_role(brief_uid=uid, role_uid=role_uid, by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class Publish(APIView):
    @extend_schema(operation_id="consortia_publish", request=None, responses={200: shapes.BriefSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Begin to look for partners."""
        services.publish(brief_uid=uid, by=request.user, at=timezone.now())
        return Response(shapes.BriefSerializer(_brief(request, uid)).data)


class Cancel(APIView):
    @extend_schema(
        operation_id="consortia_cancel",
        request=ReasonSerializer,
        responses={200: shapes.BriefSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Give a project up."""
        given = checked(ReasonSerializer, request.data)
        services.cancel(brief_uid=uid, reason=given["reason"], by=request.user, at=timezone.now())
        return Response(shapes.BriefSerializer(_brief(request, uid)).data)


class Candidates(APIView):
    @extend_schema(
        operation_id="consortia_candidates", responses={200: shapes.RoleCandidatesSerializer(many=True), **PROBLEMS}
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """By role: those that can take it, best first, then those that cannot, with the reasons. For the centre."""
        brief = _brief(request, uid)
        if not request.user.can(permissions.MANAGE):
            raise NotAllowed
        found = selectors.candidate_views(brief, limit=100)
        rows = [
            {"role": role.uid, "candidates": [*able, *unable]}
            for role in selectors.role_views(brief)
            for able, unable in [found.get(role.id, ((), ()))]
        ]
        return Response(shapes.RoleCandidatesSerializer(rows, many=True).data)


class Propose(APIView):
    @extend_schema(
        operation_id="consortia_propose",
        request=shapes.ProposeSerializer,
        responses={201: shapes.BriefSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Ask organisations to take roles."""
        given = checked(shapes.ProposeSerializer, request.data)
        try:
            partners = {UUID(role): organisation for role, organisation in given["partners"].items()}
        except ValueError as failure:
            raise NotFound from failure
        services.propose(
            brief_uid=uid,
            partners=partners,
            due_at=given["due_at"],
            message=given["message"],
            by=request.user,
            at=timezone.now(),
        )
        return Response(shapes.BriefSerializer(_brief(request, uid)).data, status=status.HTTP_201_CREATED)


class Runs(APIView):
    @extend_schema(
        operation_id="consortia_request_run", request=None, responses={202: shapes.RunSerializer, **PROBLEMS}
    )
    def post(self, request: Request) -> Response:
        """Ask for a plan over all open briefs; while one waits or works, that one is answered."""
        run = services.request_run(by=request.user, at=timezone.now())
        return Response(shapes.RunSerializer(run).data, status=status.HTTP_202_ACCEPTED)


class RunDetail(APIView):
    @extend_schema(operation_id="consortia_run", responses={200: shapes.RunSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """How far a run is, and its answer."""
        rows = MatchRun.objects.visible_to(request.user).defer("input")
        return Response(shapes.RunSerializer(get_object_or_404(rows, uid=uid)).data)


def _brief(request: Request, uid: UUID) -> Brief:
    rows = Brief.objects.visible_to(request.user).select_related("company", "application", "roadmap")
    return get_object_or_404(rows, uid=uid)
