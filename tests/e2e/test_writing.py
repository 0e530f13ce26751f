"""Writing an application: it saves itself, and neither a lost network nor a lost session loses words."""

import re

from playwright.sync_api import Page, expect

from tests.e2e import company
from tests.people import sign_in

STATUS = "[data-autosave-status]"
REFUSED = (
    ("program.pdf", b"MZ\x90\x00 not a document at all", "문서가 아니라 실행 파일입니다."),
    ("empty.pdf", b" \n", "내용이 없는 빈 파일입니다."),
    ("broken.pdf", b"%PDF-1.7\n1 0 obj <<", "파일이 손상되어 열 수 없습니다."),
)


def problem_is(page: Page, words: str) -> None:
    expect(page.locator("[name=problem]")).to_have_value(words)


def test_words_survive_a_lost_network(applicant):
    applicant.context.set_offline(True)
    applicant.locator("[name=problem]").fill("끊긴 동안 적은 글 (표본)")
    expect(applicant.locator(STATUS)).to_contain_text("연결이 끊겨 이 기기에 남겨 두었습니다.")
    applicant.context.set_offline(False)
    company.is_saved(applicant)

    applicant.reload()
    problem_is(applicant, "끊긴 동안 적은 글 (표본)")
    expect(applicant.locator("[data-autosave-notice]")).to_have_count(0)


def test_words_of_another_tab_are_not_overwritten_when_the_network_is_back(applicant):
    other = applicant.context.new_page()
    other.goto(applicant.url)
    applicant.context.set_offline(True)
    applicant.locator("[name=problem]").fill("끊긴 동안 첫 탭에서 적은 글 (표본)")
    expect(applicant.locator(STATUS)).to_contain_text("연결이 끊겨 이 기기에 남겨 두었습니다.")
    before = other.locator(STATUS).inner_text()
    applicant.context.set_offline(False)
    company.is_saved(applicant)

    assert other.locator(STATUS).inner_text() == before
    applicant.reload()
    problem_is(applicant, "끊긴 동안 첫 탭에서 적은 글 (표본)")
    other.close()


def test_words_survive_a_lost_session(applicant, registered):
    address = applicant.url
    applicant.context.clear_cookies(name="sessionid")
    applicant.locator("[name=problem]").fill("로그아웃된 뒤 적은 글 (표본)")
    expect(applicant.locator(STATUS)).to_contain_text("다시 로그인해 주십시오.")

    sign_in(applicant, {"email": registered.firm.email, "password": company.PASSWORD})
    applicant.goto(address)
    expect(applicant.locator("[data-autosave-notice]")).to_contain_text("저장하지 못한 내용이 남아 있습니다.")
    applicant.get_by_role("button", name="되살리기").click()
    problem_is(applicant, "로그아웃된 뒤 적은 글 (표본)")
    company.is_saved(applicant)
    applicant.reload()
    problem_is(applicant, "로그아웃된 뒤 적은 글 (표본)")


def test_words_of_before_are_not_offered_over_what_was_written_anew(applicant, registered):
    address = applicant.url
    applicant.context.clear_cookies(name="sessionid")
    applicant.locator("[name=problem]").fill("저장되지 않은 예전 글 (표본)")
    expect(applicant.locator(STATUS)).to_contain_text("다시 로그인해 주십시오.")
    sign_in(applicant, {"email": registered.firm.email, "password": company.PASSWORD})
    applicant.goto(address)
    expect(applicant.locator("[data-autosave-notice]")).to_have_count(1)

    applicant.locator("[name=problem]").fill("새로 적은 글 (표본)")
    company.is_saved(applicant)

    expect(applicant.locator("[data-autosave-notice]")).to_have_count(0)
    applicant.reload()
    problem_is(applicant, "새로 적은 글 (표본)")
    expect(applicant.locator("[data-autosave-notice]")).to_have_count(0)


def test_words_survive_a_link_followed_in_the_middle_of_writing(applicant):
    address = applicant.url
    applicant.locator("[name=problem]").fill("적자마자 떠난 글 (표본)")
    applicant.get_by_role("link", name="서류", exact=True).click()
    expect(applicant).to_have_url(re.compile(r"/edit/files/$"))

    applicant.goto(address)
    problem_is(applicant, "적자마자 떠난 글 (표본)")
    expect(applicant.locator("[data-autosave-notice]")).to_have_count(0)


def test_two_who_write_the_same_field_see_both_texts(applicant):
    other = applicant.context.new_page()
    other.goto(applicant.url)
    applicant.locator("[name=problem]").fill("먼저 적은 글 (표본)")
    company.is_saved(applicant)
    other.locator("[name=problem]").fill("나중에 적은 글 (표본)")

    notice = other.locator("[data-autosave-notice]")
    expect(notice).to_contain_text("먼저 적은 글 (표본)")
    expect(notice).to_contain_text("나중에 적은 글 (표본)")
    other.get_by_role("button", name="내 내용으로 저장").click()
    company.is_saved(other)
    applicant.reload()
    problem_is(applicant, "나중에 적은 글 (표본)")


