"""Lists of applications, one application, its receipt, and taking it back."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts import access
from apps.accounts.doors import allowed, signed_in
from apps.accounts.models import User
from apps.audit.services import label_of
from apps.directory import selectors as directory
from apps.documents import doors
from apps.documents import selectors as documents
from apps.documents.models import Kind
from apps.intake import permissions, selectors, services, tables
from apps.intake.models import Application, Programme, Word
from apps.intake.selectors import pages
from apps.intake.states import OBJECTION_TONES, TONES, Action, State, objection_shown_to, shown_to
from apps.kernel import clocks, keyset, web
from apps.kernel import tables as files
from apps.kernel.language import is_english, localized_value
from apps.kernel.reasons import ReasonForm
from apps.panels import selectors as panels
from apps.workflow import selectors as workflow

PAGE = 50
NOBODY = UUID(int=0)


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponseBase:
    """The centre's queue, or one's own applications."""
    if request.user.can(permissions.READ):
        return _queue(request)
    if request.user.can(permissions.APPLY):
        return _own(request)
    raise Http404


def _base() -> str:
    """The beginning of every application's address, worked out once for a page of rows."""
    return reverse("intake:detail", args=[NOBODY]).removesuffix(f"{NOBODY}/")


def _queue(request: HttpRequest) -> HttpResponseBase:
    asked = {name: request.GET.get(name, "") for name in ("state", "programme", "district", "text")}
    rows = selectors.application_rows(request.user, **asked)
    order = ("-submitted_at", "-pk")
    to_centre = request.user.can(permissions.SCREEN)
    if to_centre and files.asked(request.GET):
        columns = tables.screened(selectors.vocabulary(), panels.standings(label_of(Application())))
        values = selectors.FILED_ROW
    else:
        columns, values = tables.APPLICATIONS, selectors.ROW
    file = files.answer(request, pgettext("list", "신청"), rows, order, columns, values=values)
    if file is not None:
        return file
    page = keyset.page(rows, order, request.GET, size=PAGE, values=selectors.ROW)
    name = "name_en" if is_english() else "name_ko"
    context = {
        "page": page,
        "rows": _told(page, to_centre=to_centre),
        "base": _base(),
        "asked": asked,
        "states": [
            (one.value, one.label)
            for one in State
            if one is not State.DRAFT and shown_to(one, to_centre=to_centre) is one
        ],
        "programmes": Programme.objects.order_by("position", "pk").values_list("code", name),
        "districts": directory.district_choices(),
        "shows_people": to_centre,
        "may_import": request.user.can(permissions.TAKE_IN),
    }
    return render(request, "intake/queue.html", context)


def _own(request: HttpRequest) -> HttpResponseBase:
    own = selectors.own_rows(request.user)
    order = ("-created_at", "-pk")
    file = files.answer(request, _("내 신청"), own, order, tables.OWN, values=selectors.OWN_ROW)
    if file is not None:
        return file
    page = keyset.page(own, order, request.GET, size=PAGE, values=selectors.OWN_ROW)
    rows = _told(page, to_centre=False)
    context = {"page": page, "rows": rows, "base": _base(), "calls": selectors.open_calls(timezone.now())}
    return render(request, "intake/own.html", context)


def _told(page: Iterable[dict[str, Any]], *, to_centre: bool) -> list[dict[str, Any]]:
    """Rows of a list as the reader is told them; words are looked up once a page, not once a row."""
    shown = {state.value: shown_to(state, to_centre=to_centre) for state in State}
    words = {value: {"state": one, "label": str(one.label), "tone": TONES[one]} for value, one in shown.items()}
    return [
        {
            **row,
            **words[row["state"]],
            "programme": localized_value(row, "call__programme__name"),
            "at": f"{clocks.local(row['submitted_at']):%Y-%m-%d %H:%M}" if row["submitted_at"] else "",
        }
        for row in page
    ]


def visible(user: User, uid: UUID) -> Application:
    """An application this person may see, with what every page reads; raises Http404."""
    rows = Application.objects.visible_to(user).select_related(
        "call__programme",
        "company__district",
        "company__company__industry",
        "applicant",
        "site",
        "screener",
        "decided_by",
        "proposed_by",
    )
    return get_object_or_404(rows, uid=uid)


