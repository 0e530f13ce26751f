"""Cases across apps: the list, one case's thread, the board of pilots, the funnel."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from apps.accounts import access
from apps.accounts.doors import allowed
from apps.desk import figures, permissions, tables, thread
from apps.intake.models import Application
from apps.intake.states import Door
from apps.kernel import clocks, keyset
from apps.kernel import tables as files
from apps.pilots import selectors as pilots

SIZE = 50


@require_GET
@allowed(permissions.SEE_CASES)
def index(request: HttpRequest) -> HttpResponseBase:
    """Cases with the furthest step each has come to."""
    step, words = request.GET.get("step", ""), request.GET.get("q", "").strip()
    rows = figures.cases(request.user, step=step, words=words)
    order = ("-submitted_at", "-pk")
    stepped = figures.with_steps(rows)
    file = files.answer(request, _("사례 흐름"), stepped, order, tables.CASES, values=(*figures.LISTED, "step"))
    if file is not None:
        return file
    page = keyset.page(rows, order, request.GET, size=SIZE, values=figures.LISTED)
    furthest = figures.steps_of([row["pk"] for row in page.rows])
    for row in page.rows:
        row["label"], row["tone"] = figures.STEPS[furthest[row["pk"]]]
    steps = [(code, label) for code, (label, _tone) in figures.STEPS.items()]
    return render(request, "desk/cases.html", {"page": page, "steps": steps, "step": step, "words": words})


@require_GET
@allowed(permissions.SEE_CASES)
def case(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One case's thread, from the problem to the certificate."""
    found = (
        Application.objects.visible_to(request.user)
        .filter(uid=uid, door=Door.DIAGNOSIS)
        .select_related("company__company", "applicant", "call__programme")
        .first()
    )
    if found is None:
        raise Http404
    access.shown(request, [found.applicant], purpose=_("사례 보기"))
    knots = thread.thread(found, request.user)
    return render(request, "desk/case.html", {"application": found, "knots": knots})


@require_GET
@allowed(permissions.SEE_FIGURES)
def board(request: HttpRequest) -> HttpResponse:
    """Running pilots by stage."""
    return render(request, "desk/board.html", {"board": pilots.board(request.user, at=timezone.now())})


@require_GET
@allowed(permissions.SEE_FIGURES)
def funnel(request: HttpRequest) -> HttpResponse:
    """How many cases came how far, in all or by the year of their request."""
    now = timezone.now()
    this_year = clocks.local_date(now).year
    years = [str(this_year - back) for back in range(3)]
    year = request.GET.get("year", "")
    found = figures.funnel(at=now, year=int(year) if year in years else None)
    return render(request, "desk/funnel.html", {"funnel": found, "years": years, "year": year})
