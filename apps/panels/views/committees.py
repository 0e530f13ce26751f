"""Pages of committees: making one, its members' own part, its rounds, minutes and fees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import access
from apps.accounts.doors import allowed
from apps.directory import selectors as directory
from apps.kernel import keyset, web
from apps.kernel import tables as files
from apps.kernel.clocks import local
from apps.panels import permissions, rules, selectors, services, solver, tables
from apps.panels.forms import AppointForm, ConcludeForm, DismissForm, MoveForm, PresentForm
from apps.panels.models import Committee, Member, Reviewer, Seat
from apps.panels.states import CommitteeAction, CommitteeState, SeatState
from apps.panels.words import TONES
from apps.workflow import selectors as workflow

PAGE = 30


@require_GET
@allowed(permissions.VIEW_ALL)
def committees(request: HttpRequest) -> HttpResponseBase:
    """All committees, the newest first."""
    state = request.GET.get("state", "")
    rows = selectors.committees_for(request.user, state=state)
    order, values = ("-founded_at", "-pk"), selectors.COMMITTEE_ROW
    file = files.answer(request, _("위원회 목록"), rows, order, tables.COMMITTEES, values=values)
    if file is not None:
        return file
    page = keyset.page(rows, order, request.GET, size=PAGE, values=values)
    modes = dict(Committee.Mode.choices)
    context = {
        "page": page,
        "rows": [
            {
                **row,
                "label": CommitteeState(row["state"]).label,
                "tone": TONES[row["state"]],
                "mode": modes[row["mode"]],
            }
            for row in page
        ],
        "state": state,
        "states": CommitteeState.choices,
        "base": reverse("panels:committees"),
    }
    return render(request, "panels/committees.html", context)


@require_GET
@allowed(permissions.SCORE, permissions.VIEW_ALL)
def committee(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One committee: for the centre all of it, for a member their own part."""
    found = _visible(request, uid)
    if not request.user.can(permissions.VIEW_ALL) or "own" in request.GET:
        return _own_part(request, found)
    return _page(request, found, {})