@require_GET
@signed_in
def detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One application: where it stands, what it says, what one can do next."""
    found = visible(request.user, uid)
    to_centre = request.user.can(permissions.SCREEN)
    if to_centre:
        access.shown(request, [found.applicant_id], purpose=_("신청 확인"))
    label, tone = pages.shown_state(found, to_centre=to_centre)
    actions = {transition.action for transition in workflow.available_actions(found, request.user)}
    sees_people = to_centre or found.state == State.DRAFT or request.user.can(permissions.APPLY)
    words = selectors.vocabulary()
    context = {
        "application": found,
        "label": label,
        "tone": tone,
        "steps": pages.way(found),
        "answers": pages.answers(found, words),
        "files": pages.files_of(found, words) if sees_people else [],
        "events": pages.timeline(found, to_centre=to_centre) if sees_people else [],
        "corrections": pages.corrections(found, words) if sees_people else [],
        "receipt": documents.latest(found, Kind.RECEIPT) if sees_people else None,
        "may_edit": found.state in services.EDITABLE and Action.WITHDRAW in actions,
        "may_withdraw": Action.WITHDRAW in actions,
        "may_screen": to_centre,
        "is_to_decide": to_centre and bool(actions - {Action.WITHDRAW}),
        "sees_people": sees_people,
        **_objecting(found, request.user, to_centre=to_centre),
        "result": selectors.result_of(found) if sees_people else None,
        "reasons": [word.name for word in words.of(Word.List.REJECT, found.decision_codes)],
        "crumbs": [*_way_here(request.user), (found.receipt_number or _("작성 중인 신청"), "")],
    }
    return render(request, "intake/detail.html", context)


def _objecting(found: Application, user: User, *, to_centre: bool) -> dict[str, Any]:
    """The newest objection to a decision of this application, or until when one may object."""
    row = selectors.objection_to(found) if to_centre or user.can(permissions.APPLY) else None
    contest = selectors.contest_of(found) if user.can(permissions.APPLY) else None
    if contest and row and (row.contested, row.told_at) == (contest.contested, contest.told_at):
        contest = None
    shown = objection_shown_to(row.state, to_centre=to_centre) if row else None
    return {
        "objection": row,
        "objection_label": shown.label if shown else "",
        "objection_tone": OBJECTION_TONES[shown] if shown else "",
        "object_until": contest.last_on if contest and contest.until > timezone.now() else None,
    }


@require_GET
@signed_in
def receipt(request: HttpRequest, uid: UUID) -> FileResponse:
    """The receipt PDF."""
    return doors.stream(_receipt(request, uid)[1])


@require_GET
@signed_in
def receipt_status(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A fragment that the page asks for until the receipt is there."""
    application, document = _receipt(request, uid)
    return render(request, "intake/_receipt.html", {"application": application, "receipt": document})


def _receipt(request: HttpRequest, uid: UUID) -> tuple[Application, Any]:
    application = visible(request.user, uid)
    document = documents.latest(application, Kind.RECEIPT)
    if document is None or (not request.user.can(permissions.SCREEN) and not request.user.can(permissions.APPLY)):
        raise Http404
    return application, document


@require_http_methods(["GET", "POST"])
@allowed(permissions.APPLY)
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take an application back, saying why."""
    found = visible(request.user, uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.withdraw(
                application_id=found.pk, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
            messages.success(request, _("신청을 철회했습니다."))
            return redirect("intake:list")
    name = found.receipt_number or _("작성 중인 신청")
    crumbs = [*_way_here(request.user), (name, found.get_absolute_url()), (_("철회"), "")]
    context = {"application": found, "form": form, "crumbs": crumbs}
    return render(request, "intake/withdraw.html", context, status=web.status_of(form))


def _way_here(user: User) -> list[tuple[str, str]]:
    """The list of applications, for those who may open it."""
    lists = user.can(permissions.READ) or user.can(permissions.APPLY)
    return [(pgettext("list", "신청"), reverse("intake:list"))] if lists else []
