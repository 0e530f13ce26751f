"""Papers of a company that one application already holds and another may use."""

from datetime import date

from apps.documents import selectors as documents
from apps.documents.models import Attachment
from apps.documents.states import AttachmentState
from apps.intake.models import Application, Word


def reusable_papers(application: Application, day: date) -> list[Attachment]:
    """Papers of the company itself that still count on a day, of kinds this application does not hold yet."""
    held = documents.attachments_of(application).exclude(state=AttachmentState.REFUSED).exclude(valid_until__lt=day)
    kinds = Word.objects.filter(list=Word.List.DOCUMENT, is_of_company=True).order_by("position", "pk")
    wanted = set(kinds.values_list("code", flat=True)) - set(held.values_list("kind", flat=True))
    others = Application.objects.filter(company=application.company_id).exclude(pk=application.pk)
    label = Application._meta.label_lower
    places = [(label, pk) for pk in others.values_list("pk", flat=True)]
    return documents.reusable(places, wanted, day)
