"""What panels read."""

import pytest

from apps.intake import sheets
from tests.directory import factories as directory
from tests.intake.factories import demonstration, seeded

pytestmark = pytest.mark.django_db


def test_what_a_company_wrote_of_itself_is_hidden_from_the_panel():
    seeded()
    company = directory.company(name_ko="주식회사 표본가람정밀")
    number = company.company.business_number
    row = demonstration(
        directory.member_of(company),
        process_note=f"표본가람정밀({number[:3]}-{number[3:5]}-{number[5:]}, {number})의 공정입니다.",
        data_note="문의: plant@sample.invalid, 02-123-4567, 010 1234 5678. 예산 1500000000원, 불량 3-4%",
    )

    shown = " ".join(text["text"] for text in sheets.masked(row)["texts"])

    for told in ("가람", number, number[5:], "plant@", "123-4567", "5678"):
        assert told not in shown
    assert "예산 1500000000원, 불량 3-4%" in shown
