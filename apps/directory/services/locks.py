"""Taking an organisation's row to work on it."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.directory import permissions, selectors
from apps.directory.models import Membership, Organisation
from apps.kernel.errors import NotAllowed, NotFound


class NotYours(NotAllowed):
    """Somebody who may see an organisation does not act for it."""

    message = _("이 기관의 구성원만 할 수 있습니다. 기관 담당자나 센터에 문의해 주십시오.")


class NotLeading(NotAllowed):
    """A member who does not answer for the organisation."""

    message = _("대표나 실무 책임자만 할 수 있습니다. 기관의 책임자나 센터에 문의해 주십시오.")
    code = "not_leading"


def locked(organisation_id: int, by: User) -> Organisation:
    """The row under lock, for a person who may see it; raises NotFound."""
    row = Organisation.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=organisation_id).first()
    if row is None:
        raise NotFound
    return row


def locked_own(organisation_id: int, by: User) -> Organisation:
    """The row under lock, for its own people and the centre's; raises NotFound or NotYours."""
    row = locked(organisation_id, by)
    if by.can(permissions.MANAGE):
        return row
    own = {row.pk, row.parent_id}
    if not Membership.objects.current().filter(user=by, organisation__in=own - {None}).exists():
        raise NotYours
    return row


def locked_led(organisation_id: int, by: User) -> Organisation:
    """The row under lock, for those who answer for it and the centre; raises NotFound, NotYours or NotLeading."""
    row = locked_own(organisation_id, by)
    if not selectors.leads(by, row):
        raise NotLeading
    return row
