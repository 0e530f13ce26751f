"""Who works with the centre."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A person's part in the centre's work; one person may hold several."""

    COMPANY = "company", _("기업 담당자")
    CONSULTANT = "consultant", _("컨설턴트")
    REVIEWER = "reviewer", _("평가위원")
    STAFF = "staff", _("센터 담당자")
    MANAGER = "manager", _("센터 책임자")
    UNIVERSITY = "university", _("대학 연구실")
    SUPPLIER = "supplier", _("공급기업")
    ADVISER = "adviser", _("자문위원")
    OFFICIAL = "official", _("시 담당관")
    ADMIN = "admin", _("관리자")


CENTRE = frozenset({Role.STAFF, Role.MANAGER})
PARTNERS = frozenset({Role.UNIVERSITY, Role.SUPPLIER, Role.ADVISER})
# People who work for the centre and so sign in with a second factor.
INSIDE = CENTRE | {Role.ADMIN, Role.CONSULTANT, Role.OFFICIAL, Role.REVIEWER}
