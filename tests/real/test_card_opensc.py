"""Programs that know nothing of ours take the simulated card for a My Number card: OpenSC lists, verifies and signs with it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from devices.simulated.card_pcscd import VirtualReaderService
from kiosk.ports import CardState
from tests.real.pcsc_service import PcscStand, wait_until


@pytest.fixture(scope="module")
def card() -> Iterator[PcscStand]:
    with VirtualReaderService():
        stand = PcscStand()
        wait_until(lambda: stand.reader.state() is CardState.EMPTY, "an empty reader")
        stand.lay("tanaka")
        yield stand
        stand.take()


def run(*command: str, text: str | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, input=text)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tool(*arguments: str) -> str:
    return run("pkcs15-tool", "--reader", "0", *arguments)


def certificate(number: str, *more: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(tool("--read-certificate", number, *more).encode())


def test_it_lists_the_certificates(card: PcscStand) -> None:
    listed = tool("--list-certificates")
    for name in ("User Authentication Certificate", "Digital Signature Certificate", "User Authentication Certificate CA"):
        assert name in listed


def test_it_lists_the_pins_with_their_tries(card: PcscStand) -> None:
    listed = tool("--list-pins")
    assert "User Authentication PIN" in listed
    assert "Digital Signature PIN" in listed
    assert "Tries left     : 3" in listed
    assert "Tries left     : 5" in listed


def test_it_verifies_a_right_pin_and_loses_a_try_with_a_wrong_one(card: PcscStand) -> None:
    tool("--verify-pin", "--auth-id", "1", "--pin", "1234")
    done = subprocess.run(
        ["pkcs15-tool", "--reader", "0", "--verify-pin", "--auth-id", "1", "--pin", "0000"],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "Tries left     : 2" in tool("--list-pins")
    tool("--verify-pin", "--auth-id", "1", "--pin", "1234")
    assert "Tries left     : 3" in tool("--list-pins")


def test_the_certificate_is_issued_by_the_one_beside_it(card: PcscStand) -> None:
    certificate("1").verify_directly_issued_by(certificate("3"))


@pytest.mark.parametrize(("key", "pin"), [("01", "1234"), ("02", "ABC123")])
def test_it_signs_and_the_signature_verifies(card: PcscStand, tmp_path: Path, key: str, pin: str) -> None:
    (tmp_path / "form").write_bytes(b"a form")
    run(
        "pkcs11-tool", "--login", "--pin", pin, "--sign", "-m", "SHA256-RSA-PKCS", "--id", key,
        *(("--slot-index", "1") if key == "02" else ("--slot-index", "0")),
        "--input-file", str(tmp_path / "form"), "--output-file", str(tmp_path / "signature"),
    )  # fmt: skip
    shown = certificate("1") if key == "01" else certificate("2", "--verify-pin", "--auth-id", "2", "--pin", pin)
    public = shown.public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    public.verify((tmp_path / "signature").read_bytes(), b"a form", padding.PKCS1v15(), hashes.SHA256())
