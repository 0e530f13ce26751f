"""Applications from a table: upload, look through, take over."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.doors import allowed
from apps.documents import reading
from apps.documents import selectors as documents
from apps.intake import permissions, services
from apps.intake.forms import ImportForm, application_headings, read_applications, required_headings
from apps.kernel import tables, web
from apps.kernel.errors import RowsRefused

SHOWN = 200


@require_http_methods(["GET", "POST"])
@allowed(permissions.TAKE_IN)
def import_applications(request: HttpRequest) -> HttpResponse:
    """Hand in a table of applications to one call."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            given = form.cleaned_data
            data = given["file"].read(reading.MOST_BYTES + 1)
            headings = application_headings().values()
            lines = reading.read(data, given["file"].name, headings, required_headings())
            batch = services.keep_applications(
                uid=given["uid"],
                call_uid=given["call"].uid,
                name=given["file"].name,
                data=data,
                lines=lines,
                by=request.user,
                at=timezone.now(),
            )
            return redirect("intake:import-batch", uid=batch.uid)
    required = required_headings()
    context = {
        "form": form,
        "title": _("신청 가져오기"),
        "lead": _("다른 곳에서 받은 신청을 표 파일로 한 번에 접수합니다. 기업은 먼저 등록되어 있어야 합니다."),
        "template": reverse("intake:import-template"),
        "headings": [(heading, heading in required) for heading in application_headings().values()],
        "crumbs": [(pgettext("list", "신청"), reverse("intake:list")), (_("신청 가져오기"), "")],
    }
    return render(request, "documents/import.html", context, status=web.status_of(form))


@require_http_methods(["GET", "POST"])
@allowed(permissions.TAKE_IN)
def import_batch(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is wrong with a table, row by row; and when nothing is, taking it over."""
    now = timezone.now()
    batch = documents.batch(uid, services.APPLICATIONS, request.user)
    call = services.call_of(batch.chosen["call"], request.user)
    rows, problems = read_applications(documents.lines_of(batch))
    status = 200
    if request.method == "POST":
        try:
            if problems:
                raise RowsRefused([*problems, *services.refused_applications(call, rows, now)])
            done = services.import_applications(batch_uid=uid, rows=rows, by=request.user, at=now)
        except RowsRefused as refusal:
            problems, status = refusal.rows, refusal.status
        else:
            words = ngettext("신청 %(count)s건을 가져왔습니다.", "신청 %(count)s건을 가져왔습니다.", done.count)
            messages.success(request, words % {"count": f"{done.count:,}"})
            return redirect("intake:list")
    elif batch.applied_at is None:
        problems = [*problems, *services.refused_applications(call, rows, now)]
    problems = sorted(problems, key=lambda one: one.row)
    again = reverse("intake:import")
    context = {
        "batch": batch,
        "title": _("신청 가져오기"),
        "about": call.title,
        "problems": problems[:SHOWN],
        "problems_count": len(problems),
        "wrong_rows": len({one.row for one in problems}),
        "again": again,
        "crumbs": [
            (pgettext("list", "신청"), reverse("intake:list")),
            (_("신청 가져오기"), again),
            (batch.original_name, ""),
        ],
    }
    return render(request, "documents/batch.html", context, status=status)


@require_GET
@allowed(permissions.TAKE_IN)
def import_template(request: HttpRequest) -> HttpResponseBase:
    """An empty table with the headings, to be filled in."""
    form = tables.asked(request.GET) or tables.Format.XLSX
    with override("ko"):
        columns = [tables.Column(one, str) for one in application_headings().values()]
        return tables.written(form, _("신청 가져오기 양식"), columns, [])
