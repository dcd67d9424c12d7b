"""Text and digits of a resident in memory that is overwritten, not merely let go."""

from __future__ import annotations

from collections.abc import Iterator

VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def _is_selector(code: int) -> bool:
    return any(code in selectors for selectors in VARIATION_SELECTORS)


class WipeableBuffer:
    """Characters as 32-bit cells of one fixed block, so that growing leaves no copies behind. What is erased is zeroed."""

    __slots__ = ("_cells", "_length")

    def __init__(self, capacity: int) -> None:
        """capacity: characters; what does not fit is refused, never cut."""
        self._cells = memoryview(bytearray(4 * max(1, capacity))).cast("I")
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def __repr__(self) -> str:
        return f"<WipeableBuffer of {self._length}>"

    @property
    def capacity(self) -> int:
        """How many characters it can hold."""
        return len(self._cells)

    def append(self, text: str) -> bool:
        """Add text at the end; False and unchanged when it does not fit."""
        if self._length + len(text) > len(self._cells):
            return False
        for char in text:
            self._cells[self._length] = ord(char)
            self._length += 1
        return True

    def cut(self, length: int) -> None:
        """Keep the first `length` characters, zero the rest."""
        for i in range(min(length, self._length), self._length):
            self._cells[i] = 0
        self._length = min(length, self._length)

    def erase(self) -> None:
        """Take off the last character together with its variation selector."""
        end = self._length - 1
        while end > 0 and _is_selector(self._cells[end]):
            end -= 1
        self.cut(max(end, 0))

    def replace_from(self, start: int, text: str) -> bool:
        """Put text in place of everything from start on; False and unchanged when it does not fit."""
        if start + len(text) > len(self._cells):
            return False
        self.cut(start)
        return self.append(text)

    def clusters(self) -> Iterator[str]:
        """The characters one by one, each with its variation selector, for drawing without a copy of the whole."""
        i = 0
        while i < self._length:
            end = i + 1
            while end < self._length and _is_selector(self._cells[end]):
                end += 1
            yield self.text(i, end)
            i = end

    def text(self, start: int = 0, end: int | None = None) -> str:
        """A copy as str: for an answer, or for the reading a converter is asked about."""
        return "".join(map(chr, self._cells[start : self._length if end is None else end]))

    def wipe(self) -> None:
        """Overwrite the whole block with zeros."""
        for i in range(len(self._cells)):
            self._cells[i] = 0
        self._length = 0


class DigitBuffer:
    """Secret digits as ASCII codes in one fixed block; never a str."""

    __slots__ = ("_cells", "_length")

    def __init__(self, capacity: int) -> None:
        self._cells = bytearray(capacity)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def __repr__(self) -> str:
        return f"<DigitBuffer of {self._length}>"

    @property
    def full(self) -> bool:
        """Whether every digit asked for is there."""
        return self._length == len(self._cells)

    def push(self, digit: int) -> None:
        """Add a digit 0-9; nothing when full."""
        if not self.full:
            self._cells[self._length] = 0x30 + digit
            self._length += 1

    def erase(self) -> None:
        """Zero the last digit."""
        if self._length:
            self._length -= 1
            self._cells[self._length] = 0

    def view(self) -> memoryview:
        """The digits so far without a copy."""
        return memoryview(self._cells)[: self._length]

    def wipe(self) -> None:
        """Overwrite every digit with zero."""
        for i in range(len(self._cells)):
            self._cells[i] = 0
        self._length = 0
