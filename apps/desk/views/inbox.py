"""What waits for me, and what I was told."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import access
from apps.accounts.doors import allowed, signed_in
from apps.desk import permissions, selectors, tables
from apps.kernel import keyset
from apps.kernel import tables as files
from apps.notices import selectors as notices
from apps.notices import services as notice_services
from apps.notices.models import Notice

SIZE = 30
NEWEST = ("-created_at", "-pk")
TONES = {Notice.State.QUEUED: "progress", Notice.State.SENT: "success", Notice.State.FAILED: "danger"}


@require_GET
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The inbox of this person: what is asked of them, their roles and their organisations."""
    page = selectors.inbox(request.user, request.GET, size=SIZE)
    is_by_due = request.GET.get("order") == selectors.BY_DUE
    home_url = reverse("desk:home")
    context = {
        "page": page,
        "tabs": [
            {"label": _("받은 순서"), "url": home_url, "is_current": not is_by_due},
            {"label": _("기한 순서"), "url": f"{home_url}?order={selectors.BY_DUE}", "is_current": is_by_due},
        ],
        "is_by_due": is_by_due,
        "now": timezone.now(),
        "start": selectors.first_step(request.user),
    }
    return render(request, "desk/home.html", context)


@require_GET
@signed_in
def notice_list(request: HttpRequest) -> HttpResponse:
    rows = notices.of_person(request.user)
    page = keyset.page(rows, NEWEST, request.GET, size=SIZE, values=notices.ROW)
    return render(request, "desk/notices.html", {"page": page})


@require_GET
@allowed(permissions.SEE_SENT)
def sent_notices(request: HttpRequest) -> HttpResponseBase:
    """What the house told whom, and whether it went out; the texts stay with those they were written to."""
    asked = {name: request.GET.get(name, "") for name in ("state", "email")}
    rows = notices.sent(**asked)
    file = files.answer(request, _("보낸 알림"), rows, NEWEST, tables.SENT, values=notices.SENT_ROW)
    if file is not None:
        people = rows.filter(to__isnull=False).order_by().values_list("to", flat=True).distinct()
        access.shown(request, people, purpose=_("보낸 알림 확인"))
        return file
    page = keyset.page(rows, NEWEST, request.GET, size=SIZE, values=notices.SENT_ROW)
    access.shown(request, [row["to_id"] for row in page if row["to_id"]], purpose=_("보낸 알림 확인"))
    words = dict(Notice.State.choices)
    shown = [{**row, "label": words[row["state"]], "tone": TONES[row["state"]]} for row in page]
    context = {"page": page, "rows": shown, "states": Notice.State.choices, "asked": asked}
    return render(request, "desk/sent.html", context)


@require_POST
@signed_in
def read_notices(request: HttpRequest) -> HttpResponse:
    notice_services.mark_read(by=request.user, at=timezone.now())
    return redirect("desk:notices")
