import copy
import json
import re
import shutil
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from apps.documents import paper
from apps.documents.paper import engine

SHEETS = Path(__file__).parent / "sheets"
MARKS = {
    "number": "AX-R-2026-0001",
    "verification_code": "7K3M-9QWE-21TX",
    "verify_url": "https://ax.example/verify/7K3M-9QWE-21TX/",
    "issued_on": date(2026, 5, 29),
}
PAGES = {"receipt": (1, 1), "diagnosis": (2, 3), "roadmap": (12, 20), "agreement": (3, 6), "certificate": (1, 1)}


def sheet_of(kind):
    return json.loads((SHEETS / f"{kind}.json").read_text(encoding="utf-8"))


def text_of(pdf):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


@pytest.fixture(scope="module")
def printed():
    return {kind: paper.render(kind, sheet_of(kind), **MARKS) for kind in paper.KINDS}


@pytest.mark.parametrize("kind", paper.KINDS)
def test_a_document_has_the_pages_it_should(printed, kind):
    least, most = PAGES[kind]

    assert least <= printed[kind].pages <= most
    assert len(PdfReader(BytesIO(printed[kind].pdf)).pages) == printed[kind].pages


@pytest.mark.parametrize("kind", paper.KINDS)
def test_a_document_is_tagged_and_says_its_language_title_and_day(printed, kind):
    reader = PdfReader(BytesIO(printed[kind].pdf))
    catalog = reader.trailer["/Root"]

    assert catalog["/MarkInfo"]["/Marked"].value
    assert catalog["/Lang"] == "ko"
    assert MARKS["number"] in reader.metadata.title
    assert reader.metadata.author == "표본 산업 AX 혁신센터"
    assert reader.metadata.creation_date.date() == MARKS["issued_on"]
    assert "pdfuaid:part" in catalog["/Metadata"].get_data().decode()


@pytest.mark.parametrize("kind", paper.KINDS)
def test_every_letter_is_set_in_our_own_font(printed, kind):
    fonts = {
        font["/BaseFont"].split("+")[1]
        for page in PdfReader(BytesIO(printed[kind].pdf)).pages
        for font in (reference.get_object() for reference in page["/Resources"]["/Font"].values())
    }

    assert fonts
    assert all(name.startswith("Pretendard") for name in fonts)


@pytest.mark.parametrize("kind", paper.KINDS)
def test_the_same_sheet_gives_the_same_bytes_in_whatever_order(printed, kind):
    again = paper.render(kind, sheet_of(kind), **MARKS)

    assert again == printed[kind]


def test_a_new_process_gives_the_same_bytes(printed):
    path = str(SHEETS / "certificate.json")
    script = (
        "import django, json; django.setup(); from datetime import date; from apps.documents import paper;"
        f"marks = {MARKS!r}; marks['issued_on'] = date(2026, 5, 29);"
        f"print(paper.render('certificate', json.load(open({path!r})), **marks).sha256)"
    ).replace("datetime.date(2026, 5, 29)", "None")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.split()[-1] == printed["certificate"].sha256


@pytest.mark.parametrize("kind", paper.KINDS)
def test_words_are_found_by_a_reader_and_carry_no_joiners(printed, kind):
    text = text_of(printed[kind].pdf)

    assert "표본정밀 주식회사" in text
    assert "7K3M-9QWE-21TX" in text
    assert "\u2060" not in text


def test_the_file_has_no_fault_in_its_structure(printed, tmp_path):
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is not installed")
    path = tmp_path / "roadmap.pdf"
    path.write_bytes(printed["roadmap"].pdf)

    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_bookmarks_and_contents_lead_to_the_same_pages(printed):
    reader = PdfReader(BytesIO(printed["roadmap"].pdf))
    chapters = {
        item.title: reader.get_destination_page_number(item) + 1
        for item in reader.outline
        if not isinstance(item, list)
    }
    contents = text_of(printed["roadmap"].pdf).split("목차", 2)[2]

    assert {"진단 결과", "일정", "실행과제", "비용과 지원", "문서 확인"} <= set(chapters)
    assert f"{chapters['비용과 지원']} 비용과 지원" in contents
    assert f"{chapters['문서 확인']} 문서 확인" in contents


def test_pictures_have_their_content_as_alternative_text(printed):
    root = PdfReader(BytesIO(printed["roadmap"].pdf)).trailer["/Root"]["/StructTreeRoot"]

    told = [part["/Alt"] for part in parts_of(root) if part.get("/S") == "/Figure"]

    assert len(told) == 7
    assert any(text.startswith("실행과제 일정: A01 검사·사출 시간 재기 1~2개월째(단기)") for text in told)


def parts_of(part):
    yield part
    for kid in part.get("/K", []):
        inner = kid.get_object()
        if isinstance(inner, dict) and "/S" in inner:
            yield from parts_of(inner)


def test_a_draft_and_a_sample_say_so():
    sheet = sheet_of("certificate")

    draft = text_of(paper.render("certificate", sheet, **MARKS, draft=True).pdf)
    real = text_of(paper.render("certificate", {**sheet, "sample": False}, **MARKS).pdf)

    assert "표본 문서 · 초안 · 효력 없음" in draft
    assert "표본 문서" not in real
    assert "초안" not in real


