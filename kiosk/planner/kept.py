"""The atlas kept between starts, so that PyYAML and pydantic stay unloaded. Believed for exactly these files and these classes only."""

from __future__ import annotations

import hashlib
import io
import pickle
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from kiosk.planner import model, opening
from kiosk.planner.holidays import national_holidays
from kiosk.planner.model import Atlas
from kiosk.planner.opening import Calendar, OwnDay

FORMAT: Final = b"atlas-1"
FILES: Final = ("documents.yaml", "places.yaml", "calendar.yaml")
OURS: Final = {
    "kiosk.planner.model": frozenset({"Atlas", "Document", "Place", "PlaceKind", "Source", "Way"}),
    "kiosk.planner.opening": frozenset({"OwnDay"}),
    "datetime": frozenset({"date"}),
}
Kept = tuple[Atlas, tuple[OwnDay, ...]]


def load_kept_atlas(assets: Path, cache: Path | None = None) -> tuple[Atlas, Calendar]:
    """Documents, places and the calendar with the national holidays; ContentError where a file cannot be used.

    cache: a folder of this program's own; None, or one that cannot be read or written, costs time and nothing else.
    """
    path = cache / f"atlas-{_key(assets)[:32]}.bin" if cache else None
    kept = _read(path) if path else None
    if kept is None:
        from kiosk.planner.reading import load_atlas

        kept = load_atlas(assets)
        if path:
            _write(path, kept)
    atlas, own = kept
    return atlas, Calendar(own, national_holidays())


def _key(assets: Path) -> str:
    digest = hashlib.sha256(FORMAT)
    sources = [Path(module.__file__ or "") for module in (model, opening)]
    for path in [*(assets / name for name in FILES), *sources]:
        if path.is_file():
            content = path.read_bytes()
            digest.update(f"{path.name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


class _PlainValues(pickle.Unpickler):
    """Makes our own plain values, and refuses everything else."""

    def find_class(self, module_name: str, name: str) -> Any:
        if name in OURS.get(module_name, frozenset()):
            return super().find_class(module_name, name)
        raise pickle.UnpicklingError(f"{module_name}.{name} does not belong in a kept atlas")


def _read(path: Path) -> Kept | None:
    try:
        found = _PlainValues(io.BytesIO(path.read_bytes())).load()
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError, KeyError):
        return None
    return found if isinstance(found, tuple) and len(found) == 2 and isinstance(found[0], Atlas) else None


def _write(path: Path, kept: Kept) -> None:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("atlas-*.bin"):
            old.unlink()
        fresh = path.with_suffix(".new")
        fresh.write_bytes(pickle.dumps(kept))
        fresh.replace(path)
