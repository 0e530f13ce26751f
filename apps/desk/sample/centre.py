"""How far each sample case goes, and playing it there."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from apps.accounts.roles import Role
from apps.centre.selectors import profile
from apps.desk.sample import consortium, diagnosis, intake, paperwork, pilot, roadmap, selection
from apps.desk.sample.cast import Cast, gather, read_stories
from apps.desk.sample.stories import Story, uid_of
from apps.diagnosis.services import count_benchmarks
from apps.directory.models import Organisation
from apps.intake import services as intake_services
from apps.intake.entries import CallEntry
from apps.intake.models import Call, Programme
from apps.intake.states import Door
from apps.pilots.rules import Decision

FIRST_DAY = datetime(2026, 1, 12, 1, 0, tzinfo=UTC)
FINISHED_DAYS_APART = 3
# Of the finished cases every so manieth is diagnosed again.
REPEATED_EVERY = 2
# Of the completed diagnoses every so manieth is read a second time.
READ_AGAIN_EVERY = 2
FEWEST_WITH_COMMITTEES = 3
# The committees of the sample select a few more than its cases.
MORE_SELECTIONS, KRW_A_CASE = 8, 100_000_000
LAST_START = datetime(2026, 11, 9, 1, 0, tzinfo=UTC)


class End(StrEnum):
    """Where a case stands when the curtain falls."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CORRECTING = "correcting"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ADMITTED = "admitted"
    ASSIGNED = "assigned"
    SCORING = "scoring"
    DIAGNOSED = "diagnosed"
    PLANNED = "planned"
    PROPOSED = "proposed"
    ISSUED = "issued"
    MONEY_DRAFT = "money_draft"
    MONEY_SUBMITTED = "money_submitted"
    MONEY_CORRECTING = "money_correcting"
    MONEY_REJECTED = "money_rejected"
    MONEY_WITHDRAWN = "money_withdrawn"
    MONEY_ADMITTED = "money_admitted"
    IN_REVIEW = "in_review"
    SELECTION_PROPOSED = "selection_proposed"
    NOT_SELECTED = "not_selected"
    SELECTED = "selected"
    CANCELLED = "cancelled"
    BRIEF = "brief"
    PARTNERS_ASKED = "partners_asked"
    AGREED = "agreed"
    DESIGN = "design"
    POC = "poc"
    FIELD = "field"
    STOPPED = "stopped"
    DIFFUSION = "diffusion"
    FINISHED = "finished"


# Forty cases on their way; a smaller or larger centre repeats or cuts this round.
ON_THE_WAY = (
    *[End.DRAFT] * 2, *[End.SUBMITTED] * 2, End.CORRECTING, End.REJECTED, End.WITHDRAWN, *[End.ADMITTED] * 2,
    End.ASSIGNED, *[End.SCORING] * 2, *[End.DIAGNOSED] * 2, End.PLANNED, *[End.PROPOSED] * 2,
    *[End.ISSUED] * 2, End.MONEY_DRAFT, End.MONEY_SUBMITTED, End.MONEY_CORRECTING, End.MONEY_REJECTED,
    End.MONEY_WITHDRAWN, End.MONEY_ADMITTED, End.IN_REVIEW, End.SELECTION_PROPOSED, End.NOT_SELECTED, End.SELECTED,
    End.CANCELLED, End.BRIEF, End.PARTNERS_ASKED, End.AGREED, *[End.DESIGN] * 2,
    *[End.POC] * 2, *[End.FIELD] * 2, End.STOPPED, End.DIFFUSION,
)  # fmt: skip
DAYS_NEEDED = {
    End.DIFFUSION: 195, End.STOPPED: 160, End.FIELD: 130, End.POC: 95, End.DESIGN: 70, End.AGREED: 62,
    End.PARTNERS_ASKED: 50, End.BRIEF: 46, End.SELECTED: 44, End.NOT_SELECTED: 44, End.SELECTION_PROPOSED: 42,
    End.CANCELLED: 48, End.IN_REVIEW: 34, End.MONEY_ADMITTED: 33, End.MONEY_REJECTED: 36, End.MONEY_CORRECTING: 32,
    End.MONEY_WITHDRAWN: 32,
    End.MONEY_SUBMITTED: 30, End.MONEY_DRAFT: 28, End.ISSUED: 24, End.PROPOSED: 20, End.PLANNED: 18,
    End.DIAGNOSED: 16, End.SCORING: 14,
}  # fmt: skip
SCREENED_OUT = {End.CORRECTING, End.REJECTED, End.WITHDRAWN}
MONEY_SCREENED_OUT = {End.MONEY_CORRECTING, End.MONEY_REJECTED, End.MONEY_WITHDRAWN}
FINISHED_ORDER = ("manufacturing", "construction", "logistics", "fashion", "publishing", "content")


