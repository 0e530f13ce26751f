"""Pilots: the list, one pilot, its KPIs and readings, its end and certificate."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.centre.idempotency import idempotent
from apps.documents import doors
from apps.kernel import keyset
from apps.kernel.api import ReasonSerializer, answer_page, checked, one_of, page_of
from apps.kernel.errors import NotAllowed, NotFound
from apps.kernel.parsers import BoundedJSONParser
from apps.kernel.problems import PROBLEMS
from apps.pilots import permissions, selectors, services
from apps.pilots.api import shapes
from apps.pilots.entries import KpiEntry
from apps.pilots.models import Gate, Pilot
from apps.pilots.rules import Direction, Measure
from apps.pilots.selectors.lists import ORDER
from apps.pilots.states import PilotState
from apps.pilots.words import StageName

CREATED = status.HTTP_201_CREATED
FILTERS = [OpenApiParameter(name, str) for name in ("stage", "state", "text", "after", "before", "end")]


class Pilots(APIView):
    @extend_schema(
        operation_id="pilots_list", parameters=FILTERS, responses={200: page_of(shapes.PilotRowSerializer), **PROBLEMS}
    )
    def get(self, request: Request) -> Response:
        """Pilots this person may see, the newest first."""
        asked = {
            "stage": one_of(request, "stage", StageName),
            "state": one_of(request, "state", PilotState),
            "text": request.GET.get("text", ""),
        }
        page = keyset.page(selectors.pilots_for(request.user, **asked), ORDER, request.GET, values=selectors.PILOT_ROW)
        return answer_page(page, shapes.PilotRowSerializer)

    @extend_schema(
        operation_id="pilots_begin", request=shapes.BeginSerializer, responses={201: shapes.PilotSerializer, **PROBLEMS}
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Begin the pilot of a signed agreement; asked again, the same pilot is answered."""
        given = checked(shapes.BeginSerializer, request.data)
        if not request.user.can(permissions.OPEN):
            raise NotAllowed
        agreement = get_object_or_404(selectors.agreements(), uid=given["agreement"])
        pilot = services.open_pilot(agreement_id=agreement.pk, by=request.user, at=timezone.now())
        return answer(request, pilot.uid, CREATED)


class PilotDetail(APIView):
    @extend_schema(operation_id="pilots_pilot", responses={200: shapes.PilotSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """One pilot."""
        return answer(request, uid)


class Kpis(APIView):
    @extend_schema(
        operation_id="pilots_set_kpi",
        request=shapes.KpiEntrySerializer,
        responses={201: shapes.PilotSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Add a KPI, or change the one of the same uid, before work begins."""
        given = dict(checked(shapes.KpiEntrySerializer, request.data))
        kpi_uid = given.pop("uid", None)
        given["direction"] = Direction(given["direction"])
        given["measure"] = Measure(given["measure"])
        services.set_kpi(pilot_uid=uid, kpi_uid=kpi_uid, entry=KpiEntry(**given), by=request.user, at=timezone.now())
        return answer(request, uid, CREATED)


class KpiDetail(APIView):
    @extend_schema(operation_id="pilots_remove_kpi", responses={204: None, **PROBLEMS})
    def delete(self, request: Request, uid: UUID) -> Response:
        """Take a KPI out before work begins."""
        services.remove_kpi(kpi_uid=uid, by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class Readings(APIView):
    parser_classes = (BoundedJSONParser, MultiPartParser, FormParser)

    @extend_schema(operation_id="pilots_readings", responses={200: page_of(shapes.ReadingSerializer), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Readings of a pilot, the latest first; withdrawn ones carry their reason."""
        rows = selectors.readings_of(seen(request, uid), request.user)
        return answer_page(keyset.page(rows, ("-measured_on", "-pk"), request.GET), shapes.ReadingSerializer)

    @extend_schema(
        operation_id="pilots_record_reading",
        request=shapes.ReadingEntrySerializer,
        responses={201: shapes.PilotSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Record one measured figure of one of the pilot's KPIs."""
        given = checked(shapes.ReadingEntrySerializer, request.data)
        kpi = get_object_or_404(seen(request, uid).kpis, uid=given["kpi"])
        services.record_reading(
            kpi_uid=kpi.uid,
            measured_on=given["measured_on"],
            value=given["value"],
            note=given["note"],
            file=given.get("file"),
            uid=given.get("uid"),
            by=request.user,
            at=timezone.now(),
        )
        return answer(request, uid, CREATED)


class WithdrawReading(APIView):
    @extend_schema(operation_id="pilots_withdraw_reading", request=ReasonSerializer, responses={204: None, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Take a wrong figure out of the count, with the reason."""
        given = checked(ReasonSerializer, request.data)
        services.withdraw_reading(reading_uid=uid, reason=given["reason"], by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class Resume(APIView):
    @extend_schema(
        operation_id="pilots_resume", request=ReasonSerializer, responses={200: shapes.PilotSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Take up a pilot on hold."""
        given = checked(ReasonSerializer, request.data)
        services.resume(pilot_uid=uid, reason=given["reason"], by=request.user, at=timezone.now())
        return answer(request, uid)


class Finish(APIView):
    @extend_schema(
        operation_id="pilots_finish",
        request=shapes.FinishSerializer,
        responses={200: shapes.PilotSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """End the pilot and have its certificate issued."""
        given = checked(shapes.FinishSerializer, request.data)
        services.finish(pilot_uid=uid, lessons=given["lessons"], by=request.user, at=timezone.now())
        return answer(request, uid)


class AgreeToCase(APIView):
    @extend_schema(
        operation_id="pilots_agree_to_case", request=None, responses={200: shapes.PilotSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Agree, for the company, that its ended pilot is published as a case."""
        services.agree_to_case(pilot_uid=uid, by=request.user, at=timezone.now())
        return answer(request, uid)


class Certificate(APIView):
    @extend_schema(
        operation_id="pilots_certificate", responses={(200, "application/pdf"): OpenApiTypes.BINARY, **PROBLEMS}
    )
    def get(self, request: Request, uid: UUID) -> FileResponse:
        """The certificate as PDF; 404 before the pilot is finished, 409 while it is being made."""
        found = seen(request, uid).certificate
        if found is None:
            raise NotFound
        return doors.stream(found)


def seen(request: Request, uid: UUID) -> Pilot:
    return get_object_or_404(Pilot.objects.visible_to(request.user).select_related("company", "certificate"), uid=uid)


def answer(request: Request, uid: UUID, code: int = status.HTTP_200_OK) -> Response:
    pilot = seen(request, uid)
    body = shapes.PilotSerializer({**_plain(pilot), "kpis": pilot.kpis.order_by("position"), "gates": _gates(pilot)})
    return Response(body.data, status=code)


def _plain(pilot: Pilot) -> dict[str, object]:
    names = [str(name) for name in shapes.PilotSerializer().fields if name not in {"kpis", "gates"}]
    return {name: getattr(pilot, name) for name in names}


def _gates(pilot: Pilot) -> list[Gate]:
    return list(pilot.gates.order_by("pk"))
