"""Words for what inspection finds."""

from django.utils.translation import gettext_lazy as _

from apps.documents.inspection import Finding

FINDINGS = {
    Finding.EMPTY: _("내용이 없는 빈 파일입니다. 파일을 열어 내용을 확인한 뒤 다시 올려 주십시오."),
    Finding.UNKNOWN_FORMAT: _("읽을 수 없는 형식입니다. PDF, 한글(HWP·HWPX), 워드, 엑셀, 사진 파일로 올려 주십시오."),
    Finding.NOT_ASKED: _("이 서류로는 받지 않는 형식입니다. 안내된 형식으로 바꾸어 올려 주십시오."),
    Finding.MISLABELLED: _("파일 이름의 확장자와 실제 형식이 다릅니다. 담당자가 내용을 확인합니다."),
    Finding.ENCRYPTED: _("암호가 걸린 파일입니다. 암호를 풀어 다시 올려 주십시오."),
    Finding.DRM: _("사내 문서보안(DRM)이 걸린 파일입니다. 보안을 해제해 다시 올려 주십시오."),
    Finding.DAMAGED: _("파일이 손상되어 열 수 없습니다. 원본을 다시 저장해 올려 주십시오."),
    Finding.TOO_LARGE_UNPACKED: _("압축을 풀면 너무 커지는 파일입니다. 그림을 줄여 다시 올려 주십시오."),
    Finding.RESIDENT_NUMBER: _("주민등록번호로 보이는 숫자가 있습니다. 뒷자리를 가린 파일로 바꾸어 주십시오."),
}
