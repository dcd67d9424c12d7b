"""The documents say what is: commands exist, files exist, decisions have their parts, and what ships is on the list of licences."""

from __future__ import annotations

import re
import tomllib
from email.message import Message
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from intake import cli as intake_cli
from kiosk import cli as kiosk_cli
from tools import notices, pictures

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.glob("*.md"), *(DOCS / "decisions").glob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
HEADINGS = ["Summary", "Context", "Decision", "Consequences", "What we did not choose"]
README = (ROOT / "README.md").read_text("utf-8")
LICENCES = (DOCS / "licences.md").read_text("utf-8")
ROOMS = ("kiosk", "screens", "devices", "intake", "tests", "tools", "assets", "docs", "packaging", "locales")


def code(text: str) -> list[str]:
    """What stands in backticks and in fenced blocks, line by line."""
    blocks = re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [*inline, *(line for block in blocks for line in block.splitlines())]


def named(text: str, program: str) -> set[str]:
    """The commands of that program a page names, such as `outbox list`."""
    words = (re.match(rf"(?:\S*/)?{program} +([a-z]+)(?: +([a-z]+)\b(?!\.))?", line.strip()) for line in code(text))
    return {f"{found[1]} {found[2]}" if found[2] else found[1] for found in words if found}


def parses(run: object, command: str) -> bool:
    """Whether that command shows its help; a second word that is an argument, not a command, is left out."""
    assert callable(run)
    for words in (command.split(), command.split()[:1]):
        try:
            run([*words, "--help"])
        except SystemExit as end:
            if end.code == 0:
                return True
    return False


# --- commands ------------------------------------------------------------------------------------------------------------
def test_every_make_target_named_in_a_page_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    wanted = {
        target
        for page in PAGES
        for line in code(page.read_text("utf-8"))
        for target in re.findall(r"^make ([a-z-]+)", line.strip())
    }
    assert {"run", "test", "check", "bench", "pictures", "freeze", "deb"} <= wanted
    assert wanted <= targets


@pytest.mark.parametrize("command", sorted({c for page in PAGES for c in named(page.read_text("utf-8"), "kiosk")}))
def test_every_kiosk_command_named_in_a_page_parses(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert parses(kiosk_cli.main, command)


@pytest.mark.parametrize("command", sorted({c for page in PAGES for c in named(page.read_text("utf-8"), "intake")}))
def test_every_intake_command_named_in_a_page_parses(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert parses(intake_cli.main, command)


def test_the_readme_names_every_command_there_is() -> None:
    assert {
        "run",
        "walk",
        "card status",
        "card read",
        "procedures list",
        "procedures check",
        "forms render",
        "forms check",
    } <= named(README, "kiosk")
    assert {"outbox list", "outbox send", "doctor"} <= named(README, "kiosk")
    assert {"keygen", "enrol", "serve", "bundle", "open"} <= named(README, "intake")


def test_a_command_that_does_not_exist_would_be_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert named("`kiosk fly away` and\n```sh\nintake vanish --now\n```\n", "kiosk") == {"fly away"}
    assert not parses(kiosk_cli.main, "fly away")
    assert not parses(intake_cli.main, "vanish")


def test_the_terminals_configuration_in_the_readme_is_one_the_program_takes(tmp_path: Path) -> None:
    from kiosk.settings import read_settings

    example = next(block for block in re.findall(r"```toml\n(.*?)```", README, re.DOTALL))
    path = tmp_path / "config.toml"
    path.write_text(example, "utf-8")
    settings = read_settings(path)
    assert (settings.practice, settings.card.kind, settings.intake.kind) == (False, "reader", "url")


# --- files ---------------------------------------------------------------------------------------------------------------
def paths(text: str) -> set[str]:
    """The files and folders of ours that stand in backticks."""
    found = (re.fullmatch(rf"((?:{'|'.join(ROOMS)})/[\w./-]*)", line.strip()) for line in code(text))
    return {match[1] for match in found if match}


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "manual.md"], ids=lambda page: page.stem)
def test_every_file_a_page_names_exists(page: Path) -> None:
    assert [path for path in sorted(paths(page.read_text("utf-8"))) if not (ROOT / path).exists()] == []


def test_the_page_on_architecture_names_many_files() -> None:
    assert len(paths((DOCS / "architecture.md").read_text("utf-8"))) > 50


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    ours = [link for link in links if "://" not in link]
    assert [link for link in ours if not (page.parent / link).exists()] == []


def test_every_room_is_on_the_page_on_architecture() -> None:
    text = (DOCS / "architecture.md").read_text("utf-8")
    rooms = {path.parent for folder in ("kiosk", "devices", "screens", "intake") for path in (ROOT / folder).rglob("*.py")}
    untold = [room.relative_to(ROOT).as_posix() for room in sorted(rooms) if f"{room.relative_to(ROOT).as_posix()}/" not in text]
    assert [room for room in untold if room not in ("screens/resident", "screens/widgets")] == []


