"""`kiosk forms …` in plain function form; every mistake is a ValueError of one clear line: what, where, how to mend."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from kiosk.content.problems import ContentError
from kiosk.content.source import read_source
from kiosk.faults import KioskError
from kiosk.forms.definition import load_form
from kiosk.forms.fonts import SYSTEM_FOLDERS, open_fonts
from kiosk.forms.lint import check_form, form_files
from kiosk.forms.render import Marks, PageJob, Press
from kiosk.forms.sheets import leaves
from kiosk.forms.uses import check_uses
from kiosk.model.dates import JAPAN
from kiosk.model.form import Form, Values
from kiosk.paths import ASSETS, LOCALES


def render_file(form: str, answers: Path, out: Path) -> tuple[str, ...]:
    """Fill every sheet of the form with the answers of a YAML file; gives one line for every box that stays empty for the pen.

    form: a name under assets/forms or a path. The answers file holds `answers:`, and may hold `receipt_no`, `matching_code`,
    `date` and `sample`.
    """
    definition, press = _form(form), _press()
    _not_over(definition, out)
    try:
        data = read_source(answers, answers.name).data
    except ContentError as error:
        raise ValueError(str(error).splitlines()[0]) from None
    values = answers_from(data.get("answers"), answers.name)
    sheets = leaves(definition, values)
    jobs, marks = [PageJob(leaf.form, leaf.values) for leaf in sheets], _marks(data, answers.name)
    try:
        pdf, _ = press.fill_all(jobs, marks, sample=data.get("sample") is True)
        problems = [problem for leaf in sheets for problem in press.check(leaf.form, leaf.values)]
    except KioskError as error:
        raise ValueError(f"{error.detail}: {error.fault.staff}") from None
    _write(out, pdf)
    return tuple(f"{problem.field}: stays empty, no glyph for {' '.join(problem.characters)}" for problem in problems)


def preview_file(form: str, out: Path, *, grid: bool) -> tuple[Path, ...]:
    """The form with samples in its places as OUT.pdf, or as OUT.png a sheet (needs pdftoppm); gives the files written.

    grid: with mm lines and every place's outline and id. A new edition of a city's PDF is shown too: this is how it is checked.
    """
    from kiosk.forms.draft import draft

    definition = _form(form, any_edition=True)
    _not_over(definition, out)
    try:
        pdf = draft(definition, _press(), grid=grid)
    except KioskError as error:
        raise ValueError(f"{error.detail}: {error.fault.staff}") from None
    if out.suffix == ".pdf":
        _write(out, pdf)
        return (out,)
    if out.suffix != ".png":
        raise ValueError(f"{out}: should end in .pdf or .png")
    return _pictures(pdf, out)


def import_file(pdf: Path, out: Path) -> tuple[str, ...]:
    """Begin a form file from a city's PDF (`kiosk.forms.importing`); gives notes."""
    from kiosk.forms.importing import begin

    return begin(pdf, out, datetime.now(JAPAN).date())


def calibration_file(out: Path, offset_mm: tuple[float, float]) -> None:
    """The sheet by which a printer's offset for pre-printed paper is read, moved by that offset."""
    from kiosk.forms.calibration import calibration_sheet
    from kiosk.words import Catalogue

    _write(out, calibration_sheet(_press().fonts, Catalogue("ja", LOCALES), offset_mm))


def _not_over(form: Form, out: Path) -> None:
    if form.background is not None and out.resolve() == form.background.path.resolve():
        raise ValueError(f"{out}: is the city's own PDF under this form; name another file")


def _write(out: Path, data: bytes) -> None:
    try:
        out.write_bytes(data)
    except OSError as error:
        raise ValueError(f"{out}: cannot be written ({error.strerror}); make its folder, or name another place") from None


def _pictures(pdf: bytes, out: Path) -> tuple[Path, ...]:
    """One picture for a single sheet, else OUT-1.png, OUT-2.png …"""
    program = shutil.which("pdftoppm")
    if program is None:
        raise ValueError(f"{out}: pictures need pdftoppm (Debian: apt install poppler-utils); or name a .pdf")
    if not out.parent.is_dir():
        raise ValueError(f"{out}: cannot be written (no such folder); make it, or name another place")
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder, "draft.pdf"), pdf)
        command = [program, "-r", "144", "-png", str(Path(folder, "draft.pdf")), str(Path(folder, "sheet"))]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  a fixed command on a file of ours
        sheets = sorted(Path(folder).glob("sheet*.png"))
        names = [out] if len(sheets) == 1 else [out.with_stem(f"{out.stem}-{number}") for number in range(1, len(sheets) + 1)]
        for sheet, name in zip(sheets, names, strict=True):
            _write(name, sheet.read_bytes())
    return tuple(names)


def check_files(folder: Path = ASSETS / "forms", names: Sequence[str] = ()) -> tuple[str, ...]:
    """Everything wrong with the forms of a folder, or with those named, one line each: file, line, field, what, mend.

    names: of forms in the folder, or paths that end in .yaml.
    """
    wanted = [Path(name) if name.endswith(".yaml") else folder / f"{name}.yaml" for name in names]
    missing = [f"{path.name}: is not there" for path in wanted if not path.is_file()]
    paths = [path for path in wanted if path.is_file()] if names else form_files(folder)
    fonts = _press().fonts
    found = [problem for path in paths for problem in check_form(path, fonts)]
    for beside in dict.fromkeys(path.resolve().parent for path in paths):
        found += check_uses([path for path in paths if path.resolve().parent == beside], beside.parent / "procedures", fonts)
    return (*missing, *map(str, sorted(found, key=lambda problem: (problem.file, problem.line))))


def answers_from(raw: object, file: str) -> Values:
    """Answers as a visit holds them: text, or a tuple of texts; whole numbers and days become text."""
    if not isinstance(raw, Mapping):
        raise ValueError(f"{file}: `answers:` with one answer a line is missing")
    return {str(step): _answer(value, f"{file}: answers.{step}") for step, value in raw.items()}


def _answer(value: object, where: str) -> str | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(_one(item, where) for item in value)
    return _one(value, where)


def _one(value: object, where: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | date | None):
        raise ValueError(f"{where}: should be text, a whole number, a day or a list of texts")
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _marks(data: Mapping[str, object], file: str) -> Marks:
    day = data.get("date")
    if day is not None and not isinstance(day, date):
        raise ValueError(f"{file}: `date` should be a day such as 2026-11-24")
    return Marks(str(data.get("receipt_no") or ""), str(data.get("matching_code") or ""), day)


def _form(name: str, *, any_edition: bool = False) -> Form:
    path = Path(name) if name.endswith(".yaml") else ASSETS / "forms" / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(found.stem for found in form_files(ASSETS / "forms"))
        raise ValueError(f"there is no form {name!r}; there are: {known}")
    try:
        return load_form(path, any_edition=any_edition)
    except ContentError as error:
        raise ValueError(str(error).splitlines()[0]) from None


def _press() -> Press:
    return Press(open_fonts((ASSETS / "fonts", *SYSTEM_FOLDERS)))
