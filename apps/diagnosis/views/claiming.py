"""The company's own view of itself: all questions on one page, or one question a screen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.doors import allowed
from apps.diagnosis import permissions, selectors, services
from apps.diagnosis.forms import SelfScoreForm
from apps.diagnosis.models import Assessment
from apps.diagnosis.states import AssessmentState
from apps.kernel import web
from apps.kernel.errors import NotFound


@require_http_methods(["GET", "POST"])
@allowed(permissions.SELF_SCORE)
def self_score(request: HttpRequest, uid: UUID) -> HttpResponse:
    """All questions on one page; it saves itself while it is filled in."""
    assessment = selectors.seen(uid, request.user)
    form = _form(request, assessment)
    said = _("자가진단을 저장했습니다. 진단이 끝나기 전까지 고칠 수 있습니다.")
    answer = _saved(request, assessment, form, said=said, to=assessment.get_absolute_url())
    if answer is not None:
        return answer
    context = {"assessment": assessment, "form": form, "is_open": assessment.state != AssessmentState.COMPLETED}
    context["first"] = form.asked[0].code
    return render(request, "diagnosis/self_score.html", context, status=web.status_of(form))


@require_http_methods(["GET", "POST"])
@allowed(permissions.SELF_SCORE)
def self_question(request: HttpRequest, uid: UUID, criterion: str) -> HttpResponse:
    """One question, then the next."""
    assessment = selectors.seen(uid, request.user)
    codes = [one.code for one in selectors.instrument_of(assessment).criteria]
    if criterion not in codes:
        raise NotFound
    if assessment.state == AssessmentState.COMPLETED:
        return redirect("diagnosis:self-score", uid=uid)
    place = codes.index(criterion)
    before, after = (codes[place - 1] if place else ""), (codes[place + 1] if place + 1 < len(codes) else "")
    form = _form(request, assessment, only=criterion)
    onward = reverse("diagnosis:self-question", args=[uid, after]) if after else assessment.get_absolute_url()
    said = "" if after else _("자가진단을 저장했습니다. 진단이 끝나기 전까지 고칠 수 있습니다.")
    answer = _saved(request, assessment, form, said=said, to=onward)
    if answer is not None:
        return answer
    context = {
        "assessment": assessment,
        "form": form,
        "question": form.question(form.asked[0]),
        "place": place + 1,
        "count": len(codes),
        "before": before,
        "is_last": not after,
    }
    return render(request, "diagnosis/self_question.html", context, status=web.status_of(form))


def _form(request: HttpRequest, assessment: Assessment, only: str = "") -> SelfScoreForm:
    return SelfScoreForm(
        request.POST or None,
        areas=selectors.instrument_of(assessment).areas,
        bands=selectors.self_bands(assessment),
        focus=selectors.focus_of(assessment),
        claims=selectors.claims_of(assessment),
        only=only,
    )


def _saved(
    request: HttpRequest, assessment: Assessment, form: SelfScoreForm, *, said: str, to: Any
) -> HttpResponse | None:
    """The answer to what was sent; nothing for a page to be shown."""
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.save_self_scores(
                assessment_id=assessment.pk,
                bands=form.bands(),
                claims=form.claims(),
                by=request.user,
                at=timezone.now(),
            )
            if request.headers.get("X-Autosave"):
                return JsonResponse({})
            if said:
                messages.success(request, said)
            return redirect(to)
    if request.headers.get("X-Autosave"):
        return JsonResponse({"detail": web.first_error(form)}, status=422)
    return None
