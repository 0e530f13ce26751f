"""Scoring against the same figures in NumPy, and the pages of a centre with 10,000 diagnoses, each read twice.

NumPy is given the same answers, so reading them into an array is part of its work. It works out bands, areas, overall
figure and level; the rules unfold every band down to its answers beside that.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import numpy as np
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.diagnosis import rules, selectors
from apps.diagnosis.instrument import Instrument
from apps.diagnosis.models import Assessment
from apps.diagnosis.rules import Answer
from apps.diagnosis.states import AssessmentState
from apps.intake.models import Application
from bench import rows as centre
from bench import sides
from bench.clock import interleaved
from bench.families import wanted
from bench.road import FLOOR, clients
from tests.accounts.factories import person
from tests.counting import counting
from tests.diagnosis import factories

ASSESSMENTS, DISTINCT = 100_000, 1_000
CASES = 10_000
CONSULTANTS = 20
MOST_OF_NUMPY = 20.0
MOST_OF_FLOOR = 3.0
MOST_GROWTH_KB = 8 * 1024
PROFILE = "manufacturing"
CODES = {Answer.NEEDS_EVIDENCE: 0, Answer.YES: 1, Answer.NO: 2, Answer.NOT_APPLICABLE: 3}

Row = dict[str, Any]
Answers = Mapping[str, Answer]


def rows() -> Iterator[Row]:
    """The three rows."""
    staff = centre.centre()
    factories.seeded()
    if wanted("diagnosis.score_100k"):
        yield _score()
    if wanted("diagnosis.result_10k") or wanted("diagnosis.calibration_10k"):
        centre.applications(CASES, staff)
        first = _read_twice()
        page, bare = clients(staff)
        yield _page("diagnosis.result_10k", f"/diagnosis/{first.uid}/result/", page, bare)
        yield {
            **_page("diagnosis.calibration_10k", "/diagnosis/calibration/", page, bare),
            "pairs": Assessment.objects.second_readings().count(),
            "counting_s": _counting(staff),
        }


def _score() -> Row:
    instrument = selectors.parsed(selectors.current().pk)
    draw = random.Random(20_261_123)
    pool = [_drawn(instrument, draw) for _number in range(DISTINCT)]
    times = ASSESSMENTS // DISTINCT
    found = [rules.score(instrument, answers, PROFILE) for answers in pool]
    began, before = time.perf_counter(), _memory()
    for _round in range(times):
        for answers in pool:
            rules.score(instrument, answers, PROFILE)
    ours, growth = time.perf_counter() - began, _memory() - before
    began = time.perf_counter()
    for _round in range(times):
        levels = np.concatenate([_levels(instrument, pool[at : at + 500]) for at in range(0, DISTINCT, 500)])
    theirs = time.perf_counter() - began
    if levels.tolist() != [one.level for one in found]:
        raise RuntimeError("NumPy and the rules do not find the same levels")
    return {
        "name": "diagnosis.score_100k",
        "value": ours,
        "unit": "s",
        "against": theirs,
        "ratio": ours / theirs,
        "goal": f"≤ {MOST_OF_NUMPY:g} × NumPy, memory flat",
        "ok": ours / theirs <= MOST_OF_NUMPY and growth <= MOST_GROWTH_KB,
        "assessments": ASSESSMENTS,
        "memory_growth_kb": growth,
    }


def _drawn(instrument: Instrument, draw: random.Random) -> Answers:
    """Answers as a visit leaves them: mostly yes up to some band of each criterion, mostly no in the next."""
    answers: dict[str, Answer] = {}
    for criterion in instrument.criteria:
        top = draw.randint(0, 5)
        for band in criterion.bands[1 : top + 2]:
            weights = (80, 10, 5, 5) if band.band <= top else (20, 70, 5, 5)
            for attribute in band.attributes:
                answers[attribute.code] = draw.choices(list(Answer), weights)[0]
    return answers


def _levels(instrument: Instrument, batch: Sequence[Answers]) -> np.ndarray[Any, Any]:
    codes = [a.code for c in instrument.criteria for band in c.bands[1:] for a in band.attributes]
    given = np.array([[CODES[one[code]] if code in one else 0 for code in codes] for one in batch], dtype=np.int8)
    cells = given.reshape(len(batch), len(instrument.criteria), 5, 4)
    yes, applicable = (cells == 1).sum(3), 4 - (cells == 3).sum(3)
    held = (applicable >= 2) & (4 * yes >= 3 * applicable)
    bands = np.cumprod(held, 2).sum(2)
    weights = instrument.profile(PROFILE)
    start, figures = 0, []
    for area in instrument.areas:
        own = np.array([weights.criteria[c.code] for c in area.criteria])
        figures.append(bands[:, start : start + len(own)] @ own)
        start += len(own)
    hundredths = np.stack(figures, 1)
    overall = hundredths @ np.array([weights.areas[area.code] for area in instrument.areas])
    steps = np.array([int(level.at_least * 10_000) for level in instrument.levels])
    weakest = (hundredths[:, :, None] * 100 >= steps).sum(2).min(1)
    return np.minimum((overall[:, None] >= steps).sum(1), weakest + 1)


def _memory() -> int:
    """The most memory this process ever held, in KB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _read_twice() -> Assessment:
    """Copies of one completed diagnosis, one an application, each with a second reading; gives the first of them."""
    done = factories.completed()
    consultants = [done.consultant_id, *(person(Role.CONSULTANT).pk for _number in range(CONSULTANTS))]
    draw = random.Random(CASES)
    keys = list(
        Application.objects.filter(receipt_number__startswith="BENCH-").order_by("pk").values_list("pk", "company_id")
    )[:CASES]
    now = timezone.now()

    def copy(place: int, application: int, company: int, reader: int, second_of: Assessment | None) -> Assessment:
        return Assessment(
            application_id=application,
            company_id=company,
            instrument_id=done.instrument_id,
            profile=done.profile,
            state=AssessmentState.COMPLETED,
            consultant_id=reader,
            second_of=second_of,
            opened_at=now - timedelta(minutes=place),
            completed_at=now - timedelta(minutes=place),
            result=done.result,
            bands={code: min(5, max(0, band + draw.choice((-1, 0, 0, 0, 1)))) for code, band in done.bands.items()},
            level=done.level,
            overall=done.overall,
        )

    firsts = [
        copy(place, application, company, consultants[place % CONSULTANTS], None)
        for place, (application, company) in enumerate(keys)
    ]
    Assessment.objects.bulk_create(firsts, batch_size=500)
    Assessment.objects.bulk_create(
        [
            copy(place, one.application_id, one.company_id, consultants[(place + 1) % CONSULTANTS], one)
            for place, one in enumerate(firsts)
        ],
        batch_size=500,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return firsts[0]


def _page(name: str, address: str, page: Client, bare: Client) -> Row:
    asks = {"page": _asking(page, address), "floor": _asking(bare, FLOOR)}
    seconds = interleaved(asks)
    with counting(sides.LARGE) as cost:
        asks["page"]()
    ratio = seconds["page"] / seconds["floor"]
    return {
        "name": name,
        "value": seconds["page"],
        "unit": "s",
        "against": seconds["floor"],
        "ratio": ratio,
        "goal": f"≤ {MOST_OF_FLOOR:g} × the bare floor page",
        "ok": ratio <= MOST_OF_FLOOR,
        "queries": cost.queries,
        "instances": cost.instances,
    }


def _asking(client: Client, address: str) -> Callable[[], None]:
    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")

    return ask


def _counting(staff: User) -> float:
    """Seconds of working the board's figures out anew, as once in a while somebody waits for."""
    cache.clear()
    began = time.perf_counter()
    selectors.calibration_board(staff, timezone.now())
    return time.perf_counter() - began
