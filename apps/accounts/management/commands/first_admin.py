"""The first administrator of an installation; everybody else is invited on the page of people."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from apps.accounts import services
from apps.accounts.roles import Role
from apps.accounts.selectors import users_with_role


class Command(BaseCommand):
    help = "Make the first administrator: first_admin EMAIL NAME; the password is asked for, or read from a pipe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *_args: Any, email: str, name: str, **_options: Any) -> None:
        if users_with_role(Role.ADMIN).filter(is_sample=False).exists():
            raise CommandError("There is an administrator already; they invite others on the page of people.")
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_email(email)
            validate_password(password)
            made = services.create_user(
                email=email, name=name, password=password, roles=[Role.ADMIN], at=timezone.now()
            )
        except (ValidationError, services.EmailTaken) as refusal:
            words = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            raise CommandError(" ".join(words)) from refusal
        self.stdout.write(f"{made.email} may sign in as administrator.")
