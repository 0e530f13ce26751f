"""What the page of one application shows, worked out for its reader."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.roles import Role
from apps.audit import selectors as audit
from apps.catalogue import selectors as catalogue
from apps.catalogue.models import CatalogueAction
from apps.directory.models import Company
from apps.documents import labels as file_labels
from apps.documents import selectors as documents
from apps.documents.models import Attachment
from apps.documents.states import ATTACHMENT_TONES, AttachmentState
from apps.intake import labels, mended
from apps.intake.models import Application, Correction, Objection, Word
from apps.intake.selectors.calls import Change
from apps.intake.selectors.papers import reusable_papers
from apps.intake.selectors.programmes import Vocabulary
from apps.intake.states import TONES, UNDECIDED, UNTOLD, Action, Door, State, shown_to
from apps.kernel.errors import Text
from apps.kernel.money import krw

# What the applicant's own timeline leaves out beside what led to a state that is not told, and whose reasons it shows.
INTERNAL = frozenset({"take", Action.RETURN_PROPOSAL})
TOLD = frozenset(
    {
        *(Action.REQUEST_CORRECTION, Action.REJECT, Action.ADMIT, Action.WITHDRAW, Action.CANCEL_SELECTION),
        "extend_correction",
    }
)
OTHER_TITLES = {
    "start": gettext_lazy("작성 시작"),
    "take": gettext_lazy("검토 담당자 지정"),
    "extend_correction": gettext_lazy("보완 기한 연장"),
}
KB = 1024
MOST_HINTS = 4
LONG_ANSWERS = frozenset({"problem", "figure_method", "process_note", "data_note"})
MONEY = frozenset({"budget_krw", "self_burden_krw"})


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline."""

    title: Text
    at: datetime
    actor: str
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One correction request as it is read: the reasons of the list, and the words with them."""

    reasons: tuple[str, ...]
    text: str
    requested_at: datetime
    due_at: datetime
    answer: str
    answered_at: datetime | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an application's way."""

    label: Text
    state: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """One attachment as a list shows it; `vouch_url` and `dismiss_url` where a person is to look at it."""

    name: str
    url: str
    facts: str
    tone: str
    state: str
    is_inspected: bool = True
    remove_url: str = ""
    vouch_url: str = ""
    dismiss_url: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A paper of the company that is already here and still counts."""

    kind: str
    name: str
    facts: str
    use_url: str


def shown_state(application: Application, *, to_centre: bool) -> tuple[Text, str]:
    """The state's words and tone; an applicant does not read a proposal or an unpublished decision."""
    state = shown_to(application.state, to_centre=to_centre)
    return state.label, TONES[state]


def timeline(application: Application, *, to_centre: bool) -> list[Happening]:
    """What happened, newest first; people are named by role."""
    roles = dict(Role.choices)
    happenings = []
    for event in audit.history(application):
        untold = (event.after or {}).get("state") in UNTOLD
        if (event.action in INTERNAL or untold) and not to_centre:
            continue
        actors = [str(roles[role]) for role in event.actor_label.split(",") if role in roles]
        told = to_centre or event.action in TOLD
        titles = dict(Action.choices)
        happenings.append(
            Happening(
                title=titles.get(event.action) or OTHER_TITLES.get(event.action, event.action),
                at=event.at,
                actor=", ".join(actors),
                text=event.reason if told else "",
                tone=_tone(event.after or {}),
            )
        )
    return happenings[::-1]


def _tone(after: dict[str, Any]) -> str:
    return TONES[State(after["state"])] if "state" in after else "neutral"


def corrections(application: Application, words: Vocabulary) -> list[Asked]:
    """What was asked to be mended, the newest first."""
    return [
        Asked(
            tuple(word.name for word in words.of(Word.List.CORRECT, one.codes)),
            one.text,
            one.requested_at,
            one.due_at,
            one.answer,
            one.answered_at,
            _mended(one, words) if one.answered_at else (),
        )
        for one in application.corrections.order_by("-requested_at", "-pk")
    ]


def _mended(correction: Correction, words: Vocabulary) -> tuple[Change, ...]:
    """What was changed between the request and its answer; of papers, those that went and those that came."""
    before, after = dict(correction.before), dict(correction.after)
    had, has = before.get(mended.PAPERS, []), after.get(mended.PAPERS, [])
    before[mended.PAPERS] = [one for one in had if one not in has]
    after[mended.PAPERS] = [one for one in has if one not in had]
    return tuple(
        Change(
            labels.ANSWERS[name],
            _answer(name, before.get(name), words),
            _answer(name, after.get(name), words),
            is_long=name in LONG_ANSWERS,
        )
        for name in mended.differing(before, after)
    )


def _answer(name: str, value: Any, words: Vocabulary) -> str:
    if value in (None, "", []):
        return "–"
    if name == "barriers":
        return ", ".join(word.name for word in words.of(Word.List.BARRIER, value))
    if name == mended.PAPERS:
        kinds = words.names(Word.List.DOCUMENT)
        return ", ".join(f"{file} ({kinds.get(kind, kind)})" for _uid, kind, file in value)
    return krw(value) if name in MONEY else str(value)


