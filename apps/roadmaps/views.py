"""Pages of roadmaps: the list, the planning board, settings, choices, words, decisions and the paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import access
from apps.accounts.doors import allowed, signed_in
from apps.catalogue.models import CatalogueAction
from apps.diagnosis import selectors as diagnosis
from apps.documents import doors
from apps.kernel import keyset, web
from apps.kernel import tables as files
from apps.kernel.errors import NotAllowed, NotFound
from apps.kernel.reasons import ReasonForm
from apps.roadmaps import board, permissions, selectors, services, tables
from apps.roadmaps.drafting import CORNERS, KINDS
from apps.roadmaps.forms import ChoiceForm, SettingsForm, SwotForm
from apps.roadmaps.inputs import parse
from apps.roadmaps.models import Roadmap
from apps.roadmaps.states import EDITABLE, TONES, RoadmapAction, RoadmapState
from apps.workflow import selectors as workflow

PAGE = 50
READERS = (permissions.VIEW_ALL, permissions.PLAN, permissions.VIEW_OWN, permissions.VIEW_ISSUED)
PAPER_READERS = (permissions.VIEW_ALL, permissions.PLAN, permissions.VIEW_OWN)


@require_GET
@allowed(*READERS)
def index(request: HttpRequest) -> HttpResponseBase:
    """Roadmaps one may see, and completed diagnoses that wait for one."""
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:80]
    found = selectors.roadmaps_for(request.user, state=state, words=words)
    name = pgettext("list", "전환 로드맵")
    file = files.answer(request, name, found, selectors.ORDER, tables.ROADMAPS, values=selectors.ROW)
    if file is not None:
        return file
    page = keyset.page(found, selectors.ORDER, request.GET, size=PAGE, values=selectors.ROW)
    may_open = request.user.can(permissions.OPEN)
    rows = [
        {**row, "label": RoadmapState(row["state"]).label, "tone": TONES[RoadmapState(row["state"])]} for row in page
    ]
    shows_people = request.user.can(permissions.VIEW_ALL)
    if shows_people:
        access.shown(request, [row["author_id"] for row in rows], purpose=_("로드맵 목록 확인"))
    context = {
        "page": page,
        "rows": rows,
        "shows_people": shows_people,
        "state": state,
        "states": RoadmapState.choices,
        "q": words,
        "waiting": selectors.completed_without_roadmap(request.user) if may_open else [],
    }
    return render(request, "roadmaps/index.html", context)


@require_POST
@allowed(permissions.OPEN)
def open_(request: HttpRequest, assessment_uid: UUID) -> HttpResponse:
    """Open the roadmap of a completed diagnosis."""
    assessment = diagnosis.seen(assessment_uid, request.user)
    return web.act(
        request,
        lambda: services.open(assessment_id=assessment.pk, by=request.user, at=timezone.now()),
        success=_("로드맵을 열었습니다. 계획 조건을 확인하고 계획을 세워 주십시오."),
        to=lambda roadmap: roadmap.get_absolute_url(),
    )


@require_GET
@signed_in
def detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The planning board; for the company and the city the issued plan."""
    roadmap = selectors.seen(uid, request.user)
    planned = list(selectors.chosen_actions(roadmap))
    actions = {one.action for one in workflow.available_actions(roadmap, request.user)}
    if _may_read_paper(request):
        access.shown(request, [roadmap.author_id], purpose=_("로드맵 확인"))
    context = {
        "roadmap": roadmap,
        "tone": TONES[RoadmapState(roadmap.state)],
        "board": board.board(roadmap, planned),
        "steps": _steps(roadmap),
        "may_edit": _may_edit(roadmap, request),
        "may_read_paper": _may_read_paper(request),
        "shows_reasons": _may_read_paper(request),
        "swot": [(SwotForm.LABELS[corner], roadmap.swot.get(corner, [])) for corner in CORNERS],
        "assessment_url": roadmap.assessment.get_absolute_url(),
        "may_revise": roadmap.state == RoadmapState.ISSUED and request.user.can(permissions.OPEN),
        "can": {name: name in actions for name in RoadmapAction.values},
        "reason_form": ReasonForm() if RoadmapAction.SEND_BACK in actions else None,
        "document": selectors.document_of(roadmap),
        "versions": selectors.versions_of(roadmap, request.user),
        "crumbs": [(pgettext("list", "전환 로드맵"), reverse("roadmaps:list")), (roadmap.title, "")],
    }
    return render(request, "roadmaps/detail.html", context)


