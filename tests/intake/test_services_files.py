"""Files of an application: dates, reuse, and what follows when one turns out unusable."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from apps.accounts.roles import Role
from apps.documents.errors import DateInFuture, DateMissing, DatesCrossed, NotReusable, PaperExpired
from apps.documents.models import Attachment
from apps.documents.states import AttachmentState
from apps.intake import selectors, services, tasks
from apps.intake.errors import FilesUnseen, Incomplete, UnknownReason
from apps.intake.models import Correction, Objection
from apps.intake.rules import RuleCode
from apps.intake.states import Ruling, State
from apps.kernel import clocks
from apps.kernel.errors import NotAllowed
from apps.notices.models import Notice
from apps.workflow.models import Delivery
from tests.accounts.factories import person
from tests.directory import factories as directory
from tests.documents import clamd, files
from tests.intake import objecting
from tests.intake.factories import AGREED, AT, admitted, attached, draft, fresh, inspect_all, submitted, waits

pytestmark = pytest.mark.django_db
TODAY = clocks.local_date(AT)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "dates", "refusal", "field", "words"),
    [
        ("tax_certificate", {}, DateMissing, "issued_on", "발급일을 적어"),
        ("tax_certificate", {"issued_on": TODAY + DAY}, DateInFuture, "issued_on", "오늘보다 늦습니다"),
        ("tax_certificate", {"issued_on": TODAY - 31 * DAY}, PaperExpired, "issued_on", "2026-05-31에 끝난"),
        ("sme_certificate", {"issued_on": TODAY}, DateMissing, "valid_until", "마지막 날을 적어"),
        ("sme_certificate", {"issued_on": TODAY, "valid_until": TODAY - DAY}, DatesCrossed, "valid_until", "이릅니다"),
        (
            "sme_certificate",
            {"issued_on": date(2025, 4, 1), "valid_until": date(2026, 3, 31)},
            PaperExpired,
            "valid_until",
            "2026-03-31에 끝난",
        ),
        ("made_up", {}, UnknownReason, "kind", "목록에 없는"),
    ],
)
def test_a_paper_whose_dates_do_not_hold_is_refused_in_the_place_of_the_date(kind, dates, refusal, field, words):
    row = draft(papers=False)

    with pytest.raises(refusal, match=words) as refused:
        attached(row, kind=kind, **dates)

    assert refused.value.field == field
    assert Attachment.objects.count() == 0


def test_a_paper_keeps_its_dates_and_one_without_dates_keeps_none():
    row = draft(papers=False)

    tax = attached(row, kind="tax_certificate", issued_on=TODAY)
    other = attached(row, kind="other", issued_on=TODAY, valid_until=TODAY)

    assert (tax.issued_on, tax.valid_until) == (TODAY, TODAY + 30 * DAY)
    assert (other.issued_on, other.valid_until) == (None, None)


def certificate(row, at):
    return next(one.verdict for one in selectors.examine(row, at) if one.rule is RuleCode.CERTIFICATE)


def test_a_paper_that_is_over_on_the_day_of_receipt_does_not_prove_anything():
    row = draft(papers=False)
    missing = certificate(row, AT)
    attached(row, kind="business_registration")
    Attachment.objects.update(valid_until=TODAY)

    assert certificate(row, AT) != missing
    assert certificate(row, AT + 2 * DAY) == missing


def test_a_valid_paper_of_the_company_is_offered_to_its_next_application_and_not_asked_again():
    first = draft(papers=False)
    tax = attached(first, kind="tax_certificate", issued_on=TODAY)
    attached(first, kind="process_photo", data=files.png(), name="사진.png")
    inspect_all()
    second = draft(first.applicant, papers=False, code="demonstration-rolling-2026")

    offered = selectors.reusable_papers(second, TODAY)
    given = services.reuse_attachment(application_id=second.pk, attachment_uid=tax.uid, by=second.applicant, at=AT)

    assert [paper.uid for paper in offered] == [tax.uid]
    assert (given.kind, given.valid_until, given.state) == ("tax_certificate", tax.valid_until, AttachmentState.CLEAN)
    assert selectors.reusable_papers(second, TODAY) == []
    assert selectors.reusable_papers(second, TODAY + 31 * DAY) == []


def test_another_companys_paper_and_one_that_is_over_are_neither_offered_nor_given():
    first, stranger = draft(papers=False), draft(papers=False)
    tax = attached(first, kind="tax_certificate", issued_on=TODAY)
    inspect_all()
    own = draft(first.applicant, code="demonstration-rolling-2026", papers=False)

    for row, at in ((stranger, AT), (own, AT + 31 * DAY)):
        assert selectors.reusable_papers(row, clocks.local_date(at)) == []
        with pytest.raises(NotReusable):
            services.reuse_attachment(application_id=row.pk, attachment_uid=tax.uid, by=row.applicant, at=at)

    assert Attachment.objects.count() == 1


def given():
    """What a test attached itself, beside the papers that every application needs."""
    return Attachment.objects.filter(kind="other")


def handed_in(*attachments):
    """An application that was handed in while its files were still in quarantine."""
    row = draft()
    for data, name in attachments:
        attached(row, data, name=name)
    services.submit(application_id=row.pk, by=row.applicant, at=AT, consents=AGREED)
    return fresh(row)


RESIDENT = files.pdf("900101-1234567")


def test_quarantine_does_not_keep_an_application_from_being_handed_in(settings):
    settings.CLAMAV_URL = clamd.nobody()
    row = handed_in((files.pdf(), "계획.pdf"))
    inspect_all()

    assert row.state == State.SUBMITTED
    assert given().get().state == AttachmentState.QUARANTINED
    assert Correction.objects.count() == 0


def test_a_file_that_fails_after_handing_in_becomes_a_correction_request_with_the_reason_once():
    staff = person(Role.STAFF)
    row = handed_in((RESIDENT, "명부.pdf"), (files.pdf(), "계획.pdf"))

    inspect_all()
    for delivery in Delivery.objects.filter(job="intake.file_refused"):
        tasks.file_refused(delivery_id=delivery.pk)

    correction = Correction.objects.get()
    assert fresh(row).state == State.CORRECTING
    assert (correction.requested_by, correction.codes) == (None, ["document_unreadable"])
    assert "명부.pdf" in correction.text
    assert "주민등록번호" in correction.text
    assert waits(row) == [(f"org:{row.company_id}", "신청 보완")]
    told = Notice.objects.filter(kind__in=["intake.correction", "intake.file_refused"])
    assert sorted(told.values_list("kind", "to_id")) == [
        ("intake.correction", row.applicant_id),
        ("intake.file_refused", staff.pk),
    ]


def test_two_files_that_fail_are_two_lines_of_one_request():
    row = handed_in((RESIDENT, "명부.pdf"), (files.pdf("850505-5123456"), "주소록.pdf"))

    inspect_all()

    text = Correction.objects.get().text
    assert "명부.pdf" in text
    assert "주소록.pdf" in text
    assert Notice.objects.filter(kind="intake.correction", to=row.applicant).count() == 2


def test_the_company_answers_with_another_file_and_not_while_the_bad_one_is_there():
    row = handed_in((RESIDENT, "명부.pdf"))
    inspect_all()
    bad = given().get()

    with pytest.raises(Incomplete, match="적지 않은") as refusal:
        services.resubmit(application_id=row.pk, answer="", by=row.applicant, at=AT)
    services.remove_attachment(application_id=row.pk, attachment_uid=bad.uid, by=row.applicant, at=AT)
    attached(row, files.pdf("900101-1******"), name="명부.pdf")
    services.resubmit(application_id=row.pk, answer="가렸습니다.", by=row.applicant, at=AT)

    assert [problem.field for problem in refusal.value.problems] == ["attachments"]
    assert fresh(row).state == State.SUBMITTED


def test_a_file_that_fails_in_a_draft_is_told_to_its_writer_and_keeps_the_draft_from_being_handed_in():
    row = draft()
    attached(row, RESIDENT)

    inspect_all()

    assert fresh(row).state == State.DRAFT
    assert Notice.objects.filter(kind="intake.file_refused", to=row.applicant).count() == 1
    with pytest.raises(Incomplete):
        services.submit(application_id=row.pk, by=row.applicant, at=AT, consents=AGREED)


def test_a_file_that_fails_after_admission_is_left_to_staff():
    staff = person(Role.STAFF)
    row = draft()
    attached(row, RESIDENT)
    services.submit(application_id=row.pk, by=row.applicant, at=AT, consents=AGREED)
    services.admit(application_id=row.pk, by=staff, at=AT)

    inspect_all()

    assert fresh(row).state == State.ADMITTED
    assert Correction.objects.count() == 0
    assert Notice.objects.filter(kind="intake.file_refused", to=staff).exists()


def test_a_file_that_was_taken_out_before_it_failed_is_nobodys_matter():
    row = draft()
    bad = attached(row, RESIDENT)
    services.remove_attachment(application_id=row.pk, attachment_uid=bad.uid, by=row.applicant, at=AT)

    inspect_all()

    assert not Notice.objects.filter(kind="intake.file_refused").exists()


def test_a_screener_who_has_looked_takes_a_scan_or_sends_it_back_with_a_reason():
    row, staff = handed_in((files.pdf(""), "스캔.pdf"), (files.png(), "사진.png")), person(Role.STAFF)
    inspect_all()
    scan, photo = given().order_by("pk")

    services.vouch_for_file(application_id=row.pk, attachment_uid=scan.uid, by=staff, at=AT)
    services.dismiss_file(
        application_id=row.pk, attachment_uid=photo.uid, reason="흐려서 읽을 수 없습니다.", by=staff, at=AT
    )
    inspect_all()

    scan.refresh_from_db()
    photo.refresh_from_db()
    assert (scan.state, scan.finding, photo.state) == (AttachmentState.CLEAN, "no_text", AttachmentState.REFUSED)
    assert "사진.png" in Correction.objects.get().text
    assert "흐려서 읽을 수 없습니다." in Correction.objects.get().text


def test_only_those_who_screen_decide_about_a_file():
    row = handed_in((files.pdf(""), "스캔.pdf"))
    inspect_all()
    scan = given().get()

    with pytest.raises(NotAllowed):
        services.vouch_for_file(application_id=row.pk, attachment_uid=scan.uid, by=row.applicant, at=AT)

    scan.refresh_from_db()
    assert scan.state == AttachmentState.FLAGGED


def test_nobody_is_found_eligible_while_a_flagged_file_was_not_looked_at():
    row, staff = handed_in((files.pdf(""), "스캔.pdf"), (files.png(), "사진.png")), person(Role.STAFF)
    inspect_all()
    scan, photo = given().order_by("pk")
    services.vouch_for_file(application_id=row.pk, attachment_uid=scan.uid, by=staff, at=AT)

    with pytest.raises(FilesUnseen) as refusal:
        services.admit(application_id=row.pk, by=staff, at=AT)

    assert [one.uid for one in refusal.value.rows] == [photo.uid]
    assert "사진.png" in str(refusal.value)
    assert "스캔.pdf" not in str(refusal.value)
    assert fresh(row).state == State.SUBMITTED
    assert fresh(row).decided_at is None

    services.vouch_for_file(application_id=row.pk, attachment_uid=photo.uid, by=staff, at=AT)
    services.admit(application_id=row.pk, by=staff, at=AT)

    assert fresh(row).state == State.ADMITTED


def test_a_finished_applications_refused_file_changes_nothing():
    row = admitted(directory.member_of(directory.company()))

    services.answer_refused_file(attachment_id=0, at=AT)

    assert fresh(row).state == State.ADMITTED
    assert submitted().state == State.SUBMITTED


def test_a_file_flagged_after_the_screening_is_asked_about_until_somebody_looked():
    row, staff = handed_in((files.pdf(""), "스캔.pdf"), (files.png(), "사진.png")), person(Role.STAFF)
    services.admit(application_id=row.pk, by=staff, at=AT)
    asked = ("role:staff", "검사에서 남긴 서류 확인")

    inspect_all()

    assert asked in waits(row)
    scan, photo = given().order_by("pk")
    services.vouch_for_file(application_id=row.pk, attachment_uid=scan.uid, by=staff, at=AT)
    assert asked in waits(row)
    services.dismiss_file(application_id=row.pk, attachment_uid=photo.uid, reason="흐립니다.", by=staff, at=AT)
    assert asked not in waits(row)


def test_an_objection_admits_nobody_while_a_flagged_file_was_not_looked_at(client):
    row, staff = handed_in((files.pdf(""), "스캔.pdf")), person(Role.STAFF)
    services.reject(application_id=row.pk, codes=("outside_district",), reason="관할 밖", by=staff, at=AT)
    inspect_all()
    row = fresh(row)

    with pytest.raises(FilesUnseen, match="스캔"):
        objecting.proposed(row, Ruling.ADMIT)

    assert fresh(row).state == State.REJECTED
    client.force_login(person(Role.STAFF))
    assert "/vouch/" in client.get(reverse("intake:screen", args=[row.uid])).content.decode()
    services.vouch_for_file(application_id=row.pk, attachment_uid=given().get().uid, by=staff, at=AT)
    Objection.objects.all().delete()
    objecting.decided(row, Ruling.ADMIT)
    assert fresh(row).state == State.ADMITTED
