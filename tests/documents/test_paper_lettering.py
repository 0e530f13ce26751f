import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from apps.documents.paper import engine, lettering

PAGE = '<html lang="ko"><head><title>x</title></head><body>{}</body></html>'
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 200 40" font-family="Pretendard">'
    '<title>x</title><text x="10" y="20" font-size="12" {}>검사 시간</text></svg>'
)


def set_picture(attributes):
    printed = engine.print_html(
        PAGE.format(PICTURE.format(attributes)), page_style="@page{@bottom-right{content:none}}"
    )
    page = PdfReader(BytesIO(printed.pdf)).pages[0]
    drawn = page.get_contents().get_data()
    drawn += b"".join(form.get_object().get_data() for form in page["/Resources"].get("/XObject", {}).values())
    return page.extract_text(), len(re.findall(rb"T[jJ]\b", drawn))


@pytest.mark.parametrize("attributes", ["", 'text-anchor="middle"', 'fill="#51606f" transform="rotate(-90 10 20)"'])
def test_a_label_is_set_as_one_run(attributes):
    text, runs = set_picture(attributes)

    assert "".join(text.split()) == "검사시간"
    assert runs == 1


@pytest.mark.parametrize("attributes", ['dx="1 2 3"', 'textLength="90"', 'rotate="10"', 'letter-spacing="2"'])
def test_a_label_whose_letters_have_places_of_their_own_is_set_letter_by_letter(attributes):
    text, runs = set_picture(attributes)

    assert "".join(text.split()) == "검사시간"
    assert runs >= 4


@pytest.mark.parametrize(
    ("attributes", "x"),
    [
        ("", "10"),
        ('text-anchor="start"', "10"),
        ('text-anchor="middle"', "4.00"),
        ('text-anchor="end"', "-2.00"),
        ('text-anchor="end" font-weight="700"', "-14.00"),
    ],
)
def test_a_label_says_where_it_starts(attributes, x):
    advances = {400: {ord("a"): 0.5}, 800: {ord("a"): 1.0}}
    root = ElementTree.fromstring(  # noqa: S314  our own markup
        f'<svg xmlns="http://www.w3.org/2000/svg"><text x="10" y="20" font-size="12" {attributes}>aa</text></svg>'
    )

    lettering.start_labels(root, advances)

    assert root[0].get("x") == x
    assert "text-anchor" not in root[0].attrib


def test_the_width_of_a_label_is_what_its_font_says():
    advances = engine.press().advances

    assert set(advances) == set(engine.WEIGHTS)
    assert advances[400][ord("가")] == pytest.approx(0.86, abs=0.08)
    assert advances[400][ord("i")] < advances[400][ord("m")]
