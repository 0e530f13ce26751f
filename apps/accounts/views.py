"""What everybody may read about their data, and what each person agreed to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import selectors, services


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """What is collected, for what, and for how long, as it is asked today; to whoever is signed in, what they said."""
    standing = selectors.consents_of(request.user) if request.user.is_authenticated else {}
    texts = [(text, standing.get(text.code)) for text in selectors.consent_texts()]
    return render(request, "account/privacy.html", {"texts": texts})


@require_POST
@login_required
def consent(request: HttpRequest, code: str) -> HttpResponse:
    """Agree to the newest text, or take one's consent back."""
    if "revoke" in request.POST:
        services.revoke_consent(user=request.user, code=code, at=timezone.now())
        messages.success(request, _("동의를 철회했습니다. 이제부터 쓰지 않습니다."))
    else:
        services.give_consent(user=request.user, code=code, at=timezone.now())
        messages.success(request, _("동의를 기록했습니다. 언제든지 철회하실 수 있습니다."))
    return redirect("accounts:privacy")
