"""Where an application that was handed in lacks what it was given: a number, and the receipt that bears it.

What was taken over from another system had its receipt there.

Two applications cannot have one number: the database refuses the second.
"""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from apps.documents.models import Document, Kind
from apps.intake.models import Application


def problems() -> Iterator[str]:
    receipt = Document.objects.filter(
        kind=Kind.RECEIPT,
        subject_label=Application._meta.label_lower,
        subject_id=OuterRef("pk"),
        number=OuterRef("receipt_number"),
    )
    lacking = Application.objects.submitted().filter(~Exists(receipt), former_number="").order_by("pk")
    for uid, number in lacking.values_list("uid", "receipt_number").iterator(chunk_size=500):
        if number is None:
            yield f"application {uid}: handed in without a receipt number"
        else:
            yield f"{number}: handed in without a receipt that bears its number"
