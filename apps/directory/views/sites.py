"""Pages of a company's places of work."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.doors import allowed
from apps.directory import permissions, selectors, services
from apps.directory.forms import EditSiteForm, SiteForm
from apps.directory.views.companies import company_context, own_company
from apps.kernel import web


@require_POST
@allowed(permissions.REGISTER)
def add_site(request: HttpRequest) -> HttpResponse:
    """Add a place of work to one's company."""
    own = own_company(request)
    form = SiteForm(request.POST)
    if form.is_valid():
        with web.refusals(form):
            services.add_site(
                organisation_id=own.pk,
                entry=form.entry(),
                uid=form.cleaned_data["uid"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("사업장을 추가했습니다."))
            return redirect("directory:company")
    context = {**company_context(request, own), "site_form": form}
    return render(request, "directory/company.html", context, status=422)


@require_http_methods(["GET", "POST"])
@allowed(permissions.REGISTER)
def edit_site(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Correct a place of work of one's company; from here it is closed too."""
    own = own_company(request)
    site = selectors.own_site(own, uid)
    form = EditSiteForm(request.POST or None, initial=EditSiteForm.initial_of(site))
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.edit_site(
                organisation_id=own.pk, site_uid=uid, entry=form.entry(), by=request.user, at=timezone.now()
            )
            messages.success(request, _("사업장을 고쳤습니다."))
            return redirect("directory:company")
    crumbs = [(_("내 기업"), reverse("directory:company")), (site.name, "")]
    context = {"form": form, "site": site, "crumbs": crumbs}
    return render(request, "directory/site.html", context, status=web.status_of(form))


@require_POST
@allowed(permissions.REGISTER)
def close_site(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say that one's company works there no more."""
    own = own_company(request)
    return web.act(
        request,
        lambda: services.close_site(organisation_id=own.pk, site_uid=uid, by=request.user, at=timezone.now()),
        success=_("사업장을 닫았습니다. 이 사업장을 적은 신청과 과제에는 그대로 남습니다."),
        to=reverse("directory:company"),
    )
