"""The outage ledger."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.doors import allowed
from apps.centre import selectors as centre
from apps.intake import permissions, services, tables
from apps.intake.forms import OutageForm
from apps.kernel import keyset, web
from apps.kernel import tables as files

ORDER = ("-started_at", "-pk")


@require_http_methods(["GET", "POST"])
@allowed(permissions.RECORD_OUTAGE)
def outages(request: HttpRequest) -> HttpResponseBase:
    """Enter an outage and move the deadlines that fell into it."""
    ledger = centre.recorded_outages()
    file = files.answer(request, _("장애 기록"), ledger, ORDER, tables.OUTAGES)
    if file is not None:
        return file
    form = OutageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            moved = services.record_outage(**form.cleaned_data, by=request.user, at=timezone.now())
            words = _(
                "장애를 적고 기한을 미뤘습니다. 공고 마감 %(calls)s건, 보완 %(corrections)s건, "
                "검토 %(screenings)s건, 이의신청 %(objections)s건, 평가 %(sheets)s건"
            )
            counts = {name: getattr(moved, name) for name in services.MOVED}
            messages.success(request, words % counts)
            return redirect("intake:outages")
    context = {"form": form, "page": keyset.page(ledger, ORDER, request.GET), "crumbs": [(_("시스템 장애"), "")]}
    return render(request, "intake/outages.html", context, status=web.status_of(form))
