"""What people may do around a consortium."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import permission
from apps.accounts.roles import CENTRE, PARTNERS, Role

VIEW_ALL = permission("consortia.view_all", _("모든 과제 개요서와 제안, 협약을 봅니다"), roles=CENTRE)
MANAGE = permission("consortia.manage", _("과제 개요서를 만들고 고치거나 취소합니다"), roles=CENTRE)
SOLVE = permission("consortia.solve", _("공개된 과제 전체의 배정안을 계산합니다"), roles=CENTRE)
PROPOSE = permission("consortia.propose", _("기관에 참여를 제안하고 거둡니다"), roles=CENTRE)
ANSWER = permission("consortia.answer", _("소속 기관이 받은 참여 제안에 답합니다"), roles=PARTNERS)
DRAFT = permission("consortia.draft_agreement", _("협약 조건을 작성합니다"), roles=CENTRE)
SIGN = permission("consortia.sign", _("소속 기관을 대표하여 협약에 서명합니다"), roles=[Role.COMPANY, *PARTNERS])
SIGN_CENTRE = permission("consortia.sign_centre", _("센터를 대표하여 협약에 서명합니다"), roles=[Role.MANAGER])
END = permission("consortia.end_agreement", _("끝난 과제의 협약을 종료합니다"), roles=CENTRE)
VIEW_PERSONS = permission(
    "consortia.view_persons",
    _("협약에 서명한 사람의 이름을 봅니다"),
    roles=[role for role in Role if role != Role.OFFICIAL],
)
