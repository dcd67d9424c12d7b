"""Every word people read, gathered and looked after: `python tools/catalogues.py extract|update|check|compile`.

Texts come from the code (English msgids in N_() and _()) and from assets (Japanese msgids). Each language's .po holds what it
has to translate: English what assets say in Japanese, Japanese what the code says in English, every other language both.
"""

from __future__ import annotations

import argparse
import io
import string
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from kiosk import faults  # noqa: E402 - the tool runs from anywhere
from kiosk.content import furigana, texts  # noqa: E402
from kiosk.po import compile_po, forms, header_block  # noqa: E402
from kiosk.words import DOMAIN  # noqa: E402

CODE: Final = ("kiosk", "screens", "devices", "intake")
KEYWORDS: Final = {"_": None, "N_": None, "plural": (1, 2)}
OWN: Final = {"en": "code", "ja": "assets"}
"""Languages that are written at the source, and where: they need no translation of that part."""
STAFF_FILES: Final = ("intake/", "devices/", "kiosk/cli.py", "kiosk/lines/", "kiosk/commands/")
WIDTH: Final = 120
string_formatter = string.Formatter()
NEW_HEADER: Final = """\
# Words of Yuimado in {language}.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Language-Name: {language}\\n"
"X-Language-Order: 99\\n"
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend in a catalogue."""

    file: str
    line: int
    wrong: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.wrong} {self.mend}"


# --- gathering ----------------------------------------------------------------------------------------------------------
def extract(root: Path = ROOT) -> Catalog:
    """The template: every msgid with the places it stands at."""
    template = Catalog(project="Yuimado", charset="utf-8", fuzzy=False)
    for package in CODE:
        found = extract_from_dir(root / package, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True)
        for file, line, msgid, comments, _context in sorted(found, key=lambda row: (row[0], row[1])):
            template.add(msgid, locations=[(f"{package}/{file}", line)], auto_comments=comments)
    for path in content_files(root / "assets"):
        name = path.relative_to(root).as_posix()
        for line, msgid, field in texts.extract(path, name):
            template.add(msgid, locations=[(name, line)], auto_comments=[field])
    return template


def content_files(assets: Path) -> list[Path]:
    """Every file under assets/ whose words residents read."""
    shared = [path for path in (assets / name for name in texts.FILES) if path.is_file()]
    return [*shared, *sorted((assets / "boards").glob("*.yaml")), *sorted((assets / "procedures").glob("*.yaml"))]


def needed(template: Catalog, language: str) -> Catalog:
    """What that language has to translate."""
    wanted = Catalog(locale=_known_locale(language), project="Yuimado", charset="utf-8", fuzzy=False)
    for message in template:
        if message.id and not _written_in(message, OWN.get(language, "")):
            wanted.add(message.id, locations=message.locations, auto_comments=message.auto_comments)
    return wanted


def _written_in(message: Message, where: str) -> bool:
    origins = {"assets" if file.startswith("assets/") else "code" for file, _ in message.locations}
    return origins == {where}


