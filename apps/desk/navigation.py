"""What each role finds in its side navigation."""

from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.roles import CENTRE, PARTNERS, Role
from apps.kernel.errors import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One address in the navigation and the roles that see it."""

    label: Text
    address: str
    icon: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as one person sees it on one page."""

    label: Text
    url: str
    icon: str
    current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    label: Text
    items: tuple[Item, ...]


_ALL = frozenset(Role)
_CASE = CENTRE | {Role.COMPANY, Role.CONSULTANT}

GROUPS: tuple[tuple[Text, tuple[Entry, ...]], ...] = (
    (
        _("내 업무"),
        (
            Entry(_("받은 일"), "desk:home", "inbox", _ALL),
            Entry(_("알림"), "desk:notices", "bell", _ALL),
        ),
    ),
    (
        _("지원 절차"),
        (
            Entry(_("내 기업"), "directory:company", "building", frozenset({Role.COMPANY})),
            Entry(_("사업 안내"), "intake:programmes", "book", frozenset({Role.COMPANY})),
            Entry(pgettext_lazy("list", "모집공고"), "intake:calls", "megaphone", CENTRE | {Role.COMPANY}),
            Entry(pgettext_lazy("list", "신청"), "intake:list", "file", CENTRE | {Role.COMPANY}),
            Entry(pgettext_lazy("list", "평가"), "panels:list", "scale", CENTRE | {Role.REVIEWER}),
            Entry(pgettext_lazy("list", "진단"), "diagnosis:list", "gauge", _CASE),
            Entry(pgettext_lazy("list", "전환 로드맵"), "roadmaps:list", "route", _CASE | {Role.OFFICIAL}),
            Entry(pgettext_lazy("list", "컨소시엄"), "consortia:list", "network", _CASE | PARTNERS),
            Entry(
                pgettext_lazy("list", "실증과제"),
                "pilots:list",
                "flag",
                CENTRE | PARTNERS | {Role.COMPANY, Role.OFFICIAL},
            ),
        ),
    ),
    (
        _("센터"),
        (
            Entry(_("사례 흐름"), "desk:cases", "thread", CENTRE | {Role.CONSULTANT}),
            Entry(_("실증 현황판"), "desk:board", "board", CENTRE | {Role.OFFICIAL}),
            Entry(_("단계별 현황"), "desk:funnel", "funnel", CENTRE | {Role.OFFICIAL}),
            Entry(
                pgettext_lazy("list", "발급 문서"),
                "documents:register",
                "document",
                frozenset({Role.STAFF, Role.MANAGER}),
            ),
            Entry(_("보낸 알림"), "desk:sent-notices", "send", CENTRE | {Role.ADMIN}),
            Entry(_("시스템 장애"), "intake:outages", "clock", CENTRE | {Role.ADMIN}),
            Entry(_("지원사업 설정"), "intake:settings-list", "settings", CENTRE | {Role.ADMIN}),
            Entry(_("활용과제 목록"), "catalogue:list", "book", CENTRE | {Role.CONSULTANT}),
            Entry(_("파트너 정보"), "directory:partner", "handshake", PARTNERS),
            Entry(_("사용자와 권한"), "desk:people", "users", frozenset({Role.ADMIN})),
        ),
    ),
)


def for_roles(roles: frozenset[str], path: str, inbox_count: int) -> list[Group]:
    """The groups a person with these roles sees; the longest address that begins the path is the current one."""
    seen = _seen(roles)
    addresses = [address for _label, entries in seen for _entry, address in entries]
    current = max((address for address in addresses if path.startswith(address)), key=len, default="")
    return [
        Group(
            label,
            tuple(
                Item(
                    label=entry.label,
                    url=address,
                    icon=entry.icon,
                    current=address == current,
                    count=inbox_count if entry.address == "desk:home" else 0,
                )
                for entry, address in entries
            ),
        )
        for label, entries in seen
    ]


@cache
def _seen(roles: frozenset[str]) -> tuple[tuple[Text, tuple[tuple[Entry, str], ...]], ...]:
    """Entries for roles with their addresses, group by group, worked out once for every set of roles."""
    found = (
        (label, tuple((entry, reverse(entry.address)) for entry in entries if not entry.roles.isdisjoint(roles)))
        for label, entries in GROUPS
    )
    return tuple((label, entries) for label, entries in found if entries)
