"""The rules of fits.yaml kept between starts, so that PyYAML and pydantic stay unloaded. Believed for exactly this file only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from kiosk.boards.fits import Due, Fit, FitQuestion, FitRules
from kiosk.model.procedure import AllOf, AnyOf, Condition, Is, Not

FORMAT: Final = b"fits-1"


def load_kept_fits(path: Path, cache: Path | None = None) -> FitRules:
    """The rules; ContentError where the file cannot be used.

    cache: a folder of this program's own; None, or one that cannot be read or written, costs time and nothing else.
    """
    kept = cache / f"fits-{_key(path)}.json" if cache else None
    found = _read(kept) if kept else None
    if found is None:
        from kiosk.boards.reading import load_fits

        found = load_fits(path)
        if kept:
            _write(kept, found)
    return found


def _key(path: Path) -> str:
    return hashlib.sha256(FORMAT + path.read_bytes()).hexdigest()[:32] if path.is_file() else "none"


def _read(path: Path) -> FitRules | None:
    try:
        raw = json.loads(path.read_text("utf-8"))
        questions = tuple(FitQuestion(**question) for question in raw["questions"])
        return FitRules(questions, tuple(_fit(fit) for fit in raw["fits"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _write(path: Path, rules: FitRules) -> None:
    raw = {
        "questions": [asdict(question) for question in rules.questions],
        "fits": [{**asdict(fit), "when": _plain(fit.when)} for fit in rules.fits],
    }
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("fits-*.json"):
            old.unlink()
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(raw, ensure_ascii=False), "utf-8")
        fresh.replace(path)


def _fit(raw: Mapping[str, Any]) -> Fit:
    due = Due(**raw["due"]) if raw["due"] else None
    return Fit(_condition(raw["when"]), raw["reason"], raw["procedure"], raw["board"], due)


def _plain(condition: Condition) -> dict[str, Any]:
    match condition:
        case Is(step, values):
            return {"step": step, "is": list(values)}
        case Not(inner):
            return {"not": _plain(inner)}
        case AllOf(parts):
            return {"all": [_plain(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [_plain(part) for part in parts]}


def _condition(raw: Mapping[str, Any]) -> Condition:
    if "step" in raw:
        return Is(raw["step"], tuple(raw["is"]))
    if "not" in raw:
        return Not(_condition(raw["not"]))
    if "all" in raw:
        return AllOf(tuple(_condition(part) for part in raw["all"]))
    return AnyOf(tuple(_condition(part) for part in raw["any"]))
