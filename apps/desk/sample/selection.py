"""A dated call with its committee: six companies apply, are ranked, and learn the result together; what comes after."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.audit.services import label_of
from apps.desk.sample import diagnosis, intake, roadmap
from apps.desk.sample.cast import Cast, read_stories
from apps.desk.sample.stories import drawn, uid_of
from apps.directory.models import Skill
from apps.intake import services
from apps.intake.entries import Approval, CallEntry
from apps.intake.models import Application, Call, Objection
from apps.intake.states import Door, Outcome, RevisionKind, Ruling
from apps.kernel.clocks import local_date
from apps.panels import services as panels
from apps.panels.entries import Profile, Standing
from apps.panels.models import Case as PanelCase
from apps.panels.models import Committee, Reviewer, Seat
from apps.panels.states import SeatState

# Companies of the dated call count from here, so that they never meet those of the rolling calls.
FIRST_SERIAL = 4000
REGISTERED = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
PUBLISHED = datetime(2026, 7, 20, 0, 0, tzinfo=UTC)
OPENS = datetime(2026, 8, 3, 0, 0, tzinfo=UTC)
CLOSES = datetime(2026, 8, 31, 9, 0, tzinfo=UTC)
FOUNDED = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
PRESENTS = datetime(2026, 9, 22, 1, 0, tzinfo=UTC)
TOLD = datetime(2026, 10, 1, 5, 0, tzinfo=UTC)
DAY = timedelta(days=1)
# The use case each company asks for, and the marks of a hundred it gets: three places, two wait, one is left out.
FIELD = (("U01", 92), ("U04", 88), ("U09", 85), ("U06", 81), ("U13", 77), ("U17", 58))
OUTCOMES = (*[Outcome.SELECT] * 3, *[Outcome.WAITLIST] * 2, Outcome.DECLINE)
MEMBERS = slice(3, 10)
INSIDERS = 2
BONUS = "first_support"


def play(cast: Cast, *, log: Callable[[str], object] = print) -> int:
    """Play the whole selection once; returns how many companies applied, none when it is already there."""
    uid = uid_of("call", "dated")
    if Call.objects.filter(uid=uid).exists():
        return 0
    with transaction.atomic():
        _fill_pool(cast)
        call = _publish_call(cast)
        pairs = [_apply(cast, call, number) for number in range(len(FIELD))]
        services.close_over(call_id=call.pk, at=CLOSES + timedelta(minutes=1))
        applications = [application for _case, application in pairs]
        committee = _judge(cast, call, applications)
        _decide(cast, committee, applications)
        _after(cast, [case for case, _application in pairs], applications)
    log(f"      {call.title_ko}: {len(pairs)}")
    return len(pairs)


def _fill_pool(cast: Cast) -> None:
    """Every reviewer is in the pool, some of them from within the centre."""
    skills = list(Skill.objects.order_by("code").values_list("code", flat=True))
    industries = ("manufacturing", "construction", "logistics", "fashion", "publishing", "content")
    for number, user in enumerate(cast.people[Role.REVIEWER]):
        if Reviewer.objects.filter(user=user).exists():
            continue
        own = tuple(skills[(number * 2 + step) % len(skills)] for step in range(3))
        fields = tuple({industries[number % 6], industries[(number + 2) % 6]})
        is_outsider = not MEMBERS.start <= number < MEMBERS.start + INSIDERS
        panels.enrol(
            user_uid=user.uid,
            profile=Profile(skills=own, industries=fields, yearly_most=40),
            standing=Standing(is_outsider=is_outsider),
            by=cast.one(Role.STAFF),
            at=REGISTERED,
        )


def _publish_call(cast: Cast) -> Call:
    staff = cast.one(Role.STAFF)
    entry = CallEntry(
        title_ko="2026년 하반기 AX 현장실증 정기 모집 (표본)",
        title_en="AX field demonstration, second half of 2026 (sample)",
        body_ko="세 기업을 선정하고 예비 순위를 둡니다. 평가위원회가 서면과 발표로 평가합니다. (표본)",
        opens_at=OPENS,
        closes_at=CLOSES,
        contact="센터 접수 담당 (표본)",
    )
    call = services.create_call(
        programme_code="ax-demonstration", entry=entry, by=staff, at=PUBLISHED, uid=uid_of("call", "dated")
    )
    services.publish_call(call_uid=call.uid, by=staff, at=PUBLISHED)
    return Call.objects.get(pk=call.pk)


def _apply(cast: Cast, call: Call, number: int) -> tuple[intake.Case, Application]:
    """One company: diagnosed, with an issued roadmap, it applies to the dated call and is found eligible."""
    use_case, _mark = FIELD[number]
    told = next(story for story in read_stories() if story.use_case == use_case)
    story = replace(told, name_ko=f"{told.name_ko} 둘째공장")
    serial = FIRST_SERIAL + number
    case = intake.register(cast, story, serial=serial, round_=0, at=REGISTERED + number * DAY)
    asked = intake.admit(cast, case, intake.submit(case, intake.draft(case, Door.DIAGNOSIS)))
    assessment = diagnosis.score(cast, case, diagnosis.open_and_assign(cast, case, asked))
    diagnosis.complete(cast, case, assessment)
    plan = roadmap.issue(cast, case, roadmap.propose(cast, case, roadmap.plan(cast, case, assessment)))
    case.at = OPENS + (number + 5) * DAY
    money = intake.draft(
        case,
        Door.DEMONSTRATION,
        roadmap_number=plan.number or "",
        budget_krw=roadmap.chosen_action(case, plan).cost_krw,
        call=call,
    )
    return case, intake.admit(cast, case, intake.submit(case, money))


def _judge(cast: Cast, call: Call, applications: Sequence[Application]) -> Committee:
    """Seven members pledge, score on paper and after the presentations; the chair confirms the minutes."""
    staff, members = cast.one(Role.STAFF), cast.people[Role.REVIEWER][MEMBERS]
    committee = services.found_committee(
        call_uid=call.uid,
        application_uids=[one.uid for one in applications],
        title="2026년 하반기 1차 평가위원회 (표본)",
        due_at=FOUNDED + 10 * DAY,
        uid=uid_of("committee", "dated"),
        by=staff,
        at=FOUNDED,
    )
    uids = [one.uid for one in members]
    panels.appoint(committee_uid=committee.uid, user_uids=uids, chair_uid=uids[-1], by=staff, at=FOUNDED)
    for number, member in enumerate(members):
        panels.pledge(committee_uid=committee.uid, by=member, at=FOUNDED + timedelta(hours=2 + number))
    panels.start(committee_uid=committee.uid, by=staff, at=FOUNDED + DAY)
    _score(committee, applications, FOUNDED + 3 * DAY)
    cases = list(PanelCase.objects.filter(committee=committee).order_by("position"))
    panels.grant_bonuses(case_uid=cases[1].uid, codes=[BONUS], by=staff, at=FOUNDED + 9 * DAY)
    panels.present(
        committee_uid=committee.uid,
        case_uids=[one.uid for one in cases],
        starts_at=PRESENTS,
        minutes=25,
        by=staff,
        at=FOUNDED + 10 * DAY,
    )
    _score(committee, applications, PRESENTS + timedelta(hours=4))
    panels.conclude(
        committee_uid=committee.uid,
        place="센터 대회의실 (표본)",
        minutes="여섯 건의 발표를 듣고 순위를 정했습니다. 상위 세 건을 선정하고 두 건을 예비로 두기로 했습니다. (표본)",
        by=staff,
        at=PRESENTS + timedelta(hours=8),
    )
    panels.record(committee_uid=committee.uid, by=members[-1], at=PRESENTS + DAY)
    return committee


def _score(committee: Committee, applications: Sequence[Application], at: datetime) -> None:
    """Every member hands in, each a little milder or more severe than the next."""
    marks = {one.pk: mark for one, (_use_case, mark) in zip(applications, FIELD, strict=True)}
    owed = Seat.objects.filter(sitting__case__committee=committee, state=SeatState.INVITED)
    for number, seat in enumerate(owed.select_related("sitting", "user").order_by("user_id", "sitting_id")):
        _hand_in(seat, marks[seat.sitting.subject_id], at + timedelta(minutes=7 * number))


def _hand_in(seat: Seat, mark: int, at: datetime) -> None:
    sitting, person = seat.sitting, seat.user.email
    scores = {
        row["code"]: Decimal(row["max"] * (mark - 5 + drawn(person, row["code"], sitting.round, mark, below=11))) / 100
        for row in sitting.criteria
    }
    panels.hand_in(
        seat_uid=seat.uid,
        scores=scores,
        comment="바꾸려는 수치와 현장 준비를 함께 보았습니다. (표본)",
        by=seat.user,
        at=at,
    )


def _decide(cast: Cast, committee: Committee, applications: Sequence[Application]) -> None:
    """Staff propose by the order, the manager confirms with the approval's number, staff publish together."""
    confirming = {
        Outcome.SELECT: services.confirm_selection,
        Outcome.WAITLIST: services.confirm_waitlist,
        Outcome.DECLINE: services.decline_selection,
    }
    at = PRESENTS + 3 * DAY
    notes = {
        Outcome.SELECT: "평가 순위와 선정 수를 함께 보았습니다. (표본)",
        Outcome.WAITLIST: "선정 수를 넘어 예비로 둡니다. (표본)",
        Outcome.DECLINE: "현장의 데이터 준비가 기준점수에 이르지 못했습니다. 다음 공고에 신청해 주십시오. (표본)",
    }
    for number, (application, outcome) in enumerate(zip(applications, OUTCOMES, strict=True), start=1):
        key = application.pk
        services.propose_selection(
            application_id=key, outcome=outcome, note=notes[outcome], by=cast.one(Role.STAFF), at=at
        )
        confirming[outcome](
            application_id=key, approval=_paper(number, at), by=cast.one(Role.MANAGER), at=at + timedelta(hours=3)
        )
    services.publish_results(committee_uid=committee.uid, by=cast.one(Role.STAFF), at=TOLD)


