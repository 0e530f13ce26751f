"""Committees for programs: members' own part, and for the centre making, running and ranking."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.doors import demand
from apps.centre.idempotency import idempotent
from apps.directory import selectors as directory
from apps.kernel import bounds, keyset
from apps.kernel.api import ReasonSerializer, answer_page, checked, one_of, page_of
from apps.kernel.problems import PROBLEMS
from apps.kernel.shapes import MomentField
from apps.panels import permissions, selectors, services, solver
from apps.panels.api.sittings import SeatSerializer
from apps.panels.errors import CannotAssign
from apps.panels.models import Committee, Seat
from apps.panels.states import CommitteeState


class CommitteeRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    title = serializers.CharField()
    about_title = serializers.CharField()
    mode = serializers.CharField()
    state = serializers.CharField()
    due_at = serializers.DateTimeField()


class MemberSerializer(serializers.Serializer):
    user = serializers.UUIDField(source="user.uid")
    name = serializers.CharField(source="user.name")
    is_outsider = serializers.BooleanField()
    is_chair = serializers.BooleanField()
    pledged_at = serializers.DateTimeField(allow_null=True)


class PanelCaseSerializer(serializers.Serializer):
    """A case with its figures of closed rounds; for the centre."""

    uid = serializers.UUIDField(source="case.uid")
    title = serializers.CharField(source="case.subject_title")
    subject = serializers.UUIDField(source="case.subject_uid")
    handed_in = serializers.IntegerField()
    seats = serializers.IntegerField()
    document_total = serializers.DecimalField(5, 2, source="case.document_total", allow_null=True)
    presentation_total = serializers.DecimalField(5, 2, source="case.presentation_total", allow_null=True)
    presents_at = serializers.DateTimeField(source="case.presents_at", allow_null=True)
    withdrawn_at = serializers.DateTimeField(source="case.withdrawn_at", allow_null=True)


class OwnSeatSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    state = serializers.CharField()
    title = serializers.CharField(source="sitting.subject_title")
    round = serializers.CharField(source="sitting.round")
    presents_at = serializers.DateTimeField(source="sitting.case.presents_at", allow_null=True)


class CommitteeSerializer(serializers.Serializer):
    """A committee: members and cases for the centre, one's own seats for a member who pledged."""

    uid = serializers.UUIDField()
    title = serializers.CharField()
    about_title = serializers.CharField()
    mode = serializers.CharField()
    state = serializers.CharField()
    due_at = serializers.DateTimeField()
    members = serializers.SerializerMethodField()
    cases = serializers.SerializerMethodField()
    own_seats = serializers.SerializerMethodField()

    @extend_schema_field(MemberSerializer(many=True))
    def get_members(self, committee: Committee) -> list[dict[str, object]]:
        shown = selectors.members_of(committee) if self.context["is_centre"] else ()
        return MemberSerializer(shown, many=True).data

    @extend_schema_field(PanelCaseSerializer(many=True))
    def get_cases(self, committee: Committee) -> list[dict[str, object]]:
        shown = selectors.case_rows(committee) if self.context["is_centre"] else ()
        return PanelCaseSerializer(shown, many=True).data

    @extend_schema_field(OwnSeatSerializer(many=True))
    def get_own_seats(self, committee: Committee) -> list[dict[str, object]]:
        return OwnSeatSerializer(selectors.seats_in(committee, self.context["user"]), many=True).data


class AppointSerializer(serializers.Serializer):
    members = serializers.ListField(child=serializers.UUIDField(), default=list)
    chair = serializers.UUIDField(allow_null=True, default=None)


class DismissSerializer(ReasonSerializer):
    member = serializers.UUIDField()


class PresentSerializer(serializers.Serializer):
    cases = serializers.ListField(child=serializers.UUIDField())
    starts_at = MomentField()
    minutes = serializers.IntegerField(min_value=1, max_value=480)


class ConcludeSerializer(serializers.Serializer):
    place = serializers.CharField(max_length=120, allow_blank=True, default="")
    minutes = serializers.CharField(max_length=bounds.MOST_TEXT)


class PairSerializer(serializers.Serializer):
    case = serializers.CharField()
    reviewer = serializers.CharField()
    why = serializers.ListField(child=serializers.CharField())


class AssignmentSerializer(serializers.Serializer):
    """The proven best assignment as things are now."""

    pairs = PairSerializer(many=True)
    short = serializers.ListField(child=serializers.ListField())
    points = serializers.IntegerField()


