"""Refusals of the directory that upper floors raise too."""

from django.utils.translation import gettext_lazy as _

from apps.kernel.errors import NotAllowed


class Tied(NotAllowed):
    """The person has a tie to the company and decides nothing about it."""

    message = _("이 기업과 이해관계가 있어 결정할 수 없습니다. 다른 담당자에게 맡겨 주십시오.")
    code = "conflict_of_interest"
