"""Publishing a version of the instrument."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from apps.diagnosis.errors import PublishedChanged
from apps.diagnosis.instrument import parse
from apps.diagnosis.models import Instrument


@transaction.atomic
def publish(*, content: Mapping[str, Any], at: datetime) -> Instrument:
    """Publish a version; the same content twice is once, another content under a published version is refused.

    Raises InstrumentError with place and reason when the content cannot be used, PublishedChanged.
    """
    parsed = parse(content)
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    known = Instrument.objects.select_for_update().filter(code=parsed.code, version=parsed.version).first()
    if known is not None:
        if known.sha256 != digest:
            raise PublishedChanged
        return known
    return Instrument.objects.create(
        code=parsed.code,
        version=parsed.version,
        name_ko=parsed.name_ko,
        name_en=parsed.name_en,
        state=Instrument.State.PUBLISHED,
        content=dict(content),
        sha256=digest,
        published_at=at,
    )
