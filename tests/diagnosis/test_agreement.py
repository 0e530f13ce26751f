"""Agreement of two readings: by hand, against published packages, and by its properties."""

import math
import statistics
from fractions import Fraction

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask

from apps.diagnosis.agreement import (
    FEWEST_CASES,
    T_975,
    Pair,
    Worth,
    agreement,
    ordinal_alpha,
    severities,
    weighted_kappa,
    worth_of,
)

BANDS = st.integers(0, 5)
PAIRS = st.lists(st.tuples(BANDS, BANDS), min_size=2, max_size=60)
UNITS = st.lists(st.lists(BANDS, min_size=1, max_size=4), min_size=2, max_size=40)
# Four observers and twelve units, one of them seen once: Krippendorff (2011), example C; `None` was not given.
OBSERVED = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)


def pair(case: int, first: dict[str, int], second: dict[str, int], by: tuple[int, int] = (1, 2)) -> Pair:
    return Pair(case, *by, first, second)


def pairs_of(*shifts: int, by: tuple[int, int] = (1, 2)) -> list[Pair]:
    """A case a shift: the second reader is so many bands above the first in both criteria."""
    return [pair(place, {"P1": 1, "D1": 3}, {"P1": 1 + one, "D1": 3 + one}, by) for place, one in enumerate(shifts)]


def test_alpha_of_the_published_example():
    units = [[band for band in unit if band is not None] for unit in zip(*OBSERVED, strict=True)]

    assert float(ordinal_alpha(units)) == pytest.approx(0.815, abs=0.0005)


@given(UNITS)
def test_alpha_equals_the_published_package(units):
    found = ordinal_alpha(units)
    width = max(map(len, units))
    table = [[unit[seat] if seat < len(unit) else np.nan for unit in units] for seat in range(width)]
    if found is None:
        return
    theirs = krippendorff.alpha(reliability_data=table, level_of_measurement="ordinal")

    assert float(found) == pytest.approx(theirs, abs=1e-9)


@given(PAIRS)
def test_kappa_equals_the_published_package(given_pairs):
    found = weighted_kappa(given_pairs)
    if found is None:
        return
    seen = [
        (who, f"{case}", band) for case, both in enumerate(given_pairs) for who, band in zip("ab", both, strict=True)
    ]
    theirs = AnnotationTask(seen, distance=lambda one, other: (one - other) ** 2).weighted_kappa()

    assert float(found) == pytest.approx(theirs, abs=1e-9)


def test_both_by_hand():
    judged = [(1, 1), (3, 3), (1, 3)]

    assert ordinal_alpha(judged) == Fraction(4, 9)
    assert weighted_kappa(judged) == Fraction(2, 5)


@given(UNITS)
def test_alpha_is_at_most_one_and_does_not_care_for_order(units):
    found = ordinal_alpha(units)

    assert found is None or found <= 1
    assert ordinal_alpha([list(reversed(unit)) for unit in reversed(units)]) == found


@given(st.lists(BANDS, min_size=2))
def test_full_agreement_is_one_or_cannot_be_told(bands):
    same = [(band, band) for band in bands]

    assert ordinal_alpha(same) == weighted_kappa(same) == (1 if len(set(bands)) > 1 else None)


@pytest.mark.parametrize(
    ("alpha", "worth"),
    [
        (Fraction(4, 5), Worth.RELIABLE),
        (Fraction(799, 1000), Worth.TENTATIVE),
        (Fraction(2, 3), Worth.TENTATIVE),
        (Fraction(666, 1000), Worth.LOW),
        (None, Worth.UNKNOWN),
    ],
)
def test_what_an_agreement_is_worth(alpha, worth):
    assert worth_of(alpha) is worth


def test_nothing_is_told_below_the_fewest_cases():
    few, enough = pairs_of(*[1] * (FEWEST_CASES - 1)), pairs_of(*[1] * FEWEST_CASES)

    hidden, shown = agreement(few), agreement(enough)

    assert (hidden.cases, hidden.alpha, hidden.exact, hidden.worth) == (FEWEST_CASES - 1, None, None, Worth.UNKNOWN)
    assert (shown.cases, shown.judgements, shown.exact, shown.near) == (FEWEST_CASES, 2 * FEWEST_CASES, 0, 1)
    assert agreement(few, fewest=1).near == 1
    assert [one.mean for one in severities(few)] == [None, None]


def test_only_the_criteria_asked_for_count_and_a_case_without_them_is_no_case():
    found = agreement([*pairs_of(*[0] * 5), pair(9, {"O1": 1}, {"O1": 5})], ["P1"])

    assert (found.cases, found.judgements, found.exact) == (5, 5, 1)


def test_severity_is_the_mean_of_cases_with_its_interval():
    shifts = (1, 0, 1, 0, 1)
    first, second = severities(pairs_of(*shifts))
    half = T_975[3] * statistics.stdev(shifts) / math.sqrt(5)

    assert (first.consultant, second.consultant) == (1, 2)
    assert second.mean == -first.mean == pytest.approx(0.6)
    assert (second.low, second.high) == pytest.approx((0.6 - half, 0.6 + half))
    assert not second.stands_out


def test_whoever_always_lies_on_one_side_stands_out():
    mild = severities(pairs_of(1, 1, 1, 1, 2))[-1]

    assert mild.consultant == 2
    assert mild.stands_out


def test_one_case_of_training_has_a_mean_and_no_interval():
    (first, second) = severities(pairs_of(1), fewest=1)

    assert (second.mean, second.low, second.stands_out) == (1, None, False)
    assert first.mean == -1