def way(application: Application) -> list[Step]:
    """The steps from writing to the decision, with the present one marked."""
    labels: list[Text] = [_("작성"), _("접수"), _("요건검토")]
    if application.door == Door.DEMONSTRATION:
        labels += [_("평가"), _("선정")]
    else:
        labels += [_("진단 시작")]
    at = {
        State.DRAFT: 0,
        State.SUBMITTED: 2,
        State.CORRECTING: 2,
        State.REJECTED: 2,
        State.ADMITTED: 3,
        State.IN_REVIEW: 3,
        State.PROPOSED: 3,
        State.DECIDED: 3,
        State.SELECTED: 5,
        State.WAITLISTED: 4,
        State.NOT_SELECTED: 4,
        State.CANCELLED: 4,
        State.WITHDRAWN: 0 if application.submitted_at is None else 2,
    }[State(application.state)]
    stopped = application.state in (State.REJECTED, State.NOT_SELECTED, State.CANCELLED, State.WITHDRAWN)
    return [
        Step(label=label, state="done" if place < at else _mark(place == at, stopped=stopped))
        for place, label in enumerate(labels)
    ]


def _mark(is_here: bool, *, stopped: bool) -> str:
    if not is_here:
        return "todo"
    return "stopped" if stopped else "current"


def files_of(
    application: Application,
    words: Vocabulary,
    papers: Sequence[Attachment] | None = None,
    *,
    removable: bool = False,
    to_centre: bool = False,
) -> list[File]:
    """The attachments with kind, size, dates and the inspection's finding; for the centre with who looked at them."""
    kinds = words.names(Word.List.DOCUMENT)
    given = list(documents.attachments_of(application)) if papers is None else papers
    looked = {key: _looked(*act) for key, act in documents.vouchers(given).items()} if to_centre else {}
    rows = []
    for row in given:
        place = [application.uid, row.uid]
        said = [kinds.get(row.kind, row.kind), looked.get(row.pk, "")]
        remove_url = reverse("intake:remove-attachment", args=place) if removable else ""
        rows.append(replace(_file(row, reverse("intake:attachment", args=place), *said), remove_url=remove_url))
    return rows


def files_to_judge(application: Application, words: Vocabulary, papers: Sequence[Attachment]) -> list[File]:
    """Those of an application's papers that a person has to look at before it is decided."""
    if application.state not in (*UNDECIDED, State.REJECTED):
        return []
    kinds = words.names(Word.List.DOCUMENT)
    rows = []
    for row in papers:
        if row.state != AttachmentState.FLAGGED:
            continue
        place = [application.uid, row.uid]
        file = _file(row, reverse("intake:attachment", args=place), kinds.get(row.kind, row.kind))
        urls = {name: reverse(f"intake:{name}", args=place) for name in ("vouch", "dismiss")}
        rows.append(replace(file, vouch_url=urls["vouch"], dismiss_url=urls["dismiss"]))
    return rows


def _looked(name: str, at: datetime) -> str:
    return _("%(name)s 확인 %(at)s") % {"name": name, "at": f"{timezone.localtime(at):%Y-%m-%d %H:%M}"}


def papers_of(objection: Objection) -> list[File]:
    """The files that speak for an objection, with size and the inspection's finding."""
    return [
        _file(row, reverse("intake:objection-file", args=[objection.uid, row.uid]))
        for row in documents.attachments_of(objection)
    ]


def _file(row: Attachment, url: str, *said: str) -> File:
    """One attachment in words; it opens once it was inspected and not refused."""
    state = AttachmentState(row.state)
    facts = [*said, _size(row.size), *_dates(row), str(file_labels.told(row))]
    return File(
        name=row.original_name,
        url=url if state in (AttachmentState.CLEAN, AttachmentState.FLAGGED) else "",
        facts=" · ".join(fact for fact in facts if fact),
        tone=ATTACHMENT_TONES[state],
        state=str(state.label),
        is_inspected=state is not AttachmentState.QUARANTINED,
    )


def offered_of(application: Application, words: Vocabulary, day: date) -> list[Offered]:
    """Papers that an earlier application of the company holds, with how long they count."""
    kinds = words.names(Word.List.DOCUMENT)
    return [
        Offered(
            kind=kinds.get(row.kind, row.kind),
            name=row.original_name,
            facts=" · ".join(_dates(row)),
            use_url=reverse("intake:reuse-attachment", args=[application.uid, row.uid]),
        )
        for row in reusable_papers(application, day)
    ]


def _dates(row: Attachment) -> list[str]:
    """When a paper was issued and how long it counts, in words."""
    told = [_("%(day)s 발급") % {"day": row.issued_on}] if row.issued_on else []
    return [*told, _("%(day)s까지 유효") % {"day": row.valid_until}] if row.valid_until else told


def answers(application: Application, words: Vocabulary) -> dict[str, Any]:
    """The application's text and figures as a page prints them."""
    return {
        "barriers": [word.name for word in words.of(Word.List.BARRIER, application.barriers)],
        "today": plain(application.figure_today),
        "wished": plain(application.figure_wished),
        "staff_months": plain(application.staff_months),
        "support_krw": application.support_krw,
    }


def plain(value: Any) -> str:
    """A decimal without trailing zeros, or nothing."""
    return "" if value is None else f"{value.normalize():f}"


def _size(size: int) -> str:
    return f"{size / KB / KB:.1f}MB" if size >= KB * KB else f"{max(1, size // KB)}KB"


def hints_for(application: Application) -> QuerySet[CatalogueAction]:
    """Use cases of the company's industry, to compare one's own problem with."""
    company = Company.objects.filter(pk=application.company_id)
    industry = company.values_list("pilot_industry", flat=True).first() or ""
    return catalogue.actions(kind=CatalogueAction.Kind.USECASE, industry=industry)[:MOST_HINTS]
