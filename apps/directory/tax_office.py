"""The status of a business (사업자 상태) as the tax office's open service tells it, where the settings name one.

The service takes `{"b_no": [number]}` and answers `{"data": [{"b_no": number, "b_stt_cd": "01" | "02" | "03" | ""}]}`;
an empty code means that the number is not registered.
"""

import json
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.directory.models import Company
from apps.kernel.errors import Conflict

PATIENCE_SECONDS = 5
STATUS_OF_CODE = {"01": Company.Status.ACTIVE, "02": Company.Status.SUSPENDED, "03": Company.Status.CLOSED}


class StatusUnavailable(Conflict):
    """No answer that can be read; nothing is known from it."""

    message = _("국세청 조회 서비스가 답하지 않습니다. 잠시 뒤 다시 조회하거나 확인한 상태를 직접 적어 주십시오.")
    code = "status_unavailable"


class NotRegistered(Conflict):
    message = _("국세청에 등록되지 않은 사업자등록번호입니다. 등록증을 다시 확인해 주십시오.")
    code = "not_registered"


def is_asked() -> bool:
    """Whether an installation asks the service at all."""
    return bool(settings.TAX_OFFICE_URL)


def status_of(business_number: str) -> Company.Status:
    """The present status of one business. Raises StatusUnavailable, NotRegistered."""
    address = f"{settings.TAX_OFFICE_URL}?{urlencode({'serviceKey': settings.TAX_OFFICE_KEY})}"
    question = Request(  # noqa: S310 the address is the installation's own setting
        address,
        data=json.dumps({"b_no": [business_number]}).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json"},
    )
    try:
        with urlopen(question, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 see above
            rows = json.load(answer)["data"]
        code = next(row["b_stt_cd"] for row in rows if row["b_no"] == business_number)
    except (URLError, OSError, ValueError, KeyError, TypeError, StopIteration) as failure:
        raise StatusUnavailable from failure
    if not code:
        raise NotRegistered
    if code not in STATUS_OF_CODE:
        raise StatusUnavailable
    return STATUS_OF_CODE[code]
