"""Digits a person must not find again anywhere: held in one wipeable buffer, never in a str."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType


class Secret:
    """A PIN or 照合番号B as ASCII digits in one mutable buffer that `wipe` overwrites.

    Never printed: repr shows the length only. Use as a context manager so that it is wiped on every path.
    """

    __slots__ = ("_digits",)

    def __init__(self, digits: Iterable[int] = b"") -> None:
        """digits: ASCII codes 0x30..0x39; anything else raises ValueError without quoting it."""
        self._digits = bytearray(digits)
        if not self._digits.isdigit() and self._digits:
            self.wipe()
            raise ValueError("a secret holds ASCII digits only")

    def __len__(self) -> int:
        return len(self._digits)

    def __repr__(self) -> str:
        return f"<Secret of {len(self._digits)}>"

    def view(self) -> memoryview:
        """The digits without a copy; release the view before `wipe`."""
        return memoryview(self._digits).toreadonly()

    def wipe(self) -> None:
        """Overwrite the digits with zeros and empty the buffer."""
        for i in range(len(self._digits)):
            self._digits[i] = 0
        self._digits.clear()

    def __enter__(self) -> Secret:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.wipe()
