"""An agreement: writing its terms, signing it, and its document."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import access
from apps.accounts.doors import allowed, signed_in
from apps.consortia import permissions, selectors, services
from apps.consortia.forms import TermsForm
from apps.consortia.models import IN_FORCE, Agreement, Brief
from apps.consortia.states import TONES, AgreementState
from apps.documents import doors
from apps.documents.states import DocumentState
from apps.kernel import web
from apps.kernel.clocks import local, local_date
from apps.kernel.reasons import ReasonForm
from apps.kernel.templatetags.ui import eok
from apps.workflow.selectors import available_actions

PAPER_WAITS = (DocumentState.REQUESTED, DocumentState.RENDERING)


@require_http_methods(["GET", "POST"])
@allowed(permissions.DRAFT)
def new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write the terms of a project whose partners have all accepted."""
    rows = Brief.objects.visible_to(request.user).select_related("company", "application__call", "roadmap")
    brief = get_object_or_404(rows, uid=uid)
    form = TermsForm(request.POST or None, parties=selectors.sharers_of(brief), initial=_proposed_terms(brief))
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            agreement = services.draft_agreement(brief_uid=uid, draft=form.draft(), by=request.user, at=timezone.now())
            messages.success(request, _("협약 조건을 수요기업과 협력기관에 보냈습니다. 서명을 기다립니다."))
            return redirect(agreement)
    return _terms_page(request, brief, form, _("협약 조건 작성"), brief.get_absolute_url())


@require_http_methods(["GET", "POST"])
@allowed(permissions.DRAFT)
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Rewrite terms before the company signs."""
    one = _readable(request, uid)
    form = TermsForm(request.POST or None, parties=selectors.sharers_of(one.brief), initial=_written_terms(one))
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.revise_terms(agreement_uid=uid, draft=form.draft(), by=request.user, at=timezone.now())
            messages.success(request, _("협약 조건을 고쳐 모든 당사자에게 다시 보냈습니다."))
            return redirect(one)
    return _terms_page(request, one.brief, form, _("협약 조건 고치기"), one.get_absolute_url())


@require_GET
@signed_in
def agreement(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Terms, parties and signatures."""
    one = _readable(request, uid)
    may = {transition.action for transition in available_actions(one, request.user)}
    if not selectors.may_sign(one, request.user):
        may.discard("sign")
    parties = selectors.parties_of(one.brief, one)
    named = [party.signatory_id for party in parties]
    shows_persons = request.user.can(permissions.VIEW_PERSONS)
    if shows_persons:
        access.shown(request, [person for person in named if person], purpose=_("협약 확인"))
    ip = one.terms["ip"]
    context = {
        "agreement": one,
        "brief": one.brief,
        "tone": TONES.get(AgreementState(one.state), "info"),
        "crumbs": [
            (pgettext("list", "컨소시엄"), reverse("consortia:list")),
            (pgettext("list", "협약"), reverse("consortia:agreements")),
            (one.brief.title, ""),
        ],
        "parties": [(party, ip.get(party.key, 0) / 100) for party in parties],
        "in_force": one.state in IN_FORCE,
        "shows_persons": shows_persons,
        "figures": _figures(one),
        "facts": selectors.agreement_facts(one),
        "special": [line for line in one.terms.get("special", "").splitlines() if line.strip()],
        "may": may,
        "may_edit": one.state == AgreementState.DRAFT and request.user.can(permissions.DRAFT),
        "may_see_brief": Brief.objects.visible_to(request.user).filter(pk=one.brief_id).exists(),
        "reason_form": ReasonForm(auto_id="send_back_%s"),
        "drop_form": ReasonForm(auto_id="drop_%s"),
        **(_paper(one) if shows_persons else {}),
    }
    return render(request, "consortia/agreement.html", context)


