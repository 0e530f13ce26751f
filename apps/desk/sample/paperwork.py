"""What staff do at their desks: requests taken over from a table, and exceptions from a condition that they miss."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.db import transaction

from apps.accounts.roles import Role
from apps.desk.sample import intake
from apps.desk.sample.cast import Cast, read_stories
from apps.desk.sample.stories import Story, uid_of
from apps.directory import services as directory
from apps.documents import reading
from apps.documents.models import Batch
from apps.documents.selectors import lines_of
from apps.intake import services
from apps.intake.entries import ImportEntry
from apps.intake.forms import application_headings, read_applications, required_headings
from apps.intake.models import Application, Call
from apps.intake.rules import RuleCode
from apps.intake.states import Door
from apps.kernel.errors import RowsRefused

# Companies of the table count from here, so that they never meet those of the calls.
FIRST_SERIAL = 4100
REGISTERED = datetime(2026, 10, 12, 1, 0, tzinfo=UTC)
RECEIVED = "2026-10-1{day} 10:30"
TAKEN_OVER = datetime(2026, 11, 10, 1, 0, tzinfo=UTC)
NAME = "표본 설명회 접수 목록.csv"
FIELD = ("U03", "U08", "U12")


def play(cast: Cast, *, log: Callable[[str], object] = print) -> int:
    """Take over a table once; returns how many requests came of it, none when it is already there."""
    uid = uid_of("batch", "applications")
    if Batch.objects.filter(uid=uid).exists():
        return 0
    told = {story.use_case: story for story in read_stories()}
    stories = [replace(told[code], name_ko=f"{told[code].name_ko} 셋째공장") for code in FIELD]
    with transaction.atomic():
        cases = [
            intake.register(cast, story, serial=FIRST_SERIAL + number, round_=0, at=REGISTERED)
            for number, story in enumerate(stories)
        ]
        # Two of them rest just now: what a person may make an exception of.
        for case in cases[:2]:
            directory.record_business_status(
                organisation_id=case.company.pk,
                status="suspended",
                on=REGISTERED.date(),
                by=cast.one(Role.STAFF),
                at=REGISTERED + timedelta(hours=1),
            )
        applications = _take_over(cast, [_row(case, number) for number, case in enumerate(cases)])
        _make_exceptions(cast, applications)
    log(f"      {NAME}: {len(applications)}")
    return len(applications)


def _row(case: intake.Case, number: int) -> dict[str, str]:
    story: Story = case.story
    return {
        "business_number": case.company.company.business_number,
        "received_at": RECEIVED.format(day=3 + number),
        "former_number": f"표본-접수-{number + 1}",
        "problem": story.problem,
        "figure_name": story.figure_name,
        "figure_unit": story.figure_unit,
        "figure_today": str(story.figure_today),
        "figure_wished": str(story.figure_wished),
        "figure_method": story.figure_method,
    }


def _table(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The rows as the file that staff hand in."""
    headings = application_headings()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([headings[name] for name in rows[0]])
    writer.writerows(row.values() for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _take_over(cast: Cast, rows: Sequence[Mapping[str, str]]) -> list[Application]:
    """Look the table through, then receive what it holds."""
    staff = cast.one(Role.STAFF)
    call = Call.objects.filter(programme__door=Door.DIAGNOSIS, closes_at__isnull=True).order_by("pk")[0]
    data = _table(rows)
    lines = reading.read(data, NAME, application_headings().values(), required_headings())
    batch = services.keep_applications(
        uid=uid_of("batch", "applications"),
        call_uid=call.uid,
        name=NAME,
        data=data,
        lines=lines,
        by=staff,
        at=TAKEN_OVER,
    )
    entries = _looked_through(call, batch)
    services.import_applications(batch_uid=batch.uid, rows=entries, by=staff, at=TAKEN_OVER + timedelta(minutes=20))
    numbers = [row["former_number"] for row in rows]
    return list(Application.objects.filter(call=call, former_number__in=numbers).order_by("former_number"))


def _looked_through(call: Call, batch: Batch) -> list[tuple[int, ImportEntry]]:
    entries, problems = read_applications(lines_of(batch))
    problems += services.refused_applications(call, entries, TAKEN_OVER)
    if problems:
        raise RowsRefused(problems)
    return entries


def _make_exceptions(cast: Cast, applications: Sequence[Application]) -> None:
    """Staff ask for two exceptions; the manager makes the first, and the other waits."""
    reason = "설비를 옮기느라 한 달만 쉬고 있고, 다음 달에 다시 엽니다. (표본)"
    waivers = [
        services.propose_waiver(
            application_id=application.pk,
            rule=RuleCode.BUSINESS_STATUS,
            reason=reason,
            uid=uid_of("waiver", number),
            by=cast.one(Role.STAFF),
            at=TAKEN_OVER + timedelta(hours=2),
        )
        for number, application in enumerate(applications[:2])
    ]
    services.decide_waiver(
        waiver_uid=waivers[0].uid,
        approve=True,
        note="이전 계약서와 다시 여는 날을 확인했습니다. (표본)",
        by=cast.one(Role.MANAGER),
        at=TAKEN_OVER + timedelta(days=1),
    )
