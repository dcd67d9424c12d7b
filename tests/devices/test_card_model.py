"""The simulated chip keeps the rules of a real one, and its second door speaks the virtual reader's protocol."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from devices.card.apdu import Octets
from devices.card.files import COMMON_AP, TEXT_AP
from devices.simulated.card_make import JPKI_AP, JUKI_AP, SURFACE_AP, make_chip
from devices.simulated.card_model import ISD, Chip
from devices.simulated.card_profiles import PROFILES, profile
from devices.simulated.card_vpcd import ATR, VpcdCard


class Desk:
    """Sends hex to a chip, gives hex back."""

    def __init__(self, chip: Chip | None = None) -> None:
        self.chip = chip or make_chip(profile("tanaka"))
        self.chip.power_on()

    def __call__(self, command: str) -> str:
        return self.chip.transmit(bytes.fromhex(command)).hex().upper()

    def sw(self, command: str) -> str:
        return self(command)[-4:]

    def app(self, aid: bytes) -> None:
        assert self(f"00A4040C{len(aid):02X}{aid.hex()}") == "9000"

    def verify(self, fid: str, digits: Octets) -> str:
        assert self(f"00A4020C02{fid}") == "9000"
        return self(f"00200080{len(digits):02X}{digits.hex()}")


@pytest.fixture
def text() -> Desk:
    desk = Desk()
    desk.app(TEXT_AP)
    return desk


def test_nothing_is_selected_after_power_on() -> None:
    desk = Desk()
    assert desk("00B0000000") == "6986"
    assert desk("00200080") == "6986"
    assert desk("00A4020C020002") == "6A82"


def test_a_protected_file_can_be_selected_but_not_read(text: Desk) -> None:
    assert text("00A4020C020002") == "9000"
    assert text("00B0000000") == "6982"
    assert text("00B0820000") == "6982"


def test_a_verify_stays_through_reset_and_reselection_and_ends_with_the_power(text: Desk) -> None:
    assert text.verify("0011", b"1234") == "9000"
    text.chip.reset()
    text.app(TEXT_AP)
    assert text.sw("00B0820000") == "9000"
    text.chip.power_off()
    text.chip.power_on()
    text.app(TEXT_AP)
    assert text.sw("00B0820000") == "6982"


def test_a_failed_verify_takes_an_earlier_one_back(text: Desk) -> None:
    text.verify("0011", b"1234")
    assert text.verify("0011", b"0000") == "63C2"
    assert text.sw("00B0820000") == "6982"


def test_the_try_that_blocks_says_63c0_then_verify_6984_and_query_63c0_also_after_power_off(text: Desk) -> None:
    assert [text.verify("0011", b"0000") for _ in range(4)] == ["63C2", "63C1", "63C0", "6984"]
    assert text("00200080") == "63C0"
    text.chip.power_on()
    text.app(TEXT_AP)
    assert text.verify("0011", b"1234") == "6984"


def test_key_0012_is_issued_blocked(text: Desk) -> None:
    assert text("00A4020C020012") == "9000"
    assert (text("00200080"), text.verify("0012", b"1234")) == ("63C0", "6984")


@pytest.mark.parametrize(
    ("fid", "opens_number", "opens_attributes"), [("0011", True, True), ("0014", True, False), ("0015", False, True)]
)
def test_each_number_opens_what_it_should(text: Desk, fid: str, opens_number: bool, opens_attributes: bool) -> None:
    who = profile("tanaka")
    digits = {"0011": who.pin, "0014": who.my_number, "0015": who.face_code.encode()}[fid]
    assert text.verify(fid, digits) == "9000"
    assert (text.sw("00B0810000") == "9000") is opens_number
    assert (text.sw("00B0820000") == "9000") is opens_attributes
    assert text.sw("00B0830000") == "9000"


def test_the_query_by_short_id_costs_nothing(text: Desk) -> None:
    assert [text("00200091") for _ in range(5)] == ["63C3"] * 5
    assert text("0020009100") == "63C3", "the fifth byte of T=0"


def test_commands_that_do_not_fit_say_so(text: Desk) -> None:
    text("00A4020C020011")
    assert text("00B0000000") == "6981"
    text("00A4020C020004")
    assert text("00200080") == "6981"
    assert text("00B0700000") == "6B00"
    assert text("00B2010400") == "6981"
    assert text("00A4020C02FFFF") == "6A82"
    assert text("00A4080C020002") == "6A86"
    assert text("01A4020C020002") == "6881"
    assert text("90A4020C020002") == "6E00"
    assert text("00E0000000") == "6D00"
    assert text("00A402") == "6700"
    assert text("00A4020C030002") == "6700"
    assert text("00A40000") == "9000", "MF is a no-op"


def test_a_read_at_the_end_gives_fewer_bytes_and_behind_it_6b00(text: Desk) -> None:
    text("00A4020C020004")
    whole = text("00B0000000")[:-4] + text("00B0010000")[:-4] + text("00B0020000")[:-4]
    assert len(whole) == 568 * 2
    assert whole.startswith("7F218202")
    assert text("00B0023800") == "6B00"
    assert text("00B0000003") == "7F21829000"


def test_extended_length_is_accepted(text: Desk) -> None:
    text("00A4020C020011")
    assert text("00200080 000004 31323334".replace(" ", "")) == "9000"


def test_the_common_application_tells_the_expiry_without_a_secret() -> None:
    desk = Desk()
    desk.app(COMMON_AP)
    assert desk("00B2010C00").endswith("32303335303231379000"), "by short id"
    desk("00A4020C020001")
    assert desk("00B2010400")[:4] == "011C"
    assert desk("00B2020400") == "6A83"


def test_the_other_applications_are_there_and_a_prefix_selects_the_first_that_fits() -> None:
    desk = Desk()
    for aid in (SURFACE_AP, JPKI_AP, JUKI_AP, ISD, TEXT_AP[:8]):
        desk.app(aid)
    assert desk("00A4040C02D392") == "6A82"
    assert desk("00A4040C07A0000000041010") == "6A82"


def test_the_surface_opens_by_the_numbers_on_it() -> None:
    desk, who = Desk(), profile("tanaka")
    desk.app(SURFACE_AP)
    assert desk.sw("00B0820000") == "6982"
    assert desk.verify("0012", who.face_code.encode()) == "9000"
    desk("00A4020C020002")
    face = desk("00B0010000")
    assert "89504E470D0A1A0A" in face, "the name is a picture"
    assert desk.sw("00B0850000") == "6982", "the picture of the individual number stays shut"
    assert desk.verify("0013", who.my_number) == "9000"
    assert desk.sw("00B0850000") == "9000"


def test_a_pin_can_be_changed_only_after_it_was_verified(text: Desk) -> None:
    text("00A4020C020011")
    assert text("002401800435363738") == "6982"
    text.verify("0011", b"1234")
    assert text("002401800435363738") == "9000"
    assert text.verify("0011", b"5678") == "9000"


def test_a_signature_needs_its_pin_and_verifies_with_the_certificate() -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    desk = Desk()
    desk.app(JPKI_AP)
    info = bytes.fromhex("3031300D060960864801650304020105000420")
    digest = hashes.Hash(hashes.SHA256())
    digest.update(b"a form")
    data = info + digest.finalize()
    command = f"802A0080{len(data):02X}{data.hex()}00"
    desk("00A4020C020017")
    assert desk(command) == "6982"
    assert desk.verify("0018", b"1234") == "9000"
    desk("00A4020C020017")
    signature = bytes.fromhex(desk(command))[:-2]
    desk("00A4020C02000A")
    der = b"".join(bytes.fromhex(desk(f"00B0{page:02X}0000"))[:-2] for page in range(8))
    key = x509.load_der_x509_certificate(der).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(signature, b"a form", padding.PKCS1v15(), hashes.SHA256())


def test_the_signing_certificate_is_shut_until_the_password_and_carries_the_four_attributes() -> None:
    from cryptography import x509

    desk = Desk(make_chip(profile("ivs")))
    desk.app(JPKI_AP)
    desk("00A4020C020001")
    assert desk("00B0000000") == "6982"
    assert desk.verify("001B", b"abc123") == "63C4", "the card compares bytes; upper case is the reader's work"
    assert desk.verify("001B", b"ABC123") == "9000"
    desk("00A4020C020001")
    der = b"".join(bytes.fromhex(desk(f"00B0{page:02X}0000"))[:-2] for page in range(8))
    names = x509.load_der_x509_certificate(der).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    values = {each.type_id.dotted_string[-1]: each.value[2:] for each in names if isinstance(each, x509.OtherName)}
    assert values["1"].decode().startswith("〓田　葛〓子"), "limited to JIS X 0208 and 0212"
    assert values["2"] == b"100010"
    assert (values["3"], values["4"]) == (b"2", b"319800217")


def test_nobody_has_the_simulated_individual_number() -> None:
    digits = [int(digit) for digit in profile("tanaka").my_number.decode()]
    weights = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
    rest = sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % 11
    assert digits[11] != (0 if rest <= 1 else 11 - rest)


def test_without_power_the_chip_says_nothing() -> None:
    assert make_chip(profile("tanaka")).transmit(b"\x00\xa4\x00\x00") == b""


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_can_be_made_and_is_described(name: str) -> None:
    from pathlib import Path

    make_chip(profile(name)).power_on()
    readme = Path(__file__).parents[2] / "devices" / "simulated" / "README.md"
    assert f"`{name}`" in readme.read_text("utf-8")


class Wire:
    """The reader's side of the virtual reader's line."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._line: socket.socket | None = None

    def accept(self) -> None:
        self._line, _ = self._server.accept()
        self._line.settimeout(5)

    def say(self, body: bytes) -> None:
        assert self._line is not None
        self._line.sendall(len(body).to_bytes(2, "big"))
        self._line.sendall(body)  # two segments, as vpcd does

    def hear(self) -> bytes:
        assert self._line is not None
        head = self._line.recv(2, socket.MSG_WAITALL)
        return self._line.recv(int.from_bytes(head, "big"), socket.MSG_WAITALL) if head else b""

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
        self._server.close()


def test_the_second_door_speaks_the_protocol_and_loses_power_with_the_line() -> None:
    wire = Wire()
    card = VpcdCard(make_chip(profile("tanaka")), port=wire.port)
    card.insert()
    wire.accept()
    wire.say(b"\x04")
    assert wire.hear() == ATR
    wire.say(b"\x01")
    wire.say(bytes.fromhex("00A4040C0AD3921000310001010408"))
    assert wire.hear() == b"\x90\x00"
    assert card.chip.powered
    wire.close()
    card.wait()
    assert not card.chip.powered


def test_its_atr_has_the_right_check_byte() -> None:
    check = 0
    for octet in ATR[1:]:
        check ^= octet
    assert check == 0


def test_run_by_hand_without_a_reader_it_says_so_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    done = subprocess.run(
        [sys.executable, "-m", "devices.simulated.card_vpcd", "--port", str(port)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "virtual reader" in done.stderr
