"""A .po file compiled in memory, with its own header kept (Babel's writer puts one of its own in its place)."""

from __future__ import annotations

import ast
import re
import struct
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

HEADER = re.compile(r'\A(?:\s*#[^\n]*\n|\s*\n)*msgid ""\r?\nmsgstr ""\r?\n((?:"[^\n]*"\r?\n?)*)')
MAGIC = 0x950412DE


def header_block(text: str) -> str:
    """The top of a .po file as it stands: comments and header; "" where there is none."""
    found = HEADER.match(text)
    return found[0] if found else ""


def header_text(text: str) -> str:
    """The header's lines, `Name: value` each."""
    found = HEADER.match(text)
    return "".join(ast.literal_eval(line) for line in found[1].splitlines()) if found else ""


def compile_po(raw: bytes) -> bytes:
    """The .mo of a .po; untranslated and fuzzy entries are left out."""
    catalog = read_po(BytesIO(raw))
    entries = {b"": header_text(raw.decode("utf-8")).encode("utf-8")} | dict(_entries(catalog))
    return _mo(dict(sorted(entries.items())))


def forms(value: str | list[str] | tuple[str | None, ...] | None) -> tuple[str, ...]:
    """A msgid or msgstr as its forms: one, or one a plural form; a missing one is ""."""
    return tuple(form or "" for form in (value if isinstance(value, list | tuple) else (value,)))


def _entries(catalog: Catalog) -> list[tuple[bytes, bytes]]:
    found = []
    for message in catalog:
        ids, strings = forms(message.id), forms(message.string)
        if ids[0] and all(strings) and not message.fuzzy:
            found.append(("\0".join(ids).encode("utf-8"), "\0".join(strings).encode("utf-8")))
    return found


def _mo(entries: dict[bytes, bytes]) -> bytes:
    """The GNU .mo layout: seven words, two tables of (length, offset), then the texts, each closed by NUL; no hash table."""
    texts = b""
    keys: list[int] = []
    values: list[int] = []
    start = 7 * 4 + 16 * len(entries)
    for table, column in ((keys, entries.keys()), (values, entries.values())):
        for text in column:
            table += [len(text), start + len(texts)]
            texts += text + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0)
    return head + struct.pack(f"<{4 * len(entries)}I", *keys, *values) + texts
