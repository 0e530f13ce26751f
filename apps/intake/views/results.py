"""Results of a committee: the list of what was decided, and publishing it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.doors import allowed
from apps.accounts.models import User
from apps.audit.services import label_of
from apps.intake import permissions, selectors, services
from apps.intake.models import Call
from apps.intake.states import UNDECIDED, State
from apps.kernel import web
from apps.kernel.money import krw
from apps.panels.models import Committee
from apps.panels.rules import terms_of


@require_GET
@allowed(permissions.PROPOSE)
def results(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Every case of a committee in its order, with what was proposed, decided and published."""
    committee = _committee(request.user, uid)
    rows = selectors.result_rows(committee, request.user)
    terms = terms_of(committee.terms)
    taken = [row for row in rows if row.is_taken]
    spent = sum(row.amount_krw for row in taken)
    states = {row.state for row in rows}
    context = {
        "committee": committee,
        "rows": rows,
        "facts": [
            (_("선정 수"), _of(len(taken), terms.quota)),
            (_("선정한 지원금"), krw(spent)),
            (_("예산"), krw(terms.budget_krw) if terms.budget_krw is not None else _("정하지 않음")),
        ],
        "may_publish": request.user.can(permissions.PUBLISH) and State.DECIDED in states,
        "is_open": bool(states & {*UNDECIDED} - {State.DECIDED}),
        "crumbs": [(pgettext("list", "신청"), reverse("intake:list")), (committee.title, "")],
    }
    return render(request, "intake/results.html", context)


@require_POST
@allowed(permissions.PUBLISH)
def publish_results(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Tell every applicant of the committee, all together."""
    return web.act(
        request,
        lambda: services.publish_results(
            committee_uid=_committee(request.user, uid).uid, by=request.user, at=timezone.now()
        ),
        success=_("선정 결과를 발표하고 신청인 모두에게 알렸습니다."),
        to=reverse("intake:results", args=[uid]),
    )


def _committee(user: User, uid: UUID) -> Committee:
    """A committee over applications that this person may see; raises Http404."""
    return get_object_or_404(Committee.objects.visible_to(user), uid=uid, about_label=label_of(Call()))


def _of(count: int, most: int | None) -> str:
    return str(count) if most is None else _("%(count)s / %(most)s") % {"count": count, "most": most}
