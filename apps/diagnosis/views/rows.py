"""The answers form as it is drawn: bands, attributes, options."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from apps.diagnosis import selectors
from apps.diagnosis.forms import AnswersForm
from apps.diagnosis.frozen import Given
from apps.diagnosis.instrument import Attribute, Criterion
from apps.diagnosis.labels import CLAIMED
from apps.diagnosis.models import Answer


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a case: the consultant's answers, and what the company claims."""

    given: Mapping[str, Given]
    claims: Mapping[str, bool | None]


@dataclass(frozen=True, slots=True)
class Option:
    """One of the four answers, as a radio button."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One attribute on the form: what is asked, what would prove it, what was said."""

    attribute: Attribute
    evidence: str
    options: tuple[Option, ...]
    reason: str
    note: str
    claim: str
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BandRows:
    """A band on the form; the ones that decide are unfolded."""

    band: int
    sentence: str
    verdict: str
    is_open: bool
    rows: tuple[Row, ...]


def band_rows(
    criterion: Criterion, found: Found, form: AnswersForm, seen: selectors.UnfoldedView
) -> tuple[BandRows, ...]:
    """The five bands as form rows; what was just sent goes before what is stored."""
    stands = seen.criterion
    deciding = {stands.low + 1} if stands.settled else {stands.low + 1, stands.low + 2}
    unfolded = deciding | {stands.self_band or stands.low + 1}
    codes = {band.band: {attribute.code for attribute in band.attributes} for band in criterion.bands}
    return tuple(
        BandRows(
            band=band.band,
            sentence=band.sentence,
            verdict=str(view.verdict_label) if view.is_answered else "",
            is_open=band.band in unfolded or any(name.partition("-")[2] in codes[band.band] for name in form.errors),
            rows=tuple(
                _row(attribute, found, form.data if form.is_bound else {}, form.errors) for attribute in band.attributes
            ),
        )
        for band, view in zip(criterion.bands[1:], seen.bands, strict=True)
    )


def visit_rows(criterion: Criterion, found: Found, unfolded: Collection[int]) -> tuple[BandRows, ...]:
    """The five bands as they are taken along to a visit; there is nobody to judge them on the way."""
    return tuple(
        BandRows(
            band=band.band,
            sentence=band.sentence,
            verdict="",
            is_open=band.band in unfolded,
            rows=tuple(_row(attribute, found, {}, {}) for attribute in band.attributes),
        )
        for band in criterion.bands[1:]
    )


def _row(attribute: Attribute, found: Found, sent: Mapping[str, Any], errors: Mapping[str, Iterable[Any]]) -> Row:
    code = attribute.code
    stored = found.given.get(code)
    value = sent.get(f"value-{code}", stored.value.value if stored else "")
    return Row(
        attribute=attribute,
        evidence=", ".join(attribute.evidence),
        options=tuple(Option(choice, str(label), choice == value) for choice, label in Answer.Choice.choices),
        reason=sent.get(f"reason-{code}", stored.reason if stored else ""),
        note=sent.get(f"note-{code}", stored.note if stored else ""),
        claim=str(CLAIMED[found.claims[code]]) if code in found.claims else "",
        errors=tuple(
            str(message)
            for name in (f"value-{code}", f"reason-{code}", f"note-{code}")
            for message in errors.get(name, ())
        ),
    )
