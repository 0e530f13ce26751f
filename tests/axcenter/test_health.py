"""What an operator asks costs little, however often anybody asks it."""

from django.core.files.storage import InMemoryStorage

from axcenter.health import Seldom


class Counting(InMemoryStorage):
    """A storage that remembers what was ever written to it."""

    written: list[str] = []

    def save(self, name, content, max_length=None):
        self.written.append(name)
        return super().save(name, content, max_length)


def asked_at(moments, answers):
    """Call at each of these moments; what was said, and how many answers nobody asked for."""
    left = iter(answers)
    clock = iter(moments)
    seldom = Seldom(lambda: next(left), 30.0, clock=lambda: next(clock))
    return [seldom() for _ in moments], len(list(left))


def test_the_first_call_asks_and_later_ones_repeat_its_answer():
    assert asked_at([5.0, 5.1, 34.9], [True, False]) == ([True, True, True], 1)


def test_an_answer_that_is_old_is_asked_for_anew():
    assert asked_at([5.0, 35.0, 65.0], [True, False, True]) == ([True, False, True], 0)


def test_a_part_that_fails_is_not_asked_more_often():
    def away() -> bool:
        asked.append(1)
        raise OSError

    asked = []
    seldom = Seldom(away, 30.0, clock=lambda: 5.0)

    assert [seldom(), seldom()] == [False, False]
    assert len(asked) == 1


def test_asking_twice_whether_the_service_is_ready_writes_to_storage_once_at_most(client, settings, db):
    kinds = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.Counting"}}
    settings.STORAGES = kinds

    said = [client.get("/readyz").json()["storage"] for _ in range(2)]

    assert said == [True, True]
    assert len(Counting.written) <= 1
