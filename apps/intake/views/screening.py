"""The queue of what is to be screened, the soonest due first."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from apps.accounts.doors import allowed
from apps.intake import permissions, selectors, tables
from apps.intake.states import TONES, State
from apps.kernel import keyset
from apps.kernel import tables as files

PAGE = 50
ORDER = ("due_at", "pk")


@require_GET
@allowed(permissions.SCREEN)
def screening(request: HttpRequest) -> HttpResponseBase:
    """Applications that wait for screening or for their company to mend them, with what each clock has left."""
    now = timezone.now()
    mine, state = request.GET.get("mine") == "1", request.GET.get("state", "")
    rows = selectors.screening_rows(request.user, mine=mine, state=state)
    file = files.answer(request, _("요건검토 대기"), rows, ORDER, tables.SCREENING, values=selectors.SCREENING_ROW)
    if file is not None:
        return file
    page = keyset.page(rows, ORDER, request.GET, size=PAGE, values=selectors.SCREENING_ROW)
    holidays, words = selectors.holidays_around(now), dict(State.choices)
    context = {
        "page": page,
        "rows": [
            {
                **row,
                "label": words[row["state"]],
                "tone": TONES[State(row["state"])],
                "left": selectors.left_until(row["due_at"], now, holidays),
                "url": reverse("intake:screen", args=[row["uid"]]),
            }
            for row in page
        ],
        "mine": mine,
        "state": state,
        "states": [(one.value, one.label) for one in (State.SUBMITTED, State.CORRECTING)],
        "crumbs": [(pgettext("list", "신청"), reverse("intake:list")), (_("요건검토 대기"), "")],
    }
    return render(request, "intake/screening.html", context)
