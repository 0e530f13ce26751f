"""The steps of a draft and the way between them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.documents import selectors as documents
from apps.documents.models import Attachment
from apps.intake import selectors, services
from apps.intake.forms import MoneyForm, ProblemForm, SituationForm, StepForm
from apps.intake.models import Application
from apps.intake.selectors import pages
from apps.intake.states import Door
from apps.intake.views.reading import visible

FORMS: dict[str, type[StepForm]] = {"problem": ProblemForm, "situation": SituationForm, "money": MoneyForm}


def writable(request: HttpRequest, uid: UUID) -> Application:
    """A draft of one's own company; what was handed in is read on its page instead."""
    found = visible(request.user, uid)
    if found.state not in services.EDITABLE:
        raise services.NotEditable
    return found


def steps_of(application: Application) -> list[str]:
    """The steps of an application of its door, in order."""
    money = ["money"] if application.door == Door.DEMONSTRATION else []
    return ["problem", "situation", *money, "files", "check"]


def step_titles() -> dict[str, str]:
    """What the steps are called."""
    return {
        "problem": _("문제와 수치"),
        "situation": _("현황"),
        "money": _("예산과 로드맵"),
        "files": _("서류"),
        "check": _("확인과 제출"),
    }


def step_context(found: Application, step: str, papers: Sequence[Attachment] | None = None) -> dict[str, Any]:
    """What the page of every step shows; `papers` where the files were read already."""
    titles = step_titles()
    names = steps_of(found)
    place = names.index(step)
    given = list(documents.attachments_of(found)) if papers is None else papers
    missing = selectors.missing_fields(found, given)
    absent = {name for name, _message in missing}
    done = {name for name in names if not absent & _asked_in(name) and _is_written(found, name, given)}
    states = {name: "done" if name in done else "todo" for name in names} | {step: "current"}
    steps = [pages.Step(label=titles[name], state=states[name], url=address(found, name)) for name in names]
    return {
        "application": found,
        "step": step,
        "steps": steps,
        "missing": [message for _name, message in missing],
        "title": titles[step],
        "back": address(found, names[place - 1]) if place else "",
        "next": address(found, names[place + 1]) if place + 1 < len(names) else "",
        "crumbs": [
            (pgettext("list", "신청"), reverse("intake:list")),
            (found.receipt_number or _("작성 중인 신청"), found.get_absolute_url()),
            (titles[step], ""),
        ],
    }


def _asked_in(step: str) -> set[str]:
    """What a step asks for, by the names under which it may be missing."""
    if step == "files":
        return {selectors.PAPERS}
    return set(FORMS[step].base_fields) if step in FORMS else set()


def _is_written(found: Application, step: str, papers: Sequence[Attachment]) -> bool:
    """Whether a step says anything; the version and the site are there from the beginning."""
    if step == "files":
        return bool(papers)
    return any(getattr(found, name) not in (None, "", []) for name in _asked_in(step) - {"version", "site"})


def address(found: Application, step: str) -> str:
    """Where a step is written."""
    if step == "check":
        return reverse("intake:check", args=[found.uid])
    return reverse("intake:edit", args=[found.uid, step])
