"""What the sweeper sends again, on a broker that is there."""

import pytest
from django.core.cache import cache

from apps.kernel import jobs
from axcenter.celery import app

WAITING, LEFT = "tests.waiting", "tests.left"


@pytest.fixture
def sent(monkeypatch):
    """One row that waits and one that was left, of jobs nobody works on; what was sent for them, with its priority."""
    cache.clear()
    monkeypatch.setattr(jobs, "SWEEPS", {WAITING: lambda _before: [{"row_id": 1}]})
    monkeypatch.setattr(jobs, "LEFT", {LEFT: lambda _at: [{"row_id": 2}]})
    told = []
    monkeypatch.setattr(app, "send_task", lambda name, **how: told.append((name, how["priority"])))
    yield told
    cache.clear()


def test_what_a_worker_left_goes_first_and_what_waits_is_sent_once_in_a_while(sent):
    assert (jobs.sweep(), jobs.sweep()) == (2, 1)
    assert sent == [(LEFT, jobs.PROMPT), (WAITING, jobs.PATIENT), (LEFT, jobs.PROMPT)]


def test_what_could_not_be_sent_is_tried_again_at_once(sent, monkeypatch):
    def away(_name, **_how):
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(app, "send_task", away)
        jobs.sweep()
    monkeypatch.setattr(jobs, "_away_until", 0.0)

    assert jobs.sweep() == 2
    assert sent == [(LEFT, jobs.PROMPT), (WAITING, jobs.PATIENT)]
