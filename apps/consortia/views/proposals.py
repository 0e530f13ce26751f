"""A proposal as its partner reads and answers it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import access
from apps.accounts.doors import allowed, signed_in
from apps.accounts.models import User
from apps.consortia import permissions, selectors, services
from apps.consortia.models import Agreement, Proposal
from apps.consortia.states import LIVE, TONES, ProposalState
from apps.directory import selectors as directory
from apps.kernel import web
from apps.kernel.clocks import local
from apps.kernel.reasons import ReasonForm


@require_GET
@signed_in
def proposal(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is asked, of whom, until when, and the answer."""
    return _page(request, _readable(request, uid), ReasonForm(auto_id="decline_%s"))


def _page(request: HttpRequest, one: Proposal, form: ReasonForm) -> HttpResponse:
    is_open = one.state == ProposalState.PROPOSED and one.due_at >= timezone.now()
    own = directory.organisations_of(request.user).filter(pk=one.organisation_id).exists()
    if one.answered_by_id:
        access.shown(request, [one.answered_by_id], purpose=_("참여 제안 확인"))
    context = {
        "proposal": one,
        "brief": one.brief,
        "tone": TONES.get(ProposalState(one.state), "info"),
        "crumbs": _crumbs(request.user, one),
        "facts": _facts(one),
        "company": directory.company_facts(one.company),
        "skills": [name for code, name in selectors.skill_names().items() if code in one.brief_role.skills],
        "may_answer": is_open and own and request.user.can(permissions.ANSWER),
        "is_early": one.state in LIVE and not selectors.is_selected(one.brief),
        "is_late": one.state == ProposalState.PROPOSED and not is_open,
        "agreement": Agreement.objects.visible_to(request.user).standing().filter(brief=one.brief).first(),
        "decline_form": form,
    }
    return render(request, "consortia/proposal.html", context, status=web.status_of(form))


@require_POST
@allowed(permissions.ANSWER)
def accept(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say yes."""
    return web.act(
        request,
        lambda: services.accept(proposal_uid=uid, by=request.user, at=timezone.now()),
        success=_("참여를 수락했습니다. 협약이 준비되면 알려 드립니다."),
        to=reverse("consortia:proposal", args=[uid]),
    )


@require_POST
@allowed(permissions.ANSWER)
def decline(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say no, with the reason."""
    one = _readable(request, uid)
    form = ReasonForm(request.POST, auto_id="decline_%s")
    return web.act_in_place(
        request,
        form,
        lambda data: services.decline(proposal_uid=uid, reason=data["reason"], by=request.user, at=timezone.now()),
        success=_("참여를 거절했습니다. 센터 담당자에게 전했습니다."),
        to=one.get_absolute_url(),
        page=lambda: _page(request, one, form),
    )


@require_POST
@allowed(permissions.PROPOSE)
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a proposal back."""
    one = _readable(request, uid)
    form = ReasonForm(request.POST)
    web.demand(form)
    return web.act(
        request,
        lambda: services.withdraw(
            proposal_uid=uid, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        ),
        success=_("제안을 철회했습니다."),
        to=one.brief.get_absolute_url(),
    )


def _readable(request: HttpRequest, uid: UUID) -> Proposal:
    rows = Proposal.objects.visible_to(request.user).select_related(
        "brief__application", "brief_role", "organisation", "company", "answered_by"
    )
    return get_object_or_404(rows, uid=uid)


def _crumbs(user: User, one: Proposal) -> list[tuple[str, str]]:
    """The way here; the list of proposals only for those who may open it."""
    lists = user.can(permissions.ANSWER) or user.can(permissions.VIEW_ALL)
    return [
        (pgettext("list", "컨소시엄"), reverse("consortia:list")),
        *([(pgettext("list", "참여 제안"), reverse("consortia:proposals"))] if lists else []),
        (one.brief.title, ""),
    ]


def _facts(one: Proposal) -> list[tuple[str, object]]:
    answered = f"{local(one.answered_at):%Y-%m-%d %H:%M} {one.answered_by.name}" if one.answered_by else ""
    return [
        (_("역할"), one.brief_role.get_role_display()),
        (_("제안받은 기관"), one.organisation.name),
        (_("투입"), _("%(months)s인월") % {"months": one.months}),
        (_("답변 기한"), f"{local(one.due_at):%Y-%m-%d %H:%M}"),
        (_("답변"), answered),
    ]
