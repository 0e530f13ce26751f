"""Whether a person may move a row along its machine."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.kernel.errors import DomainError, Invalid, NotAllowed, WrongState
from apps.workflow.machine import Transition


class ReasonMissing(Invalid):
    message = _("이 결정에는 사유가 필요합니다. 사유를 적어 주십시오.")
    code = "reason_missing"


def check(row: Any, action: str, *, by: User | None, reason: str = "") -> Transition:
    """The transition this person may now make; raises WrongState, NotAllowed, ReasonMissing or a guard's refusal."""
    transition = row.machine.transition(action)
    if getattr(row, row.machine.attribute) not in transition.sources:
        raise WrongState
    if by is not None and transition.permission and not by.can(transition.permission):
        raise NotAllowed
    for guard in transition.guards:
        refusal = guard(row, by)
        if refusal is not None:
            raise refusal if isinstance(refusal, DomainError) else NotAllowed(refusal)
    if transition.needs_reason and not reason.strip():
        raise ReasonMissing(field="reason")
    return transition
