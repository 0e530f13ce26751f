"""Organisations as the centre and partners see them."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import access
from apps.accounts.doors import allowed, signed_in
from apps.centre import selectors as centre
from apps.directory import permissions, selectors, services, tables, tax_office
from apps.directory.forms import ClaimForm, PartnerForm, StatusForm
from apps.directory.models import Company, Organisation, Skill
from apps.directory.states import ClaimState
from apps.directory.views.companies import company_context
from apps.kernel import clocks, keyset, web
from apps.kernel import tables as files
from apps.kernel.errors import NotFound

PAGE = 50
MOST_TO_CHOOSE = 20


@require_GET
@allowed(permissions.LIST)
def companies(request: HttpRequest) -> HttpResponseBase:
    """Companies of the directory, searched and filtered."""
    asked = {name: request.GET.get(name, "") for name in ("text", "district", "size_class", "members")}
    rows = selectors.company_list(request.user, **asked)
    order = ("organisation__name_ko", "pk")
    file = files.answer(request, _("기업 목록"), rows, order, tables.COMPANIES, values=selectors.COMPANY_ROW)
    if file is not None:
        return file
    page = keyset.page(rows, order, request.GET, size=PAGE, values=selectors.COMPANY_ROW)
    sizes = dict(Company.Size.choices)
    context = {
        "page": page,
        "rows": [{**row, "size": sizes[row["size_class"]]} for row in page],
        "base": reverse("directory:organisation", args=[UUID(int=0)]).removesuffix(f"{UUID(int=0)}/"),
        "districts": selectors.district_choices(),
        "sizes": Company.Size.choices,
        "asked": asked,
        "shows_empty": asked["members"] == selectors.WITHOUT and request.user.can(permissions.MANAGE),
        "may_import": request.user.can(permissions.MANAGE),
    }
    return render(request, "directory/companies.html", context)


@require_GET
@signed_in
def partners(request: HttpRequest) -> HttpResponseBase:
    """Universities, laboratories, suppliers and advisers."""
    asked = {name: request.GET.get(name, "") for name in ("kind", "text")}
    rows = selectors.partner_rows(request.user, **asked)
    order = ("name_ko", "pk")
    file = files.answer(request, _("파트너 기관"), rows, order, tables.PARTNERS, values=selectors.PARTNER_ROW)
    if file is not None:
        return file
    page = keyset.page(rows, order, request.GET, size=PAGE, values=selectors.PARTNER_ROW)
    kinds = dict(Organisation.Kind.choices)
    context = {
        "page": page,
        "rows": [{**row, "kind_label": kinds[row["kind"]]} for row in page],
        "base": reverse("directory:organisation", args=[UUID(int=0)]).removesuffix(f"{UUID(int=0)}/"),
        "kinds": [(kind.value, kind.label) for kind in Organisation.PARTNER_KINDS],
        "asked": asked,
    }
    return render(request, "directory/partners.html", context)


@require_GET
@signed_in
def organisation(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One organisation: a company's facts, or a partner's profile."""
    rows = Organisation.objects.visible_to(request.user).select_related("district", "parent")
    found = get_object_or_404(rows, uid=uid)
    if found.kind == Organisation.Kind.COMPANY:
        context = company_context(request, found)
        access.shown(request, [member.user_id for member in context["members"]], purpose=_("기업정보 확인"))
        can_manage = request.user.can(permissions.MANAGE)
        status_form = StatusForm(initial={"on": clocks.local_date(timezone.now())}) if can_manage else None
        return render(
            request,
            "directory/company.html",
            {
                **context,
                "is_centre": True,
                "can_manage": can_manage,
                "asks_tax_office": tax_office.is_asked(),
                "status_form": status_form,
                "site_form": None,
            },
        )
    skills = Skill.objects.filter(pk__in=found.skills.values("pk")).order_by("name_ko", "pk")
    is_own = selectors.organisations_of(request.user).filter(pk=found.pk).exists()
    council = centre.body_name("council") if found.is_council_member else ""
    context = {"organisation": found, "skills": skills, "is_own": is_own, "council": council}
    return render(request, "directory/partner.html", context)


@require_http_methods(["GET", "POST"])
@allowed(permissions.EDIT_PROFILE)
def partner(request: HttpRequest) -> HttpResponse:
    """One's own profile as a partner; `organisation` picks one of several."""
    own = selectors.organisations_of(request.user).partners().select_related("district")
    wanted = request.GET.get("organisation") or request.POST.get("organisation") or ""
    found = _picked(own, wanted)
    if found is None:
        raise NotFound(_("소속된 파트너 기관이 없습니다. 센터에 등록을 요청해 주십시오."))
    form = PartnerForm(request.POST or None, initial=PartnerForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.update_profile(
                organisation_id=found.pk, entry=form.entry(found.kind), by=request.user, at=timezone.now()
            )
            messages.success(request, _("기관 정보를 저장했습니다."))
            return redirect(found)
    others = own.values("uid", "name_ko")[:MOST_TO_CHOOSE]
    context = {"form": form, "organisation": found, "others": list(others)}
    return render(request, "directory/partner_form.html", context, status=web.status_of(form))


def _picked(own: QuerySet[Organisation], wanted: str) -> Organisation | None:
    """The organisation asked for, or the first when none was."""
    if not wanted:
        return own.first()
    try:
        return own.filter(uid=UUID(wanted)).first()
    except ValueError:
        return None


@require_POST
@allowed(permissions.MANAGE)
def confirm_authority(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note that the registrant may act for the company."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user), uid=uid)
    return web.act(
        request,
        lambda: services.confirm_authority(organisation_id=found.pk, by=request.user, at=timezone.now()),
        success=_("신청 권한을 확인한 것으로 적었습니다."),
        to=web.page_before(request),
    )


@require_POST
@allowed(permissions.MANAGE)
def record_status(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note the business status as checked on a day."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user), uid=uid)
    form = StatusForm(request.POST)
    web.demand(form)
    return web.act(
        request,
        lambda: services.record_business_status(
            organisation_id=found.pk, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        success=_("사업자 상태를 적었습니다."),
        to=web.page_before(request),
    )


@require_POST
@allowed(permissions.MANAGE)
def ask_tax_office(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note the status that the tax office tells now."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user), uid=uid)
    return web.act(
        request,
        lambda: services.ask_tax_office(organisation_id=found.pk, by=request.user, at=timezone.now()),
        success=_("국세청이 알려 준 상태를 적었습니다."),
        to=found.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@allowed(permissions.SETTLE_CLAIM)
def claim(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who acts for a company: both sides' facts, and the decision."""
    found = get_object_or_404(selectors.claims(request.user), uid=uid)
    members = selectors.members_of(found.organisation)
    access.shown(request, [found.claimant, *members], purpose=_("등록 분쟁 확인"))
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.settle_claim(
                claim_uid=uid,
                accept=form.cleaned_data["decision"] == "accept",
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("결정을 저장하고 요청한 사람에게 알렸습니다."))
            return redirect(found)
    is_open = found.state == ClaimState.OPEN
    context = {"claim": found, "members": members, "form": form if is_open else None}
    return render(request, "directory/claim.html", context, status=web.status_of(form))
