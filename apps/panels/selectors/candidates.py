"""Who could be asked to judge a company's case, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.kernel.clocks import local_date
from apps.panels.models import Reviewer
from apps.panels.rules import PAST_YEARS
from apps.panels.selectors.pool import loads
from apps.panels.selectors.ties import conflict_pairs
from apps.panels.selectors.words import say_grounds


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reviewer beside a case: from outside or not (None: not in the pool), cases of this year, and the obstacle in
    words (empty: may be asked).
    """

    user: User
    is_outsider: bool | None
    load: int
    yearly_most: int | None
    obstacle: str

    @property
    def facts(self) -> str:
        """Standing and load in words."""
        if self.is_outsider is None:
            return ""
        standing = _("외부 위원") if self.is_outsider else _("내부 위원")
        load = _("올해 %(load)s건 (한도 %(most)s건)") % {"load": self.load, "most": self.yearly_most}
        return f"{standing}, {load}"


def candidates(
    people: Iterable[User], company_id: int, *, at: datetime, years: int = PAST_YEARS
) -> dict[int, Candidate]:
    """Each of these people beside one company's case; the same few queries for any number of them."""
    found = list(people)
    keys = [one.pk for one in found]
    pool = {one.user_id: one for one in Reviewer.objects.filter(user__in=keys)}
    pairs = conflict_pairs(keys, [company_id], on=local_date(at), years=years)
    had = loads(keys, at)
    made = {}
    for user in found:
        reviewer, grounds = pool.get(user.pk), pairs.get((user.pk, company_id), ())
        obstacle = ""
        if grounds:
            obstacle = _("제척: %(grounds)s") % {"grounds": say_grounds(grounds)}
        elif reviewer is None:
            obstacle = _("평가위원 풀에 없음")
        elif not reviewer.is_active:
            obstacle = _("활동을 쉬는 중")
        made[user.pk] = Candidate(
            user,
            reviewer.is_outsider if reviewer else None,
            had.get(user.pk, 0),
            reviewer.yearly_most if reviewer else None,
            obstacle,
        )
    return made