@require_GET
@signed_in
def document_status(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Whether the document is ready yet; asked again while it is not."""
    one = _readable(request, uid)
    return render(request, "consortia/_document.html", {"agreement": one, **_paper(one)})


@require_GET
@signed_in
def document(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The agreement as PDF."""
    return doors.stream(selectors.paper_for(_readable(request, uid), request.user))


@require_POST
@allowed(permissions.SIGN)
def sign(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The company or a partner signs."""
    return web.act(
        request,
        lambda: services.sign(agreement_uid=uid, by=request.user, at=timezone.now()),
        success=_("협약에 서명했습니다. 모든 당사자와 센터가 서명하면 협약서가 발급됩니다."),
        to=_address(uid),
    )


@require_POST
@allowed(permissions.SIGN_CENTRE)
def sign_centre(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The centre's manager signs."""
    return web.act(
        request,
        lambda: services.sign_as_centre(agreement_uid=uid, by=request.user, at=timezone.now()),
        success=_("협약을 체결했습니다. 협약서를 작성하고 있습니다."),
        to=_address(uid),
    )


@require_POST
@allowed(permissions.SIGN_CENTRE)
def send_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The manager asks for other terms."""
    one = _readable(request, uid)
    form = ReasonForm(request.POST)
    web.demand(form)
    return web.act(
        request,
        lambda: services.send_back(
            agreement_uid=uid, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        ),
        success=_("협약 조건을 되돌렸습니다. 조건을 고치면 모든 당사자가 다시 서명합니다."),
        to=one.get_absolute_url(),
    )


@require_POST
@allowed(permissions.MANAGE)
def drop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the terms up."""
    one = _readable(request, uid)
    form = ReasonForm(request.POST)
    web.demand(form)
    return web.act(
        request,
        lambda: services.drop_agreement(
            agreement_uid=uid, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        ),
        success=_("협약안을 폐기했습니다."),
        to=one.get_absolute_url(),
    )


def _readable(request: HttpRequest, uid: UUID) -> Agreement:
    rows = Agreement.objects.visible_to(request.user).select_related(
        "brief__company",
        "brief__roadmap",
        "brief__application__call",
        "company",
        "centre_signatory",
        "document",
    )
    return get_object_or_404(rows, uid=uid)


def _proposed_terms(brief: Brief) -> dict[str, Any]:
    """Terms to start from, as the form shows them: the last day is part of the period, shares in percent."""
    draft = selectors.proposed_terms(brief, local_date(timezone.now()))
    shown = {field.name: getattr(draft, field.name) for field in fields(draft) if field.name != "ip"}
    shares = {f"ip_{key}": share / 100 for key, share in draft.ip.items()}
    return {**shown, "ends_on": draft.ends_on - timedelta(days=1), **shares}


def _written_terms(one: Agreement) -> dict[str, Any]:
    return {
        "starts_on": one.starts_on,
        "ends_on": one.ends_on - timedelta(days=1),
        "support_krw": one.support_krw,
        "cash_krw": one.company_cash_krw,
        "in_kind_krw": one.company_in_kind_krw,
        "purpose": one.terms.get("purpose", ""),
        "special": one.terms.get("special", ""),
        **{f"ip_{key}": share / 100 for key, share in one.terms["ip"].items()},
    }


def _terms_page(request: HttpRequest, brief: Brief, form: TermsForm, heading: str, back: str) -> HttpResponse:
    limits = selectors.limits_of(brief)
    context = {
        "form": form,
        "heading": heading,
        "back": back,
        "brief": brief,
        "cap": limits.support_cap_krw,
        "burden_pct": limits.burden_pct,
        "roles_krw": selectors.roles_krw(brief),
        "crumbs": [
            (pgettext("list", "컨소시엄"), reverse("consortia:list")),
            (brief.title, brief.get_absolute_url()),
            (heading, ""),
        ],
    }
    return render(request, "consortia/terms.html", context, status=web.status_of(form))


def _figures(one: Agreement) -> list[tuple[str, object]]:
    return [
        (_("총사업비"), eok(one.total_krw)),
        (_("지원금"), eok(one.support_krw)),
        (_("기업 현금"), eok(one.company_cash_krw)),
        (_("기업 현물"), eok(one.company_in_kind_krw)),
    ]


def _paper(one: Agreement) -> dict[str, Any]:
    found = one.document
    waits = found is not None and found.state in PAPER_WAITS
    at = f"{local(found.issued_at):%Y-%m-%d %H:%M}" if found is not None and found.issued_at else ""
    return {"document": found, "document_waits": waits, "document_ready": bool(found and found.file), "document_at": at}


def _address(uid: UUID) -> str:
    return reverse("consortia:agreement", args=[uid])
