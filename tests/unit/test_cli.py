"""Errors of the command line are one clear line and a code that is not 0; good answers are plain and complete."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.cli import main

FLOWS = Path(__file__).resolve().parent.parent / "flows"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("walk", "nothing", "--script", str(FLOWS / "juminhyo.yaml"), "--out", "/tmp/none"), "no procedure 'nothing'"),
        (("walk", "juminhyo", "--script", "/nowhere.yaml", "--out", "/tmp/none"), "cannot be read"),
        (("walk", "juminhyo", "--script", str(FLOWS / "juminhyo.yaml"), "--out", "/tmp/none", "--lang", "xx"), "Languages:"),
        (
            ("walk", "juminhyo", "--script", str(FLOWS / "juminhyo.yaml"), "--out", "/tmp/none", "--screen", "huge"),
            "1920x1080@21.5",
        ),
        (
            ("walk", "juminhyo", "--script", str(FLOWS / "juminhyo.yaml"), "--out", "/tmp/none", "--card", "gold"),
            "practice:PROFILE",
        ),
        (("walk", "juminhyo", "--script", str(FLOWS / "juminhyo.yaml"), "--out", "/tmp/none", "--card", "practice:gold"), "tanaka"),
        (("walk", "juminhyo", "--script", str(FLOWS / "juminhyo.yaml"), "--out", "/tmp/none", "--printer", "fax"), "ipp://"),
        (("walk", "juminhyo", "--script", str(FLOWS / "juminhyo.yaml"), "--out", "/tmp/none", "--intake", "moon"), "embedded"),
        (("outbox", "list", "--config", "/nowhere.toml"), "cannot be read"),
        (("forms", "render", "nothing", "--answers", "/nowhere.yaml", "--out", "/tmp/none.pdf"), "nothing"),
        (("run", "--screen", "1x1@1"), "1x1@1"),
    ],
)
def test_a_wrong_word_is_answered_in_one_line(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str) -> None:
    code, _, err = run(capsys, *arguments)
    assert code != 0
    assert err.startswith("kiosk: ")
    assert err.count("\n") == 1
    assert words in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("procedure: other\n", "'other'"),
        ("procedure: juminhyo\nanswer: {}\n", "unknown key 'answer'"),
        ("- a\n- b\n", "should hold keys"),
        ("pin: 1234\n", "in quotes"),
        ("a: [\n", "is not YAML"),
        ("answers: 3\n", "answers:"),
    ],
)
def test_a_wrong_script_says_where(capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "script.yaml"
    file.write_text(text, "utf-8")
    code, _, err = run(capsys, "walk", "juminhyo", "--script", str(file), "--out", str(tmp_path / "out"))
    assert code != 0
    assert words in err
    assert err.count("\n") == 1


def test_the_procedures_are_listed_with_their_sources(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "procedures", "list", "--json")
    assert code == 0
    rows = json.loads(out)
    assert "juminhyo" in [row["id"] for row in rows]
    said = [fact for row in rows for fact in row["facts"] if fact["value"]]
    assert all(fact["source"] and fact["verified_on"] for fact in said)


def test_the_shipped_content_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "procedures", "check")
    assert code == 0, out
    assert "0 to mend" in out
    assert run(capsys, "forms", "check")[0] == 0


def test_the_queue_of_a_new_terminal_is_empty(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = run(capsys, "outbox", "list", "--json", "--data", str(tmp_path))
    assert code == 0
    assert json.loads(out)["waiting"] == 0


def test_the_doctor_names_every_part(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, out, _ = run(capsys, "doctor", "--json", "--data", str(tmp_path))
    findings = {row["part"]: row for row in json.loads(out)}
    assert set(findings) == {"screen", "fonts", "reader", "printer", "disk", "clock", "queue", "intake", "scanner", "handover"}
    assert all(row["ok"] or row["mend"] for row in findings.values())


def test_the_simulated_card_reads_by_number_and_by_face_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from devices.simulated.card_profiles import profile

    for option, digits in (("--pin-stdin", b"1234\n"), ("--face-code-stdin", profile("tanaka").face_code.encode())):
        _stdin(monkeypatch, digits)
        code, out, _ = run(capsys, "card", "read", "--reader", "practice", option, "--json")
        assert code == 0
        assert json.loads(out)["name"] == "田中　花子"


def test_a_wrong_number_and_a_half_number_are_told_apart(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _stdin(monkeypatch, b"9999")
    code, out, _ = run(capsys, "card", "read", "--reader", "practice", "--pin-stdin", "--json")
    assert code != 0
    assert json.loads(out)["fault"]["code"] == "CARD-07"
    assert json.loads(out)["tries_left"] == 2
    _stdin(monkeypatch, b"12")
    code, out, err = run(capsys, "card", "read", "--reader", "practice", "--pin-stdin")
    assert code != 0
    assert "4 digits" in err


def _stdin(monkeypatch: pytest.MonkeyPatch, digits: bytes) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(digits)))


def test_a_practice_card_nobody_made_is_named_before_anything_starts(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('practice = true\n[card]\nkind = "practice"\nprofile = "nobody"\n', "utf-8")
    code, _, err = run(capsys, "doctor", "--config", str(file))
    assert code != 0
    assert "'nobody'" in err
    assert err.count("\n") == 1


def test_the_terminals_key_is_made_once_and_the_doctor_shows_its_id(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    key = tmp_path / "terminals.key"
    assert run(capsys, "handover", "keygen", "--out", str(key))[0] == 0
    code, _, wrong = run(capsys, "handover", "keygen", "--out", str(key))
    assert code != 0
    assert "never overwritten" in wrong
    config = tmp_path / "config.toml"
    for path, ok in ((key, True), (tmp_path / "other.key", False)):
        config.write_text(
            f'practice = true\ndata = "{tmp_path}/data"\n[card]\nkind = "none"\n[handover]\nkey = "{path}"\n[printer]\nkind = "file"\n'
        )
        _, out, _ = run(capsys, "doctor", "--json", "--config", str(config))
        finding = next(row for row in json.loads(out) if row["part"] == "handover")
        assert finding["ok"] is ok
        assert ok or finding["mend"]
