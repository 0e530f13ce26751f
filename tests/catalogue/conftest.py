"""A catalogue of each test's own."""

import pytest

from tests.catalogue.factories import empty


@pytest.fixture(autouse=True)
def own_catalogue(request):
    """Tests of the catalogue begin without the shipped one."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        empty()
