"""Pages of the catalogue: what can be done, what it takes, and what others achieved."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.doors import allowed, signed_in
from apps.catalogue import cards, labels, permissions, selectors, services, tables
from apps.catalogue.forms import ActionForm, TakeDownForm
from apps.catalogue.models import CatalogueAction
from apps.kernel import keyset, web
from apps.kernel import tables as files

PAGE = 60
CASES = 30


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponseBase:
    """Use cases and enabling actions, filtered by kind, industry and words."""
    kind, industry = request.GET.get("kind", ""), request.GET.get("industry", "")
    text = request.GET.get("q", "").strip()[:80]
    found = selectors.actions(
        kind=kind if kind in CatalogueAction.Kind.values else "",
        industry=industry if industry in labels.INDUSTRIES else "",
        text=text,
    )
    order = ("code", "pk")
    file = files.answer(request, _("활용과제 목록"), found, order, tables.ACTIONS)
    if file is not None:
        return file
    page = keyset.page(found, order, request.GET, size=PAGE)
    context = {
        "page": page,
        "rows": [cards.row(action) for action in page],
        "kind": kind,
        "kinds": CatalogueAction.Kind.choices,
        "industry": industry,
        "industries": labels.INDUSTRIES.items(),
        "q": text,
    }
    return render(request, "catalogue/index.html", context)


@require_GET
@signed_in
def action(request: HttpRequest, code: str) -> HttpResponse:
    """One action: what it takes, what it moves, what it unlocks, and cases."""
    found = selectors.action_detail(code)
    if found is None:
        raise Http404
    context = {
        "card": cards.detail(found, selectors.newest_cases(found)),
        "may_revise": request.user.can(permissions.MANAGE),
        "crumbs": [(_("활용과제 목록"), reverse("catalogue:list")), (found.title, "")],
    }
    return render(request, "catalogue/action.html", context)


@require_http_methods(["GET", "POST"])
@allowed(permissions.MANAGE)
def revise(request: HttpRequest, code: str) -> HttpResponse:
    """Change an action; the old figures stay in its history."""
    found = get_object_or_404(CatalogueAction, code=code)
    form = ActionForm(request.POST or None, instance=found, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        version, reason = values.pop("version"), values.pop("reason")
        with web.refusals(form):
            services.revise_action(
                code=code, version=version, changes=values, by=request.user, at=timezone.now(), reason=reason
            )
            messages.success(request, _("실행과제를 고쳤습니다. 이미 발급한 로드맵은 바뀌지 않습니다."))
            return redirect("catalogue:action", code=code)
    crumbs = [
        (_("활용과제 목록"), reverse("catalogue:list")),
        (found.title, reverse("catalogue:action", args=[code])),
        (_("고치기"), ""),
    ]
    context = {"form": form, "code": code, "crumbs": crumbs}
    return render(request, "catalogue/revise.html", context, status=web.status_of(form))


@require_GET
@signed_in
def case_list(request: HttpRequest) -> HttpResponse:
    """The case library."""
    industry = request.GET.get("industry", "")
    found = selectors.cases(industry=industry if industry in labels.INDUSTRIES else "")
    page = keyset.page(found, ("-published_at", "-pk"), request.GET, size=CASES, values=selectors.CASE_LINE)
    context = {
        "page": page,
        "rows": [cards.case_row(row) for row in page],
        "industry": industry,
        "industries": labels.INDUSTRIES.items(),
        "crumbs": [(_("활용과제 목록"), reverse("catalogue:list")), (_("실증 사례"), "")],
    }
    return render(request, "catalogue/cases.html", context)


@require_GET
@signed_in
def case(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One published case."""
    return _case(request, uid)


@require_POST
@allowed(permissions.EVIDENCE)
def take_down(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a case out of the library."""
    form = TakeDownForm(request.POST)
    return web.act_in_place(
        request,
        form,
        lambda data: services.take_down(case_uid=uid, **data, by=request.user, at=timezone.now()),
        success=_("사례를 내렸습니다. 이제 목록과 화면에 나오지 않습니다."),
        to=reverse("catalogue:cases"),
        page=lambda: _case(request, uid, form),
    )


def _case(request: HttpRequest, uid: UUID, form: TakeDownForm | None = None) -> HttpResponse:
    found = selectors.case(uid)
    if found is None:
        raise Http404
    context = {
        "case": found,
        "form": (form or TakeDownForm()) if request.user.can(permissions.EVIDENCE) else None,
        "row": cards.case_row(found),
        "crumbs": [(_("실증 사례"), reverse("catalogue:cases")), (found["name"], "")],
    }
    return render(request, "catalogue/case.html", context, status=web.status_of(form) if form else 200)
