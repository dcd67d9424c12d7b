"""The city's commands: each does its one thing, and each error is one clear line with a non-zero exit."""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from devices.network.terminal_key import load_or_create
from intake.cli import main
from intake.keys import load_receipt_key
from intake.store import SqliteStore, Stored
from kiosk.outbox.envelope import city_key_from_pem, make_receipt, seal

IDS = [f"00000000-0000-4000-8000-{number:012d}" for number in range(4)]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def keys(tmp_path: Path, run: Run) -> Path:
    code, out, _ = run("keygen", "--out", tmp_path / "keys")
    assert code == 0
    assert "city.key opens every submission" in out
    return tmp_path / "keys"


def received(folder: Path, keys: Path) -> Path:
    """A data folder with four submissions."""
    store = SqliteStore(folder)
    store.start()
    city, signer = city_key_from_pem((keys / "city.pub").read_bytes()), load_receipt_key(keys / "receipt.key")
    for number, submission_id in enumerate(IDS):
        payload = json.dumps({"id": submission_id, "receipt_no": f"N1-{number:04d}", "answers": {"name": "𠮷田"}}).encode()
        sealed = seal(payload, city, submission_id=submission_id, terminal="N1")
        digest = sha256(sealed).hexdigest()
        receipt = make_receipt(submission_id, digest, datetime.now(UTC), signer)
        store.put(Stored(submission_id, "N1", digest, f"2026-11-24T00:00:0{number}+00:00", receipt, sealed)).result()
    store.stop()
    return folder


def one_line(err: str) -> str:
    assert err.count("\n") == 1
    assert err.startswith("intake: ")
    assert "Traceback" not in err
    return err


def test_keygen_makes_four_files_and_never_overwrites_one(keys: Path, run: Run) -> None:
    assert sorted(file.name for file in keys.iterdir()) == ["city.key", "city.pub", "receipt.key", "receipt.pub"]
    for name in ("city.key", "receipt.key"):
        assert stat.S_IMODE((keys / name).stat().st_mode) == 0o600
    before = (keys / "city.key").read_bytes()
    code, _, err = run("keygen", "--out", keys)
    assert code == 2
    assert "never overwritten" in one_line(err)
    assert (keys / "city.key").read_bytes() == before


def test_open_gives_one_readable_file_a_submission(tmp_path: Path, keys: Path, run: Run) -> None:
    data = received(tmp_path / "data", keys)
    code, _, err = run("open", "--data", data, "--key", keys / "city.key", "--out", tmp_path / "out")
    assert (code, err) == (0, "4 opened, 0 set aside\n")
    opened = tmp_path / "out" / f"{IDS[2]}.json"
    assert json.loads(opened.read_text(encoding="utf-8"))["answers"] == {"name": "𠮷田"}
    assert stat.S_IMODE(opened.stat().st_mode) == 0o600


def test_open_to_standard_output_gives_one_json_line_each_in_order(tmp_path: Path, keys: Path, run: Run) -> None:
    data = received(tmp_path / "data", keys)
    code, out, _ = run("open", "--data", data, "--key", keys / "city.key", "--out", "-")
    assert code == 0
    assert [json.loads(line)["id"] for line in out.splitlines()] == IDS


def test_another_key_opens_nothing_and_the_right_one_is_named(tmp_path: Path, keys: Path, run: Run) -> None:
    data = received(tmp_path / "data", keys)
    run("keygen", "--out", tmp_path / "others")
    code, out, err = run("open", "--data", data, "--key", tmp_path / "others" / "city.key", "--out", "-")
    assert (code, out) == (1, "")
    assert err.count("set aside 00000000") == 4
    assert "sealed to key" in err


def test_a_damaged_submission_is_set_aside_and_the_others_open(tmp_path: Path, keys: Path, run: Run) -> None:
    data = received(tmp_path / "data", keys)
    with closing(sqlite3.connect(data / "intake.db")) as connection, connection:
        connection.execute("UPDATE submissions SET sealed = substr(sealed, 1, 200) WHERE id = ?", (IDS[1],))
        connection.execute("UPDATE submissions SET terminal = 'N2' WHERE id = ?", (IDS[2],))
    code, out, err = run("open", "--data", data, "--key", keys / "city.key", "--out", "-")
    assert code == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == [IDS[0], IDS[3]]
    assert f"set aside {IDS[1]}: the stored bytes are not those that were received" in err
    assert f"set aside {IDS[2]}: does not open" in err