def _after(cast: Cast, cases: Sequence[intake.Case], applications: Sequence[Application]) -> None:
    """A selected company gives up and the first of the waitlist moves up; the one left out objects."""
    services.withdraw(
        application_id=applications[2].pk,
        reason="올해는 현장 인력을 낼 수 없게 되었습니다. (표본)",
        by=cases[2].member,
        at=TOLD + 5 * DAY,
    )
    revision = services.propose_revision(
        application_id=applications[3].pk,
        kind=RevisionKind.PROMOTE,
        reason="선정된 기업이 철회하여 예비 1순위를 선정합니다. (표본)",
        uid=uid_of("revision", "dated"),
        by=cast.one(Role.STAFF),
        at=TOLD + 6 * DAY,
    )
    services.confirm_revision(
        revision_uid=revision.uid, approval=_paper(7, TOLD), by=cast.one(Role.MANAGER), at=TOLD + 7 * DAY
    )
    _object(cast, cases[5], applications[5])


def _object(cast: Cast, case: intake.Case, application: Application) -> None:
    """Others than before look at the case again; two others than before dismiss the objection."""
    objection = services.file_objection(
        application_id=application.pk,
        grounds="검사 사진 데이터를 이미 반년 모아 두었는데 평가에 반영되지 않았습니다. (표본)",
        uid=uid_of("objection", "dated"),
        by=case.member,
        at=TOLD + 4 * DAY,
    )
    services.appoint_to_objection(
        objection_uid=objection.uid,
        reviewers=_others(cast),
        due_at=TOLD + 11 * DAY,
        by=cast.one(Role.STAFF),
        at=TOLD + 5 * DAY,
    )
    seats = Seat.objects.filter(sitting__subject_label=label_of(Objection()), sitting__subject_id=objection.pk)
    for number, seat in enumerate(seats.select_related("sitting", "user").order_by("pk")):
        _hand_in(seat, 60, TOLD + 7 * DAY + timedelta(hours=number))
    services.propose_on_objection(
        objection_uid=objection.uid,
        ruling=Ruling.DISMISS,
        reason="모아 둔 사진에 판정 기록이 없어 학습에 쓸 수 없다는 점을 다시 확인했습니다. (표본)",
        by=cast.one(Role.STAFF, 1),
        at=TOLD + 9 * DAY,
    )
    services.decide_objection(
        objection_uid=objection.uid, approval=_paper(8, TOLD), by=cast.one(Role.MANAGER, 1), at=TOLD + 10 * DAY
    )


def _others(cast: Cast) -> list[User]:
    """Reviewers who were not in the committee."""
    return cast.people[Role.REVIEWER][: MEMBERS.start]


def _paper(number: int, at: datetime) -> Approval:
    return Approval(f"표본센터-2026-{100 + number}", local_date(at))
