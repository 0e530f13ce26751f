"""What the centre checks about a company, for programs: who may act for it, and whether it is in business."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.doors import demand
from apps.directory import permissions, services
from apps.directory.api.companies import found_company
from apps.directory.models import Company
from apps.kernel.api import checked
from apps.kernel.problems import PROBLEMS


class AuthoritySerializer(serializers.Serializer):
    authority_confirmed_at = serializers.DateTimeField()


class Authority(APIView):
    @extend_schema(operation_id="company_authority", request=None, responses={200: AuthoritySerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Note that the registrant may act for the company, as its business registration shows. For the centre."""
        found = found_company(request, uid)
        done = services.confirm_authority(organisation_id=found.pk, by=request.user, at=timezone.now())
        return Response(AuthoritySerializer(done).data)


class StatusSerializer(serializers.Serializer):
    business_status = serializers.ChoiceField(choices=Company.Status.choices)
    status_checked_on = serializers.DateField()


class BusinessStatus(APIView):
    @extend_schema(
        operation_id="company_status", request=StatusSerializer, responses={200: StatusSerializer, **PROBLEMS}
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Note the business status as it was checked on a day. For the centre."""
        found = found_company(request, uid)
        demand(request.user, permissions.MANAGE)
        data = checked(StatusSerializer, request.data)
        done = services.record_business_status(
            organisation_id=found.pk,
            status=data["business_status"],
            on=data["status_checked_on"],
            by=request.user,
            at=timezone.now(),
        )
        return Response(StatusSerializer(done).data)
