"""Companies from a table: upload, look through, take over."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.doors import allowed
from apps.directory import permissions, selectors, services
from apps.directory.forms import ImportForm, company_headings, read_companies, required_headings
from apps.documents import reading
from apps.documents import selectors as documents
from apps.kernel import clocks, tables, web
from apps.kernel.errors import RowsRefused

SHOWN = 200


@require_http_methods(["GET", "POST"])
@allowed(permissions.MANAGE)
def import_companies(request: HttpRequest) -> HttpResponse:
    """Hand in a table of companies."""
    now = timezone.now()
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            file, today = form.cleaned_data["file"], clocks.local_date(now)
            data = file.read(reading.MOST_BYTES + 1)
            lines = reading.read(data, file.name, company_headings(today).values(), required_headings(today))
            uid = form.cleaned_data["uid"]
            batch = services.keep_companies(uid=uid, name=file.name, data=data, lines=lines, by=request.user, at=now)
            return redirect("directory:import-batch", uid=batch.uid)
    context = {
        "form": form,
        "title": _("기업 가져오기"),
        "lead": _("다른 곳에서 관리하던 기업을 표 파일로 한 번에 등록합니다. 저장하기 전에 줄마다 점검합니다."),
        "template": reverse("directory:import-template"),
        "headings": _headings(clocks.local_date(now)),
        "crumbs": [(_("기업 목록"), reverse("directory:companies")), (_("기업 가져오기"), "")],
    }
    return render(request, "documents/import.html", context, status=web.status_of(form))


@require_http_methods(["GET", "POST"])
@allowed(permissions.MANAGE)
def import_batch(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is wrong with a table, row by row; and when nothing is, taking it over."""
    now = timezone.now()
    batch = documents.batch(uid, services.COMPANIES, request.user)
    rows, problems = read_companies(documents.lines_of(batch), clocks.local_date(now))
    status = 200
    if request.method == "POST":
        try:
            if problems:
                raise RowsRefused([*problems, *services.refused_companies(rows, now)])
            done = services.import_companies(batch_uid=uid, rows=rows, by=request.user, at=now)
        except RowsRefused as refusal:
            problems, status = refusal.rows, refusal.status
        else:
            words = ngettext("기업 %(count)s곳을 가져왔습니다.", "기업 %(count)s곳을 가져왔습니다.", done.count)
            messages.success(request, words % {"count": f"{done.count:,}"})
            return redirect("directory:import-batch", uid=uid)
    elif batch.applied_at is None:
        problems = [*problems, *services.refused_companies(rows, now)]
    problems = sorted(problems, key=lambda one: one.row)
    context = {
        "batch": batch,
        "title": _("기업 가져오기"),
        "problems": problems[:SHOWN],
        "problems_count": len(problems),
        "wrong_rows": len({one.row for one in problems}),
        "again": reverse("directory:import"),
        "next_url": f"{reverse('directory:companies')}?members={selectors.WITHOUT}",
        "next_label": _("구성원 없는 기업 보기"),
        "next_text": _("가져온 기업에는 아직 구성원이 없습니다. 기업마다 첫 구성원을 이메일로 초대해 주십시오."),
        "crumbs": [
            (_("기업 목록"), reverse("directory:companies")),
            (_("기업 가져오기"), reverse("directory:import")),
            (batch.original_name, ""),
        ],
    }
    return render(request, "documents/batch.html", context, status=status)


@require_GET
@allowed(permissions.MANAGE)
def import_template(request: HttpRequest) -> HttpResponseBase:
    """An empty table with the headings, to be filled in."""
    form = tables.asked(request.GET) or tables.Format.XLSX
    headings = company_headings(clocks.local_date(timezone.now())).values()
    with override("ko"):
        return tables.written(form, _("기업 가져오기 양식"), [tables.Column(one, str) for one in headings], [])


def _headings(today: date) -> list[tuple[str, bool]]:
    """Every heading, and whether the column must be there."""
    required = required_headings(today)
    return [(heading, heading in required) for heading in company_headings(today).values()]
