"""Calls: what anybody reads of them, and how the centre makes, publishes, amends and closes them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.doors import allowed
from apps.intake import permissions, selectors, services, tables
from apps.intake.forms import AmendForm, CallForm, CloseForm, NewCallForm, SubmitForm, initial_of
from apps.intake.models import Application, Call
from apps.intake.selectors import calls as reading
from apps.intake.states import CallState, Door
from apps.intake.views.public import offer
from apps.intake.views.steps import FORMS, step_titles, steps_of
from apps.kernel import calendars, keyset, web
from apps.kernel import tables as files
from apps.panels import selectors as panels

PAGE = 30
ALARM_BEFORE = timedelta(days=1)


@require_GET
def calls(request: HttpRequest) -> HttpResponseBase:
    """Calls with search and filter, those that take applications first."""
    now = timezone.now()
    runs = request.user.is_authenticated and request.user.can(permissions.RUN_CALLS)
    asked = {name: request.GET.get(name, "").strip() for name in ("text", "door", "standing")}
    standings = [choice for choice in reading.Standing.choices if runs or choice[0] != reading.Standing.DRAFT]
    rows = reading.call_rows(
        request.user,
        now,
        text=asked["text"],
        door=asked["door"] if asked["door"] in Door.values else "",
        standing=asked["standing"],
    )
    file = files.answer(request, pgettext("list", "모집공고"), rows, reading.CALL_ORDER, tables.calls(now))
    if file is not None:
        return file
    page = keyset.page(rows, reading.CALL_ORDER, request.GET, size=PAGE)
    context = {
        "page": page,
        "rows": [
            {
                **_standing(call, now),
                "address": reverse("intake:run-call", args=[call.uid]) if runs else call.get_absolute_url(),
            }
            for call in page
        ],
        "asked": asked,
        "doors": Door.choices,
        "standings": standings,
        "may_run": runs,
        "crumbs": [(pgettext("list", "모집공고"), "")],
    }
    return render(request, "intake/calls.html", context)


@require_GET
def call(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One call as applicants read it, with everything that was changed since."""
    found = _visible(request, uid)
    now = timezone.now()
    user = request.user
    context = {
        **_standing(found, now),
        **offer(found.programme, found.settings),
        "amendments": [(one, selectors.changes_of(one)) for one in found.amendments.order_by("-number")],
        "may_apply": not user.is_authenticated or user.can(permissions.APPLY),
        "may_run": user.is_authenticated and user.can(permissions.RUN_CALLS),
        "crumbs": [(pgettext("list", "모집공고"), reverse("intake:calls")), (found.title, "")],
    }
    return render(request, "intake/call.html", context)


