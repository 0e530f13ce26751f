"""The bare side of the list of applications: session, permission, the printed columns of the same rows, no layout."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from apps.intake.models import Application

SIZE = 50
COLUMNS = (
    "uid",
    "receipt_number",
    "company__name_ko",
    "company__district__name_ko",
    "call__programme__name_ko",
    "state",
    "submitted_at",
    "screener__name",
)


@login_required
def applications(request: HttpRequest) -> HttpResponse:
    start = SIZE * (int(request.GET.get("page", 1)) - 1)
    visible = Application.objects.visible_to(request.user).filter(submitted_at__isnull=False)
    rows = visible.order_by("-submitted_at", "-pk").values(*COLUMNS)
    return HttpResponse(render_to_string("floor/applications.html", {"rows": rows[start : start + SIZE]}))
