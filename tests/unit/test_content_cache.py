"""The cache of checked procedures gives the same values, believes nothing else, and never costs content."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

from kiosk.content.cache import load_procedures_fast
from kiosk.content.procedures import load_procedures
from kiosk.paths import ASSETS


def own_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "procedures"
    shutil.copytree(ASSETS / "procedures", folder)
    return folder


def test_the_second_start_gives_the_same_procedures(tmp_path: Path) -> None:
    folder, cache = own_folder(tmp_path), tmp_path / "cache"
    first = load_procedures_fast(folder, cache)
    assert list(cache.glob("procedures-*.bin"))
    assert load_procedures_fast(folder, cache) == first == (load_procedures(folder), ())


def test_the_second_start_leaves_the_checkers_libraries_alone(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kiosk.content.cache import load_procedures_fast as f\n"
        "f(Path(sys.argv[1]), Path(sys.argv[2])); print('pydantic' in sys.modules, 'yaml' in sys.modules)"
    )
    folder, cache = own_folder(tmp_path), tmp_path / "cache"
    said = [
        subprocess.run(
            [sys.executable, "-c", code, str(folder), str(cache)], capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(2)
    ]
    assert said == [["True", "True"], ["False", "False"]]


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    folder, cache = own_folder(tmp_path), tmp_path / "cache"
    load_procedures_fast(folder, cache)
    file = folder / "juminhyo.yaml"
    file.write_text(file.read_text("utf-8").replace("maximum: 10", "maximum: 9"), "utf-8")
    procedures, _ = load_procedures_fast(folder, cache)
    changed = next(procedure for procedure in procedures if procedure.id == "juminhyo")
    assert next(step for step in changed.steps if step.id == "copies").maximum == 9
    assert len(list(cache.glob("procedures-*.bin"))) == 1


class _Intruder:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch /tmp/yuimado-intruder",)


def test_a_cache_that_holds_anything_else_is_not_believed(tmp_path: Path) -> None:
    folder, cache = own_folder(tmp_path), tmp_path / "cache"
    good = load_procedures_fast(folder, cache)
    (file,) = cache.glob("procedures-*.bin")
    for bad in (b"", b"\x80", pickle.dumps(("text",)), pickle.dumps(_Intruder()), file.read_bytes()[:-40]):
        file.write_bytes(bad)
        assert load_procedures_fast(folder, cache) == good
    assert not Path("/tmp/yuimado-intruder").exists()


def test_a_folder_that_cannot_be_written_costs_no_content(tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", "utf-8")
    assert load_procedures_fast(folder, blocked / "cache")[0] == load_procedures(folder)
