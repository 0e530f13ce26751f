"""Lists: projects, proposals, agreements and matching runs, each for those they concern."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from apps.accounts.doors import allowed, signed_in
from apps.accounts.models import User
from apps.consortia import labels, permissions, selectors, tables
from apps.consortia.models import BriefRole
from apps.consortia.states import TONES, AgreementState, BriefState, ProposalState, RunState
from apps.kernel import keyset
from apps.kernel import tables as files

PAGE = 30
MOST_WAITING = 20
ONE_DAY = timedelta(days=1)


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponseBase:
    """Projects; partners go to the proposals made to them."""
    if request.user.can(permissions.ANSWER) and not request.user.can(permissions.VIEW_ALL):
        return redirect("consortia:proposals")
    state, text = request.GET.get("state", ""), request.GET.get("text", "").strip()
    rows = selectors.brief_rows(request.user, state=state, text=text)
    order = ("-opened_at", "-pk")
    file = files.answer(request, _("과제 목록"), rows, order, tables.BRIEFS, values=selectors.BRIEF_ROW)
    if file is not None:
        return file
    page = keyset.page(rows, order, request.GET, size=PAGE, values=selectors.BRIEF_ROW)
    manages = request.user.can(permissions.MANAGE)
    without_brief = selectors.without_brief(request.user, MOST_WAITING + 1)
    waiting, more_waiting = keyset.start(without_brief, MOST_WAITING) if manages else ([], False)
    context = {
        "page": page,
        "rows": _said(page, BriefState),
        "state": state,
        "text": text,
        "states": BriefState.choices,
        "base": reverse("consortia:list"),
        "prefix": _prefix("consortia:brief"),
        "tabs": _tabs(request.user, "consortia:list"),
        "waiting": waiting,
        "more_waiting": more_waiting,
        "may_solve": request.user.can(permissions.SOLVE),
    }
    return render(request, "consortia/briefs.html", context)


@require_GET
@allowed(permissions.ANSWER, permissions.VIEW_ALL)
def proposals(request: HttpRequest) -> HttpResponseBase:
    """Proposals made to one's organisations, or all of them for the centre."""
    state = request.GET.get("state", "")
    rows = selectors.proposal_rows(request.user, state=state)
    order = ("-proposed_at", "-pk")
    file = files.answer(request, _("제안 목록"), rows, order, tables.PROPOSALS, values=selectors.PROPOSAL_ROW)
    if file is not None:
        return file
    page = keyset.page(rows, order, request.GET, size=PAGE, values=selectors.PROPOSAL_ROW)
    roles = dict(BriefRole.Code.choices)
    context = {
        "page": page,
        "rows": [{**row, "role": roles[row["brief_role__role"]]} for row in _said(page, ProposalState)],
        "state": state,
        "states": ProposalState.choices,
        "base": reverse("consortia:proposals"),
        "prefix": _prefix("consortia:proposal"),
        "tabs": _tabs(request.user, "consortia:proposals"),
    }
    return render(request, "consortia/proposals.html", context)


@require_GET
@signed_in
def agreements(request: HttpRequest) -> HttpResponseBase:
    """Agreements a person may see."""
    state = request.GET.get("state", "")
    rows = selectors.agreement_rows(request.user, state=state)
    order = ("-drafted_at", "-pk")
    file = files.answer(request, _("협약 목록"), rows, order, tables.AGREEMENTS, values=selectors.AGREEMENT_ROW)
    if file is not None:
        return file
    page = keyset.page(rows, order, request.GET, size=PAGE, values=selectors.AGREEMENT_ROW)
    context = {
        "page": page,
        "rows": [{**row, "last_on": row["ends_on"] - ONE_DAY} for row in _said(page, AgreementState)],
        "state": state,
        "states": AgreementState.choices,
        "base": reverse("consortia:agreements"),
        "prefix": _prefix("consortia:agreement"),
        "tabs": _tabs(request.user, "consortia:agreements"),
    }
    return render(request, "consortia/agreements.html", context)


@require_GET
@allowed(permissions.SOLVE)
def runs(request: HttpRequest) -> HttpResponseBase:
    """Matching runs, newest first."""
    rows, order = selectors.run_rows(request.user), ("-requested_at", "-pk")
    file = files.answer(request, _("배정 계산 목록"), rows, order, tables.RUNS, values=selectors.RUN_ROW)
    if file is not None:
        return file
    page = keyset.page(rows, order, request.GET, size=PAGE, values=selectors.RUN_ROW)
    words = {code: str(text) for code, text in labels.STATUSES.items()}
    context = {
        "page": page,
        "rows": [{**row, "proof": words.get(row["status"], "")} for row in _said(page, RunState)],
        "prefix": _prefix("consortia:run"),
        "tabs": _tabs(request.user, "consortia:runs"),
    }
    return render(request, "consortia/runs.html", context)


def _said(page: keyset.Page, states: Any) -> list[dict[str, Any]]:
    """Rows with their state in words and tone; looked up once a page, not once a row."""
    words = {value: str(text) for value, text in states.choices}
    tones = {value: TONES.get(states(value), "info") for value in words}
    return [{**row, "label": words[row["state"]], "tone": tones[row["state"]]} for row in page]


def _prefix(name: str) -> str:
    """The address before a row's uid."""
    nobody = UUID(int=0)
    return reverse(name, args=[nobody]).removesuffix(f"{nobody}/")


def _tabs(user: User, current: str) -> list[dict[str, Any]]:
    partner_only = user.can(permissions.ANSWER) and not user.can(permissions.VIEW_ALL)
    shown = (
        ("consortia:list", pgettext("list", "과제"), not partner_only),
        (
            "consortia:proposals",
            pgettext("list", "참여 제안"),
            user.can(permissions.ANSWER) or user.can(permissions.VIEW_ALL),
        ),
        ("consortia:agreements", pgettext("list", "협약"), True),
        ("consortia:runs", pgettext("list", "배정 계산"), user.can(permissions.SOLVE)),
    )
    return [
        {"label": label, "url": reverse(name), "is_current": name == current}
        for name, label, is_shown in shown
        if is_shown
    ]
