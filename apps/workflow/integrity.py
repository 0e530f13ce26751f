"""Where a wait is kept open on a row whose state does not ask for it, or is missing, and where news was never told."""

from collections.abc import Iterator

from django.apps import apps

from apps.workflow.models import Delivery, Wait
from apps.workflow.services import STATE

CHUNK = 500


def problems() -> Iterator[str]:
    yield from _waits()
    untold = Delivery.objects.filter(state=Delivery.State.FAILED).order_by("pk")
    for one in untold.iterator(chunk_size=CHUNK):
        yield f"{one.job} was never told of {one.action} of {one.subject_label}:{one.subject_id}: {one.failure}"


def _waits() -> Iterator[str]:
    for model in apps.get_models():
        if not hasattr(model, "machine"):
            continue
        label = model._meta.label_lower
        opened: dict[int, set[str]] = {}
        waits = Wait.objects.filter(subject_label=label, key=STATE, closed_at__isnull=True)
        for subject_id, party in waits.values_list("subject_id", "party"):
            opened.setdefault(subject_id, set()).add(party)
        for row in model._default_manager.order_by("pk").iterator(chunk_size=CHUNK):
            expected = {wait.party for wait in row.machine.waits_in(row)}
            found = opened.pop(row.pk, set())
            if found != expected:
                yield f"{label}:{row.pk} waits for {sorted(found)}, its state asks for {sorted(expected)}"
        for subject_id in sorted(opened):
            yield f"{label}:{subject_id} is waited on but does not exist"
