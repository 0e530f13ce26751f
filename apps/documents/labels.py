"""Words for what inspection finds."""

from django.utils.translation import gettext_lazy as _

from apps.documents.inspection import Finding
from apps.documents.models import Attachment
from apps.documents.states import AttachmentState
from apps.kernel.errors import Text

FINDINGS = {
    Finding.EMPTY: _("내용이 없는 빈 파일입니다. 파일을 열어 내용을 확인한 뒤 다시 올려 주십시오."),
    Finding.UNKNOWN_FORMAT: _("읽을 수 없는 형식입니다. PDF, 한글(HWP·HWPX), 워드, 엑셀, 사진 파일로 올려 주십시오."),
    Finding.PROGRAM: _("문서가 아니라 실행 파일입니다. 서류 파일을 확인해 다시 올려 주십시오."),
    Finding.ARCHIVE: _("압축 파일은 받지 않습니다. 압축을 풀어 서류를 하나씩 올려 주십시오."),
    Finding.OLD_OFFICE: _("예전 형식(DOC·XLS·PPT) 파일입니다. DOCX·XLSX·PPTX나 PDF로 저장해 다시 올려 주십시오."),
    Finding.ENCRYPTED: _("암호가 걸린 파일입니다. 암호를 풀어 다시 올려 주십시오."),
    Finding.DRM: _("사내 문서보안(DRM)이 걸린 파일입니다. 보안을 해제해 다시 올려 주십시오."),
    Finding.DAMAGED: _("파일이 손상되어 열 수 없습니다. 원본을 다시 저장해 올려 주십시오."),
    Finding.TOO_LARGE_UNPACKED: _("압축을 풀면 너무 커지는 파일입니다. 그림을 줄여 다시 올려 주십시오."),
    Finding.RESIDENT_NUMBER: _("가리지 않은 주민등록번호가 있습니다. 뒷자리를 가린 파일로 다시 올려 주십시오."),
    Finding.INFECTED: _("바이러스가 발견된 파일입니다. 컴퓨터를 검사한 뒤 원본을 다시 올려 주십시오."),
    Finding.NOT_ACCEPTED: _("담당자가 확인한 뒤 돌려보낸 파일입니다."),
    Finding.MISLABELLED: _("파일 이름의 확장자와 실제 형식이 다릅니다. 담당자가 내용을 확인합니다."),
    Finding.NO_TEXT: _("글자를 읽을 수 없는 사진이나 스캔 파일입니다. 담당자가 내용을 확인합니다."),
    Finding.UNREAD: _("내용을 끝까지 읽지 못한 파일입니다. 담당자가 내용을 확인합니다."),
    Finding.SCANNER_AWAY: _("바이러스 검사를 기다리고 있습니다. 검사가 다시 시작되면 이어서 확인합니다."),
}
WAITING = _("검사를 기다리지 않고 제출하셔도 됩니다.")


def told(attachment: Attachment) -> Text:
    """What is to be said about a file: a person's reason, the finding, or that nobody needs to wait for it."""
    if attachment.note:
        return attachment.note
    if attachment.finding and attachment.state != AttachmentState.CLEAN:
        return FINDINGS[Finding(attachment.finding)]
    return WAITING if attachment.state == AttachmentState.QUARANTINED else ""
