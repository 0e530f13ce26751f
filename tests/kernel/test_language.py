"""Names in the reader's language."""

import pytest
from django.utils.translation import override

from apps.kernel.language import localized_label


@pytest.mark.parametrize(
    ("row", "korean", "english"),
    [
        ({"code": "first", "label_ko": "처음", "label_en": "First"}, "처음", "First"),
        ({"code": "first", "label_ko": "처음", "label_en": ""}, "처음", "처음"),
        ({"code": "first"}, "first", "first"),
    ],
)
def test_a_criterion_or_bonus_is_told_by_its_name_else_by_its_code(row, korean, english):
    with override("ko"):
        assert localized_label(row) == korean
    with override("en"):
        assert localized_label(row) == english
