"""A YAML file as plain values that remember their lines. Only the plain part of YAML is taken, and every odd file ends in a problem.

Taken: one mapping of strings, whole numbers, true/false, dates, lists and mappings. Not taken: anchors, aliases, tags, duplicate keys,
more than one document. `yes`, `no`, `on` and `off` stay words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from kiosk.content.problems import ContentError, ContentProblem

Path_ = tuple[str | int, ...]
# libyaml's parser reads eight times as fast as PyYAML's own; a PyYAML built without it has only the latter.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
OPENING: Final = (
    yaml.BlockSequenceStartToken,
    yaml.BlockMappingStartToken,
    yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
)
CLOSING: Final = (yaml.BlockEndToken, yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)
MOST_BYTES: Final = 512 * 1024
MOST_DEPTH: Final = 20
INTEGER: Final = re.compile(r"-?(0|[1-9][0-9]{0,8})")
ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
WORDS: Final[Mapping[str, object]] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Source:
    """One file's values. lines: path of a value -> its line, from 1."""

    file: str
    data: Mapping[str, Any]
    lines: Mapping[Path_, int]

    def line(self, path: Path_) -> int:
        """The line of that value, or of the nearest one around it that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def field(self, path: Path_) -> str:
        """The path as a person writes it: steps.purpose.choices[2].label; entries with an id go by it."""
        here: Any = self.data
        text = ""
        for part in path:
            here = _inside(here, part)
            name = here.get("id") if isinstance(here, dict) and isinstance(part, int) else None
            if isinstance(name, str):
                text += f".{name}"
            else:
                text += f"[{part}]" if isinstance(part, int) else f".{part}"
        return text.lstrip(".")


def _inside(value: Any, part: str | int) -> Any:
    if isinstance(value, dict) or (isinstance(value, list) and isinstance(part, int) and -1 < part < len(value)):
        return value.get(part) if isinstance(value, dict) else value[int(part)]
    return None


def read_source(path: Path, name: str = "") -> Source:
    """The file's values; ContentError names line and mend for whatever cannot be read. name: how problems call the file."""
    file = name or str(path)
    text = _decoded(path, file)
    try:
        _scan(text, file)
        nodes = list(yaml.compose_all(text, Loader=LOADER))
    except yaml.YAMLError as error:
        raise ContentError([_yaml_problem(file, text, error)]) from None
    except (RecursionError, ValueError, IndexError, KeyError, AttributeError, TypeError):
        # PyYAML leaves a few odd inputs (deep nesting, numbers of characters outside Unicode) to plain Python errors.
        raise ContentError([_problem(file, 1, "cannot be read as YAML.", "Compare it with a working file.")]) from None
    if len(nodes) != 1 or not isinstance(nodes[0], yaml.MappingNode):
        wrong = "is empty." if not nodes else "should be one list of keys with values, and nothing else."
        raise ContentError([_problem(file, 1, wrong, "Begin with `id:` as the other files do.")])
    reader = _Reader(file)
    data = reader.value(nodes[0], ())
    if reader.problems:
        raise ContentError(reader.problems)
    return Source(file, data, reader.lines)


def _scan(text: str, file: str) -> None:
    """ContentError for what must not reach the parser: shared values, and nesting so deep that it would break the program."""
    depth, shared = 0, []
    for token in yaml.scan(text, Loader=LOADER):
        if isinstance(token, yaml.AliasToken | yaml.AnchorToken):
            shared.append(token.start_mark.line + 1)
        depth += isinstance(token, OPENING) - isinstance(token, CLOSING)
        if depth > MOST_DEPTH:
            mend = "Compare it with a working file."
            raise ContentError([_problem(file, token.start_mark.line + 1, "is nested too deeply.", mend)])
    if shared:
        mend = "Write the value out at every place."
        raise ContentError([_problem(file, line, "uses & or *, a shared value.", mend) for line in shared])


def _decoded(path: Path, file: str) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ContentError([_problem(file, 1, f"cannot be read ({error.strerror}).", "Check name and permissions.")]) from None
    if len(raw) > MOST_BYTES:
        raise ContentError([_problem(file, 1, f"is larger than {MOST_BYTES // 1024} KiB.", "Split it into several files.")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ContentError([_problem(file, line, "is not UTF-8 text.", "Save it as UTF-8.")]) from None


def _yaml_problem(file: str, text: str, error: yaml.YAMLError) -> ContentProblem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    lines = text.splitlines()
    near = lines[line - 1] if line <= len(lines) else ""
    if isinstance(error, yaml.reader.ReaderError):
        line = text[: error.position].count("\n") + 1
        return _problem(file, line, "holds a character that text cannot hold.", "Save it as plain UTF-8 text.")
    if "\t" in near[: len(near) - len(near.lstrip())]:
        return _problem(file, line, "is indented with a tab.", "Indent with spaces.")
    wrong = getattr(error, "problem", None) or "cannot be read as YAML"
    return _problem(file, line, f"{wrong}.", "Check indentation, colons and quotes on this line and the one before.")


def _problem(file: str, line: int, wrong: str, mend: str, field: str = "") -> ContentProblem:
    return ContentProblem(file, line, field, wrong, mend)


class _Reader:
    """Turns nodes into values, collecting lines and problems."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.lines: dict[Path_, int] = {}
        self.problems: list[ContentProblem] = []

    def value(self, node: yaml.Node, path: Path_) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if len(path) > MOST_DEPTH:
            self._wrong(node, path[:3], "is nested too deeply.", "Compare it with a working file.")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, number)) for number, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None or key == "<<":
                self._wrong(key_node, path, "has a key that is not a word.", "Write a plain word before the colon.")
            elif key in found:
                self._wrong(key_node, (*path, key), f"{key!r} stands here twice.", "Keep one of them.")
            else:
                self.lines[(*path, key)] = key_node.start_mark.line + 1
                found[key] = self.value(value_node, (*path, key))
        return found

    def _scalar(self, node: yaml.Node, path: Path_) -> object:
        text = str(node.value)
        if getattr(node, "style", None):  # None or "" for a plain scalar
            return text
        if node.tag.startswith("!"):
            self._wrong(node, path, f"carries the tag {node.tag}.", "Write the plain value.")
            return None
        if text in WORDS:
            return WORDS[text]
        if INTEGER.fullmatch(text):
            return int(text)
        if ISO_DATE.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                self._wrong(node, path, f"{text} is no day of the calendar.", "Write year-month-day, such as 2026-11-23.")
                return None
        return text

    def _wrong(self, node: yaml.Node, path: Path_, wrong: str, mend: str) -> None:
        field = ".".join(str(part) for part in path)
        self.problems.append(_problem(self._file, node.start_mark.line + 1, wrong, mend, field))
