"""Which tests may run beside each other: a file's tests stay together, and those with real services go one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # before the worker reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group for `--dist loadgroup`: real services share ports and a spool, so there is one group of them."""
    for item in items:
        place = item.path.relative_to(HERE)
        item.add_marker(pytest.mark.xdist_group("real" if place.parts[0] == "real" else place.as_posix()))