@require_GET
def calendar(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The deadline of a dated call as a calendar file: a moment without an end, with an alarm on the day before."""
    found = _visible(request, uid)
    if found.closes_at is None:
        raise Http404
    changed = found.amendments.aggregate(last=Max("made_at"), count=Count("pk"))
    event = calendars.event(
        uid=str(found.uid),
        title=_("[마감] %(title)s") % {"title": found.title},
        url=f"{settings.SITE_URL}{found.get_absolute_url()}",
        at=found.closes_at,
        written_at=changed["last"] or found.published_at or found.opens_at,
        sequence=changed["count"],
    )
    return calendars.answer([event], f"deadline-{found.uid}")


@require_http_methods(["GET", "POST"])
@allowed(permissions.RUN_CALLS)
def new_call(request: HttpRequest) -> HttpResponse:
    """Draft a call."""
    form = NewCallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        programme = form.cleaned_data["programme"]
        with web.refusals(form):
            made = services.create_call(
                programme_code=programme.code,
                entry=form.entry(programme.settings),
                uid=form.cleaned_data["uid"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("공고 초안을 만들었습니다. 미리 보고 게시해 주십시오."))
            return redirect("intake:run-call", uid=made.uid)
    return _call_form(request, form, _("모집공고 만들기"), back=reverse("intake:calls"))


@require_GET
@allowed(permissions.RUN_CALLS)
def run_call(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A call for those who run it: where it stands, who applies, what can be done."""
    found, now = _visible(request, uid), timezone.now()
    counted_at, outcomes = selectors.outcomes_of(found, now)
    context = {
        **_standing(found, now),
        "outcomes": outcomes,
        "counted_at": counted_at,
        "figures": reading.figures_of(found),
        "amendments": [(one, selectors.changes_of(one)) for one in found.amendments.order_by("-number")],
        "close_form": CloseForm(),
        "crumbs": _crumbs(found, _("공고 관리")),
        **_committees(request, found),
    }
    return render(request, "intake/run_call.html", context)


@require_http_methods(["GET", "POST"])
@allowed(permissions.RUN_CALLS)
def edit_call(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change a draft, or amend what was published."""
    found = _visible(request, uid)
    published = found.state != CallState.DRAFT
    form = (AmendForm if published else CallForm)(request.POST or None, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            entry = form.entry(found.settings, opens_at=found.opens_at if published else None)
            if published:
                reason = form.cleaned_data["reason"]
                services.amend_call(call_uid=uid, entry=entry, reason=reason, by=request.user, at=timezone.now())
                messages.success(request, _("공고를 변경했습니다. 신청자에게 곧 알립니다."))
            else:
                services.edit_call(call_uid=uid, entry=entry, by=request.user, at=timezone.now())
                messages.success(request, _("공고 초안을 저장했습니다."))
            return redirect("intake:run-call", uid=uid)
    title = _("공고 변경") if published else _("공고 초안 고치기")
    return _call_form(request, form, title, back=reverse("intake:run-call", args=[uid]), call=found)


@require_POST
@allowed(permissions.RUN_CALLS)
def publish_call(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a call to the public."""
    return web.act(
        request,
        lambda: services.publish_call(call_uid=uid, by=request.user, at=timezone.now()),
        success=_("공고를 게시했습니다. 이제 누구나 볼 수 있습니다."),
        to=reverse("intake:run-call", args=[uid]),
    )


@require_POST
@allowed(permissions.RUN_CALLS)
def close_call(request: HttpRequest, uid: UUID) -> HttpResponse:
    """End a call before its time."""
    found = _visible(request, uid)
    form = CloseForm(request.POST)
    if form.is_valid():
        with web.refusals(form):
            reason = form.cleaned_data["reason"]
            services.close_call(call_uid=uid, reason=reason, by=request.user, at=timezone.now())
            messages.success(request, _("공고를 마감했습니다."))
            return redirect("intake:run-call", uid=uid)
    context = {**_standing(found, timezone.now()), "close_form": form, "crumbs": _crumbs(found, _("공고 관리"))}
    context |= {"figures": reading.figures_of(found), "amendments": [], **_committees(request, found)}
    return render(request, "intake/run_call.html", context, status=422)


@require_GET
@allowed(permissions.RUN_CALLS)
def preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The form an applicant of this call will fill in, step by step, with nothing to send."""
    found = _visible(request, uid)
    blank = Application(call=found, door=found.programme.door)
    titles = step_titles()
    words = selectors.vocabulary()
    asked = selectors.asked_consents(found.settings)
    context = {
        **_standing(found, timezone.now()),
        "steps": [(titles[name], FORMS[name](application=blank)) for name in steps_of(blank) if name in FORMS],
        "documents_title": titles["files"],
        "documents": selectors.asked_documents(found.settings, words),
        "check_title": titles["check"],
        "conditions": selectors.condition_rows(found.settings, words),
        "consents": [text for text, _must in asked],
        "consent_form": SubmitForm(asked=asked),
        "crumbs": _crumbs(found, _("신청서 미리보기")),
    }
    return render(request, "intake/preview.html", context)


def _visible(request: HttpRequest, uid: UUID) -> Call:
    return get_object_or_404(Call.objects.visible_to(request.user).select_related("programme"), uid=uid)


def _standing(call: Call, now: datetime) -> dict[str, Any]:
    standing = reading.standing_of(call, now)
    return {
        "call": call,
        "standing": standing,
        "tone": reading.TONES[standing],
        "days_left": reading.days_left(call, now) if standing == reading.Standing.OPEN else None,
    }


def _committees(request: HttpRequest, call: Call) -> dict[str, Any]:
    """The committees of a demonstration call, and whether one may be opened."""
    selects = call.programme.door == Door.DEMONSTRATION
    return {
        "committees": list(panels.committees_about(call)) if selects else [],
        "may_found": selects and request.user.can(permissions.PROPOSE) and call.state != CallState.DRAFT,
    }


def _crumbs(call: Call, title: str) -> list[tuple[str, str]]:
    return [
        (pgettext("list", "모집공고"), reverse("intake:calls")),
        (call.title, reverse("intake:run-call", args=[call.uid])),
        (title, ""),
    ]


def _call_form(
    request: HttpRequest, form: CallForm, title: str, *, back: str, call: Call | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "back": back,
        "crumbs": _crumbs(call, title) if call else [(pgettext("list", "모집공고"), back), (title, "")],
    }
    return render(request, "intake/call_form.html", context, status=422 if form.errors else 200)
