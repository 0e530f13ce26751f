"""Versions of the instrument: uploaded, compared, tried on old cases, published."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.doors import allowed
from apps.diagnosis import permissions, selectors, services
from apps.diagnosis.forms import InstrumentForm
from apps.diagnosis.labels import PARTS
from apps.diagnosis.models import Instrument
from apps.kernel import web
from apps.kernel.errors import NotFound


@require_http_methods(["GET", "POST"])
@allowed(permissions.DRAFT)
def instruments(request: HttpRequest) -> HttpResponse:
    """The versions there are, and a place for the file of a new one."""
    form = InstrumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            made = services.draft(data=form.cleaned_data["file"], by=request.user, at=timezone.now())
            messages.success(request, _("새 판을 올렸습니다. 바뀐 내용과 시험 결과를 확인해 주십시오."))
            return redirect("diagnosis:instrument", code=made.code, version=made.version)
    context = {"form": form, "versions": selectors.versions()}
    return render(request, "diagnosis/instruments.html", context, status=web.status_of(form))


@require_GET
@allowed(permissions.DRAFT)
def instrument(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """One version: what it changes, and what it would have made of old cases."""
    found = _found(code, version)
    before = selectors.version_before(found)
    changes = selectors.changes_between(before, found) if before else ()
    is_draft = found.state == Instrument.State.DRAFT
    trial = selectors.trial_of(found) if is_draft else ()
    moved = Counter(one.level_after - one.level_before for one in trial)
    context = {
        "instrument": found,
        "before": before,
        "changes": [{"part": PARTS[one.part], "change": one} for one in changes],
        "is_draft": is_draft,
        "may_publish": is_draft and request.user.can(permissions.PUBLISH),
        "trial": [one for one in trial if one.level_after != one.level_before],
        "tried": len(trial),
        "same": moved[0],
        "higher": sum(count for step, count in moved.items() if step > 0),
        "lower": sum(count for step, count in moved.items() if step < 0),
    }
    return render(request, "diagnosis/instrument.html", context)


@require_GET
@allowed(permissions.DRAFT)
def instrument_file(request: HttpRequest, code: str, version: int) -> HttpResponse:  # noqa: ARG001 a view is called alike
    """A version as the file it can be uploaded as."""
    found = _found(code, version)
    answer = JsonResponse(found.content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{found.code}-{found.version}.json"'
    return answer


@require_POST
@allowed(permissions.PUBLISH)
def publish_instrument(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Publish a draft."""
    found = _found(code, version)
    return web.act(
        request,
        lambda: services.publish_draft(instrument_id=found.pk, by=request.user, at=timezone.now()),
        success=_("새 판을 발행했습니다. 이제 여는 진단부터 이 판을 씁니다."),
        to=request.path.removesuffix("publish/"),
    )


def _found(code: str, version: int) -> Instrument:
    found = selectors.version(code, version)
    if found is None:
        raise NotFound
    return found
