"""Matching runs: asked for, watched, and read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.doors import allowed
from apps.consortia import permissions, selectors, services
from apps.consortia.models import MatchRun
from apps.consortia.states import TONES, RunState
from apps.kernel import web

WAITING = (RunState.REQUESTED, RunState.RUNNING)


@require_POST
@allowed(permissions.SOLVE)
def request_run(request: HttpRequest) -> HttpResponse:
    """Ask for a plan over all open briefs."""
    return web.act(
        request,
        lambda: services.request_run(by=request.user, at=timezone.now()),
        success=_("배정 계산을 시작했습니다. 끝나면 이 화면에 결과가 나옵니다."),
        to=lambda run: run.get_absolute_url(),
    )


@require_GET
@allowed(permissions.SOLVE)
def run(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A run: its progress, then who takes which role and why."""
    one = _readable(request, uid)
    crumbs = [
        (pgettext("list", "컨소시엄"), reverse("consortia:list")),
        (pgettext("list", "배정 계산"), reverse("consortia:runs")),
        (one.title, ""),
    ]
    return render(request, "consortia/run.html", {**_context(one), "crumbs": crumbs})


@require_GET
@allowed(permissions.SOLVE)
def progress(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The same as a fragment, asked again until the run is over."""
    return render(request, "consortia/_run.html", _context(_readable(request, uid)))


def _readable(request: HttpRequest, uid: UUID) -> MatchRun:
    rows = MatchRun.objects.visible_to(request.user).select_related("requested_by").defer("input")
    return get_object_or_404(rows, uid=uid)


def _context(one: MatchRun) -> dict[str, Any]:
    done = one.state == RunState.DONE
    view = selectors.run_view(one) if done else None
    return {
        "run": one,
        "tone": TONES[RunState(one.state)],
        "is_waiting": one.state in WAITING,
        "is_failed": one.state == RunState.FAILED,
        "view": view,
        "figures": _figures(one, view) if view else (),
    }


def _figures(one: MatchRun, view: selectors.RunView) -> list[tuple[str, str]]:
    return [
        (_("구성된 과제"), f"{one.formed_count} / {one.briefs_count}"),
        (_("점수 합"), f"{view.points:,}"),
        (_("계산 시간"), _("%(seconds)s초") % {"seconds": view.seconds}),
        (_("판정"), view.status),
    ]
