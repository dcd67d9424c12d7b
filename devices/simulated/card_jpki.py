"""Keys and certificates of the simulated 公的個人認証 application: real RSA-2048 and X.509, made afresh in each process.

Nothing is shipped and nothing is trusted: issuer and subject say SIMULATED. Import this only when a certificate is asked for;
it brings `cryptography` in and makes four keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from devices.simulated.card_profiles import Profile

_SAN = "1.2.392.200149.8.5.5."
_ERA_STARTS = ((5, "20190501"), (4, "19890108"), (3, "19261225"), (2, "19120730"), (1, "18680125"))
_SUBSTITUTE = "〓"


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate (DER) and what signs with its key."""

    certificate: bytes
    key: rsa.RSAPrivateKey

    def sign(self, data: bytes) -> bytes:
        """`data` (usually a DigestInfo) padded by PKCS#1 type 1 as it comes, signed; 256 bytes."""
        numbers = self.key.private_numbers()
        size = (self.key.key_size + 7) // 8
        padded = b"\x00\x01" + b"\xff" * (size - 3 - len(data)) + b"\x00" + data
        # The card takes any bytes, `cryptography` only digests it knows: hence the bare power. These keys protect nothing.
        return pow(int.from_bytes(padded, "big"), numbers.d, numbers.public_numbers.n).to_bytes(size, "big")


@dataclass(frozen=True, slots=True)
class Jpki:
    """The four pairs of one card."""

    auth: Pair
    auth_ca: Pair
    sign: Pair
    sign_ca: Pair


def make(who: Profile) -> Jpki:
    """Keys and certificates for that card."""
    auth_ca, sign_ca = _authority("user authentication"), _authority("digital signature")
    auth_extra: list[x509.ExtensionType] = [x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])]
    return Jpki(
        auth=_issue(auth_ca, "SIMULATED47201000000000000000A", auth_extra),
        auth_ca=auth_ca,
        sign=_issue(sign_ca, "SIMULATED47201000000000000000S", [_attributes(who)]),
        sign_ca=sign_ca,
    )


def _authority(purpose: str) -> Pair:
    key = _key()
    name = _name(f"SIMULATED CA for {purpose}")
    builder = _certificate(name, name, key).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return Pair(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER), key)


def _issue(authority: Pair, common_name: str, extra: list[x509.ExtensionType]) -> Pair:
    key = _key()
    issuer = x509.load_der_x509_certificate(authority.certificate).subject
    builder = _certificate(_name(common_name), issuer, key)
    for extension in (*extra, x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())):
        builder = builder.add_extension(extension, critical=False)
    builder = builder.add_extension(_usage(), critical=True)
    return Pair(builder.sign(authority.key, hashes.SHA256()).public_bytes(Encoding.DER), key)


def _certificate(subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey) -> x509.CertificateBuilder:
    start = datetime.now(UTC) - timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=5 * 365))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _attributes(who: Profile) -> x509.SubjectAlternativeName:
    """The four attributes as otherNames .1 name .3 sex .4 birth .5 address, with .2 and .6 for substituted characters."""
    name, name_marks = _jis(who.name)
    address, address_marks = _jis(who.address)
    values = ((1, name), (2, name_marks), (3, who.sex), (4, _era_birth(who.birth)), (5, address), (6, address_marks))
    return x509.SubjectAlternativeName(
        [x509.OtherName(x509.ObjectIdentifier(f"{_SAN}{number}"), _utf8_string(value)) for number, value in values]
    )


def _jis(text: str) -> tuple[str, str]:
    """The text limited to JIS X 0208 and 0212, and a 0/1 string marking what was substituted."""
    kept = [character if _is_jis(character) else _SUBSTITUTE for character in text]
    return "".join(kept), "".join("0" if a == b else "1" for a, b in zip(kept, text, strict=True))


def _is_jis(character: str) -> bool:
    try:
        character.encode("euc_jp")
    except UnicodeEncodeError:
        return False
    return True


def _era_birth(birth: str) -> str:
    return next(f"{era}{birth}" for era, start in _ERA_STARTS if birth >= start)


def _utf8_string(text: str) -> bytes:
    """DER of a UTF8String."""
    value = text.encode()
    length = bytes((len(value),)) if len(value) < 0x80 else b"\x82" + len(value).to_bytes(2, "big")
    if 0x80 <= len(value) < 0x100:
        length = b"\x81" + bytes((len(value),))
    return b"\x0c" + length + value


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SIMULATED JPKI"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)