class BoardRowSerializer(serializers.Serializer):
    case = serializers.UUIDField(source="case.uid")
    title = serializers.CharField(source="case.subject_title")
    rank = serializers.IntegerField()
    total = serializers.DecimalField(5, 2)
    bonus = serializers.DecimalField(7, 2)
    final = serializers.DecimalField(7, 2)
    width = serializers.DecimalField(5, 2, allow_null=True)
    reaches_cut_off = serializers.BooleanField()
    tied = serializers.BooleanField()
    settled_by = serializers.CharField()
    amount_krw = serializers.IntegerField(source="case.amount_krw")
    verdict = serializers.CharField()


class SeveritySerializer(serializers.Serializer):
    name = serializers.CharField()
    sheets = serializers.IntegerField()
    compared = serializers.IntegerField()
    mean = serializers.DecimalField(5, 2)
    deviation = serializers.DecimalField(5, 2, allow_null=True)


class BoardSerializer(serializers.Serializer):
    """The order by stored figures and where the trial would leave each case; nothing is written."""

    rows = BoardRowSerializer(many=True)
    severities = SeveritySerializer(many=True)
    selected = serializers.IntegerField()
    spent_krw = serializers.IntegerField()


class TrialSerializer(serializers.Serializer):
    quota = serializers.IntegerField(min_value=0, max_value=bounds.MOST_COUNT, required=False)
    budget_krw = serializers.IntegerField(min_value=0, max_value=bounds.MOST_COMPANY_KRW, required=False)


class MoveSerializer(ReasonSerializer):
    to = serializers.UUIDField()


class DraftSerializer(serializers.Serializer):
    """Fields of a sheet as they are typed, by criterion code, and `comment`; read at `version`."""

    version = serializers.IntegerField(min_value=0, max_value=bounds.MOST_COUNT)
    values = serializers.DictField(child=serializers.CharField(max_length=bounds.MOST_TEXT, allow_blank=True))


class SavedSheetSerializer(serializers.Serializer):
    version = serializers.IntegerField()
    theirs = serializers.DictField(child=serializers.CharField())


class BonusesSerializer(serializers.Serializer):
    bonuses = serializers.ListField(child=serializers.CharField())


