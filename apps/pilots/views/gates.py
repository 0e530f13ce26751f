"""Gates: called from the pilot's page, proposed and confirmed on their own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts import access
from apps.accounts.doors import allowed, signed_in
from apps.kernel import web
from apps.kernel.errors import NotAllowed
from apps.kernel.language import localized
from apps.kernel.reasons import ReasonForm
from apps.pilots import permissions, selectors, services
from apps.pilots.forms import DecisionForm
from apps.pilots.models import Gate
from apps.pilots.states import GateState
from apps.pilots.views.pages import seen, seen_gate
from apps.pilots.words import TONES


@require_POST
@allowed(permissions.CALL_GATE)
def call(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask for the gate of the stage in work."""
    one = seen(request, uid)
    return web.act(
        request,
        lambda: services.call_gate(pilot_uid=uid, by=request.user, at=timezone.now()),
        success=_("단계심의를 요청했습니다. 센터가 판정을 제안합니다."),
        to=one.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def gate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One gate: the form to propose while it is open, else what was proposed and decided."""
    one = seen_gate(request, uid)
    form = None
    if one.state == GateState.OPEN and request.user.can(permissions.PROPOSE):
        form = _decision_form(request, one)
        if request.method == "POST" and form.is_valid():
            with web.refusals(form):
                services.propose_decision(gate_uid=uid, entry=form.entry(), by=request.user, at=timezone.now())
                messages.success(request, _("판정을 제안했습니다. 다른 담당자가 확정해야 효력이 있습니다."))
                return redirect(one)
    elif request.method == "POST":
        if not request.user.can(permissions.PROPOSE):
            raise NotAllowed
        messages.error(request, _("이미 제안된 심의입니다. 현재 상태를 확인해 주십시오."))
        return redirect(one)
    return render(request, "pilots/gate.html", _context(request, one, form), status=web.status_of(form))


@require_POST
@allowed(permissions.CONFIRM)
def confirm(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make a proposed decision real."""
    one = seen_gate(request, uid)
    return web.act(
        request,
        lambda: services.confirm_decision(gate_uid=uid, by=request.user, at=timezone.now()),
        success=_("판정을 확정했습니다."),
        to=one.pilot.get_absolute_url(),
    )


@require_POST
@allowed(permissions.CONFIRM)
def send_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Return a proposal with the reason."""
    one = seen_gate(request, uid)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return web.act(
        request,
        lambda: services.send_back(gate_uid=uid, reason=reason, by=request.user, at=timezone.now()),
        success=_("제안을 돌려보냈습니다."),
        to=one.get_absolute_url(),
    )


def _decision_form(request: HttpRequest, one: Gate) -> DecisionForm:
    criteria = selectors.criteria_of(one)
    return DecisionForm(
        request.POST or None,
        criteria=criteria,
        labels={criterion.code: localized(criterion, "label") for criterion in criteria},
        known={str(source): str(check) for source, check in selectors.automatic(one.pilot).items()},
    )


def _context(request: HttpRequest, one: Gate, form: DecisionForm | None) -> dict[str, object]:
    names_shown = request.user.can(permissions.VIEW_PERSONS)
    people = [person for person in (one.called_by, one.proposer, one.decider) if person is not None]
    if names_shown:
        access.shown(request, people, purpose=_("단계심의 확인"))
    is_own = one.proposer_id == request.user.pk
    return {
        "gate": one,
        "pilot": one.pilot,
        "tone": TONES[one.decision or one.state],
        "view": selectors.gate_view(one),
        "form": form,
        "facts": _facts(one, names_shown=names_shown),
        "may_confirm": one.state == GateState.PROPOSED and not is_own and request.user.can(permissions.CONFIRM),
        "waits_for_another": one.state == GateState.PROPOSED and is_own,
        "reason_form": ReasonForm(),
        "crumbs": [
            (pgettext("list", "실증과제"), reverse("pilots:list")),
            (one.pilot.title, one.pilot.get_absolute_url()),
            (one.get_stage_display(), ""),
        ],
    }


def _facts(one: Gate, *, names_shown: bool) -> list[tuple[str, str]]:
    def said(person: object, at: object) -> str:
        day = f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
        return f"{person} · {day}" if names_shown and person else day

    return [
        (_("회차"), _("%(round)s차") % {"round": one.round}),
        (_("요청"), said(one.called_by, one.called_at)),
        (_("제안"), said(one.proposer, one.proposed_at)),
        (_("확정"), said(one.decider, one.decided_at)),
    ]