@require_http_methods(["GET", "POST"])
@allowed(permissions.PLAN)
def settings(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Money, people, KPIs and cost shares; saving plans at once."""
    roadmap = _editable(uid, request)
    initial = {"revision": roadmap.revision, "starts_on": roadmap.starts_on}
    form = SettingsForm(request.POST or None, settings=parse(roadmap.inputs), initial=initial)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            planned = services.plan(
                roadmap_id=roadmap.pk,
                settings=form.entered(),
                starts_on=form.cleaned_data["starts_on"],
                revision=form.cleaned_data["revision"],
                by=request.user,
                at=timezone.now(),
            )
            _say_plan(request, planned)
            return redirect(roadmap.get_absolute_url())
    context = {"roadmap": roadmap, "form": form, "crumbs": _crumbs(roadmap, _("계획 조건"))}
    return render(request, "roadmaps/settings.html", context, status=web.status_of(form))


@require_POST
@allowed(permissions.PLAN)
def replan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Plan again with the settings as they are."""
    roadmap = _editable(uid, request)
    return _planned(request, roadmap, lambda: services.plan(roadmap_id=roadmap.pk, by=request.user, at=timezone.now()))


@require_http_methods(["GET", "POST"])
@allowed(permissions.PLAN)
def choose(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """Pin, exclude, move or release one action; plans again at once."""
    roadmap = _editable(uid, request)
    action = CatalogueAction.objects.filter(code=code).first()
    if action is None:
        raise NotFound
    chosen = parse(roadmap.inputs).choices.get(code)
    kinds = {"pinned": ChoiceForm.PIN, "excluded": ChoiceForm.EXCLUDE, "moved": ChoiceForm.MOVE}
    initial = {
        "kind": kinds[chosen.kind] if chosen else ChoiceForm.RELEASE,
        "horizon": chosen.horizon if chosen else "",
        "start_month": chosen.start_month if chosen else None,
    }
    form = ChoiceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            _say_plan(request, _chosen(roadmap, code, form.cleaned_data, request))
            return redirect(roadmap.get_absolute_url())
    context = {"roadmap": roadmap, "action": action, "form": form, "crumbs": _crumbs(roadmap, action.title)}
    return render(request, "roadmaps/choose.html", context, status=web.status_of(form))


def _chosen(roadmap: Roadmap, code: str, given: dict[str, Any], request: HttpRequest) -> Roadmap:
    common: dict[str, Any] = {"roadmap_id": roadmap.pk, "code": code, "by": request.user, "at": timezone.now()}
    if given["kind"] == ChoiceForm.MOVE:
        return services.move(**common, horizon=given["horizon"], start_month=given["start_month"])
    verbs = {
        ChoiceForm.PIN: services.pin,
        ChoiceForm.EXCLUDE: services.exclude,
        ChoiceForm.RELEASE: services.release,
    }
    return verbs[given["kind"]](**common)


@require_http_methods(["GET", "POST"])
@allowed(permissions.PLAN)
def swot(request: HttpRequest, uid: UUID) -> HttpResponse:
    """SWOT, strategies and the headline in the consultant's words."""
    roadmap = _editable(uid, request)
    form = SwotForm(request.POST or None, swot=roadmap.swot, initial={"headline": roadmap.headline})
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.edit_swot(
                roadmap_id=roadmap.pk,
                corners=form.lines(CORNERS),
                strategies=form.lines(KINDS),
                headline=form.cleaned_data["headline"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("SWOT와 전략을 저장했습니다."))
            return redirect(roadmap.get_absolute_url())
    context = {"roadmap": roadmap, "form": form, "crumbs": _crumbs(roadmap, _("SWOT와 전략"))}
    return render(request, "roadmaps/swot.html", context, status=web.status_of(form))


@require_POST
@allowed(permissions.PLAN)
def propose(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask the manager."""
    return _decide(request, uid, services.propose, _("승인을 요청했습니다. 센터 책임자가 확인합니다."))


@require_POST
@allowed(permissions.APPROVE)
def approve(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Stand for the plan as the second person."""
    return _decide(request, uid, services.approve, _("로드맵을 승인했습니다. 이제 발급할 수 있습니다."))


@require_POST
@allowed(permissions.ISSUE)
def issue(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Issue the approved plan."""
    return _decide(request, uid, services.issue, _("로드맵을 발급했습니다. 문서를 작성하고 있습니다."))


@require_POST
@allowed(permissions.APPROVE)
def send_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the plan back with a reason."""
    roadmap = selectors.seen(uid, request.user)
    form = ReasonForm(request.POST)
    web.demand(form)
    reason = form.cleaned_data["reason"]
    return web.act(
        request,
        lambda: services.send_back(roadmap_id=roadmap.pk, reason=reason, by=request.user, at=timezone.now()),
        success=_("로드맵을 작성자에게 돌려보냈습니다."),
        to=roadmap.get_absolute_url(),
    )


@require_POST
@allowed(permissions.OPEN)
def revise(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open the next version."""
    roadmap = selectors.seen(uid, request.user)
    return web.act(
        request,
        lambda: services.revise(roadmap_id=roadmap.pk, by=request.user, at=timezone.now()),
        success=_("새 판을 열었습니다. 발급할 때까지 지금 판이 유효합니다."),
        to=lambda following: following.get_absolute_url(),
    )


@require_GET
@allowed(*PAPER_READERS)
def document_status(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How far the paper is; the page asks again until it is ready."""
    roadmap = selectors.seen(uid, request.user)
    context = {"roadmap": roadmap, "document": selectors.document_of(roadmap), "may_read_paper": True}
    return render(request, "roadmaps/_document.html", context)


@require_GET
@allowed(*PAPER_READERS)
def document(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The issued paper."""
    roadmap = selectors.seen(uid, request.user)
    found = selectors.document_of(roadmap)
    if found is None:
        raise NotFound
    return doors.stream(found)


def _decide(request: HttpRequest, uid: UUID, verb: Callable[..., Roadmap], success: str) -> HttpResponse:
    roadmap = selectors.seen(uid, request.user)
    return web.act(
        request,
        lambda: verb(roadmap_id=roadmap.pk, by=request.user, at=timezone.now()),
        success=success,
        to=roadmap.get_absolute_url(),
    )


def _planned(request: HttpRequest, roadmap: Roadmap, call: Callable[[], Roadmap]) -> HttpResponse:
    return web.act(request, call, success=_("계획을 다시 세웠습니다."), to=roadmap.get_absolute_url())


def _say_plan(request: HttpRequest, roadmap: Roadmap) -> None:
    if (roadmap.plan or {}).get("status") == "infeasible":
        messages.warning(request, _("조건을 모두 지키는 계획이 없습니다. 아래에서 무엇이 걸리는지 확인해 주십시오."))
    else:
        messages.success(request, _("계획을 세웠습니다."))


def _may_edit(roadmap: Roadmap, request: HttpRequest) -> bool:
    return roadmap.state in EDITABLE and request.user.can(permissions.PLAN) and roadmap.author_id == request.user.pk


def _may_read_paper(request: HttpRequest) -> bool:
    return any(request.user.can(code) for code in PAPER_READERS)


def _editable(uid: UUID, request: HttpRequest) -> Roadmap:
    roadmap = selectors.seen(uid, request.user)
    if not _may_edit(roadmap, request):
        raise NotAllowed(_("작성 중인 로드맵만, 작성을 맡은 컨설턴트가 고칠 수 있습니다."))
    return roadmap


def _crumbs(roadmap: Roadmap, here: str) -> list[tuple[str, str]]:
    return [
        (pgettext("list", "전환 로드맵"), reverse("roadmaps:list")),
        (roadmap.title, roadmap.get_absolute_url()),
        (here, ""),
    ]


def _steps(roadmap: Roadmap) -> list[dict[str, str]]:
    order = [
        RoadmapState.DRAFT,
        RoadmapState.PLANNED,
        RoadmapState.PROPOSED,
        RoadmapState.APPROVED,
        RoadmapState.ISSUED,
    ]
    here = min(order.index(RoadmapState(roadmap.state)) if roadmap.state in order else len(order), len(order))
    done = roadmap.state in (RoadmapState.ISSUED, RoadmapState.SUPERSEDED)
    return [
        {"label": str(state.label), "state": "done" if place < here or done else "current" if place == here else "todo"}
        for place, state in enumerate(order)
    ]
