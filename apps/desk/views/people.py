"""People, their roles and whether they may sign in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import access, services
from apps.accounts.doors import allowed
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.desk import permissions, selectors, tables
from apps.desk.forms import PersonForm, RolesForm
from apps.kernel import keyset, web
from apps.kernel import tables as files

SIZE = 50


@require_GET
@allowed(permissions.MANAGE_PEOPLE)
def index(request: HttpRequest) -> HttpResponseBase:
    """Everybody who can sign in, with a search by name or address."""
    role, words = request.GET.get("role", ""), request.GET.get("q", "").strip()
    found, order = selectors.people(role=role, words=words), ("name", "pk")
    file = files.answer(request, _("사용자 목록"), found, order, tables.PEOPLE)
    if file is not None:
        access.shown(request, found.values_list("pk", flat=True), purpose=_("사용자 관리"))
        return file
    page = keyset.page(found, order, request.GET, size=SIZE)
    access.shown(request, page.rows, purpose=_("사용자 관리"))
    return render(request, "desk/people.html", {"page": page, "roles": Role.choices, "role": role, "words": words})


@require_http_methods(["GET", "POST"])
@allowed(permissions.MANAGE_PEOPLE)
def invite(request: HttpRequest) -> HttpResponse:
    """Make an account for somebody; they choose a password by "forgotten password"."""
    form = PersonForm(request.POST or None)
    if form.is_valid():
        with web.refusals(form):
            user = services.create_user(**form.person(), by=request.user, at=timezone.now())
            return redirect("desk:person", uid=user.uid)
    return render(request, "desk/invite.html", {"form": form}, status=web.status_of(form))


@require_http_methods(["GET", "POST"])
@allowed(permissions.MANAGE_PEOPLE)
def person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One person's roles."""
    user = get_object_or_404(User.objects.with_roles(), uid=uid)
    access.shown(request, [user], purpose=_("사용자 관리"))
    form = RolesForm(request.POST or None, initial={"roles": sorted(user.roles)})
    if form.is_valid():
        with web.refusals(form):
            services.set_roles(user_id=user.pk, roles=form.cleaned_data["roles"], by=request.user, at=timezone.now())
            return redirect("desk:person", uid=uid)
    context = {"person": user, "form": form, "history": selectors.history_of(user)}
    return render(request, "desk/person.html", context, status=web.status_of(form))


@require_POST
@allowed(permissions.MANAGE_PEOPLE)
def activate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let a person in, or keep them out."""
    user = get_object_or_404(User, uid=uid)
    wanted = request.POST.get("active") == "1"
    return web.act(
        request,
        lambda: services.set_active(user_id=user.pk, is_active=wanted, by=request.user, at=timezone.now()),
        success=_("로그인 허용 여부를 바꾸었습니다."),
        to=reverse("desk:person", args=[uid]),
    )