class Committees(APIView):
    @extend_schema(operation_id="panels_committees", responses={200: page_of(CommitteeRowSerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        """Committees this person may see, the newest first; `state` narrows them."""
        rows = selectors.committees_for(request.user, state=one_of(request, "state", CommitteeState))
        page = keyset.page(rows, ("-founded_at", "-pk"), request.GET, values=selectors.COMMITTEE_ROW)
        return answer_page(page, CommitteeRowSerializer)


class CommitteeDetail(APIView):
    @extend_schema(operation_id="panels_committee", responses={200: CommitteeSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """One committee."""
        return _answer(request, uid)


class Appoint(APIView):
    @extend_schema(
        operation_id="panels_appoint", request=AppointSerializer, responses={201: CommitteeSerializer, **PROBLEMS}
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Appoint members from the pool and name the chair."""
        _visible(request, uid)
        demand(request.user, permissions.CONVENE)
        given = checked(AppointSerializer, request.data)
        services.appoint(
            committee_uid=uid,
            user_uids=given["members"],
            chair_uid=given["chair"],
            by=request.user,
            at=timezone.now(),
        )
        return _answer(request, uid, status.HTTP_201_CREATED)


class Dismiss(APIView):
    @extend_schema(
        operation_id="panels_dismiss", request=DismissSerializer, responses={200: CommitteeSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Let a member go."""
        _visible(request, uid)
        demand(request.user, permissions.RELEASE)
        given = checked(DismissSerializer, request.data)
        services.dismiss(
            committee_uid=uid, user_uid=given["member"], reason=given["reason"], by=request.user, at=timezone.now()
        )
        return _answer(request, uid)


class Pledge(APIView):
    @extend_schema(operation_id="panels_pledge", request=None, responses={200: CommitteeSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """A member pledges."""
        services.pledge(committee_uid=uid, by=request.user, at=timezone.now())
        return _answer(request, uid)


class Start(APIView):
    @extend_schema(operation_id="panels_start", request=None, responses={200: CommitteeSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Give the cases to the members and open the document round."""
        services.start(committee_uid=uid, by=request.user, at=timezone.now())
        return _answer(request, uid)


class Present(APIView):
    @extend_schema(
        operation_id="panels_present", request=PresentSerializer, responses={200: CommitteeSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Go on to presentations of these cases."""
        _visible(request, uid)
        demand(request.user, permissions.CONVENE)
        given = checked(PresentSerializer, request.data)
        services.present(
            committee_uid=uid,
            case_uids=given["cases"],
            starts_at=given["starts_at"],
            minutes=given["minutes"],
            by=request.user,
            at=timezone.now(),
        )
        return _answer(request, uid)


class Conclude(APIView):
    @extend_schema(
        operation_id="panels_conclude", request=ConcludeSerializer, responses={200: CommitteeSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """End the deliberation with its minutes."""
        _visible(request, uid)
        demand(request.user, permissions.RELEASE)
        given = checked(ConcludeSerializer, request.data)
        services.conclude(committee_uid=uid, **given, by=request.user, at=timezone.now())
        return _answer(request, uid)


class Record(APIView):
    @extend_schema(operation_id="panels_record", request=None, responses={200: CommitteeSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """The chair confirms the minutes."""
        services.record(committee_uid=uid, by=request.user, at=timezone.now())
        return _answer(request, uid)


class ProposalOfCommittee(APIView):
    @extend_schema(operation_id="panels_proposal", responses={200: AssignmentSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Who would score what by the best plan, with reasons."""
        found = _visible(request, uid)
        demand(request.user, permissions.CONVENE)
        try:
            plan = selectors.proposal(found, timezone.now())
        except solver.NotProven as late:
            raise CannotAssign from late
        names = {member.user_id: member.user.name for member in selectors.members_of(found)}
        skills = dict(directory.skill_choices())
        pairs = [
            {"case": one.title, "reviewer": one.user.name, "why": selectors.say_why(one.why, names, skills)}
            for one in plan.pairs
        ]
        return Response(AssignmentSerializer({"pairs": pairs, "short": plan.short, "points": plan.points}).data)


class BoardOfCommittee(APIView):
    @extend_schema(
        operation_id="panels_board",
        parameters=[OpenApiParameter("quota", int), OpenApiParameter("budget_krw", int)],
        responses={200: BoardSerializer, **PROBLEMS},
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Ranks, spread, severity; `quota` and `budget_krw` are tried without being saved. For the centre."""
        found = _visible(request, uid)
        demand(request.user, permissions.VIEW_ALL)
        tried = checked(TrialSerializer, request.GET)
        return Response(BoardSerializer(selectors.board(found, **tried)).data)


class Move(APIView):
    @extend_schema(operation_id="panels_move", request=MoveSerializer, responses={201: SeatSerializer, **PROBLEMS})
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Give a committee's case to another member; a conflict is refused with its grounds."""
        _seat(request, uid, permissions.CONVENE)
        given = checked(MoveSerializer, request.data)
        moved = services.move(
            seat_uid=uid, to_uid=given["to"], reason=given["reason"], by=request.user, at=timezone.now()
        )
        return Response(SeatSerializer(moved).data, status=status.HTTP_201_CREATED)


class SetAside(APIView):
    @extend_schema(operation_id="panels_set_aside", request=ReasonSerializer, responses={204: None, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Leave a sheet out because its reviewer turned out to be in conflict; the result is computed anew."""
        _seat(request, uid, permissions.RELEASE)
        given = checked(ReasonSerializer, request.data)
        services.set_aside(seat_uid=uid, reason=given["reason"], by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class Withhold(APIView):
    @extend_schema(operation_id="panels_withhold", request=ReasonSerializer, responses={204: None, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Keep the opinion of a sheet from the applicant; its scores count as before."""
        _seat(request, uid, permissions.RELEASE)
        given = checked(ReasonSerializer, request.data)
        services.withhold(seat_uid=uid, reason=given["reason"], by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class SheetDraft(APIView):
    @extend_schema(
        operation_id="panels_draft", request=DraftSerializer, responses={200: SavedSheetSerializer, **PROBLEMS}
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Keep what was typed; fields that another window changed meanwhile are told and left alone."""
        get_object_or_404(Seat.objects.filter(user=request.user), uid=uid)
        given = checked(DraftSerializer, request.data)
        saved = services.save_draft(seat_uid=uid, version=given["version"], values=given["values"], by=request.user)
        return Response(SavedSheetSerializer(saved).data)


class Bonuses(APIView):
    @extend_schema(operation_id="panels_bonuses", request=BonusesSerializer, responses={204: None, **PROBLEMS})
    def put(self, request: Request, uid: UUID) -> Response:
        """Say which bonuses a case gets."""
        demand(request.user, permissions.CONVENE)
        given = checked(BonusesSerializer, request.data)
        services.grant_bonuses(case_uid=uid, codes=given["bonuses"], by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _visible(request: Request, uid: UUID) -> Committee:
    return get_object_or_404(Committee.objects.visible_to(request.user), uid=uid)


def _seat(request: Request, uid: UUID, permission: str) -> None:
    """A seat that this person may see, and do this to."""
    get_object_or_404(Seat.objects.visible_to(request.user), uid=uid)
    demand(request.user, permission)


def _answer(request: Request, uid: UUID, code: int = status.HTTP_200_OK) -> Response:
    context = {"user": request.user, "is_centre": request.user.can(permissions.VIEW_ALL)}
    return Response(CommitteeSerializer(_visible(request, uid), context=context).data, status=code)
