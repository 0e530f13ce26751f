"""Exceptions from conditions of eligibility: asked for by one person, decided by a second."""

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
from apps.intake import permissions, selectors, services
from apps.intake.forms import WaiverDecisionForm, WaiverForm
from apps.intake.states import State, WaiverState
from apps.intake.views.reading import visible
from apps.kernel import web


@require_http_methods(["GET", "POST"])
@allowed(permissions.SCREEN)
def exceptions(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Exceptions of an application: what was asked and decided, and what may be."""
    found = visible(request.user, uid)
    decides = "waiver" in request.POST
    asking = request.method == "POST" and not decides
    form = WaiverForm(request.POST if asking else None, rules=selectors.waivable(found))
    decision = WaiverDecisionForm(request.POST if decides else None)
    who = {"by": request.user, "at": timezone.now()}
    if form.is_bound and form.is_valid():
        with web.refusals(form):
            services.propose_waiver(application_id=found.pk, **form.cleaned_data, **who)
            messages.success(request, _("예외를 요청했습니다. 다른 담당자가 승인해야 적용됩니다."))
            return redirect("intake:exceptions", uid=uid)
    if decision.is_bound and decision.is_valid():
        with web.refusals(decision):
            data = decision.cleaned_data
            services.decide_waiver(
                waiver_uid=data["waiver"], approve=data["decision"] == "approve", note=data["note"], **who
            )
            messages.success(request, _("예외 요청을 결정했습니다."))
            return redirect("intake:exceptions", uid=uid)
    rows = [
        {
            "waiver": waiver,
            "label": label,
            "form": _decision_of(waiver.uid, decision)
            if waiver.state == WaiverState.PROPOSED and waiver.proposed_by_id != request.user.pk
            else None,
        }
        for waiver, label in selectors.waivers_of(found, request.user)
    ]
    crumbs = [
        (pgettext("list", "신청"), reverse("intake:list")),
        (found.receipt_number, reverse("intake:screen", args=[uid])),
        (_("예외 승인"), ""),
    ]
    context = {
        "application": found,
        "rows": rows,
        "form": form if found.state == State.SUBMITTED and selectors.waivable(found) else None,
        "refused": None if rows and decision.errors and any(row["form"] is decision for row in rows) else decision,
        "crumbs": crumbs,
    }
    status = max(web.status_of(form), web.status_of(decision))
    return render(request, "intake/exceptions.html", context, status=status)


def _decision_of(waiver_uid: UUID, sent: WaiverDecisionForm) -> WaiverDecisionForm:
    """The form under one request: what was just sent about it, or an empty one."""
    if sent.is_bound and sent.data.get("waiver") == str(waiver_uid):
        return sent
    return WaiverDecisionForm(initial={"waiver": waiver_uid})
