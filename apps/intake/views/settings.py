"""A programme's settings: what is in force, the draft of what comes next, and each year's budget."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.doors import allowed
from apps.intake import permissions, selectors, services
from apps.intake.forms import SettingsForm, initial_settings
from apps.intake.models import Programme
from apps.intake.states import Door
from apps.kernel import web
from apps.kernel.errors import NotFound


@require_GET
@allowed(permissions.EDIT_SETTINGS)
def settings_list(request: HttpRequest) -> HttpResponse:
    """Programmes and the versions their settings stand at."""
    programmes = Programme.objects.order_by("position", "pk")
    drafts = selectors.drafts(request.user)
    rows = [{"programme": one, "draft": drafts.get(one.pk)} for one in programmes]
    return render(request, "intake/settings_list.html", {"rows": rows, "crumbs": [(_("지원사업 설정"), "")]})


@require_GET
@allowed(permissions.EDIT_SETTINGS)
def settings(request: HttpRequest, code: str) -> HttpResponse:
    """What is in force, what a draft would change, and what is left of each year's budget."""
    found = get_object_or_404(Programme, code=code)
    words, draft = selectors.vocabulary(), selectors.draft_of(found, request.user)
    context = {
        "programme": found,
        "sections": [
            {
                "code": one.code,
                "label": one.label,
                "is_folded": one.is_folded,
                "facts": [(row.label, row.text) for row in one.rows],
            }
            for one in selectors.sections(found.settings, words)
        ],
        "draft": draft,
        "changes": selectors.changes_between(found.settings, draft.settings, words) if draft else [],
        "versions": selectors.versions_of(found, request.user),
        "budgets": selectors.budgets(found, at=timezone.now()) if found.door == Door.DEMONSTRATION else None,
        "may_publish": request.user.can(permissions.PUBLISH_SETTINGS),
        "crumbs": _crumbs(found),
    }
    return render(request, "intake/settings.html", context)


@require_POST
@allowed(permissions.EDIT_SETTINGS)
def draft_settings(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next version."""
    return web.act(
        request,
        lambda: services.draft_settings(programme_code=code, by=request.user, at=timezone.now()),
        success=_("지금 설정을 옮긴 초안을 만들었습니다. 고친 뒤 센터 책임자가 게시합니다."),
        to=reverse("intake:edit-settings", args=[code]),
    )


@require_http_methods(["GET", "POST"])
@allowed(permissions.EDIT_SETTINGS)
def edit_settings(request: HttpRequest, code: str) -> HttpResponse:
    """Write the draft."""
    found = get_object_or_404(Programme, code=code)
    draft = selectors.draft_of(found, request.user)
    if draft is None:
        raise NotFound(_("작성 중인 초안이 없습니다. 설정 화면에서 초안을 먼저 만들어 주십시오."))
    asked: dict[str, Any] = {"settings": draft.settings, "gives_money": found.door == Door.DEMONSTRATION}
    initial = {**initial_settings(draft.settings), "note": draft.note, "edition": draft.edition}
    form = SettingsForm(request.POST or None, initial=initial, **asked)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.save_settings(
                programme_code=code,
                settings=form.settings(),
                note=form.cleaned_data["note"],
                edition=form.cleaned_data["edition"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("초안을 저장했습니다. 바뀌는 내용을 확인해 주십시오."))
            return redirect("intake:settings", code=code)
    context = {"programme": found, "form": form, "crumbs": [*_crumbs(found, here=False), (_("초안 고치기"), "")]}
    return render(request, "intake/edit_settings.html", context, status=web.status_of(form))


@require_POST
@allowed(permissions.PUBLISH_SETTINGS)
def publish_settings(request: HttpRequest, code: str) -> HttpResponse:
    """Put the draft in force."""
    return web.act(
        request,
        lambda: services.publish_settings(programme_code=code, by=request.user, at=timezone.now()),
        success=_("설정을 게시했습니다. 지금부터 게시하는 공고에 적용됩니다."),
        to=reverse("intake:settings", args=[code]),
    )


@require_POST
@allowed(permissions.EDIT_SETTINGS)
def discard_settings(request: HttpRequest, code: str) -> HttpResponse:
    """Throw the draft away."""
    return web.act(
        request,
        lambda: services.discard_settings(programme_code=code, by=request.user, at=timezone.now()),
        success=_("초안을 버렸습니다. 지금 설정은 그대로입니다."),
        to=reverse("intake:settings", args=[code]),
    )


def _crumbs(programme: Programme, *, here: bool = True) -> list[tuple[str, str]]:
    return [
        (_("지원사업 설정"), reverse("intake:settings-list")),
        (programme.name, "" if here else programme.settings_url),
    ]
