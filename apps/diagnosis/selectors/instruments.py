"""Published instruments, parsed once per process."""

from dataclasses import replace
from functools import lru_cache
from itertools import product

from django.utils.translation import get_language

from apps.diagnosis import instrument as rules
from apps.diagnosis.errors import NoInstrument
from apps.diagnosis.frozen import thaw
from apps.diagnosis.models import Assessment, Instrument
from apps.diagnosis.revising import Case, Change, Trial, changes, tried
from apps.diagnosis.states import AssessmentState
from apps.diagnosis.wording import varied, worded

TRIED = 100
"""So many of the newest completed cases a draft is tried on."""


def current() -> Instrument:
    """The newest published instrument, without its content; raises NoInstrument."""
    published = Instrument.objects.filter(state=Instrument.State.PUBLISHED).defer("content")
    newest = published.order_by("-published_at", "-version", "-pk").first()
    if newest is None:
        raise NoInstrument
    return newest


def parsed(instrument_id: int, language: str = "", profile: str = "") -> rules.Instrument:
    """The instrument as rules read it, in the words of a language (the active one unless another is named).

    An industry's own words stand in place of the common ones where its profile is named. One small query; the content
    is read and parsed once per process, language and industry.
    """
    digest = Instrument.objects.filter(pk=instrument_id).values_list("sha256", flat=True).get()
    return _parsed(instrument_id, digest, profile, is_english=(language or get_language() or "").startswith("en"))


def instrument_of(assessment: Assessment) -> rules.Instrument:
    """The instrument of a case, in the active language and the words of its industry."""
    return parsed(assessment.instrument_id, profile=assessment.profile)


@lru_cache(maxsize=64)
def _parsed(instrument_id: int, _sha256: str, profile: str, *, is_english: bool) -> rules.Instrument:
    content = Instrument.objects.values_list("content", flat=True).get(pk=instrument_id)
    return rules.parse(worded(content, profile=profile, in_english=is_english))


def versions() -> list[Instrument]:
    """Every version, the newest first, without its content."""
    return list(Instrument.objects.defer("content").order_by("code", "-version"))


def version(code: str, number: int) -> Instrument | None:
    """One version, without its content."""
    return Instrument.objects.defer("content").filter(code=code, version=number).first()


def version_before(instrument: Instrument) -> Instrument | None:
    """The published version that a version follows."""
    earlier = Instrument.objects.defer("content").filter(code=instrument.code, version__lt=instrument.version)
    return earlier.filter(state=Instrument.State.PUBLISHED).order_by("-version").first()


def trial_of(instrument: Instrument) -> tuple[Trial, ...]:
    """What a version would have made of the newest completed diagnoses."""
    done = Assessment.objects.diagnoses().filter(state=AssessmentState.COMPLETED, instrument__code=instrument.code)
    rows = done.select_related("company").order_by("-completed_at", "-pk")[:TRIED]
    return tried(parsed(instrument.pk), [_case(row) for row in rows])


def _case(row: Assessment) -> Case:
    findings = thaw(row.result or {})
    answers = {code: one.value for code, one in findings.given.items()}
    return Case(row.title, row.profile, answers, findings.score.level, findings.score.point)


def changes_between(before: Instrument, after: Instrument) -> tuple[Change, ...]:
    """What a version changes against another: the Korean words, the English ones, then those of single industries."""
    contents = Instrument.objects.filter(pk__in=[before.pk, after.pk]).values_list("content", flat=True)
    profiles = dict.fromkeys(code for content in contents for code in varied(content))
    told: dict[Change, str] = {}
    for profile, language in product(("", *profiles), ("ko", "en")):
        for one in changes(parsed(before.pk, language, profile), parsed(after.pk, language, profile)):
            told.setdefault(one, profile)
    return tuple(replace(one, place=f"{one.place} · {profile}") if profile else one for one, profile in told.items())