def ends(count: int) -> list[End]:
    """A third of the cases are finished, the rest stand in every state in turn."""
    finished = count // 3
    return [End.FINISHED] * finished + [ON_THE_WAY[n % len(ON_THE_WAY)] for n in range(count - finished)]


def make(count: int, *, log: Callable[[str], object] = print) -> dict[str, int]:
    """Play ``count`` cases, and the committees and paperwork of a centre that is not tiny; what is there is left alone.

    Returns how many stand at each end.
    """
    made = play_all(ends(count), log=log)
    if count < FEWEST_WITH_COMMITTEES:
        return made
    cast = gather(FIRST_DAY)
    beside = {
        "dated_call": selection.play(cast, log=log),
        "taken_over": paperwork.play(cast, log=log),
        "benchmarks": count_benchmarks(at=timezone.now()),
    }
    return {**made, **{name: count for name, count in beside.items() if count}}


def play_all(chosen: Sequence[End], *, log: Callable[[str], object] = print) -> dict[str, int]:
    """Play one case to each of the given ends; those already there are left alone."""
    cast = gather(FIRST_DAY)
    _amend_a_call(cast)
    diagnosis.know_consultants(cast, FIRST_DAY)
    _give_the_year_a_budget(cast, len(chosen))
    stories = _in_turn(read_stories())
    made: Counter[str] = Counter()
    for serial, end in enumerate(chosen):
        if Organisation.objects.filter(uid=uid_of("company", serial)).exists():
            continue
        story = stories[serial % len(stories)]
        with transaction.atomic():
            play(cast, story, serial=serial, round_=serial // len(stories), end=end, at=_start(serial, end))
        made[end] += 1
        log(f"  {serial + 1:3d} {story.name_ko} {end}")
    return dict(made)


def _amend_a_call(cast: Cast) -> None:
    """One call was changed after it had been published, so that its page shows how that reads."""
    call = Call.objects.filter(programme__door=Door.DIAGNOSIS).order_by("pk")[0]
    if not call.amendments.exists():
        said = CallEntry(**{name: getattr(call, name) for name in CallEntry.__dataclass_fields__})
        entry = replace(said, contact="센터 접수 담당 (표본)", body_ko="방문은 평일 10시부터 17시까지 합니다. (표본)")
        intake_services.amend_call(
            call_uid=call.uid,
            entry=entry,
            reason="문의처와 방문 시간을 알려 드립니다. (표본)",
            by=cast.one(Role.STAFF),
            at=FIRST_DAY,
        )


def _give_the_year_a_budget(cast: Cast, cases: int) -> None:
    """The demonstration programme has a budget for the year, enough for every case, on which its selections draw."""
    programme = Programme.objects.get(door=Door.DEMONSTRATION)
    if programme.settings.get("budgets"):
        return
    staff, code = cast.one(Role.STAFF), programme.code
    draft = intake_services.draft_settings(programme_code=code, by=staff, at=FIRST_DAY)
    line = {"year": FIRST_DAY.year, "budget_krw": (cases + MORE_SELECTIONS) * KRW_A_CASE, "quota": None}
    intake_services.save_settings(
        programme_code=code,
        settings={**draft.settings, "budgets": [line]},
        note="올해 예산을 정합니다. (표본)",
        edition=draft.edition,
        by=staff,
        at=FIRST_DAY,
    )
    intake_services.publish_settings(programme_code=code, by=cast.one(Role.MANAGER), at=FIRST_DAY)


def _in_turn(stories: list[Story]) -> list[Story]:
    """Stories so that neighbours come from different industries."""
    by_industry = {code: [story for story in stories if story.industry == code] for code in FINISHED_ORDER}
    return [story for four in zip(*by_industry.values(), strict=True) for story in four]


def _start(serial: int, end: End) -> datetime:
    """Finished cases begin in the first months of the year; others late enough to be under way now."""
    if end is End.FINISHED:
        return FIRST_DAY + timedelta(days=FINISHED_DAYS_APART * serial)
    return LAST_START - timedelta(days=DAYS_NEEDED.get(end, 8) + serial % 7, hours=-(serial % 5))


def play(cast: Cast, story: Story, *, serial: int, round_: int, end: End, at: datetime) -> intake.Case:
    """Take one case from registration to its end."""
    case = intake.register(cast, story, serial=serial, round_=round_, at=at)
    _until_roadmap(cast, case, end)
    return case


def _until_roadmap(cast: Cast, case: intake.Case, end: End) -> None:  # noqa: PLR0911 one exit an end
    application = intake.draft(case, Door.DIAGNOSIS)
    if end is End.DRAFT:
        return
    application = intake.submit(case, application)
    if end is End.SUBMITTED:
        return
    if end in SCREENED_OUT:
        _screen_out(cast, case, application.pk, end)
        return
    application = intake.admit(cast, case, application)
    if end is End.ADMITTED:
        return
    assessment = diagnosis.open_and_assign(cast, case, application)
    if end is End.ASSIGNED:
        return
    diagnosis.score(cast, case, assessment, share=40 if end is End.SCORING else 100)
    if end is End.SCORING:
        return
    assessment = diagnosis.complete(cast, case, assessment)
    if case.serial % READ_AGAIN_EVERY == 0:
        diagnosis.read_again(cast, case, assessment)
    if end is End.DIAGNOSED:
        return
    plan = roadmap.plan(cast, case, assessment)
    if end is End.PLANNED:
        return
    roadmap.propose(cast, case, plan)
    if end is End.PROPOSED:
        return
    plan = roadmap.issue(cast, case, plan)
    if end is not End.ISSUED:
        _until_selected(cast, case, end, plan)


def _screen_out(cast: Cast, case: intake.Case, application_id: int, end: End) -> None:
    staff = cast.one(Role.STAFF)
    if end in {End.CORRECTING, End.MONEY_CORRECTING}:
        intake_services.request_correction(
            application_id=application_id,
            codes=(intake.reason_code(intake.Word.List.CORRECT),),
            text="개선 수치를 어떻게 재는지 한 문장으로 더 적어 주십시오. (표본)",
            by=staff,
            at=case.later(days=1),
        )
    elif end in {End.REJECTED, End.MONEY_REJECTED}:
        intake_services.reject(
            application_id=application_id,
            codes=(intake.reason_code(intake.Word.List.REJECT),),
            reason=f"{profile().city_ko}에 사업장이 없어 이 사업의 대상이 아닙니다. (표본)"
            if end is End.REJECTED
            else "신청한 과제가 인용한 로드맵의 실행과제와 다릅니다. (표본)",
            by=staff,
            at=case.later(days=1),
        )
        if end is End.MONEY_REJECTED:
            intake.object_to(case, application_id)
    else:
        intake_services.withdraw(
            application_id=application_id,
            reason="내년에 다시 신청하겠습니다. (표본)",
            by=case.member,
            at=case.later(days=1),
        )


def _until_selected(cast: Cast, case: intake.Case, end: End, plan: roadmap.Roadmap) -> None:  # noqa: PLR0911 the same
    case.later(days=3)
    application = intake.draft(
        case,
        Door.DEMONSTRATION,
        roadmap_number=plan.number or "",
        budget_krw=roadmap.chosen_action(case, plan).cost_krw,
    )
    if end is End.MONEY_DRAFT:
        return
    application = intake.submit(case, application)
    if end is End.MONEY_SUBMITTED:
        return
    if end in MONEY_SCREENED_OUT:
        _screen_out(cast, case, application.pk, end)
        return
    application = intake.admit(cast, case, application)
    if end is End.MONEY_ADMITTED:
        return
    if end is End.IN_REVIEW:
        intake.convene(cast, case, application)
        return
    application = intake.review(cast, case, application)
    if end is End.SELECTION_PROPOSED:
        intake.propose(cast, case, application)
        return
    if end is End.NOT_SELECTED:
        intake.decline(cast, case, application)
        return
    application = intake.select(cast, case, application)
    if end is End.CANCELLED:
        intake.cancel(cast, case, application)
    elif end is not End.SELECTED:
        _until_agreed(cast, case, end, application, plan)


def _until_agreed(
    cast: Cast, case: intake.Case, end: End, application: intake.Application, plan: roadmap.Roadmap
) -> None:
    brief = consortium.publish(cast, case, application, plan)
    if end is End.BRIEF:
        return
    partners = consortium.match(cast, case, brief)
    proposals = consortium.propose(cast, case, brief, partners)
    if end is End.PARTNERS_ASKED:
        return
    consortium.accept(cast, case, proposals)
    agreement = consortium.agree(cast, case, brief)
    if end is not End.AGREED:
        _until_finished(cast, case, end, agreement)


def _until_finished(cast: Cast, case: intake.Case, end: End, agreement: consortium.Agreement) -> None:
    project = pilot.open_pilot(cast, case, agreement)
    for stage in (End.DESIGN, End.POC, End.FIELD, End.DIFFUSION):
        if end is stage:
            return
        if end is End.STOPPED and stage is End.FIELD:
            pilot.pass_stage(cast, case, project, Decision.STOP)
            return
        project = pilot.pass_stage(cast, case, project)
    pilot.finish(cast, case, project)
    if case.serial % REPEATED_EVERY == 0:
        diagnosis.repeat(cast, case)
