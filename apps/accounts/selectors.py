"""Reads about people."""

from django.db.models import Exists, OuterRef, QuerySet

from apps.accounts.models import RoleGrant, User


def users_with_role(*roles: str) -> QuerySet[User]:
    """Active people who hold any of the roles, by name."""
    grants = RoleGrant.objects.filter(user=OuterRef("pk"), role__in=roles)
    return User.objects.with_roles().filter(Exists(grants), is_active=True).order_by("name", "pk")
