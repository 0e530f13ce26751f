"""What waits for me, and what I was told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.doors import signed_in
from apps.desk import selectors
from apps.kernel import keyset
from apps.notices import selectors as notices
from apps.notices import services as notice_services

SIZE = 30


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
    page = keyset.page(rows, ("-created_at", "-pk"), request.GET, size=SIZE, values=notices.ROW)
    return render(request, "desk/notices.html", {"page": page})


@require_POST
@signed_in
def read_notices(request: HttpRequest) -> HttpResponse:
    notice_services.mark_read(by=request.user, at=timezone.now())
    return redirect("desk:notices")
