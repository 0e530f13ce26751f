import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from apps.documents.paper import engine

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