def test_a_bundle_carries_everything_inside_and_its_list_is_signed(tmp_path: Path, keys: Path, run: Run) -> None:
    data, bundle = received(tmp_path / "data", keys), tmp_path / "today.bundle"
    assert run("bundle", "--data", data, "--keys", keys, "--out", bundle)[0] == 0
    arguments = ("open", "--bundle", bundle, "--key", keys / "city.key", "--receipt-pub", keys / "receipt.pub", "--out", "-")
    code, out, _ = run(*arguments)
    assert (code, len(out.splitlines())) == (0, 4)
    code, _, err = run("bundle", "--data", data, "--keys", keys, "--out", bundle)
    assert code == 2
    assert "cannot write" in one_line(err)
    run("keygen", "--out", tmp_path / "others")
    arguments = (*arguments[:5], "--receipt-pub", tmp_path / "others" / "receipt.pub", "--out", "-")
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "was not signed by" in one_line(err)


def test_any_damage_to_a_bundle_is_said_in_a_line_and_never_a_traceback(tmp_path: Path, keys: Path, run: Run) -> None:
    data, bundle = received(tmp_path / "data", keys), tmp_path / "b"
    run("bundle", "--data", data, "--keys", keys, "--out", bundle)
    whole = bundle.read_bytes()
    damaged = tmp_path / "damaged"
    for place in range(0, len(whole), 97):
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        arguments = ("open", "--bundle", damaged, "--key", keys / "city.key", "--receipt-pub", keys / "receipt.pub", "--out", "-")
        code, out, err = run(*arguments)
        assert code in (0, 1, 2)
        assert code != 0 or len(out.splitlines()) == 4
        assert "Traceback" not in err
    for length in (0, 10, len(whole) // 2):
        damaged.write_bytes(whole[:length])
        code, _, err = run("open", "--bundle", damaged, "--key", keys / "city.key", "--out", "-")
        assert code == 2
        assert "damaged" in one_line(err)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("open", "--data", "{tmp}/none", "--key", "{keys}/city.key", "--out", "-"), "holds no intake data"),
        (("open", "--bundle", "{tmp}/none", "--key", "{keys}/city.key", "--out", "-"), "cannot read"),
        (("open", "--data", "{data}", "--key", "{keys}/none", "--out", "-"), "cannot read"),
        (("open", "--data", "{data}", "--key", "{keys}/city.pub", "--out", "-"), "is not a private key"),
        (("open", "--data", "{data}", "--key", "{keys}/receipt.key", "--out", "-"), "not the city's private key"),
        (("open", "--data", "{data}", "--key", "{keys}/city.key", "--out", "{keys}/city.pub"), "cannot write"),
        (("serve", "--data", "{tmp}/d", "--keys", "{tmp}/none"), "cannot read"),
        (("serve", "--data", "{keys}/city.pub", "--keys", "{keys}", "--port", "0"), "cannot open"),
        (("serve", "--data", "{tmp}/d", "--keys", "{keys}", "--host", "192.0.2.1", "--port", "0"), "cannot listen"),
        (("enrol", "--data", "{tmp}/d", "--terminal", "../N1", "--key", "{keys}/receipt.pub"), "letters, digits"),
        (("enrol", "--data", "{tmp}/d", "--terminal", "N1", "--key", "{keys}/city.pub"), "not an Ed25519 public key"),
        (("keygen", "--out", "{keys}/city.pub/below"), "cannot write keys"),
    ],
)
def test_each_error_is_one_clear_line(tmp_path: Path, keys: Path, run: Run, arguments: tuple[str, ...], words: str) -> None:
    data = received(tmp_path / "data", keys)
    code, out, err = run(*(argument.format(tmp=tmp_path, keys=keys, data=data) for argument in arguments))
    assert (code, out) == (2, "")
    assert words in one_line(err)


def test_a_terminal_is_enrolled_once_and_its_key_changes_only_when_asked(tmp_path: Path, run: Run) -> None:
    for name in ("a", "b"):
        load_or_create(tmp_path / f"{name}.key")
    first = ("enrol", "--data", tmp_path / "d", "--terminal", "N1", "--key", tmp_path / "a.pub")
    assert run(*first)[0] == 0
    assert run(*first)[0] == 0
    other = (*first[:-1], tmp_path / "b.pub")
    code, _, err = run(*other)
    assert code == 2
    assert "another key" in one_line(err)
    assert run(*other, "--replace")[0] == 0
    assert (tmp_path / "d" / "terminals" / "N1.pub").read_bytes() == (tmp_path / "b.pub").read_bytes()
