"""Real services share ports and a spool: the files of this folder go one after the other, on however many cores the others run."""

from __future__ import annotations

import fcntl
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module", autouse=True)
def alone_with_the_services() -> Iterator[None]:
    """Waits until no other file of this folder is at work on this machine."""
    with Path(tempfile.gettempdir(), "yuimado-real-services.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
