"""Sign-ins and API keys of the sample centre, for those who try it."""

import hmac
import json
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from apps.accounts import services as accounts
from apps.accounts.models import User
from apps.desk.sample.cast import DOMAIN, PASSWORD


def write(folder: Path) -> Path | None:
    """List the sample accounts in ``accounts.json``, each role's main one first; nothing where they cannot sign in.

    A key follows from the installation's secret, so that writing again keeps the keys that were printed.
    Only the owner may read the file.
    """
    if not settings.SAMPLE_SIGN_IN:
        return None
    rows = []
    people = User.objects.with_roles().filter(is_sample=True, email__endswith=f"@{DOMAIN}").order_by("pk")
    for user in people:
        raw = hmac.new(settings.SECRET_KEY.encode(), user.email.encode(), "sha256").hexdigest()
        accounts.issue_token(user=user, label="표본", at=timezone.now(), raw=raw)
        rows += [{"role": role, "email": user.email, "password": PASSWORD, "token": raw} for role in sorted(user.roles)]
    rows.sort(key=lambda row: row["email"] != f"{row['role']}@{DOMAIN}")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "accounts.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
