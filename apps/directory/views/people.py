"""An organisation's people: who they are, who is invited, and the invited one's answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import access
from apps.accounts.doors import signed_in
from apps.directory import selectors, services
from apps.directory.forms import InviteForm, PositionForm
from apps.directory.models import Membership
from apps.kernel import web


@require_http_methods(["GET", "POST"])
@signed_in
def people(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Members and open invitations of an organisation; those who answer for it invite from here."""
    found = selectors.organisation_with_people(request.user, uid)
    now = timezone.now()
    members = selectors.memberships_of(found)
    first = Membership.Position.MEMBER if members else Membership.Position.MANAGER
    form = InviteForm(request.POST or None, organisation=found, initial={"position": first})
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.invite(organisation_id=found.pk, by=request.user, at=now, **form.cleaned_data)
            messages.success(request, _("초대를 보냈습니다. 받은 분이 수락하면 구성원이 됩니다."))
            return redirect("directory:people", uid=uid)
    access.shown(request, [member.user_id for member in members], purpose=_("구성원 확인"))
    context = {
        "organisation": found,
        "members": members,
        "positions": form.fields["position"].choices,
        "invitations": selectors.invitations_of(found, now),
        "leads": selectors.leads(request.user, found),
        "form": form,
    }
    return render(request, "directory/people.html", context, status=web.status_of(form))


@require_POST
@signed_in
def change_position(request: HttpRequest, uid: UUID, person: UUID) -> HttpResponse:
    """Give a member another position."""
    found = selectors.organisation_with_people(request.user, uid)
    member = selectors.member(found, person)
    form = PositionForm(request.POST, organisation=found)
    web.demand(form)
    return web.act(
        request,
        lambda: services.change_position(
            organisation_id=found.pk,
            user_id=member.user_id,
            position=form.cleaned_data["position"],
            by=request.user,
            at=timezone.now(),
        ),
        success=_("직책을 바꾸었습니다."),
        to=reverse("directory:people", args=[uid]),
    )


@require_POST
@signed_in
def end_member(request: HttpRequest, uid: UUID, person: UUID) -> HttpResponse:
    """Part with a member, or leave oneself."""
    found = selectors.organisation_with_people(request.user, uid)
    leaves = person == request.user.uid
    return web.act(
        request,
        lambda: services.end_member(
            organisation_id=found.pk,
            user_id=selectors.member(found, person).user_id,
            by=request.user,
            at=timezone.now(),
        ),
        success=_("기관에서 나왔습니다.") if leaves else _("구성원에서 뺐습니다."),
        to=lambda _ended: reverse("desk:home" if leaves else "directory:people", args=[] if leaves else [uid]),
    )


@require_POST
@signed_in
def withdraw_invitation(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take an invitation back."""
    return web.act(
        request,
        lambda: services.withdraw_invitation(invitation_uid=uid, by=request.user, at=timezone.now()),
        success=_("초대를 취소했습니다."),
        to=lambda withdrawn: reverse("directory:people", args=[withdrawn.organisation.uid]),
    )


@require_GET
@signed_in
def invitations(request: HttpRequest) -> HttpResponse:
    """Invitations to the address one signed in with."""
    rows = selectors.invitations_to(request.user, timezone.now())
    return render(request, "directory/invitations.html", {"invitations": rows})


@require_POST
@signed_in
def accept_invitation(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Join the organisation one was invited to."""
    return web.act(
        request,
        lambda: services.accept_invitation(invitation_uid=uid, by=request.user, at=timezone.now()),
        success=_("초대를 수락했습니다. 이제 이 기관의 구성원입니다."),
        to=lambda membership: membership.organisation.get_absolute_url(),
    )


@require_POST
@signed_in
def decline_invitation(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say no to an invitation."""
    return web.act(
        request,
        lambda: services.decline_invitation(invitation_uid=uid, by=request.user, at=timezone.now()),
        success=_("초대를 거절했습니다."),
        to=reverse("directory:invitations"),
    )
