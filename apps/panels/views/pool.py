"""Pages of the pool: for the centre all of it, for a reviewer their own place."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import access
from apps.accounts.doors import allowed
from apps.directory import selectors as directory
from apps.kernel import keyset, web
from apps.kernel import tables as files
from apps.panels import permissions, selectors, services, tables
from apps.panels.forms import DeclareForm, EnrolForm, ProfileForm, StandingForm
from apps.panels.models import Declaration, Reviewer

PAGE = 30


@require_GET
@allowed(permissions.MANAGE_POOL)
def pool(request: HttpRequest) -> HttpResponseBase:
    """The whole pool, searched by name, skill and standing."""
    asked = {name: request.GET.get(name, "") for name in ("text", "skill", "standing")}
    rows = selectors.pool(request.user, **asked)
    order, values = ("user__name", "pk"), selectors.POOL_ROW
    if files.asked(request.GET):
        return _file(request, rows, order)
    page = keyset.page(rows, order, request.GET, size=PAGE, values=values)
    access.shown(request, [row["user_id"] for row in page], purpose=_("평가위원 풀 관리"))
    context = {
        "page": page,
        "rows": selectors.pool_rows(page.rows, timezone.now()),
        "asked": asked,
        "skills": directory.skill_choices(),
        "standings": [("outside", _("외부 위원")), ("inside", _("내부 위원")), ("resting", _("쉬는 위원"))],
        "base": reverse("panels:pool"),
    }
    return render(request, "panels/pool.html", context)


def _file(request: HttpRequest, rows: QuerySet[Reviewer], order: tuple[str, str]) -> HttpResponseBase:
    """The pool as a file, which shows everybody in it."""
    keys = list(rows.values_list("pk", "user_id"))
    people = [user_id for _pk, user_id in keys]
    access.shown(request, people, purpose=_("평가위원 풀 관리"))
    columns = tables.pool(selectors.skills_of([pk for pk, _user_id in keys]), selectors.loads(people, timezone.now()))
    file = files.answer(request, _("평가위원 목록"), rows, order, columns, values=selectors.POOL_ROW)
    if file is None:
        raise Http404
    return file


@require_http_methods(["GET", "POST"])
@allowed(permissions.MANAGE_POOL)
def enrol(request: HttpRequest) -> HttpResponse:
    """Take somebody into the pool."""
    form = EnrolForm(request.POST or None, people=selectors.not_yet_enrolled())
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            made = services.enrol(
                user_uid=form.cleaned_data["user"].uid,
                profile=form.profile(),
                standing=form.standing(),
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("평가위원 풀에 올렸습니다."))
            return redirect(made)
    crumbs = [(_("평가위원 풀"), reverse("panels:pool")), (_("위원 등록"), "")]
    return render(request, "panels/enrol.html", {"form": form, "crumbs": crumbs}, status=web.status_of(form))


@require_GET
@allowed(permissions.SCORE)
def profile(request: HttpRequest) -> HttpResponse:
    """A reviewer's own place in the pool."""
    own = selectors.own_profile(request.user)
    if own is None:
        messages.info(request, _("아직 평가위원 풀에 없습니다. 센터에 등록을 요청해 주십시오."))
        return redirect("panels:list")
    return redirect(own)


@require_http_methods(["GET", "POST"])
@allowed(permissions.SCORE, permissions.MANAGE_POOL)
def reviewer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One reviewer: expertise, load of the year, declared ties."""
    found = _visible(request, uid)
    may_stand = request.user.can(permissions.MANAGE_POOL)
    form_class = StandingForm if may_stand else ProfileForm
    form = form_class(request.POST or None, initial=ProfileForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.update_profile(
                reviewer_uid=uid,
                profile=form.profile(),
                standing=form.standing() if isinstance(form, StandingForm) else None,
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("위원 정보를 저장했습니다."))
            return redirect(found)
    return _page(request, found, form, DeclareForm(auto_id="declare_%s"))


@require_POST
@allowed(permissions.SCORE, permissions.MANAGE_POOL)
def declare(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Declare a tie to a company."""
    found = _visible(request, uid)
    form = DeclareForm(request.POST, auto_id="declare_%s")
    if form.is_valid():
        with web.refusals(form):
            services.declare(reviewer_uid=uid, entry=form.entry(), by=request.user, at=timezone.now())
            messages.success(request, _("이해관계를 신고했습니다. 이제 그 기업의 안건에서 제척됩니다."))
            return redirect(found)
    form_class = StandingForm if request.user.can(permissions.MANAGE_POOL) else ProfileForm
    return _page(request, found, form_class(initial=ProfileForm.initial_of(found)), form)


def _visible(request: HttpRequest, uid: UUID) -> Reviewer:
    return get_object_or_404(Reviewer.objects.visible_to(request.user).select_related("user"), uid=uid)


def _page(request: HttpRequest, found: Reviewer, form: ProfileForm, declare_form: DeclareForm) -> HttpResponse:
    access.shown(request, [found.user_id], purpose=_("평가위원 풀 관리"))
    kinds = dict(Declaration.Kind.choices)
    load = selectors.loads([found.user_id], timezone.now()).get(found.user_id, 0)
    declared = [
        {"number": _hyphened(one.business_number), "name": one.stated_name, "kind": kinds[one.kind], "note": one.note}
        for one in selectors.declarations_of(found)
    ]
    is_own = found.user_id == request.user.pk
    before = (_("내 평가"), reverse("panels:list")) if is_own else (_("평가위원 풀"), reverse("panels:pool"))
    context = {
        "reviewer": found,
        "form": form,
        "declare_form": declare_form,
        "declared": declared,
        "load": f"{load}/{found.yearly_most}",
        "crumbs": [before, (found.user.name, "")],
    }
    status = max(web.status_of(form), web.status_of(declare_form))
    return render(request, "panels/reviewer.html", context, status=status)


def _hyphened(number: str) -> str:
    return f"{number[:3]}-{number[3:5]}-{number[5:]}"
