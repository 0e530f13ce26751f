"""Sixty-four people hand in at once: nobody is refused, no number is given twice, every receipt follows."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bench.submit import WAITING, ask, whole_draft
from scripts import processes

TOGETHER = 64


def test_many_hand_in_at_once(stack):
    drafts = [whole_draft(stack) for _number in range(TOGETHER)]
    start = Barrier(TOGETHER)

    def hand_in(uid):
        start.wait(timeout=60)
        return ask(stack, "POST", f"applications/{uid}/submit/", {})

    with ThreadPoolExecutor(TOGETHER) as people:
        answers = list(people.map(hand_in, drafts))

    numbers = sorted(answer["receipt_number"] for answer in answers)
    assert {answer["state"] for answer in answers} == {"submitted"}
    assert len(set(numbers)) == TOGETHER
    assert int(numbers[-1][-6:]) - int(numbers[0][-6:]) == TOGETHER - 1

    def receipts_are_there():
        said = stack.manage("shell", "--verbosity", "0", "--command", WAITING)
        return int(said.split("WAITING", 1)[1]) == 0

    assert processes.wait_until(receipts_are_there, seconds=180, every=2), stack.logs()
