"""The register of what a person may do. Each app declares its own in ``permissions.py``."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from apps.accounts.roles import Role
from apps.kernel.errors import Text


@dataclass(frozen=True, slots=True)
class Permission:
    """One verb, what it means, and the roles that hold it."""

    code: str
    label: Text
    roles: frozenset[str]


REGISTER: dict[str, Permission] = {}


def permission(code: str, label: Text, *, roles: Collection[Role]) -> str:
    """Declare a permission and return its code, to be named by transitions and doors."""
    REGISTER[code] = Permission(code, label, frozenset(roles))
    return code


def held_by(roles: Iterable[str], code: str) -> bool:
    """Whether any of the roles holds the permission; an undeclared one is a mistake in the code (KeyError)."""
    return not REGISTER[code].roles.isdisjoint(roles)
