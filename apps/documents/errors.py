"""Refusals about received files, each with what to do next."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.kernel.errors import Conflict, Invalid


class RefusedFile(Invalid):
    """The file cannot be taken; the message says why and what to do."""

    code = "refused_file"


class FileTooLarge(RefusedFile):
    code = "file_too_large"

    def __init__(self) -> None:
        limit = settings.ATTACHMENT_MAX_BYTES // (1024 * 1024)
        words = _("파일은 %(limit)dMB까지 올릴 수 있습니다. 크기를 줄여 다시 올려 주십시오.")
        super().__init__(words % {"limit": limit}, field="file")


class FileRefused(Conflict):
    message = _("검사에서 걸러진 파일이라 열 수 없습니다.")
    code = "file_refused"


class FileInQuarantine(Conflict):
    message = _("파일을 검사하고 있습니다. 검사가 끝난 뒤 다시 열어 주십시오.")
    code = "file_in_quarantine"


class NotReusable(Conflict):
    message = _("지금은 쓸 수 없는 서류입니다. 새로 올려 주십시오.")
    code = "not_reusable"


class DateMissing(Invalid):
    message = _("서류에 적힌 날짜를 적어 주십시오.")
    code = "date_missing"


class DateInFuture(Invalid):
    message = _("발급일이 오늘보다 늦습니다. 서류에 적힌 발급일을 확인해 주십시오.")
    code = "date_in_future"


class DatesCrossed(Invalid):
    message = _("유효기간의 끝이 발급일보다 이릅니다. 두 날짜를 확인해 주십시오.")
    code = "dates_crossed"


class PaperExpired(Invalid):
    message = _("유효기간이 지난 서류입니다. 새로 발급받아 올려 주십시오.")
    code = "paper_expired"


class TooManyUploads(Conflict):
    message = _("올리다 만 파일이 너무 많습니다. 먼저 올리던 파일을 마치거나 하루 뒤에 다시 올려 주십시오.")
    code = "too_many_uploads"


class BadPart(Invalid):
    message = _("파일 조각이 온전하지 않습니다. 받은 곳부터 다시 보내 주십시오.")
    code = "bad_part"


class WrongOffset(Conflict):
    """The next piece begins elsewhere; `offset` says where."""

    message = _("이미 받은 곳과 이어지지 않는 조각입니다. 받은 곳부터 다시 보내 주십시오.")
    code = "wrong_offset"

    def __init__(self, offset: int) -> None:
        super().__init__()
        self.offset = offset

    @property
    def extra(self) -> Mapping[str, Any]:
        return {"offset": self.offset}


class UploadUnfinished(WrongOffset):
    message = _("아직 다 올라오지 않은 파일입니다. 받은 곳부터 이어서 보내 주십시오.")
    code = "upload_unfinished"
