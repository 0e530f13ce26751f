"""Pages of sittings: a reviewer's seats and score sheet, and how a sitting goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import access
from apps.accounts import selectors as people
from apps.accounts.doors import allowed
from apps.accounts.roles import Role
from apps.documents import doors
from apps.kernel import keyset, web
from apps.kernel import tables as files
from apps.kernel.clocks import local, local_date
from apps.kernel.errors import DomainError
from apps.kernel.reasons import ReasonForm
from apps.panels import permissions, selectors, services, tables
from apps.panels.forms import InviteForm, ReleaseForm, ScoreForm, SetAsideForm, WithholdForm
from apps.panels.models import Seat, Sitting
from apps.panels.states import SeatState, SittingState
from apps.panels.words import TONES
from apps.workflow.selectors import is_asked

PAGE = 30
MOST_DIGITS = 10


@require_GET
@allowed(permissions.SCORE, permissions.VIEW_ALL)
def index(request: HttpRequest) -> HttpResponse:
    """A reviewer's own seats; centre staff go to the sittings."""
    if not request.user.can(permissions.SCORE):
        return redirect("panels:sittings")
    show = request.GET.get("show", "todo")
    page = keyset.page(selectors.seats_of(request.user, show=show), ("-invited_at", "-pk"), request.GET, size=PAGE)
    rows = _told(page, SeatState.INVITED, "sitting__")
    tabs = [
        {"label": text, "url": f"?show={value}", "is_current": show == value}
        for value, text in (("todo", _("할 평가")), ("done", _("끝난 평가")), ("all", _("모두")))
    ]
    context = {
        "page": page,
        "rows": rows,
        "tabs": tabs,
        "base": reverse("panels:list"),
        "committees": selectors.sitting_now(request.user),
        "has_profile": selectors.own_profile(request.user) is not None,
    }
    return render(request, "panels/seats.html", context)


@require_GET
@allowed(permissions.VIEW_ALL)
def sittings(request: HttpRequest) -> HttpResponseBase:
    """All sittings with how many sheets have come."""
    state = request.GET.get("state", "")
    found, order = selectors.sittings_for(request.user, state=state), ("-convened_at", "-pk")
    file = files.answer(request, _("평가위원회 목록"), found, order, tables.SITTINGS)
    if file is not None:
        return file
    page = keyset.page(found, order, request.GET, size=PAGE)
    rows = _told(page, SittingState.OPEN)
    context = {
        "page": page,
        "rows": rows,
        "state": state,
        "states": SittingState.choices,
        "base": reverse("panels:sittings"),
    }
    return render(request, "panels/sittings.html", context)