def test_what_was_saved_and_left_is_not_written_again_over_a_colleagues_words(applicant):
    typed(applicant, "problem", "첫 탭의 글 (표본)")
    company.is_saved(applicant)
    other = applicant.context.new_page()
    other.goto(applicant.url)
    typed(other, "problem", "둘째 탭에서 고친 글 (표본)")
    company.is_saved(other)

    typed(applicant, "figure_name", "불량률 (표본)")
    company.is_saved(applicant)

    expect(applicant.locator("[data-autosave-notice]")).to_have_count(0)
    applicant.reload()
    problem_is(applicant, "둘째 탭에서 고친 글 (표본)")
    expect(applicant.locator("[name=figure_name]")).to_have_value("불량률 (표본)")


def typed(page: Page, name: str, words: str) -> None:
    """Key by key, as a person does: leaving the field later tells the page that it changed."""
    field = page.locator(f"[name={name}]")
    field.click()
    field.press("ControlOrMeta+a")
    field.press_sequentially(words)


def test_a_file_that_cannot_be_used_is_refused_in_its_place(applicant):
    applicant.goto(applicant.url.replace("/edit/problem/", "/edit/files/"))
    for name, content, said in REFUSED:
        company.attach(applicant, "business_registration", name, content)
        expect(applicant.locator(".uploads__item", has_text=name)).to_contain_text(said)
        expect(applicant.get_by_text("아직 올린 서류가 없습니다.")).to_be_visible()


def test_who_writes_another_field_neither_meets_nor_erases_a_colleagues_words(applicant):
    other = applicant.context.new_page()
    other.goto(applicant.url)
    applicant.locator("[name=problem]").fill("동료가 적은 글 (표본)")
    company.is_saved(applicant)
    other.locator("[name=figure_name]").fill("외관 불량률 (표본)")
    company.is_saved(other)
    expect(other.locator("[data-autosave-notice]")).to_have_count(0)
    other.locator("[name=figure_method]").fill("검사 대장 (표본)")
    other.get_by_role("button", name="저장하고 다음으로").click()
    expect(other).to_have_url(re.compile(r"/edit/situation/$"))

    applicant.reload()
    problem_is(applicant, "동료가 적은 글 (표본)")
    expect(applicant.locator("[name=figure_name]")).to_have_value("외관 불량률 (표본)")
    expect(applicant.locator("[name=figure_method]")).to_have_value("검사 대장 (표본)")
    other.close()


def test_words_sent_without_a_session_or_a_network_are_offered_again(applicant, registered):
    address = applicant.url
    for cut, words in ((sign_out, "세션이 끝난 뒤 보낸 글 (표본)"), (unplug, "끊긴 채 보낸 글 (표본)")):
        cut(applicant)
        applicant.locator("[name=problem]").fill(words)
        applicant.get_by_role("button", name="저장하고 다음으로").click()
        applicant.context.set_offline(False)
        if cut is sign_out:
            sign_in(applicant, {"email": registered.firm.email, "password": company.PASSWORD})
        applicant.goto(address)
        again = applicant.get_by_role("button", name="되살리기")
        # A page that was left while the network came back may have saved them by itself.
        assert cut is unplug or again.count() == 1
        if again.count():
            again.click()
            company.is_saved(applicant)
            applicant.reload()
        problem_is(applicant, words)

    applicant.locator("[name=problem]").fill("보낸 글 (표본)")
    applicant.get_by_role("button", name="저장하고 다음으로").click()
    expect(applicant).to_have_url(re.compile(r"/edit/situation/$"))
    assert (
        applicant.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('axcenter:draft:')).length") == 0
    )


def test_signed_in_again_in_another_tab_the_first_goes_on_saving(applicant, registered):
    applicant.context.clear_cookies(name="sessionid")
    applicant.locator("[name=problem]").fill("다시 로그인하기 전에 적은 글 (표본)")
    expect(applicant.locator(STATUS)).to_contain_text("다시 로그인해 주십시오.")
    other = applicant.context.new_page()
    sign_in(other, {"email": registered.firm.email, "password": company.PASSWORD})
    other.close()

    applicant.evaluate("window.dispatchEvent(new Event('focus'))")

    company.is_saved(applicant)
    applicant.reload()
    problem_is(applicant, "다시 로그인하기 전에 적은 글 (표본)")


def sign_out(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def unplug(page: Page) -> None:
    page.context.set_offline(True)
