"""What every API door shares: keyset pages in JSON, and requests that may be sent twice."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import TextChoices
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.kernel import keyset
from apps.kernel.errors import RowProblem

MOST_TOLD = 1000


class PageOf(serializers.Serializer):
    """The envelope of a list: rows, and query strings to the next and previous page (empty when there is none)."""

    next = serializers.CharField(help_text="Query string of the next page, or empty.")
    previous = serializers.CharField(help_text="Query string of the previous page, or empty.")
    results = serializers.ListField()


class PersonSerializer(serializers.Serializer):
    """Somebody whom a decision may name."""

    uid = serializers.UUIDField()
    name = serializers.CharField()


class ReasonSerializer(serializers.Serializer):
    """Why somebody decides so: the input of every act that needs a reason and nothing else."""

    reason = serializers.CharField(max_length=1000)


def page_of(serializer: type[serializers.Serializer]) -> type[serializers.Serializer]:
    """The schema of a page of ``serializer`` rows."""
    name = f"PageOf{serializer.__name__.removesuffix('Serializer')}"
    return type(name, (PageOf,), {"results": serializer(many=True)})


def answer_page(page: keyset.Page, serializer: type[serializers.Serializer], **context: Any) -> Response:
    rows = serializer(page.rows, many=True, context=context).data
    return Response({"next": page.next, "previous": page.previous, "results": rows})


def one_of(request: Request, name: str, choices: type[TextChoices]) -> str:
    """What a list is narrowed to by a query parameter, empty for everything. Raises ValidationError (400) naming the
    parameter for a value that there is not: an empty list would say that there are none.
    """
    asked = request.GET.get(name, "")
    if asked and asked not in choices.values:
        told = _("%(value)s은(는) 없는 값입니다. 쓸 수 있는 값: %(known)s")
        raise serializers.ValidationError({name: [told % {"value": asked[:40], "known": ", ".join(choices.values)}]})
    return asked


def checked(serializer: type[serializers.Serializer], data: Any) -> Mapping[str, Any]:
    """The validated input, or a problem document that names each field."""
    form = serializer(data=data)
    form.is_valid(raise_exception=True)
    return form.validated_data


@extend_schema(exclude=True)
class Nowhere(APIView):
    """Every address below the API that leads nowhere: a problem document, as for a row that is not there."""

    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404


class RowProblemSerializer(serializers.Serializer):
    """One thing wrong with one row of a table: the row's number in the file, and the heading it concerns."""

    row = serializers.IntegerField()
    heading = serializers.CharField()
    message = serializers.CharField()


class BatchSerializer(serializers.Serializer):
    """A table that was looked through; it can be taken over once nothing is wrong with it."""

    uid = serializers.UUIDField()
    name = serializers.CharField()
    count = serializers.IntegerField(help_text="Rows below the headings.")
    applied_at = serializers.DateTimeField(allow_null=True)
    problems_count = serializers.IntegerField()
    problems = RowProblemSerializer(many=True, help_text="The first thousand.")


def batch_answer(batch: Any, problems: Sequence[RowProblem], *, status: int = 200) -> Response:
    """A table as programs read it."""
    told = {
        "uid": batch.uid,
        "name": batch.original_name,
        "count": batch.count,
        "applied_at": batch.applied_at,
        "problems_count": len(problems),
        "problems": problems[:MOST_TOLD],
    }
    return Response(BatchSerializer(told).data, status=status)
