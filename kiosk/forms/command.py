"""`kiosk forms render` and `kiosk forms check` in plain function form; every mistake is a ValueError of one clear line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from kiosk.content.problems import ContentError
from kiosk.content.source import read_source
from kiosk.faults import KioskError
from kiosk.forms.definition import load_form
from kiosk.forms.fonts import SYSTEM_FOLDERS, open_fonts
from kiosk.forms.lint import check_form, form_files
from kiosk.forms.render import Marks, Press
from kiosk.model.form import Form, Values
from kiosk.paths import ASSETS


def render_file(form: str, answers: Path, out: Path) -> tuple[str, ...]:
    """Fill the form with the answers of a YAML file into a PDF; gives one line for every box that stays empty for the pen.

    form: a name under assets/forms or a path. The answers file holds `answers:`, and may hold `receipt_no`, `matching_code`,
    `date` and `sample`.
    """
    definition, press = _form(form), _press()
    try:
        data = read_source(answers, answers.name).data
    except ContentError as error:
        raise ValueError(str(error).splitlines()[0]) from None
    values = answers_from(data.get("answers"), answers.name)
    try:
        pdf = press.render(definition, values, _marks(data, answers.name), sample=data.get("sample") is True)
    except KioskError as error:
        raise ValueError(f"{error.detail}: {error.fault.staff}") from None
    try:
        out.write_bytes(pdf)
    except OSError as error:
        raise ValueError(f"{out}: cannot be written ({error.strerror})") from None
    return tuple(f"{p.field}: stays empty, no glyph for {' '.join(p.characters)}" for p in press.check(definition, values))


def check_files(folder: Path = ASSETS / "forms", names: Sequence[str] = ()) -> tuple[str, ...]:
    """Everything wrong with the forms of a folder, or with those named, one line each: file, line, field, what, mend."""
    missing = [f"{name}.yaml: is not there" for name in names if not (folder / f"{name}.yaml").is_file()]
    paths = [path for path in form_files(folder) if not names or path.stem in names]
    fonts = _press().fonts
    return (*missing, *(str(problem) for path in paths for problem in check_form(path, fonts)))


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


def _form(name: str) -> Form:
    path = Path(name) if name.endswith(".yaml") else ASSETS / "forms" / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(found.stem for found in form_files(ASSETS / "forms"))
        raise ValueError(f"there is no form {name!r}; there are: {known}")
    try:
        return load_form(path)
    except ContentError as error:
        raise ValueError(str(error).splitlines()[0]) from None


def _press() -> Press:
    return Press(open_fonts((ASSETS / "fonts", *SYSTEM_FOLDERS)))
