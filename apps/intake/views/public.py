"""What anybody may read: what the centre does, its programmes and calls."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from apps.intake import permissions, selectors, term_words
from apps.intake.models import Programme, SurveyFigure
from apps.intake.selectors.calls import TONES
from apps.intake.states import Door
from apps.kernel.language import is_english


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What the centre does, what one can apply for today, and why it matters."""
    context = {
        "cards": selectors.programme_cards(timezone.now()),
        "figures": list(SurveyFigure.objects.order_by("position", "pk")),
    }
    return render(request, "intake/home.html", context)


@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """Programmes with search and filter."""
    text, door, only_open = request.GET.get("text", ""), request.GET.get("door", ""), "open" in request.GET
    cards = selectors.programme_cards(
        timezone.now(), text=text, door=door if door in Door.values else "", only_open=only_open
    )
    context = {"cards": cards, "text": text, "door": door, "doors": Door.choices, "only_open": only_open}
    return render(request, "intake/programmes.html", context)


@require_GET
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """One programme: what it gives, to whom, its calls and how to apply."""
    found = get_object_or_404(Programme, code=code, is_active=True)
    now = timezone.now()
    user = request.user
    context = {
        **offer(found, found.settings),
        "calls": [
            (call, standing, TONES[standing])
            for call in selectors.calls_of(found, user)
            for standing in (selectors.standing_of(call, now),)
        ],
        "may_apply": not user.is_authenticated or user.can(permissions.APPLY),
        "crumbs": [(_("지원사업"), reverse("intake:programmes")), (found.name, "")],
    }
    return render(request, "intake/programme.html", context)


def offer(found: Programme, settings: dict[str, Any]) -> dict[str, Any]:
    """What a programme gives, asks and judges by under some settings of it, in the reader's language."""
    title, text, label = ("title_en", "text_en", "label_en") if is_english() else ("title_ko", "text_ko", "label_ko")
    words = selectors.vocabulary()
    return {
        "programme": found,
        "steps": [(step[title], step[text]) for step in found.steps],
        "criteria": [(row[label], row["weight"]) for row in settings["criteria"]],
        "documents": selectors.asked_documents(settings, words),
        "conditions": selectors.condition_rows(settings, words),
        "support_cap_krw": settings["support_cap_krw"],
        "self_burden_pct": settings["self_burden_pct"],
        "legal_basis": settings["legal_basis"],
        "consortium": term_words.CONSORTIUM[selectors.forms_at(settings)] if found.door == Door.DEMONSTRATION else "",
    }
