"""Tells a scanner's typing from a person's, by its speed alone; knows neither keys nor letters, so it holds no text of anybody.

A scanner that works as a keyboard sends a key every 2 to 20 ms and Enter at the end; people leave 60 ms and more between two keys, and
when two fingers fall together it is two or three keys, not eight. So a key waits a twentieth of a second until it is clear whose it is.
The times are a judgement, no standard gives them: they lie between what both do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

T = TypeVar("T")
GAP_MS: Final = 45.0
LEAST: Final = 8
PAUSE_MS: Final = 300.0  # inside a scan: some scanners send in blocks


@dataclass(frozen=True, slots=True, repr=False)
class Sorted(Generic[T]):
    """Keys whose owner is clear now: a whole scan, and keys a person pressed, in their order."""

    scanned: tuple[T, ...] = ()
    typed: tuple[T, ...] = ()


class Burst(Generic[T]):
    """Holds keys until it is clear whose they are. Times are ms of one clock that never goes back."""

    def __init__(self) -> None:
        self._held: list[T] = []
        self._last_ms = 0.0

    @property
    def holds(self) -> bool:
        """Whether keys wait; then call `quiet` after `patience_ms`."""
        return bool(self._held)

    @property
    def patience_ms(self) -> float:
        """How long to wait for the next key."""
        return PAUSE_MS if len(self._held) >= LEAST else GAP_MS

    def key(self, item: T, at_ms: float) -> Sorted[T]:
        """A key with a letter on it. It waits; what waited before it may be clear by that."""
        clear = self.quiet(at_ms)
        self._held.append(item)
        self._last_ms = at_ms
        return clear

    def end(self, at_ms: float) -> Sorted[T]:
        """Enter or Tab: the end of a scan, when one is under way."""
        clear = self.quiet(at_ms)
        return clear if clear.scanned or clear.typed else self._settle()

    def quiet(self, at_ms: float) -> Sorted[T]:
        """Time has passed: what has waited long enough is clear now."""
        return self._settle() if self._held and at_ms - self._last_ms > self.patience_ms else Sorted()

    def _settle(self) -> Sorted[T]:
        held, self._held = tuple(self._held), []
        return Sorted(scanned=held) if len(held) >= LEAST else Sorted(typed=held)