def test_no_page_speaks_of_a_machine_of_ours() -> None:
    for page in PAGES:
        assert re.findall(r"/(?:work|home|root|tmp)/\S*", page.read_text("utf-8")) == []


# --- decisions -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_its_five_parts_on_one_page(page: Path) -> None:
    text = page.read_text("utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert re.match(rf"# {page.name[:3]} ", text)
    assert len(text.splitlines()) <= 75


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(page.name[:3]) for page in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 12


# --- pictures ------------------------------------------------------------------------------------------------------------
def test_the_pictures_of_the_readme_are_those_the_tool_makes() -> None:
    shown = set(re.findall(r"docs/pictures/([\w-]+)\.png", README))
    made = {picture.name for picture in pictures.WALKED_PICTURES} | set(pictures.COMPOSED_PICTURES) | set(pictures.PAPER_PICTURES)
    assert shown <= made


def test_a_picture_of_a_walk_is_found_by_screen_and_question(tmp_path: Path) -> None:
    for name in ("00-R01.png", "14-R12-who.png", "15-R12-kana.png", "23-R16.png", "24-R16.png"):
        (tmp_path / name).touch()
    assert pictures.find(tmp_path, pictures.Walked("x", "ja", "R12", "kana")).name == "15-R12-kana.png"
    assert pictures.find(tmp_path, pictures.Walked("x", "ja", "R16", nth=-1)).name == "24-R16.png"
    with pytest.raises(pictures.NoPicture, match="R17"):
        pictures.find(tmp_path, pictures.Walked("x", "ja", "R17"))


# --- licences ------------------------------------------------------------------------------------------------------------
ROWS = {row[0]: row[1] for row in re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+?) \|", LICENCES, re.MULTILINE)}
CLOSURE = notices.closure()


def test_the_closure_of_what_ships_is_found() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert len(CLOSURE) > len(declared) >= 10
    assert {"shiboken6", "pydantic-core", "mecab", "httpcore2", "colorama"} <= set(CLOSURE)


@pytest.mark.parametrize("name", CLOSURE)
def test_what_ships_is_on_the_list_with_a_licence_and_is_not_gpl_only(name: str) -> None:
    assert ROWS.get(name), "not in docs/licences.md"
    assert not notices.only_gpl(re.sub(r"[*]", "", ROWS[name]))
    distribution = CLOSURE[name]
    assert distribution is None or not notices.only_gpl(notices.licence_of(distribution))


@pytest.mark.parametrize("name", sorted(set(CLOSURE) - notices.NOT_SHIPPED))
def test_the_text_of_what_ships_is_in_the_notices(name: str) -> None:
    text = (DOCS / "licences" / "third-party.txt").read_text("utf-8")
    assert f"{'=' * 100}\n{name}\n{'=' * 100}\n" in text, "run: python -m tools.notices"


@pytest.mark.parametrize("word", ["Nara Institute of Science", "ICOT Free Software", "NO WARRANTY", "Google Inc.", "Public Domain"])
def test_the_dictionarys_notices_travel_along(word: str) -> None:
    assert word in (DOCS / "licences" / "mozc-dictionary.txt").read_text("utf-8")


class Stated(Distribution):
    """A distribution that says only this of itself."""

    def __init__(self, **fields: str) -> None:
        self._message = Message()
        for key, value in fields.items():
            self._message[key.replace("_", "-")] = value

    @property
    def metadata(self) -> Message:  # type: ignore[override]
        return self._message

    def read_text(self, filename: str) -> None:
        return None

    def locate_file(self, path: object) -> Path:
        raise NotImplementedError


@pytest.mark.parametrize(
    "fields",
    [
        {"License_Expression": "GPL-3.0-only"},
        {"License_Expression": "AGPL-3.0-or-later"},
        {"License_Expression": "GPL-2.0-only OR GPL-3.0-only"},
        {"License": "GPLv3"},
        {"Classifier": "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"},
        {"Classifier": "License :: OSI Approved :: GNU Affero General Public License v3"},
    ],
)
def test_a_gpl_only_distribution_would_be_found(fields: dict[str, str]) -> None:
    assert notices.only_gpl(notices.licence_of(Stated(**fields)))


@pytest.mark.parametrize(
    "licence", ["LGPL-3.0-only OR GPL-2.0-only", "LGPL-2.1-or-later", "MIT", "", "GNU Lesser General Public License v3"]
)
def test_the_lesser_gpl_and_a_free_choice_may_ship(licence: str) -> None:
    assert not notices.only_gpl(notices.licence_of(Stated(License=licence)))
