"""The pool for programs: all of it for the centre, one's own place for a reviewer."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.doors import demand
from apps.centre.idempotency import idempotent
from apps.kernel import keyset
from apps.kernel.api import answer_page, checked, page_of
from apps.kernel.problems import PROBLEMS
from apps.panels import permissions, selectors, services
from apps.panels.entries import DeclarationEntry, Profile, Standing
from apps.panels.models import MOST_CASES_A_YEAR, Declaration, Reviewer


class PoolRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField(source="user__name")
    industries = serializers.ListField(child=serializers.CharField())
    is_outsider = serializers.BooleanField()
    is_active = serializers.BooleanField()
    yearly_most = serializers.IntegerField()


class DeclarationSerializer(serializers.Serializer):
    business_number = serializers.CharField(max_length=12)
    stated_name = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(choices=Declaration.Kind.choices)
    note = serializers.CharField(max_length=200, allow_blank=True, default="")


class ReviewerSerializer(serializers.Serializer):
    """A reviewer with expertise by code, this year's load and declared ties."""

    uid = serializers.UUIDField()
    name = serializers.CharField(source="user.name")
    skills = serializers.SerializerMethodField()
    industries = serializers.ListField(child=serializers.CharField())
    is_outsider = serializers.BooleanField()
    is_active = serializers.BooleanField()
    yearly_most = serializers.IntegerField()
    load = serializers.SerializerMethodField()
    declarations = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_skills(self, reviewer: Reviewer) -> list[str]:
        return selectors.skills_of([reviewer.pk])[reviewer.pk]

    @extend_schema_field(serializers.IntegerField())
    def get_load(self, reviewer: Reviewer) -> int:
        return selectors.loads([reviewer.user_id], timezone.now()).get(reviewer.user_id, 0)

    @extend_schema_field(DeclarationSerializer(many=True))
    def get_declarations(self, reviewer: Reviewer) -> list[dict[str, object]]:
        return DeclarationSerializer(selectors.declarations_of(reviewer), many=True).data


class ReviewerProfileSerializer(serializers.Serializer):
    """What a reviewer can judge; the standing is taken from the centre alone and stays when left out."""

    skills = serializers.ListField(child=serializers.CharField(), default=list)
    industries = serializers.ListField(child=serializers.CharField(), default=list)
    yearly_most = serializers.IntegerField(min_value=1, max_value=MOST_CASES_A_YEAR, default=30)
    is_outsider = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)


class EnrolSerializer(ReviewerProfileSerializer):
    user = serializers.UUIDField()


class Pool(APIView):
    @extend_schema(operation_id="panels_pool", responses={200: page_of(PoolRowSerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        """The pool by name; `skill`, `text` and `standing` (outside, inside, resting) narrow it."""
        asked = {name: request.GET.get(name, "") for name in ("text", "skill", "standing")}
        rows = selectors.pool(request.user, **asked)
        page = keyset.page(rows, ("user__name", "pk"), request.GET, values=selectors.POOL_ROW)
        return answer_page(page, PoolRowSerializer)

    @extend_schema(
        operation_id="panels_enrol", request=EnrolSerializer, responses={201: ReviewerSerializer, **PROBLEMS}
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Take a person with the role of a reviewer into the pool."""
        demand(request.user, permissions.MANAGE_POOL)
        given = checked(EnrolSerializer, request.data)
        made = services.enrol(
            user_uid=given["user"],
            profile=_profile(given),
            standing=Standing(given.get("is_outsider", True), given.get("is_active", True)),
            by=request.user,
            at=timezone.now(),
        )
        return Response(ReviewerSerializer(made).data, status=status.HTTP_201_CREATED)


class PoolDetail(APIView):
    @extend_schema(operation_id="panels_reviewer", responses={200: ReviewerSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """One reviewer; for a reviewer their own place alone."""
        return Response(ReviewerSerializer(_visible(request, uid)).data)

    @extend_schema(
        operation_id="panels_reviewer_update",
        request=ReviewerProfileSerializer,
        responses={200: ReviewerSerializer, **PROBLEMS},
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Change what a reviewer can judge."""
        known = _visible(request, uid)
        given = checked(ReviewerProfileSerializer, request.data)
        standing = None
        if "is_outsider" in given or "is_active" in given:
            standing = Standing(given.get("is_outsider", known.is_outsider), given.get("is_active", known.is_active))
        services.update_profile(
            reviewer_uid=uid, profile=_profile(given), standing=standing, by=request.user, at=timezone.now()
        )
        return Response(ReviewerSerializer(_visible(request, uid)).data)


class Declare(APIView):
    @extend_schema(
        operation_id="panels_declare", request=DeclarationSerializer, responses={201: ReviewerSerializer, **PROBLEMS}
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Declare a tie to a company by its business number."""
        _visible(request, uid)
        given = checked(DeclarationSerializer, request.data)
        services.declare(reviewer_uid=uid, entry=DeclarationEntry(**given), by=request.user, at=timezone.now())
        return Response(ReviewerSerializer(_visible(request, uid)).data, status=status.HTTP_201_CREATED)


def _visible(request: Request, uid: UUID) -> Reviewer:
    return get_object_or_404(Reviewer.objects.visible_to(request.user).select_related("user"), uid=uid)


def _profile(given: dict[str, object]) -> Profile:
    return Profile(tuple(given["skills"]), tuple(given["industries"]), given["yearly_most"])
