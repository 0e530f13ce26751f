"""Refusals that a person can act on. Every app subclasses one of these beside its cause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field of the input; an empty field means the whole."""

    field: str
    message: Text


class DomainError(Exception):
    """A refusal with a message that says what to do next; nothing was written."""

    status = 409
    code = "refused"
    title: Text | None = None  # what the status says, unless it can be said better
    message: Text = _("지금은 할 수 없는 일입니다.")

    def __init__(self, message: Text | None = None, *, field: str | None = None, code: str | None = None) -> None:
        self.message = message if message is not None else self.message
        self.field = field
        self.code = code or self.code
        super().__init__(self.message)

    @property
    def problems(self) -> Sequence[Problem]:
        return [Problem(self.field or "", self.message)]

    @property
    def extra(self) -> Mapping[str, Any]:
        """What a program needs beside the words to go on, as further members of the problem document."""
        return {}

    def __str__(self) -> str:
        return str(self.message)


class Invalid(DomainError):
    """The input cannot be taken; ``problems`` says which field and why."""

    status = 422
    code = "invalid"
    message = _("입력한 내용을 다시 확인해 주십시오.")

    def __init__(
        self,
        message: Text | None = None,
        *,
        field: str | None = None,
        code: str | None = None,
        problems: Sequence[Problem] = (),
    ) -> None:
        super().__init__(message, field=field, code=code)
        self._problems = list(problems)

    @property
    def problems(self) -> Sequence[Problem]:
        return self._problems or super().problems


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong with one row of a table: its number in the file, the heading it concerns, and what to do."""

    row: int
    heading: Text
    message: Text


class RowsRefused(Invalid):
    """A table of which some rows cannot be taken over; nothing of it was."""

    message = _("고칠 줄이 있어 한 건도 가져오지 않았습니다. 표시된 줄을 고쳐 파일을 다시 올려 주십시오.")
    code = "rows_refused"

    def __init__(self, rows: Sequence[RowProblem]) -> None:
        super().__init__()
        self.rows = list(rows)

    @property
    def extra(self) -> Mapping[str, Any]:
        told = [{"row": one.row, "heading": str(one.heading), "message": str(one.message)} for one in self.rows[:1000]]
        return {"rows": told, "rows_count": len(self.rows)}


class UidTaken(Invalid):
    """An outside name made by the client already belongs to something else."""

    message = _("이미 쓰인 식별자입니다. 새 식별자를 만들어 다시 보내 주십시오.")
    code = "uid_taken"


class NotAllowed(DomainError):
    """This person may see the row, but not do this to it."""

    status = 403
    code = "not_allowed"
    message = _("이 일을 할 권한이 없습니다. 센터 담당자에게 문의해 주십시오.")


class NotFound(DomainError):
    """There is no such row, or this person may not know of it."""

    status = 404
    code = "not_found"
    message = _("찾을 수 없습니다. 주소를 확인해 주십시오.")


class Conflict(DomainError):
    """Somebody else was first, or the same thing was asked twice."""

    status = 409
    code = "conflict"


class WrongState(Conflict):
    """The state of the row forbids the act."""

    code = "wrong_state"
    message = _("지금 상태에서는 할 수 없는 일입니다. 화면을 새로 고쳐 현재 상태를 확인해 주십시오.")


class UnknownVersion(Conflict):
    """A version that was never handed out: whoever sends it cannot have read what it would overwrite."""

    message = _("아직 없는 판의 내용입니다. 화면을 새로 고쳐 지금 내용을 확인한 뒤 다시 저장해 주십시오.")
    code = "unknown_version"


class NotHeld(Invalid):
    """A figure that not every database gives back as it was written."""

    message = _("너무 큰 값입니다. 단위를 확인해 주십시오.")
    code = "not_held"
