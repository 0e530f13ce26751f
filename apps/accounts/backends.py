"""Sign-in: allauth's backend, fetching roles with the person in one go."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from apps.accounts.models import User


class HouseBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.with_roles().filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
