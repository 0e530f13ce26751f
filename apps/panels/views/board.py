"""The ranking board, and what of a committee goes on paper: minutes, fees, scores."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts import access
from apps.accounts.doors import allowed
from apps.kernel import tables as files
from apps.kernel import web
from apps.kernel.language import localized_label
from apps.kernel.money import krw
from apps.kernel.templatetags.ui import badge
from apps.panels import permissions, rules, selectors, services, tables
from apps.panels.forms import BonusForm, TrialForm
from apps.panels.models import Case, Committee
from apps.panels.states import CommitteeState


@require_GET
@allowed(permissions.VIEW_ALL)
def board(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ranks, spread, severity, and a trial of quota and budget that writes nothing."""
    found = _visible(request, uid)
    form = TrialForm(request.GET if request.GET else None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    shown = selectors.board(found, quota=asked.get("quota"), budget_krw=asked.get("budget_krw"))
    access.shown(request, [one.user_id for one in shown.severities], purpose=_("평가 순위 확인"))
    may_grant = bool(shown.terms.bonuses) and request.user.can(permissions.CONVENE) and _is_open(found)
    context = {
        "committee": found,
        "board": shown,
        "headings": _headings(),
        "rows": _rows(shown, may_grant=may_grant),
        "form": form,
        "is_trial": any(value is not None for value in asked.values()),
        "facts": _facts(found, shown.terms),
        "crumbs": [*_crumbs(found), (_("순위표"), "")],
    }
    return render(request, "panels/board.html", context, status=web.status_of(form) if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@allowed(permissions.CONVENE)
def bonuses(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Which bonuses one case gets."""
    case = get_object_or_404(Case.objects.select_related("committee"), uid=uid)
    found = _visible(request, case.committee.uid)
    offered = [
        (row["code"], _("%(label)s (%(points)s점)") % {"label": localized_label(row), "points": row["points"]})
        for row in found.terms.get("bonuses") or ()
    ]
    sent = request.POST if request.method == "POST" else None
    form = BonusForm(sent, offered=offered, initial={"bonuses": case.bonuses})
    if form.is_bound and form.is_valid():
        with web.refusals(form):
            services.grant_bonuses(case_uid=uid, codes=form.cleaned_data["bonuses"], by=request.user, at=timezone.now())
            messages.success(request, _("가점을 저장했습니다."))
            return redirect("panels:board", uid=found.uid)
    context = {"case": case, "form": form, "crumbs": [*_crumbs(found), (case.subject_title, "")]}
    return render(request, "panels/bonuses.html", context, status=web.status_of(form))


@require_GET
@allowed(permissions.VIEW_ALL)
def minutes(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The minutes with attendance, exclusions, the order, and the fee list, to be printed."""
    found = _visible(request, uid)
    members = list(selectors.members_of(found))
    access.shown(request, [one.user_id for one in members], purpose=_("평가위원회 회의록"))
    shown = selectors.board(found)
    context = {
        "committee": found,
        "members": members,
        "rows": selectors.case_rows(found),
        "board": shown,
        "fee_krw": shown.terms.fee_krw,
        "fees_krw": shown.terms.fee_krw * len(members),
        "crumbs": [*_crumbs(found), (_("회의록과 수당"), "")],
    }
    return render(request, "panels/minutes.html", context)


@require_GET
@allowed(permissions.VIEW_ALL)
def fees(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The fee list as a file for a spreadsheet."""
    found = _visible(request, uid)
    members = list(selectors.members_of(found))
    access.shown(request, [one.user_id for one in members], purpose=_("평가 수당 지급"))
    columns = tables.fees(rules.terms_of(found.terms).fee_krw)
    return files.written(_format(request), _("평가 수당"), columns, members)


@require_GET
@allowed(permissions.VIEW_ALL)
def ranking(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The order as a file for a spreadsheet; figures of closed sittings alone."""
    rows = selectors.board(_visible(request, uid)).rows
    return files.written(_format(request), _("순위표"), tables.RANKING, rows)


def _format(request: HttpRequest) -> files.Format:
    return files.asked(request.GET) or files.Format.CSV


def _headings() -> list[tuple[str, str]]:
    return [
        (_("순위"), "number"),
        (_("안건"), "title"),
        (_("점수"), "number"),
        (_("가점"), "number"),
        (_("합계"), "number"),
        (_("편차"), "number"),
        (_("신청 지원금"), "number"),
        (_("판정"), ""),
    ]


def _rows(shown: selectors.Board, *, may_grant: bool) -> list[tuple[object, ...]]:
    """The cells of the order, as the headings name them; where bonuses are granted, the bonus leads there."""
    badges = {row.verdict: badge(row.tone, row.verdict_label) for row in shown.rows}
    told = _("동점, %(by)s 점수로 가름")
    return [
        (
            row.rank,
            format_html("{} <small>{}</small>", row.case.subject_title, told % {"by": row.settled_by})
            if row.settled_by
            else row.case.subject_title,
            row.total,
            format_html('<a href="{}">{}</a>', reverse("panels:bonuses", args=[row.case.uid]), row.bonus)
            if may_grant
            else row.bonus,
            row.final,
            row.width,
            krw(row.case.amount_krw),
            badges[row.verdict],
        )
        for row in shown.rows
    ]


def _visible(request: HttpRequest, uid: UUID) -> Committee:
    return get_object_or_404(Committee.objects.visible_to(request.user), uid=uid)


def _is_open(found: Committee) -> bool:
    return found.state not in {CommitteeState.CONCLUDED, CommitteeState.RECORDED}


def _crumbs(found: Committee) -> list[tuple[str, str]]:
    return [(_("차수별 위원회"), reverse("panels:committees")), (found.title, found.get_absolute_url())]


def _facts(found: Committee, terms: rules.Terms) -> list[tuple[str, object]]:
    labels = selectors.criterion_labels(found.criteria)
    order = " → ".join(labels.get(code, code) for code in terms.tie_break)
    ways = {rules.Mode.HALF_UP: _("반올림"), rules.Mode.DOWN: _("절사")}
    return [
        (_("기준점수"), "–" if terms.cut_off is None else terms.cut_off),
        (_("동점 처리 순서"), order or "–"),
        (_("점수 자리"), _("소수 %(places)s자리, %(way)s") % {"places": terms.places, "way": ways[terms.rounding]}),
        (_("가점 한도"), "–" if terms.bonus_cap is None else terms.bonus_cap),
    ]
