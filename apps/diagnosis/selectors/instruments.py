"""Published instruments, parsed once per process."""

from functools import lru_cache

from django.utils.translation import get_language

from apps.diagnosis import instrument as rules
from apps.diagnosis.english import in_english
from apps.diagnosis.errors import NoInstrument
from apps.diagnosis.frozen import thaw
from apps.diagnosis.models import Assessment, Instrument
from apps.diagnosis.revising import Case, Change, Trial, changes, tried
from apps.diagnosis.states import AssessmentState

TRIED = 100
"""So many of the newest completed cases a draft is tried on."""


def current() -> Instrument:
    """The newest published instrument, without its content; raises NoInstrument."""
    published = Instrument.objects.filter(state=Instrument.State.PUBLISHED).defer("content")
    newest = published.order_by("-published_at", "-version", "-pk").first()
    if newest is None:
        raise NoInstrument
    return newest


def parsed(instrument_id: int, language: str = "") -> rules.Instrument:
    """The instrument as rules read it, in the words of a language (the active one unless another is named).

    One small query; the content is read and parsed once per process and language.
    """
    digest = Instrument.objects.filter(pk=instrument_id).values_list("sha256", flat=True).get()
    return _parsed(instrument_id, digest, is_english=(language or get_language() or "").startswith("en"))


@lru_cache(maxsize=16)
def _parsed(instrument_id: int, _sha256: str, *, is_english: bool) -> rules.Instrument:
    content = Instrument.objects.values_list("content", flat=True).get(pk=instrument_id)
    return rules.parse(in_english(content) if is_english else content)


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
    """What a version changes against another, in the Korean words and then in the English ones."""
    told: dict[Change, None] = {}
    for language in ("ko", "en"):
        told |= dict.fromkeys(changes(parsed(before.pk, language), parsed(after.pk, language)))
    return tuple(told)
