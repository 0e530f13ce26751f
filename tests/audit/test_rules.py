from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from apps.audit.rules import Entry, chain, first_break, root


def entries(count: int) -> list[tuple[Entry, str, str]]:
    made, previous = [], ""
    for position in range(1, count + 1):
        entry = Entry("intake.application", 7, position, "submit", 3, f"2026-01-{position:02d}", None, {"state": "x"})
        own = chain(previous, entry)
        made.append((entry, previous, own))
        previous = own
    return made


@given(st.integers(min_value=1, max_value=9), st.data())
def test_a_changed_event_shows_at_its_place(count, data):
    chained = entries(count)
    place = data.draw(st.integers(min_value=0, max_value=count - 1))
    entry, previous, own = chained[place]
    chained[place] = (replace(entry, action="admit"), previous, own)

    assert first_break(chained) == place + 1


@given(st.integers(min_value=0, max_value=9))
def test_an_untouched_chain_holds(count):
    assert first_break(entries(count)) is None


def test_a_missing_event_shows():
    chained = entries(4)
    del chained[1]

    assert first_break(chained) == 2


@given(st.permutations([("a", 1, "x"), ("a", 2, "y"), ("b", 1, "z")]))
def test_the_root_does_not_depend_on_order_and_carries_the_root_before(heads):
    assert root(heads, "before") == root(sorted(heads), "before")
    assert root(heads, "before") != root(heads, "other")
