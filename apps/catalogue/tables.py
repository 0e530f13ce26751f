"""Lists of the catalogue as files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.catalogue import cards
from apps.kernel.tables import Column


def _of(name: str) -> Any:
    return lambda action: getattr(cards.row(action), name)


ACTIONS = (
    Column(_("코드"), _of("code")),
    Column(_("활용과제"), _of("name")),
    Column(_("종류"), _of("kind")),
    Column(_("업종"), _of("industries")),
    Column(_("기간"), _of("months")),
    Column(_("비용"), _of("cost_krw")),
)
