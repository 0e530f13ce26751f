"""What everybody may read about their data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.accounts import selectors


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """What is collected, for what, and for how long, as it is asked today."""
    return render(request, "account/privacy.html", {"texts": selectors.consent_texts()})
