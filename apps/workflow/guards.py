"""Guards that more than one machine uses."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.kernel.errors import Text
from apps.workflow.machine import Guard


def another_person(*, than: str) -> Guard:
    """The act needs a second person: not the one named by the row's ``than`` (a user's id)."""

    def guard(row: Any, by: Any) -> Text | None:
        if by is not None and getattr(row, than) == by.pk:
            return _("두 사람이 함께 결정하는 일입니다. 제안한 사람이 아닌 다른 담당자가 확정해 주십시오.")
        return None

    return guard


def assigned(*, to: str) -> Guard:
    """Only the person named by the row's ``to`` (a user's id) may do it."""

    def guard(row: Any, by: Any) -> Text | None:
        if by is None or getattr(row, to) != by.pk:
            return _("이 건에 배정된 담당자만 할 수 있습니다.")
        return None

    return guard


def the_house_alone(*, saying: Text) -> Guard:
    """Nobody does it by hand: it follows from something else, and `saying` tells from what."""

    def guard(_row: Any, by: Any) -> Text | None:
        return None if by is None else saying

    return guard
