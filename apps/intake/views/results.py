"""Results of a committee: the list of what was decided, and publishing it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.doors import allowed
from apps.accounts.models import User
from apps.audit.services import label_of
from apps.intake import permissions, selectors, services, tables
from apps.intake.forms import ApprovalForm, PublishForm, TogetherForm
from apps.intake.models import Call
from apps.intake.states import UNDECIDED, State
from apps.kernel import tables as files
from apps.kernel import web
from apps.kernel.money import short_krw
from apps.kernel.reasons import ReasonForm
from apps.panels.models import Committee
from apps.panels.rules import terms_of


@require_GET
@allowed(permissions.PROPOSE)
def results(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Every case of a committee in its order, with what was proposed, decided and published; also as a file."""
    committee = _committee(request.user, uid)
    form = files.asked(request.GET)
    if form is not None:
        rows = selectors.result_rows(committee, request.user)
        return files.written(form, _("선정 결과"), tables.RESULTS, rows)
    return _results(request, committee)


@require_POST
@allowed(permissions.PROPOSE)
def propose_results(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Propose for every case what follows from the committee's order."""
    committee = _committee(request.user, uid)
    form = TogetherForm(request.POST)
    return web.act_in_place(
        request,
        form,
        lambda data: services.propose_results(committee_uid=uid, **data, by=request.user, at=timezone.now()),
        success=_say_proposed,
        to=reverse("intake:results", args=[uid]),
        page=lambda: _results(request, committee, propose_form=form),
    )


@require_POST
@allowed(permissions.CONFIRM)
def confirm_results(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Confirm every proposal for the committee's cases."""
    committee = _committee(request.user, uid)
    form = ApprovalForm(request.POST, prefix="approve", is_demanded=True)
    return web.act_in_place(
        request,
        form,
        lambda _data: services.confirm_results(
            committee_uid=uid, approval=form.approval(), by=request.user, at=timezone.now()
        ),
        success=_("제안을 모두 확정했습니다. 결과를 발표하면 신청인에게 알립니다."),
        to=reverse("intake:results", args=[uid]),
        page=lambda: _results(request, committee, confirm_form=form),
    )


@require_POST
@allowed(permissions.CONFIRM)
def return_results(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send every proposal for the committee's cases back with one reason."""
    committee = _committee(request.user, uid)
    form = ReasonForm(request.POST, prefix="return")
    return web.act_in_place(
        request,
        form,
        lambda data: services.return_results(committee_uid=uid, **data, by=request.user, at=timezone.now()),
        success=_("제안을 모두 돌려보냈습니다."),
        to=reverse("intake:results", args=[uid]),
        page=lambda: _results(request, committee, return_form=form),
    )


def _say_proposed(done: services.Proposed) -> str:
    said = ngettext(
        "위원회의 순위대로 %(count)s건을 제안했습니다.",
        "위원회의 순위대로 %(count)s건을 제안했습니다.",
        len(done.applications),
    ) % {"count": len(done.applications)}
    if not done.tied:
        return said
    tied = ngettext(
        "동점인 %(count)s건은 한 건씩 제안해 주십시오.", "동점인 %(count)s건은 한 건씩 제안해 주십시오.", len(done.tied)
    )
    return said + " " + tied % {"count": len(done.tied)}


def _results(
    request: HttpRequest,
    committee: Committee,
    *,
    propose_form: TogetherForm | None = None,
    confirm_form: ApprovalForm | None = None,
    return_form: ReasonForm | None = None,
    publish_form: PublishForm | None = None,
) -> HttpResponse:
    rows = selectors.result_rows(committee, request.user)
    terms = terms_of(committee.terms)
    taken = [row for row in rows if row.is_taken]
    spent = sum(row.amount_krw for row in taken)
    states = {row.state for row in rows}
    concluded = committee.concluded_at is not None
    may_publish = request.user.can(permissions.PUBLISH) and State.DECIDED in states
    may_confirm = request.user.can(permissions.CONFIRM) and State.PROPOSED in states
    context = {
        "committee": committee,
        "rows": rows,
        "facts": [
            (_("선정 수"), _of(len(taken), terms.quota)),
            (_("선정한 지원금"), short_krw(spent)),
            (_("예산"), short_krw(terms.budget_krw) if terms.budget_krw is not None else _("정하지 않음")),
            *_of_the_year(committee),
        ],
        "publish_form": (publish_form or PublishForm()) if publish_form or may_publish else None,
        "is_open": bool(states & {*UNDECIDED} - {State.DECIDED}),
        "propose_form": (propose_form or TogetherForm()) if concluded and State.IN_REVIEW in states else None,
        "confirm_form": (confirm_form or ApprovalForm(prefix="approve", is_demanded=True)) if may_confirm else None,
        "return_form": (return_form or ReasonForm(prefix="return")) if may_confirm else None,
        "crumbs": [(pgettext("list", "신청"), reverse("intake:list")), (committee.title, "")],
    }
    sent = propose_form or confirm_form or return_form or publish_form
    return render(request, "intake/results.html", context, status=web.status_of(sent) if sent else 200)


@require_POST
@allowed(permissions.PUBLISH)
def publish_results(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Tell every applicant of the committee, all together, once it is said that the results were looked through."""
    committee = _committee(request.user, uid)
    form = PublishForm(request.POST)
    return web.act_in_place(
        request,
        form,
        lambda _data: services.publish_results(committee_uid=uid, by=request.user, at=timezone.now()),
        success=_("선정 결과를 발표하고 신청인 모두에게 알렸습니다."),
        to=reverse("intake:results", args=[uid]),
        page=lambda: _results(request, committee, publish_form=form),
    )


def _committee(user: User, uid: UUID) -> Committee:
    """A committee over applications that this person may see; raises Http404."""
    return get_object_or_404(Committee.objects.visible_to(user), uid=uid, about_label=label_of(Call()))


def _of_the_year(committee: Committee) -> list[tuple[str, str]]:
    """What is left of this year's budget of the programme, where the year has one."""
    line = selectors.budget_of(Call.objects.get(pk=committee.about_id).programme, at=timezone.now())
    return [] if line is None else [(_("%(year)s년 남은 예산") % {"year": line.year}, short_krw(line.left_krw or 0))]


def _of(count: int, most: int | None) -> str:
    return str(count) if most is None else _("%(count)s / %(most)s") % {"count": count, "most": most}
