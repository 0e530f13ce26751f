"""Changing a published decision: one person proposes, another confirms or sends it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from apps.accounts.doors import allowed
from apps.accounts.models import User
from apps.intake import permissions, services
from apps.intake.forms import ApprovalForm
from apps.intake.models import Application, Revision
from apps.intake.selectors import pages
from apps.intake.states import RevisionKind, RevisionState, State
from apps.intake.views.reading import visible
from apps.kernel import web
from apps.kernel.errors import WrongState
from apps.kernel.reasons import ReasonForm

KINDS = {State.WAITLISTED: RevisionKind.PROMOTE, State.SELECTED: RevisionKind.CANCEL}


@require_http_methods(["GET", "POST"])
@allowed(permissions.PROPOSE)
def revise(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The changes of one application's published decision, and the act that is possible now."""
    found = visible(request.user, uid)
    rows = Revision.objects.visible_to(request.user).filter(application=found)
    history = list(rows.select_related("proposed_by", "decided_by").order_by("-proposed_at", "-pk"))
    waiting = next((row for row in history if row.state == RevisionState.PROPOSED), None)
    kind = None if waiting or found.fulfilled_at else KINDS.get(State(found.state))
    sent = request.POST if request.method == "POST" else None
    returns = sent is not None and "return" in sent
    form = ReasonForm(sent if waiting is None or returns else None)
    approval_form = ApprovalForm(sent if waiting is not None and not returns else None)
    asked = approval_form if approval_form.is_bound else form
    if asked.is_bound and asked.is_valid():
        with web.refusals(asked):
            if waiting is None:
                said = _propose(request.user, found, kind, form.cleaned_data)
            else:
                said = _decide(request.user, waiting, form, approval_form)
            messages.success(request, said)
            return redirect("intake:revise", uid=uid)
    label, tone = pages.shown_state(found, to_centre=True)
    context = {
        "application": found,
        "label": label,
        "tone": tone,
        "history": history,
        "waiting": waiting,
        "kind": kind,
        "form": form,
        "approval_form": approval_form,
        "may_confirm": waiting is not None
        and request.user.can(permissions.CONFIRM)
        and waiting.proposed_by_id != request.user.pk,
        "crumbs": [
            (pgettext("list", "신청"), reverse("intake:list")),
            (found.receipt_number or "", found.get_absolute_url()),
            (_("결정 변경"), ""),
        ],
    }
    status = max(web.status_of(form), web.status_of(approval_form))
    return render(request, "intake/revise.html", context, status=status)


def _propose(by: User, found: Application, kind: RevisionKind | None, data: dict[str, Any]) -> str:
    if kind is None:
        raise WrongState
    services.propose_revision(application_id=found.pk, kind=kind, reason=data["reason"], by=by, at=timezone.now())
    return _("결정 변경을 제안했습니다. 센터 책임자가 확정합니다.")


def _decide(by: User, waiting: Revision, form: ReasonForm, approval_form: ApprovalForm) -> str:
    at = timezone.now()
    if form.is_bound:
        services.return_revision(revision_uid=waiting.uid, reason=form.cleaned_data["reason"], by=by, at=at)
        return _("제안을 돌려보냈습니다.")
    services.confirm_revision(revision_uid=waiting.uid, approval=approval_form.approval(), by=by, at=at)
    return _("결정을 바꾸고 신청인에게 알렸습니다.")