# --- files --------------------------------------------------------------------------------------------------------------
def languages(locales: Path) -> list[str]:
    """Those that have a .po."""
    return sorted(path.parent.parent.name for path in locales.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def po_path(locales: Path, language: str) -> Path:
    """Where that language's words lie."""
    return locales / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def update(root: Path, locales: Path, only: Sequence[str] = ()) -> dict[str, int]:
    """Bring every .po up to date and keep its words; gives how many are still without words. Nothing is guessed (no fuzzy)."""
    template = extract(root)
    left = {}
    for language in only or languages(locales):
        path = po_path(locales, language)
        text = path.read_text("utf-8") if path.is_file() else NEW_HEADER.format(language=language)
        fresh = merged(_read(text, language), needed(template, language))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(header_block(text).rstrip() + "\n\n" + _body(fresh), "utf-8")
        left[language] = sum(1 for message in _messages(fresh) if not _complete(message))
    return left


def merged(words: Catalog, wanted: Catalog) -> Catalog:
    """The wanted msgids with the words known for them and the translators' own comments."""
    fresh = Catalog(locale=words.locale, fuzzy=False)
    for message in _messages(wanted):
        known = words.get(message.id)
        same_kind = known is not None and isinstance(known.id, str) == isinstance(message.id, str)
        string = known.string if known and same_kind else ""
        notes, flags = (known.user_comments, known.flags) if known else ((), ())
        fresh.add(message.id, string, message.locations, flags, message.auto_comments, notes)
    return fresh


def _read(text: str, language: str) -> Catalog:
    return read_po(io.BytesIO(text.encode("utf-8")), locale=_known_locale(language))


def _known_locale(language: str) -> str | None:
    """Babel's locale, which gives the plural forms; None for a tag it does not know, such as an invented one."""
    try:
        return str(Locale.parse(language))
    except (UnknownLocaleError, ValueError):
        return None


def _body(catalog: Catalog) -> str:
    """The entries without dates and line numbers, so that a file changes only when words do."""
    raw = io.BytesIO()
    write_po(raw, catalog, width=WIDTH, omit_header=True, include_lineno=False, sort_by_file=True)
    return raw.getvalue().decode("utf-8").lstrip()


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _complete(message: Message) -> bool:
    return all(forms(message.string)) and not message.fuzzy


def compile_all(locales: Path) -> list[Path]:
    """Write every language's .mo beside its .po."""
    written = []
    for language in languages(locales):
        path = po_path(locales, language)
        path.with_suffix(".mo").write_bytes(compile_po(path.read_bytes()))
        written.append(path.with_suffix(".mo"))
    return written


# --- checking -----------------------------------------------------------------------------------------------------------
def check(root: Path, locales: Path) -> list[Finding]:
    """Everything that is wrong with the catalogues, by file and line."""
    template = extract(root)
    for_staff = staff_msgids(template)
    found = []
    for language in languages(locales):
        path = po_path(locales, language)
        file = path.relative_to(locales.parent).as_posix()
        text = path.read_text("utf-8")
        words = _read(text, language)
        found += [
            Finding(file, line or 1, wrong, mend)
            for line, wrong, mend in _findings(words, needed(template, language), language, for_staff)
        ]
        if "X-Language-Name:" not in header_block(text):
            found.append(
                Finding(file, 1, "has no language name.", "Write X-Language-Name into its header, in the language's own script.")
            )
    return found


def _findings(words: Catalog, wanted: Catalog, language: str, for_staff: frozenset[str]) -> Iterator[tuple[int, str, str]]:
    for message in _messages(wanted):
        known = words.get(message.id)
        if known is None:
            yield 1, f"lacks {_short(message)}.", "Run `python tools/catalogues.py update`."
        elif known.fuzzy:
            yield known.lineno or 1, f"is unsure about {_short(message)}.", "Look at the words and take the fuzzy mark away."
        elif not _complete(known):
            yield known.lineno or 1, f"has no words for {_short(message)}.", "Write msgstr."
        else:
            yield from _wrong_words(known, language, for_staff)
    for message in _messages(words):
        if wanted.get(message.id) is None:
            yield (
                message.lineno or 1,
                f"holds {_short(message)}, which nobody says any more.",
                "Run `python tools/catalogues.py update`.",
            )


def _wrong_words(message: Message, language: str, for_staff: frozenset[str]) -> Iterator[tuple[int, str, str]]:
    line = message.lineno or 1
    sources, words = forms(message.id), forms(message.string)
    wanted = placeholders(sources[-1])
    for text in words:
        if placeholders(text) != wanted:
            yield (
                line,
                f"{_short(message)} should hold {_braces(wanted)}, not {_braces(placeholders(text))}.",
                "Keep the words in braces.",
            )
        wrong = furigana.misspelt(text)
        if wrong:
            yield line, f"{_short(message)}: {wrong}.", "Write the reading right after its kanji: 住民票《じゅうみんひょう》."
        bare = furigana.bare_kanji(text) if language == "ja" and sources[0] not in for_staff else ()
        if bare and not wrong:
            yield line, f"{_short(message)}: {'、'.join(bare)} has no furigana.", f"Write the reading after it: {bare[0]}《…》."


def placeholders(text: str) -> frozenset[str]:
    """The names in braces that format() fills; {"?"} where the braces do not match."""
    try:
        return frozenset(name for _, name, _, _ in string_formatter.parse(text) if name is not None)
    except ValueError:
        return frozenset("?")


def _braces(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"


def _short(message: Message) -> str:
    text = forms(message.id)[0]
    return repr(text if len(text) <= 60 else f"{text[:59]}…")


def staff_msgids(template: Catalog) -> frozenset[str]:
    """Msgids only staff read: causes and remedies of faults, and the words of staff's own programs. They need no furigana."""
    fault_words = {text for fault in faults.catalogue() for text in (fault.staff, fault.remedy)}
    residents = {fault.resident for fault in faults.catalogue()}
    programs = {
        forms(message.id)[0]
        for message in _messages(template)
        if all(file.startswith(STAFF_FILES) for file, _ in message.locations)
    }
    return frozenset((fault_words - residents) | programs)


# --- command line -------------------------------------------------------------------------------------------------------
def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """0 when all is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("act", choices=("extract", "update", "check", "compile"))
    parser.add_argument("--language", action="append", default=[], help="only this one; update makes a new one")
    asked = parser.parse_args(arguments)
    locales = root / "locales"
    if asked.act == "extract":
        write_po(sys.stdout.buffer, extract(root), width=WIDTH, omit_header=True, sort_by_file=True)
    elif asked.act == "update":
        for language, left in update(root, locales, asked.language).items():
            print(f"{language}: {left} without words" if left else f"{language}: complete")
    elif asked.act == "compile":
        for path in compile_all(locales):
            print(path.relative_to(root))
    else:
        found = check(root, locales)
        for finding in found:
            print(finding)
        print(
            f"{len(found)} findings" if found else f"{len(languages(locales))} languages complete: {', '.join(languages(locales))}"
        )
        return 1 if found else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
