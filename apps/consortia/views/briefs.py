"""A project brief: opening, editing, its candidates, and asking partners."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.doors import allowed, signed_in
from apps.consortia import permissions, selectors, services
from apps.consortia.forms import BriefForm, NewBriefForm, ProposeForm, RoleForm
from apps.consortia.models import Agreement, Brief, BriefRole, MatchRun, Proposal
from apps.consortia.selectors import RoleView
from apps.consortia.states import TONES, BriefState, RunState
from apps.intake.models import Application
from apps.kernel import web
from apps.kernel.clocks import local
from apps.kernel.reasons import ReasonForm
from apps.workflow.selectors import available_actions

EDITABLE = (BriefState.DRAFT, BriefState.OPEN)
ANSWER_DAYS = 7
CLOSING_HOUR = 18
ORDER = (BriefState.DRAFT, BriefState.OPEN, BriefState.PROPOSED, BriefState.AGREED)


@require_http_methods(["GET", "POST"])
@allowed(permissions.MANAGE)
def new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Choose the roadmap's action that the application's project is about."""
    rows = Application.objects.visible_to(request.user).select_related("company", "call")
    application = get_object_or_404(rows, uid=uid)
    roadmap, actions = selectors.choosable_actions(application)
    form = NewBriefForm(request.POST or None, actions=actions)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            brief = services.open_brief(
                application_id=application.pk,
                planned_action_id=form.cleaned_data["planned_action"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("과제 개요서를 만들었습니다. 역할과 예산을 확인해 주십시오."))
            return redirect(brief)
    context = {
        "form": form,
        "application": application,
        "roadmap": roadmap,
        "crumbs": [_home(), (_("새 과제"), "")],
    }
    return render(request, "consortia/new.html", context, status=web.status_of(form))


@require_GET
@signed_in
def brief(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One project: roles, who was asked and answered, and for the centre the candidates with their reasons."""
    one = _readable(request, uid)
    roles = selectors.role_views(one)
    manages = request.user.can(permissions.MANAGE)
    found = selectors.candidate_views(one) if manages else {}
    agreement = Agreement.objects.visible_to(request.user).standing().filter(brief=one).first()
    may = {transition.action for transition in available_actions(one, request.user)}
    context = {
        "brief": one,
        "crumbs": [_home(), (one.title, "")],
        "tone": TONES[BriefState(one.state)],
        "steps": _steps(one),
        "readable": set(Proposal.objects.visible_to(request.user).filter(brief=one).values_list("uid", flat=True)),
        "roles": [(role, *found.get(role.id, ((), ()))) for role in roles],
        "facts": _facts(one),
        "links": _links(one),
        "agreement": agreement,
        "manages": manages,
        "is_open": one.state == BriefState.OPEN,
        "is_early": one.state != BriefState.CANCELLED and not selectors.is_selected(one),
        "may": may,
        "may_edit": manages and one.state in EDITABLE,
        "may_propose": one.state == BriefState.OPEN and request.user.can(permissions.PROPOSE) and _open(roles),
        "may_draft": _may_draft(request, one, roles, agreement),
        "may_withdraw": request.user.can(permissions.PROPOSE) and agreement is None,
        "cancel_form": ReasonForm(auto_id="cancel_%s"),
    }
    return render(request, "consortia/brief.html", context)


@require_http_methods(["GET", "POST"])
@allowed(permissions.MANAGE)
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the brief says."""
    one = _readable(request, uid)
    initial = {"title": one.title, "summary": one.summary, "months": one.months, "budget_krw": one.budget_krw}
    form = BriefForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.edit_brief(brief_uid=uid, entry=form.entry(), by=request.user, at=timezone.now())
            messages.success(request, _("과제 개요서를 저장했습니다."))
            return redirect(one)
    return _form_page(request, one, form, _("개요서 고치기"))


@require_http_methods(["GET", "POST"])
@allowed(permissions.MANAGE)
def role_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One more role."""
    one = _readable(request, uid)
    form = RoleForm(request.POST or None, skills=selectors.skill_names(), initial={"skills": one.skills})
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.add_role(brief_uid=uid, entry=form.entry(), by=request.user, at=timezone.now())
            messages.success(request, _("역할을 추가했습니다."))
            return redirect(one)
    return _form_page(request, one, form, _("역할 추가"))


@require_http_methods(["GET", "POST"])
@allowed(permissions.MANAGE)
def role_edit(request: HttpRequest, uid: UUID, role_uid: UUID) -> HttpResponse:
    """What a role asks."""
    one = _readable(request, uid)
    role = get_object_or_404(BriefRole, brief=one, uid=role_uid, removed_at__isnull=True)
    initial = {
        "role": role.role,
        "skills": role.skills,
        "months": role.months_needed,
        "budget_krw": role.budget_krw,
        "duties": role.duties,
    }
    form = RoleForm(request.POST or None, skills=selectors.skill_names(), initial=initial)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.edit_role(brief_uid=uid, role_uid=role_uid, entry=form.entry(), by=request.user, at=timezone.now())
            messages.success(request, _("역할을 저장했습니다."))
            return redirect(one)
    return _form_page(request, one, form, _("역할 고치기"))


@require_POST
@allowed(permissions.MANAGE)
def role_remove(request: HttpRequest, uid: UUID, role_uid: UUID) -> HttpResponse:
    """Take a role out."""
    return web.act(
        request,
        lambda: services.remove_role(brief_uid=uid, role_uid=role_uid, by=request.user, at=timezone.now()),
        success=_("역할을 뺐습니다."),
        to=_address(uid),
    )


@require_POST
@allowed(permissions.MANAGE)
def publish(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Begin to look for partners."""
    return web.act(
        request,
        lambda: services.publish(brief_uid=uid, by=request.user, at=timezone.now()),
        success=_("기관 구성을 시작했습니다. 후보를 검토해 주십시오."),
        to=_address(uid),
    )


@require_POST
@allowed(permissions.MANAGE)
def score(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Judge the candidates anew."""
    return web.act(
        request,
        lambda: services.score_candidates(brief_uid=uid, by=request.user, at=timezone.now()),
        success=_("후보 점수를 다시 계산했습니다."),
        to=_address(uid),
    )


@require_POST
@allowed(permissions.MANAGE)
def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the project up."""
    _readable(request, uid)
    form = ReasonForm(request.POST)
    web.demand(form)
    return web.act(
        request,
        lambda: services.cancel(brief_uid=uid, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()),
        success=_("과제를 취소했습니다."),
        to=_address(uid),
    )


@require_http_methods(["GET", "POST"])
@allowed(permissions.PROPOSE)
def propose(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Choose one candidate for each open role; a finished run fills the choices in."""
    one = _readable(request, uid)
    found = selectors.candidate_views(one, limit=30)
    roles = [(role, found.get(role.id, ((), ()))[0]) for role in selectors.role_views(one) if role.live is None]
    initial = {"due_at": _default_due(timezone.now()), **_from_run(request)}
    form = ProposeForm(request.POST or None, roles=roles, initial=initial)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.propose(
                brief_uid=uid,
                partners=form.partners(),
                due_at=form.cleaned_data["due_at"],
                message=form.cleaned_data["message"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("참여를 제안했습니다. 기관에 알림을 보냈습니다."))
            return redirect(one)
    return _form_page(request, one, form, _("참여 제안"), template="consortia/propose.html")


def _readable(request: HttpRequest, uid: UUID) -> Brief:
    rows = Brief.objects.visible_to(request.user).select_related(
        "company", "application__call", "roadmap", "planned_action__action"
    )
    return get_object_or_404(rows, uid=uid)


def _form_page(
    request: HttpRequest, one: Brief, form: Any, heading: str, template: str = "consortia/form.html"
) -> HttpResponse:
    crumbs = [_home(), (one.title, one.get_absolute_url()), (heading, "")]
    context = {"form": form, "heading": heading, "crumbs": crumbs, "back": one.get_absolute_url(), "brief": one}
    return render(request, template, context, status=web.status_of(form))


def _home() -> tuple[str, str]:
    return (pgettext("list", "컨소시엄"), reverse("consortia:list"))


def _address(uid: UUID) -> str:
    return reverse("consortia:brief", args=[uid])


def _open(roles: tuple[RoleView, ...]) -> bool:
    return any(role.live is None for role in roles)


def _may_draft(request: HttpRequest, one: Brief, roles: tuple[RoleView, ...], agreement: Agreement | None) -> bool:
    accepted = bool(roles) and all(role.is_held for role in roles)
    is_ready = one.state == BriefState.PROPOSED and selectors.is_selected(one)
    return agreement is None and accepted and is_ready and request.user.can(permissions.DRAFT)


def _steps(one: Brief) -> list[dict[str, str]]:
    """Where the project stands on its way to an agreement."""
    if one.state == BriefState.CANCELLED:
        return [{"label": str(BriefState.CANCELLED.label), "state": "stopped"}]
    now = ORDER.index(BriefState(one.state))
    finished = one.state == BriefState.AGREED
    marks = ["done" if i < now or finished else "current" if i == now else "todo" for i in range(len(ORDER))]
    words = (_("개요서"), _("기관 구성"), _("참여 제안"), _("협약"))
    return [{"label": word, "state": mark} for word, mark in zip(words, marks, strict=True)]


def _facts(one: Brief) -> list[tuple[str, object]]:
    scored = f"{local(one.scored_at):%Y-%m-%d %H:%M}" if one.scored_at else ""
    return [
        (_("과제 번호"), one.number),
        (_("수요기업"), one.company.name),
        (_("기간"), _("%(months)s개월") % {"months": one.months}),
        (_("후보 점수 계산"), scored),
    ]


def _links(one: Brief) -> list[tuple[str, str, str]]:
    """The thread back: application, roadmap and action."""
    return [
        (_("실증 신청"), one.application.receipt_number or "", one.application.get_absolute_url()),
        (_("전환 로드맵"), one.roadmap.number or "", one.roadmap.get_absolute_url()),
        (_("실행과제"), one.planned_action.action.title, one.planned_action.action.get_absolute_url()),
    ]


def _default_due(now: datetime) -> datetime:
    due = local(now) + timedelta(days=ANSWER_DAYS)
    return due.replace(hour=CLOSING_HOUR, minute=0, second=0, microsecond=0)


def _from_run(request: HttpRequest) -> dict[str, str]:
    """Choices as a finished run made them."""
    asked = request.GET.get("run", "")
    try:
        uid = UUID(asked)
    except ValueError:
        return {}
    run = MatchRun.objects.visible_to(request.user).filter(uid=uid, state=RunState.DONE).first()
    if run is None:
        return {}
    return {f"role_{row['role']}": row["organisation"] for row in run.result["filled"]}
