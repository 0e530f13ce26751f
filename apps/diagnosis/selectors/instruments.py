"""Published instruments, parsed once per process."""

from functools import lru_cache

from apps.diagnosis import instrument as rules
from apps.diagnosis.errors import NoInstrument
from apps.diagnosis.models import Instrument


def current() -> Instrument:
    """The newest published instrument, without its content; raises NoInstrument."""
    published = Instrument.objects.filter(state=Instrument.State.PUBLISHED).defer("content")
    newest = published.order_by("-published_at", "-version", "-pk").first()
    if newest is None:
        raise NoInstrument
    return newest


def parsed(instrument_id: int) -> rules.Instrument:
    """The instrument as rules read it. One small query; the content is read and parsed once per process."""
    digest = Instrument.objects.filter(pk=instrument_id).values_list("sha256", flat=True).get()
    return _parsed(instrument_id, digest)


@lru_cache(maxsize=16)
def _parsed(instrument_id: int, _sha256: str) -> rules.Instrument:
    return rules.parse(Instrument.objects.values_list("content", flat=True).get(pk=instrument_id))
