"""The checked procedures of a folder, kept between starts so that the checker's libraries (22 MB, a quarter of a second) stay unloaded.

The cache is only believed for exactly these files and this program version; reading it back makes nothing but our own plain values.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any, Final

from kiosk.content.folders import common_files
from kiosk.content.problems import ContentProblem, errors
from kiosk.model.procedure import Procedure

FORMAT: Final = b"procedures-2"
OURS: Final = {"kiosk.model.procedure": None, "datetime": {"date"}}


def load_procedures_fast(folder: Path, cache: Path) -> tuple[tuple[Procedure, ...], tuple[ContentProblem, ...]]:
    """The folder's good procedures and the errors of the others, as `procedures.read_procedures` gives them.

    cache: a folder of this program's own; one that cannot be read or written costs time, never content.
    """
    key = _key(folder)
    path = cache / f"procedures-{key[:32]}.bin"
    kept = _read(path)
    if kept is not None:
        return kept, ()
    from kiosk.content.procedures import read_procedures

    procedures, problems = read_procedures(folder)
    if not errors(problems):
        _write(path, procedures)
    return procedures, errors(problems)


def _key(folder: Path) -> str:
    """Changes with any byte of the content and of the values it is made into."""
    from kiosk.model import procedure

    digest = hashlib.sha256(FORMAT)
    source = Path(procedure.__file__)
    shared = [path for path in common_files(folder) if path.is_file()]
    for path in [*sorted(folder.glob("*.yaml")), *shared, *([source] if source.exists() else [])]:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


class _Pickler(pickle.Pickler):
    """Writes members of an enum by their value: Python 3.11.2 (Debian 12) would look them up by `getattr`, which is refused below."""

    def reducer_override(self, value: object) -> Any:
        return (type(value), (value.value,)) if isinstance(value, Enum) else NotImplemented


class _PlainValues(pickle.Unpickler):
    """Makes the classes of the procedure model and dates, and refuses everything else."""

    def find_class(self, module_name: str, name: str) -> Any:
        allowed = OURS.get(module_name, set())
        if allowed is None or name in allowed:
            return super().find_class(module_name, name)
        raise pickle.UnpicklingError(f"{module_name}.{name} does not belong in a cache of procedures")


def _read(path: Path) -> tuple[Procedure, ...] | None:
    try:
        found = _PlainValues(io.BytesIO(path.read_bytes())).load()
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError, KeyError):
        return None
    good = isinstance(found, tuple) and found and all(isinstance(procedure, Procedure) for procedure in found)
    return found if good else None


def _write(path: Path, procedures: Sequence[Procedure]) -> None:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("procedures-*.bin"):
            old.unlink()
        fresh = path.with_suffix(".new")
        with fresh.open("wb") as file:
            _Pickler(file).dump(tuple(procedures))
        fresh.replace(path)