@require_http_methods(["GET", "POST"])
@allowed(permissions.SCORE)
def seat(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The masked sheet and the score sheet of one's own seat."""
    own = get_object_or_404(Seat.objects.filter(user=request.user).select_related("sitting"), uid=uid)
    if own.state != SeatState.INVITED:
        return _left_seat(request, own)
    form = ScoreForm(
        request.POST or None,
        questions=selectors.questions(own.sitting),
        initial={**own.draft, "version": own.draft_version},
    )
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.hand_in(
                seat_uid=uid,
                scores=form.scores(),
                comment=form.cleaned_data["comment"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("평가표를 제출했습니다. 제출한 점수는 바꿀 수 없습니다."))
            return redirect("panels:seat", uid=uid)
    context = {"seat": own, "sitting": own.sitting, "form": form, "crumbs": _crumbs(own.sitting.subject_title)}
    return render(request, "panels/score.html", context, status=web.status_of(form))


@require_POST
@allowed(permissions.SCORE)
def save(request: HttpRequest, uid: UUID) -> JsonResponse:
    """Save a sheet while it is written. 200 with the version, 409 with the other window's words, 4xx with why."""
    own = get_object_or_404(Seat.objects.filter(user=request.user).select_related("sitting"), uid=uid)
    names = [*(question.code for question in selectors.questions(own.sitting)), "comment"]
    version = request.POST.get("version", "")
    if not (version.isascii() and version.isdecimal() and len(version) < MOST_DIGITS):
        return JsonResponse({"detail": _("화면을 새로 고친 뒤 다시 적어 주십시오.")}, status=422)
    values = {name: request.POST[name].replace("\x00", "") for name in names if name in request.POST}
    try:
        saved = services.save_draft(seat_uid=uid, version=int(version), values=values, by=request.user)
    except DomainError as refusal:
        return JsonResponse({"detail": str(refusal)}, status=refusal.status)
    if saved.theirs:
        return JsonResponse({"version": saved.version, "theirs": dict(saved.theirs)}, status=409)
    return JsonResponse({"version": saved.version})


@require_GET
@allowed(permissions.SCORE)
def case_file(request: HttpRequest, uid: UUID, file_uid: UUID) -> HttpResponseBase:
    """A file of the case, for whoever holds this seat; every download is written down."""
    own = get_object_or_404(_own_seats(request), uid=uid)
    found = selectors.file_for(own, file_uid, local_date(timezone.now()))
    return doors.stream_attachment(found.attachment, request, name=found.name)


def _told(page: Iterable[dict[str, Any]], owed: SeatState | SittingState, way: str = "") -> list[dict[str, Any]]:
    """Rows of a list in words, the sitting's fields found behind `way`; one `owed` after its moment is late."""
    now, states = timezone.now(), type(owed)
    return [
        {
            **row,
            "label": states(row["state"]).label,
            "tone": TONES[row["state"]],
            "round_label": Sitting.Round(row[f"{way}round"]).label,
            "is_late": row["state"] == owed and row[f"{way}due_at"] < now,
        }
        for row in page
    ]


def _own_seats(request: HttpRequest) -> QuerySet[Seat]:
    return Seat.objects.filter(user=request.user).select_related("sitting__case__committee", "user")


def _left_seat(request: HttpRequest, own: Seat) -> HttpResponse:
    """What a reviewer sees afterwards: their own sheet, or only that they stepped back."""
    handed_in = own.state == SeatState.HANDED_IN
    context = {
        "seat": own,
        "crumbs": _crumbs(own.sitting.subject_title if handed_in else _("맡지 않는 평가")),
        "sitting": own.sitting if handed_in else None,
        "tone": TONES[own.state],
        "sheet": own.sheet if handed_in else None,
        "answers": selectors.answers(own) if handed_in else (),
        "others": selectors.co_sheets(own, request.user) if handed_in else (),
    }
    return render(request, "panels/handed_in.html", context)


@require_http_methods(["GET", "POST"])
@allowed(permissions.SCORE)
def recuse(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Step back from a case, saying why."""
    own = get_object_or_404(Seat.objects.filter(user=request.user).select_related("sitting"), uid=uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.recuse(seat_uid=uid, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            messages.success(request, _("회피를 신청했습니다. 센터 담당자에게 전달되었습니다."))
            return redirect("panels:list")
    context = {"seat": own, "form": form, "crumbs": _crumbs(own.sitting.subject_title)}
    return render(request, "panels/recuse.html", context, status=web.status_of(form))


@require_GET
@allowed(permissions.VIEW_ALL)
def sitting(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One sitting as centre staff see it: who has handed in, and the result once it is closed."""
    one = get_object_or_404(Sitting.objects.visible_to(request.user).select_related("convened_by"), uid=uid)
    rows = selectors.seat_rows(one, request.user)
    access.shown(request, [one.convened_by_id, *(row.user_id for row in rows)], purpose=_("평가위원회 진행 확인"))
    outcome = selectors.outcome_of(one)
    context = {
        "sitting": one,
        "crumbs": [(pgettext("list", "평가위원회"), reverse("panels:sittings")), (one.subject_title, "")],
        "tone": TONES[one.state],
        "rows": rows,
        "outcome": outcome,
        "percent": 100 * outcome.handed_in // max(outcome.seats, 1),
        "progress": f"{outcome.handed_in}/{outcome.seats}",
        "is_open": one.state == SittingState.OPEN,
        "conflicted": ", ".join(_conflicted(one)),
        "facts": _facts(one),
    }
    if context["is_open"]:
        reviewers = selectors.invitable(one, people.users_with_role(Role.REVIEWER))
        context["invite_form"] = InviteForm(reviewers=reviewers, auto_id="invite_%s")
        context["release_form"] = ReleaseForm(rows=rows, auto_id="release_%s")
        context["close_form"] = ReasonForm(auto_id="close_%s")
    if one.state != SittingState.CANCELLED:
        context["aside_form"] = SetAsideForm(rows=rows, auto_id="aside_%s")
    if one.state == SittingState.CLOSED:
        context["withhold_form"] = WithholdForm(rows=rows, auto_id="withhold_%s")
    return render(request, "panels/sitting.html", context)


def _conflicted(one: Sitting) -> list[str]:
    """Names of reviewers whose tie came to light after they were seated, while staff are asked about it."""
    return selectors.conflicted_in(one, local_date(timezone.now())) if is_asked(one, services.CONFLICT) else []


@require_POST
@allowed(permissions.CONVENE)
def invite(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Seat one more reviewer."""
    one = get_object_or_404(Sitting.objects.visible_to(request.user), uid=uid)
    form = InviteForm(request.POST, reviewers=people.users_with_role(Role.REVIEWER))
    web.demand(form)
    return web.act(
        request,
        lambda: services.invite(
            sitting_uid=uid, reviewer=form.cleaned_data["reviewer"], by=request.user, at=timezone.now()
        ),
        success=_("평가위원을 추가로 위촉했습니다."),
        to=one.get_absolute_url(),
    )


@require_POST
@allowed(permissions.RELEASE)
def release(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a seat back."""
    return _with_reason(request, uid, ReleaseForm, services.release, _("평가위원을 해촉했습니다."))


@require_POST
@allowed(permissions.RELEASE)
def set_aside(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Leave a sheet out because its reviewer turned out to be in conflict."""
    return _with_reason(request, uid, SetAsideForm, services.set_aside, _("평가표를 제외하고 다시 계산했습니다."))


@require_POST
@allowed(permissions.RELEASE)
def withhold(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Keep the opinion of a sheet from the applicant."""
    return _with_reason(request, uid, WithholdForm, services.withhold, _("이 의견은 신청기업에 보이지 않습니다."))


def _with_reason(
    request: HttpRequest, uid: UUID, form_of: type[ReleaseForm], act: Callable[..., object], success: str
) -> HttpResponse:
    """Do something to one seat of a sitting, for a reason."""
    one = get_object_or_404(Sitting.objects.visible_to(request.user), uid=uid)
    form = form_of(request.POST, rows=selectors.seat_rows(one, request.user))
    web.demand(form)
    return web.act(
        request,
        lambda: act(
            seat_uid=form.cleaned_data["seat"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        success=success,
        to=one.get_absolute_url(),
    )


@require_POST
@allowed(permissions.RELEASE)
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Close with the sheets that have come."""
    one = get_object_or_404(Sitting.objects.visible_to(request.user), uid=uid)
    form = ReasonForm(request.POST)
    web.demand(form)
    return web.act(
        request,
        lambda: services.close(sitting_uid=uid, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()),
        success=_("평가를 마감했습니다."),
        to=one.get_absolute_url(),
    )


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [(_("내 평가"), reverse("panels:list")), (title, "")]


def _facts(one: Sitting) -> list[tuple[str, object]]:
    return [
        (_("위촉"), f"{local(one.convened_at):%Y-%m-%d %H:%M}"),
        (_("마감일시"), f"{local(one.due_at):%Y-%m-%d %H:%M}"),
        (_("결과에 필요한 평가표"), one.fewest_sheets),
        (_("최고·최저 제외"), _("%(count)s명부터") % {"count": one.trim_from} if one.trim_from else _("하지 않음")),
        (_("개설자"), one.convened_by.name),
    ]
