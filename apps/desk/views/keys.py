"""One's own keys for the API: made, shown once, revoked."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts import selectors as accounts
from apps.accounts import services
from apps.accounts.doors import signed_in
from apps.desk.forms import KeyForm
from apps.kernel import web


@require_http_methods(["GET", "POST"])
@signed_in
@reauthentication_required(allow_get=True)
def index(request: HttpRequest) -> HttpResponse:
    """The keys that work, and a new one; the password is asked again when it was given long ago."""
    form, made = KeyForm(request.POST or None), ""
    if form.is_valid():
        with web.refusals(form):
            made = services.issue_token(user=request.user, label=form.cleaned_data["label"], at=timezone.now())
            form = KeyForm()
    context = {"form": form, "made": made, "keys": accounts.keys_of(request.user)}
    return render(request, "desk/keys.html", context, status=web.status_of(form))


@require_POST
@signed_in
def revoke(request: HttpRequest) -> HttpResponse:
    """Make one key useless."""
    return web.act(
        request,
        lambda: services.revoke_token(user=request.user, digest=request.POST.get("key", ""), at=timezone.now()),
        success=_("API 키를 폐기했습니다. 이 키를 쓰던 프로그램은 더 접속할 수 없습니다."),
        to=reverse("desk:keys"),
    )
