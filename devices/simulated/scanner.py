"""The simulated scanner: a CodeScanner that reads what it is shown, for practice, classes and tests."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable


class SimulatedScanner:
    """Gives each text it was shown once. script: None for looks at which nothing lies under it."""

    def __init__(self, script: Iterable[str | None] = ()) -> None:
        self._waiting: deque[str | None] = deque(script)
        self.closed = False

    def present(self, text: str) -> None:
        """Hold a code under it."""
        self._waiting.append(text)

    def read(self) -> str | None:
        """See kiosk.ports.CodeScanner."""
        return self._waiting.popleft() if self._waiting else None

    def close(self) -> None:
        """See kiosk.ports.CodeScanner."""
        self.closed = True
