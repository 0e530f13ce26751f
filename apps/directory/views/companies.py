"""A company's own pages: registration, its facts, its figures."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.doors import allowed
from apps.directory import labels, permissions, selectors, services
from apps.directory.forms import FactsForm, FiguresForm, RegisterForm, SiteForm
from apps.directory.models import Organisation
from apps.directory.rules.numbers import BusinessKind, business_number, corporate_number
from apps.kernel import clocks, web
from apps.kernel.errors import NotFound


@require_GET
@allowed(permissions.REGISTER)
def company(request: HttpRequest) -> HttpResponse:
    """One's own company, or the way to register one."""
    own = selectors.own_company(request.user)
    if own is None:
        return redirect("directory:register")
    return render(request, "directory/company.html", company_context(request, own))


@require_http_methods(["GET", "POST"])
@allowed(permissions.REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """Register a company; a taken number is answered without a word about its holder.

    While the centre looks at such a request there is nothing to fill in.
    """
    now = timezone.now()
    if selectors.open_claims_of(request.user).exists():
        return redirect("directory:registration-received")
    form = RegisterForm(request.POST or None, today=clocks.local_date(now))
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            done = services.register_company(
                uid=form.cleaned_data["uid"], entry=form.registration(), by=request.user, at=now
            )
            if done.organisation is None:
                return redirect("directory:registration-received")
            if done.is_known:
                messages.info(
                    request, _("이미 등록된 내 기업입니다. 입력한 내용은 반영하지 않았습니다. 아래에서 고쳐 주십시오.")
                )
                return redirect("directory:company")
            messages.success(request, _("기업을 등록했습니다. 이제 지원사업을 신청할 수 있습니다."))
            return redirect("directory:company")
    context = {
        "form": form,
        "invitations": selectors.invitations_to(request.user, now),
        "crumbs": [(_("내 기업"), reverse("directory:company")), (_("기업 등록"), "")],
    }
    return render(request, "directory/register.html", context, status=web.status_of(form))


@require_GET
@allowed(permissions.REGISTER)
def registration_received(request: HttpRequest) -> HttpResponse:
    """The requests that the centre looks at, by what the person sent; nothing of who holds the number."""
    claims = selectors.open_claims_of(request.user)
    if not claims:
        return redirect("directory:company")
    context = {"claims": claims, "invitations": selectors.invitations_to(request.user, timezone.now())}
    return render(request, "directory/received.html", context)


@require_http_methods(["GET", "POST"])
@allowed(permissions.REGISTER)
def facts(request: HttpRequest) -> HttpResponse:
    """Change what the registration and the certificates say."""
    own = own_company(request)
    now = timezone.now()
    initial = FactsForm.initial_of(selectors.company_of(own))
    form = FactsForm(request.POST or None, today=clocks.local_date(now), initial=initial)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.update_facts(organisation_id=own.pk, entry=form.entry(), by=request.user, at=now)
            messages.success(request, _("기업정보를 저장했습니다."))
            return redirect("directory:company")
    context = {"form": form, "crumbs": [(_("내 기업"), reverse("directory:company")), (_("기본정보"), "")]}
    return render(request, "directory/facts.html", context, status=web.status_of(form))


@require_http_methods(["GET", "POST"])
@allowed(permissions.REGISTER)
def figures(request: HttpRequest) -> HttpResponse:
    """Change the figures that size class and eligibility rest on."""
    own = own_company(request)
    now = timezone.now()
    row = selectors.company_of(own)
    form = FiguresForm(request.POST or None, today=clocks.local_date(now), initial=FiguresForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.update_figures(organisation_id=own.pk, entry=form.figures(), by=request.user, at=now)
            messages.success(request, _("기업정보를 저장하고 규모를 다시 계산했습니다."))
            return redirect("directory:company")
    context = {"form": form, "crumbs": [(_("내 기업"), reverse("directory:company")), (_("재무와 규모"), "")]}
    return render(request, "directory/figures.html", context, status=web.status_of(form))


@require_GET
@allowed(permissions.REGISTER)
def check_number(request: HttpRequest) -> JsonResponse:
    """Whether a business number can be right, from its digits alone; says nothing of who is registered."""
    number = business_number(request.GET.get("value", ""))
    if number.problem is not None:
        return JsonResponse({"ok": False, "text": str(labels.NUMBER_PROBLEMS[number.problem])})
    kind = labels.BUSINESS_KINDS[number.kind] if number.kind else ""
    text = _("%(number)s: %(kind)s 번호입니다.") % {"number": number.formatted, "kind": kind}
    return JsonResponse({"ok": True, "text": text})


def company_context(request: HttpRequest, organisation: Organisation) -> dict[str, object]:
    """What a company's page shows, to its people and to the centre."""
    row = selectors.company_of(organisation)
    sees_people = selectors.may_see_people(request.user, organisation)
    years = sorted(row.years.all(), key=lambda one: -one.year)
    facts = selectors.facts_of(row)
    return {
        "organisation": row.organisation,
        "company": row,
        "shows_persons": request.user.can(permissions.VIEW_PERSONS),
        "facts": facts,
        "kind_label": labels.BUSINESS_KINDS[BusinessKind(row.business_kind)],
        "size": selectors.size_explanation(row, clocks.local_date(timezone.now())),
        "years": years,
        "sites": row.sites.all(),
        "members": selectors.memberships_of(organisation) if sees_people else [],
        "corporate": corporate_number(row.corporate_number),
        "leads": selectors.leads(request.user, organisation),
        "today": clocks.local_date(timezone.now()),
        "site_form": SiteForm(),
    }


def own_company(request: HttpRequest) -> Organisation:
    """The company a person acts for; raises NotFound."""
    own = selectors.own_company(request.user)
    if own is None:
        raise NotFound
    return own