@require_POST
@allowed(permissions.SCORE)
def pledge(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A member pledges."""
    found = _visible(request, uid)
    return web.act(
        request,
        lambda: services.pledge(committee_uid=uid, by=request.user, at=timezone.now()),
        success=_("서약했습니다. 평가가 시작되면 알려 드립니다."),
        to=found.get_absolute_url(),
    )


@require_POST
@allowed(permissions.SCORE)
def record(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The chair confirms the minutes."""
    found = _visible(request, uid)
    return web.act(
        request,
        lambda: services.record(committee_uid=uid, by=request.user, at=timezone.now()),
        success=_("회의록을 확정했습니다."),
        to=found.get_absolute_url(),
    )


@require_POST
@allowed(permissions.CONVENE)
def appoint(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Appoint members, and say who is in the chair."""
    found = _visible(request, uid)
    form = _appoint_form(list(selectors.members_of(found)), request.POST)
    return _act(
        request,
        found,
        ("appoint_form", form),
        lambda data: services.appoint(
            committee_uid=uid,
            user_uids=[UUID(text) for text in data["members"]],
            chair_uid=UUID(data["chair"]) if data["chair"] else None,
            by=request.user,
            at=timezone.now(),
        ),
        _("위원을 위촉하고 서약을 요청했습니다."),
    )


@require_POST
@allowed(permissions.RELEASE)
def dismiss(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let a member go."""
    found = _visible(request, uid)
    form = DismissForm(request.POST, members=list(selectors.members_of(found)), auto_id="dismiss_%s")
    return _act(
        request,
        found,
        ("dismiss_form", form),
        lambda data: services.dismiss(
            committee_uid=uid,
            user_uid=UUID(data["member"]),
            reason=data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        _("위원을 해촉했습니다."),
    )


@require_POST
@allowed(permissions.CONVENE)
def start(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open the document round."""
    found = _visible(request, uid)
    return web.act(
        request,
        lambda: services.start(committee_uid=uid, by=request.user, at=timezone.now()),
        success=_("평가를 시작하고 위원에게 알렸습니다."),
        to=found.get_absolute_url(),
    )


@require_POST
@allowed(permissions.CONVENE)
def present(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Go on to presentations."""
    found = _visible(request, uid)
    form = _present_form(found, request.POST)
    return _act(
        request,
        found,
        ("present_form", form),
        lambda data: services.present(
            committee_uid=uid,
            case_uids=[UUID(text) for text in data["cases"]],
            starts_at=data["starts_at"],
            minutes=data["minutes"],
            by=request.user,
            at=timezone.now(),
        ),
        _("발표평가를 열고 시간표를 만들었습니다."),
    )


@require_POST
@allowed(permissions.RELEASE)
def conclude(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write the minutes and end the deliberation."""
    found = _visible(request, uid)
    form = ConcludeForm(request.POST, auto_id="conclude_%s")
    return _act(
        request,
        found,
        ("conclude_form", form),
        lambda data: services.conclude(
            committee_uid=uid, place=data["place"], minutes=data["minutes"], by=request.user, at=timezone.now()
        ),
        _("심의를 마치고 위원장에게 회의록 확인을 요청했습니다."),
    )


@require_GET
@allowed(permissions.CONVENE)
def proposal(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Before the start: who would score what by the best plan, with reasons."""
    found = get_object_or_404(
        Committee.objects.visible_to(request.user), uid=uid, mode=Committee.Mode.EACH, state=CommitteeState.PREPARING
    )
    try:
        plan = selectors.proposal(found, timezone.now())
    except solver.NotProven:
        messages.error(request, _("정해진 시간 안에 배정을 마치지 못했습니다. 안건을 나누어 다시 시도해 주십시오."))
        return redirect(found)
    names = {member.user_id: member.user.name for member in selectors.members_of(found)}
    access.shown(request, names, purpose=_("평가위원 배정 확인"))
    skills = dict(directory.skill_choices())
    context = {
        "committee": found,
        "plan": plan,
        "rows": [(one.title, one.user.name, selectors.say_why(one.why, names, skills)) for one in plan.pairs],
        "loads": [
            (name, _("%(count)s건, 올해 모두 %(year)s건") % {"count": here, "year": year})
            for name, here, year in plan.loads
        ],
        "crumbs": [*_crumbs(found), (_("배정안"), "")],
    }
    return render(request, "panels/proposal.html", context)


@require_http_methods(["GET", "POST"])
@allowed(permissions.CONVENE)
def move(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give one case to another member."""
    seats = Seat.objects.visible_to(request.user).select_related("sitting__case__committee", "user")
    seat = get_object_or_404(seats, uid=uid, sitting__case__isnull=False, state=SeatState.INVITED)
    found = _visible(request, seat.sitting.case.committee.uid)
    others = [one for one in selectors.members_of(found) if one.user_id != seat.user_id]
    form = MoveForm(request.POST or None, members=others)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.move(
                seat_uid=uid,
                to_uid=UUID(form.cleaned_data["to"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("안건을 다른 위원에게 넘겼습니다."))
            return redirect(seat.sitting)
    names = {member.user_id: member.user.name for member in selectors.members_of(found)}
    context = {
        "seat": seat,
        "form": form,
        "why": selectors.say_why(seat.why, names, dict(directory.skill_choices())),
        "crumbs": [*_crumbs(found), (seat.sitting.subject_title, "")],
    }
    return render(request, "panels/move.html", context, status=web.status_of(form))


def _visible(request: HttpRequest, uid: UUID) -> Committee:
    rows = Committee.objects.visible_to(request.user).select_related("founded_by")
    return get_object_or_404(rows, uid=uid)


def _crumbs(found: Committee) -> list[tuple[str, str]]:
    return [(_("차수별 위원회"), reverse("panels:committees")), (found.title, found.get_absolute_url())]


def _act(
    request: HttpRequest,
    found: Committee,
    sent: tuple[str, forms.Form],
    call: Callable[[dict[str, Any]], Any],
    success: str,
) -> HttpResponse:
    """One act from the committee's page: back to it, with the form's errors in their place when refused."""
    return web.act_in_place(
        request,
        sent[1],
        call,
        success=success,
        to=found.get_absolute_url(),
        page=lambda: _page(request, found, dict([sent])),
    )


def _page(request: HttpRequest, found: Committee, sent: dict[str, forms.Form]) -> HttpResponse:
    members = list(selectors.members_of(found))
    access.shown(request, [found.founded_by_id, *(one.user_id for one in members)], purpose=_("평가위원회 진행 확인"))
    actions = {transition.action for transition in workflow.available_actions(found, request.user)}
    rows = selectors.case_rows(found)
    context = {
        "committee": found,
        "tone": TONES[found.state],
        "members": members,
        "rows": rows,
        "lacks": [selectors.say_lack(lack) for lack in selectors.lacks_of(found, members)],
        "facts": _facts(found),
        "may_start": CommitteeAction.START in actions,
        "is_member": any(one.user_id == request.user.pk for one in members),
        "assigns": found.mode == Committee.Mode.EACH,
        "crumbs": [(_("차수별 위원회"), reverse("panels:committees")), (found.title, "")],
        **_forms(found, members, actions),
        **sent,
    }
    status = max((web.status_of(form) for form in sent.values()), default=200)
    return render(request, "panels/committee.html", context, status=status)


def _forms(found: Committee, members: list[Member], actions: set[str]) -> dict[str, forms.Form]:
    """What may be done now, as forms."""
    shown: dict[str, forms.Form] = {}
    if CommitteeAction.START in actions or CommitteeAction.CONCLUDE in actions:
        shown["appoint_form"] = _appoint_form(members, None)
        if members:
            shown["dismiss_form"] = DismissForm(members=members, auto_id="dismiss_%s")
    if CommitteeAction.PRESENT in actions and rules.terms_of(found.terms).presentation:
        shown["present_form"] = _present_form(found, None)
    if CommitteeAction.CONCLUDE in actions:
        shown["conclude_form"] = ConcludeForm(auto_id="conclude_%s")
    return shown


def _appoint_form(members: list[Member], data: Any) -> AppointForm:
    pool = Reviewer.objects.filter(is_active=True).exclude(user__in=[one.user_id for one in members])
    return AppointForm(data, pool=pool, members=members, auto_id="appoint_%s")


def _present_form(found: Committee, data: Any) -> PresentForm:
    cases = found.cases.filter(withdrawn_at=None, document_total__isnull=False)
    best = list(cases.order_by("-document_total", "position", "pk"))
    initial = {"starts_at": timezone.localtime() + timedelta(days=7)}
    return PresentForm(data, cases=best, initial=initial, auto_id="present_%s")


def _own_part(request: HttpRequest, found: Committee) -> HttpResponse:
    """What a member sees: the pledge first, then their cases, at the end the minutes."""
    member = found.members.filter(user=request.user, left_at=None).first()
    if member is None:
        raise Http404
    pledged = member.pledged_at is not None
    seats = list(selectors.seats_in(found, request.user)) if pledged else []
    concluded = found.state in {CommitteeState.CONCLUDED, CommitteeState.RECORDED}
    context = {
        "committee": found,
        "tone": TONES[found.state],
        "member": member,
        "pledged": pledged,
        "seats": [(seat, TONES[seat.state]) for seat in seats],
        "minutes_shown": pledged and concluded,
        "may_record": member.is_chair and found.state == CommitteeState.CONCLUDED,
        "crumbs": [(_("내 평가"), reverse("panels:list")), (found.title, "")],
    }
    return render(request, "panels/own_committee.html", context)


def _facts(found: Committee) -> list[tuple[str, object]]:
    terms = rules.terms_of(found.terms)
    return [
        (_("모집공고"), found.about_title),
        (_("방식"), found.get_mode_display()),
        (_("평가 마감"), f"{local(found.due_at):%Y-%m-%d %H:%M}"),
        (_("기준점수"), "–" if terms.cut_off is None else terms.cut_off),
        (
            _("최고·최저 제외"),
            _("%(count)s명부터") % {"count": terms.trim_from} if terms.trim_from else _("하지 않음"),
        ),
        (_("발표평가"), _("함") if terms.presentation else _("하지 않음")),
        (_("개설자"), found.founded_by.name),
    ]
