"""Committees of the sample centre.

A dated call: six companies apply, are ranked, and learn the result together; and what comes after. Two sittings of the
rolling call: one is decided and not published yet, the other waits for the last pledge.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.audit.services import label_of
from apps.desk.sample import diagnosis, intake, roadmap
from apps.desk.sample.cast import Cast, read_stories
from apps.desk.sample.stories import drawn, uid_of
from apps.documents import services as documents
from apps.intake import services
from apps.intake.entries import Approval, CallEntry
from apps.intake.models import Application, Call, Objection
from apps.intake.states import Door, Outcome, RevisionKind, Ruling
from apps.kernel.clocks import local_date
from apps.panels import services as panels
from apps.panels.models import Case as PanelCase
from apps.panels.models import Committee, Seat
from apps.panels.states import SeatState

DAY = timedelta(days=1)
# Companies of the dated call count from here, so that they never meet those of the rolling calls.
FIRST_SERIAL = 4000
REGISTERED = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
PUBLISHED = datetime(2026, 7, 20, 0, 0, tzinfo=UTC)
OPENS = datetime(2026, 8, 3, 0, 0, tzinfo=UTC)
CLOSES = datetime(2026, 8, 31, 9, 0, tzinfo=UTC)
FOUNDED = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
PRESENTS = datetime(2026, 9, 22, 1, 0, tzinfo=UTC)
TOLD = datetime(2026, 10, 1, 5, 0, tzinfo=UTC)
ROLLING = datetime(2026, 10, 26, 1, 0, tzinfo=UTC)
# The use case each company asks for, and the marks of a hundred it gets: three places, two wait, one is left out.
FIELD = (("U01", 92), ("U04", 88), ("U09", 85), ("U06", 81), ("U13", 77), ("U17", 58))
OUTCOMES = (*[Outcome.SELECT] * 3, *[Outcome.WAITLIST] * 2, Outcome.DECLINE)
OPENING = ROLLING + 12 * DAY
ROLLING_FIELD = ("U02", "U11", "U16", "U07")
MEMBERS = slice(3, 10)
BONUS = "first_support"


def play(cast: Cast, *, log: Callable[[str], object] = print) -> int:
    """Play the whole selection once; returns how many companies applied, none when it is already there."""
    uid = uid_of("call", "dated")
    if Call.objects.filter(uid=uid).exists():
        return 0
    with transaction.atomic():
        call = _publish_call(cast)
        pairs = [
            _apply(cast, call, FIRST_SERIAL + number, use_case, OPENS + (number + 5) * DAY)
            for number, (use_case, _mark) in enumerate(FIELD)
        ]
        services.close_over(call_id=call.pk, at=CLOSES + timedelta(minutes=1))
        applications = [application for _case, application in pairs]
        committee = _judge(cast, call, applications)
        _decide(cast, committee, applications)
        _after(cast, [case for case, _application in pairs], applications)
        _rolling(cast)
    log(f"      {call.title_ko}: {len(pairs)}")
    return len(pairs)


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


def _apply(cast: Cast, call: Call, serial: int, use_case: str, at: datetime) -> tuple[intake.Case, Application]:
    """One company: diagnosed, with an issued roadmap, it applies to a call and is found eligible."""
    told = next(story for story in read_stories() if story.use_case == use_case)
    story = replace(told, name_ko=f"{told.name_ko} 둘째공장")
    case = intake.register(cast, story, serial=serial, round_=0, at=REGISTERED + (serial - FIRST_SERIAL) * DAY)
    asked = intake.admit(cast, case, intake.submit(case, intake.draft(case, Door.DIAGNOSIS)))
    assessment = diagnosis.score(cast, case, diagnosis.open_and_assign(cast, case, asked))
    diagnosis.complete(cast, case, assessment)
    plan = roadmap.issue(cast, case, roadmap.propose(cast, case, roadmap.plan(cast, case, assessment)))
    case.at = at
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
    marks = [mark for _use_case, mark in FIELD]
    committee = _start(cast, call, applications, members, title="2026년 하반기 1차 평가위원회 (표본)", at=FOUNDED)
    _score(committee, applications, marks, FOUNDED + 3 * DAY)
    cases = list(PanelCase.objects.filter(committee=committee).order_by("position"))
    panels.grant_bonuses(case_uid=cases[1].uid, codes=[BONUS], by=staff, at=FOUNDED + 9 * DAY)
    _present(cast, committee, starts_at=PRESENTS, at=FOUNDED + 10 * DAY)
    _score(committee, applications, marks, PRESENTS + timedelta(hours=4))
    said = "여섯 건의 발표를 듣고 순위를 정했습니다. 상위 세 건을 선정하고 두 건을 예비로 두기로 했습니다. (표본)"
    _conclude(cast, committee, said, PRESENTS + timedelta(hours=8))
    panels.record(committee_uid=committee.uid, by=members[-1], at=PRESENTS + DAY)
    return committee


def _start(
    cast: Cast, call: Call, applications: Sequence[Application], members: Sequence[User], *, title: str, at: datetime
) -> Committee:
    """A committee over these applications whose members have pledged and been given the cases."""
    committee = _prepare(cast, call, applications, members, title=title, at=at)
    panels.pledge(committee_uid=committee.uid, by=members[0], at=at + timedelta(hours=20))
    panels.start(committee_uid=committee.uid, by=cast.one(Role.STAFF), at=at + DAY)
    return committee


def _prepare(
    cast: Cast, call: Call, applications: Sequence[Application], members: Sequence[User], *, title: str, at: datetime
) -> Committee:
    """A committee with the last member in the chair; all but the first have pledged."""
    staff = cast.one(Role.STAFF)
    committee = services.found_committee(
        call_uid=call.uid,
        application_uids=[one.uid for one in applications],
        title=title,
        due_at=at + 20 * DAY,
        uid=uid_of("committee", title),
        by=staff,
        at=at,
    )
    uids = [one.uid for one in members]
    panels.appoint(committee_uid=committee.uid, user_uids=uids, chair_uid=uids[-1], by=staff, at=at)
    for number, member in enumerate(members[1:]):
        panels.pledge(committee_uid=committee.uid, by=member, at=at + timedelta(hours=2 + number))
    return committee


def _present(cast: Cast, committee: Committee, *, starts_at: datetime, at: datetime) -> None:
    """Every case of the committee is heard, one after the other."""
    cases = PanelCase.objects.filter(committee=committee).order_by("position")
    panels.present(
        committee_uid=committee.uid,
        case_uids=[one.uid for one in cases],
        starts_at=starts_at,
        minutes=25,
        by=cast.one(Role.STAFF),
        at=at,
    )


def _conclude(cast: Cast, committee: Committee, said: str, at: datetime) -> None:
    place = "센터 대회의실 (표본)"
    panels.conclude(committee_uid=committee.uid, place=place, minutes=said, by=cast.one(Role.STAFF), at=at)


def _score(committee: Committee, applications: Sequence[Application], marks: Sequence[int], at: datetime) -> None:
    """Every member hands in, each a little milder or more severe than the next."""
    given = {one.pk: mark for one, mark in zip(applications, marks, strict=True)}
    owed = Seat.objects.filter(sitting__case__committee=committee, state=SeatState.INVITED)
    for number, seat in enumerate(owed.select_related("sitting", "user").order_by("user_id", "sitting_id")):
        _hand_in(seat, given[seat.sitting.subject_id], at + timedelta(minutes=7 * number))


def _hand_in(seat: Seat, mark: int, at: datetime) -> None:
    sitting, person = seat.sitting, seat.user.email
    scores = {
        row["code"]: Decimal(row["max"] * (mark - 5 + drawn(person, row["code"], sitting.round, mark, below=11))) / 100
        for row in sitting.criteria
    }
    panels.hand_in(
        seat_uid=seat.uid,
        scores=scores,
        comment=intake.OPINIONS[seat.user_id % len(intake.OPINIONS)],
        by=seat.user,
        at=at,
    )


def _rolling(cast: Cast) -> None:
    """Two sittings of the rolling call: the first is decided and waits to be published, the second is being made."""
    call = Call.objects.filter(programme__door=Door.DEMONSTRATION, closes_at__isnull=True).order_by("pk")[0]
    applications = [
        _apply(cast, call, FIRST_SERIAL + len(FIELD) + number, use_case, ROLLING - (9 - number) * DAY)[1]
        for number, use_case in enumerate(ROLLING_FIELD)
    ]
    reviewers = cast.people[Role.REVIEWER]
    done = _start(
        cast, call, applications[:2], reviewers[MEMBERS], title="2026년 상시 10월 평가위원회 (표본)", at=ROLLING
    )
    _score(done, applications[:2], (86, 55), ROLLING + 3 * DAY)
    _present(cast, done, starts_at=ROLLING + 6 * DAY, at=ROLLING + 5 * DAY)
    _score(done, applications[:2], (86, 55), ROLLING + 6 * DAY + timedelta(hours=2))
    _conclude(cast, done, "두 건의 발표를 듣고 심의했습니다. (표본)", ROLLING + 8 * DAY)
    _confirm(cast, applications[:2], (Outcome.SELECT, Outcome.DECLINE), ROLLING + 9 * DAY, first_paper=21)
    members = [reviewers[0], *reviewers[4:9]]
    _prepare(cast, call, applications[2:], members, title="2026년 상시 11월 평가위원회 (표본)", at=OPENING)


def _decide(cast: Cast, committee: Committee, applications: Sequence[Application]) -> None:
    """Decided by two people each, and published together."""
    _confirm(cast, applications, OUTCOMES, PRESENTS + 3 * DAY, first_paper=1)
    services.publish_results(committee_uid=committee.uid, by=cast.one(Role.STAFF), at=TOLD)


def _confirm(
    cast: Cast, applications: Sequence[Application], outcomes: Sequence[Outcome], at: datetime, *, first_paper: int
) -> None:
    """Staff propose by the order, the manager confirms with the approval's number."""
    confirming = {
        Outcome.SELECT: services.confirm_selection,
        Outcome.WAITLIST: services.confirm_waitlist,
        Outcome.DECLINE: services.decline_selection,
    }
    notes = {
        Outcome.SELECT: "평가 순위와 선정 수를 함께 보았습니다. (표본)",
        Outcome.WAITLIST: "선정 수와 남은 예산을 보아 예비로 둡니다. (표본)",
        Outcome.DECLINE: "현장의 데이터 준비가 기준점수에 이르지 못했습니다. 다음 공고에 신청해 주십시오. (표본)",
    }
    for number, (application, outcome) in enumerate(zip(applications, outcomes, strict=True), start=first_paper):
        key, staff = application.pk, cast.one(Role.STAFF)
        services.propose_selection(application_id=key, outcome=outcome, note=notes[outcome], by=staff, at=at)
        confirming[outcome](
            application_id=key, approval=_paper(number, at), by=cast.one(Role.MANAGER), at=at + timedelta(hours=3)
        )


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
        revision_uid=revision.uid, approval=_paper(7, TOLD + 7 * DAY), by=cast.one(Role.MANAGER), at=TOLD + 7 * DAY
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
    paper = services.add_to_objection(
        objection_uid=objection.uid,
        file=SimpleUploadedFile("표본_촬영기록.pdf", intake.SAMPLE_PDF, "application/pdf"),
        uid=uid_of("objection paper", "dated"),
        by=case.member,
        at=TOLD + 4 * DAY,
    )
    documents.inspect(attachment_id=paper.pk, at=TOLD + 4 * DAY)
    services.appoint_to_objection(
        objection_uid=objection.uid,
        reviewers=_others(cast),
        due_at=TOLD + 11 * DAY,
        by=cast.one(Role.STAFF, 1),
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
        objection_uid=objection.uid,
        approval=_paper(8, TOLD + 10 * DAY),
        by=cast.one(Role.MANAGER, 1),
        at=TOLD + 10 * DAY,
    )


def _others(cast: Cast) -> list[User]:
    """Reviewers who were not in the committee."""
    return cast.people[Role.REVIEWER][: MEMBERS.start]


def _paper(number: int, at: datetime) -> Approval:
    return Approval(f"표본센터-2026-{100 + number}", local_date(at))
