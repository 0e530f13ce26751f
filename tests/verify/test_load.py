"""Sixty-four people hand in at once: nobody is refused, no number is given twice, every receipt follows."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bench.drafts import copies, hand_in
from bench.submit import WAITING
from scripts import processes

TOGETHER = 64


def test_many_hand_in_at_once(stack):
    drafts = copies(stack, TOGETHER).drafts
    start = Barrier(TOGETHER)

    def together(draft):
        start.wait(timeout=60)
        return hand_in(stack, draft)

    with ThreadPoolExecutor(TOGETHER) as people:
        answers = list(people.map(together, drafts))

    numbers = sorted(answer["receipt_number"] for answer in answers)
    assert {answer["state"] for answer in answers} == {"submitted"}
    assert len(set(numbers)) == TOGETHER
    assert int(numbers[-1][-6:]) - int(numbers[0][-6:]) == TOGETHER - 1

    def receipts_are_there():
        said = stack.manage("shell", "--verbosity", "0", "--command", WAITING)
        return int(said.split("WAITING", 1)[1]) == 0

    assert processes.wait_until(receipts_are_there, seconds=180, every=2), stack.logs()