@pytest.mark.parametrize(("count", "least"), [(0, 8), (60, 25)])
def test_a_roadmap_takes_no_actions_and_sixty(count, least):
    sheet = sheet_of("roadmap")
    model = sheet["actions"][0]
    sheet["actions"] = [
        {**model, "code": f"A{n:02d}", "horizon": ("short", "middle", "long")[n % 3], "start_month": 1 + n % 20}
        for n in range(count)
    ]

    done = paper.render("roadmap", sheet, **MARKS)

    assert done.pages >= least
    assert f"A{count - 1:02d}" in text_of(done.pdf) or count == 0


@pytest.mark.parametrize("kind", paper.KINDS)
def test_what_may_be_missing_may_be_missing(kind):
    def bare(shape, value):
        if isinstance(shape, list):
            return [bare(shape[0], inner) for inner in value]
        if not isinstance(shape, dict):
            return value
        return {key[:-1]: bare(inner, value[key[:-1]]) for key, inner in shape.items() if key.endswith("*")}

    from apps.documents.paper.shapes import SHAPES  # noqa: PLC0415  the shapes are no public name

    sheet = bare(SHAPES[kind], sheet_of(kind))

    assert paper.render(kind, sheet, **MARKS).pages >= 1


def test_long_answers_emoji_hanja_and_markup_are_set_and_explained():
    sheet = copy.deepcopy(sheet_of("receipt"))
    sheet["problem"]["statement"] = "가" * 3000 + "\n<b>굵게</b> & 👩‍👩‍👧 現場 \x00"
    sheet["company"]["name"] = "표본" + "x" * 200

    text = text_of(paper.render("receipt", sheet, **MARKS).pdf)

    assert "<b>굵게</b> & □ □□" in text
    assert "U+1F469, U+73FE, U+5834" in text or "U+5834, U+73FE, U+1F469" in text


def test_a_document_can_be_printed_in_english():
    done = paper.render("certificate", sheet_of("certificate"), **MARKS, language="en")

    assert PdfReader(BytesIO(done.pdf)).trailer["/Root"]["/Lang"] == "en"
    assert "29 May 2026" in text_of(done.pdf)


@pytest.mark.parametrize(
    "address", ["http://example.com/x.png", "file:///etc/passwd", "data:image/png;base64,AAAA", "paper:/other.ttf"]
)
def test_an_address_that_is_not_ours_ends_the_printing(address):
    html = f'<html lang="ko"><head><title>x</title></head><body><img alt="x" src="{address}"/></body></html>'

    with pytest.raises(paper.PaperError, match="허락되지 않은 주소"):
        engine.print_html(html)


def test_a_template_that_is_not_closed_is_told():
    with pytest.raises(paper.PaperError, match="바르게 닫히지"):
        engine.print_html('<html lang="ko"><p>열림</html>')


def test_only_this_package_knows_the_renderer():
    root = Path(__file__).resolve().parents[2] / "apps"
    users = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if re.search(r"^\s*(import|from) weasyprint", path.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert users == {"documents/paper/engine.py", "documents/paper/lettering.py"}


def test_the_running_head_names_the_chapter_the_page_begins_in():
    sheet = sheet_of("roadmap")
    sheet["costs"] = [{**sheet["costs"][0], "item": f"과제 {number}"} for number in range(60)]

    pdf = paper.render("roadmap", sheet, **MARKS).pdf

    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    pages = done.stdout.decode().split("\f")
    (page,) = [text for text in pages if "성과지표" in text and "과제 59" in text]
    assert page.lstrip().startswith("비용과 지원")
    assert all(text.lstrip().startswith("실행과제") for text in pages if "단기 · 2026.6" in text)


def test_a_certificate_shows_the_target_and_a_place_for_the_seal(printed):
    text = text_of(printed["certificate"].pdf)

    assert "기준값 목표값 합격 기준 결과" in text
    assert "(직인)" in text


def test_an_agreement_leaves_out_lines_without_money():
    sheet = sheet_of("agreement")
    line = {"party": sheet["parties"][0]["key"], "support_krw": 0, "cash_krw": 0, "in_kind_krw": 0}
    sheet["budget"]["lines"] += [{**line, "category": "빈칸비목"}, {**line, "category": "현물비목", "in_kind_krw": 7}]

    text = text_of(paper.render("agreement", sheet, **MARKS).pdf)

    assert "빈칸비목" not in text
    assert "현물비목" in text


def test_an_agreement_leaves_out_what_is_not_known_of_a_party():
    sheet = sheet_of("agreement")
    bare = {"key": "x", "role": "공급기업", "name": "표본기계", "signatory": "표본 담당", "signed_on": "2026-05-01"}
    sheet["parties"].append(bare)
    sheet["parties"].append({"key": "y", "role": "센터", "name": "표본 센터", "representative_title": "표본 센터장"})

    text = text_of(paper.render("agreement", sheet, **MARKS).pdf)

    assert "공급기업 표본기계 서명한 사람 표본 담당" in text
    assert "표본 센터장 —" not in text


@pytest.mark.parametrize(("first", "says"), [([], False), (["A00"], True)])
def test_a_roadmap_speaks_of_lines_only_where_it_draws_them(first, says):
    sheet = sheet_of("roadmap")
    model = {**sheet["actions"][0], "prerequisites": []}
    sheet["actions"] = [
        {**model, "code": "A00", "start_month": 1, "months": 2},
        {**model, "code": "A01", "start_month": 4, "prerequisites": first},
    ]

    assert ("가는 선은" in text_of(paper.render("roadmap", sheet, **MARKS).pdf)) is says
