"""Lists of cases and of people as files."""

from django.utils.translation import gettext_lazy as _

from apps.desk import figures
from apps.kernel.tables import Column, field, named, worded
from apps.notices.models import Notice

CASES = (
    field(_("기업"), "company__name_ko"),
    field(_("접수번호"), "receipt_number"),
    named(_("자치구"), "company__district__name"),
    field(_("접수일시"), "submitted_at"),
    worded(_("현재 단계"), "step", [(code, words[0]) for code, words in figures.STEPS.items()]),
)
PEOPLE = (
    Column(_("이름"), lambda person: person.name),
    Column(_("이메일"), lambda person: person.email),
    Column(_("역할"), lambda person: ", ".join(str(grant.get_role_display()) for grant in person.grants.all())),
    Column(_("로그인 허용"), lambda person: person.is_active),
)
SENT = (
    Column(_("받는 사람"), lambda row: row["to__name"] or ""),
    Column(_("이메일"), lambda row: row["to__email"] or row["address"]),
    field(_("제목"), "subject"),
    worded(_("상태"), "state", Notice.State.choices),
    field(_("작성일시"), "created_at"),
    field(_("발송일시"), "sent_at"),
    field(_("읽은 일시"), "read_at"),
)
