"""The screening queue for programs."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.intake import permissions, selectors
from apps.intake.states import State
from apps.kernel import keyset
from apps.kernel.api import answer_page, one_of, page_of
from apps.kernel.errors import NotAllowed
from apps.kernel.problems import PROBLEMS


class ScreeningRowSerializer(serializers.Serializer):
    """An application to be screened or mended, and when its clock runs out."""

    uid = serializers.UUIDField()
    receipt_number = serializers.CharField()
    company = serializers.CharField(source="company__name_ko")
    programme = serializers.CharField(source="call__programme__name_ko")
    state = serializers.ChoiceField(choices=State.choices)
    due_at = serializers.DateTimeField()
    screener = serializers.CharField(source="screener__name", allow_null=True)


class ScreeningQueue(APIView):
    @extend_schema(operation_id="screening_queue", responses={200: page_of(ScreeningRowSerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        """What is to be screened, the soonest due first; `state` and `mine=1` narrow."""
        if not request.user.can(permissions.SCREEN):
            raise NotAllowed
        asked = request.GET
        rows = selectors.screening_rows(
            request.user, mine=asked.get("mine") == "1", state=one_of(request, "state", State)
        )
        page = keyset.page(rows, ("due_at", "pk"), asked, values=selectors.SCREENING_ROW)
        return answer_page(page, ScreeningRowSerializer)
