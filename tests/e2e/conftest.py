"""Everything here meets the running service."""

import pytest

from tests.people import browser_type_launch_args, page_for, signed_in_state, stack

__all__ = ["browser_type_launch_args", "page_for", "signed_in_state", "stack"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/e2e/" in item.path.as_posix():
            item.add_marker(pytest.mark.e2e)
