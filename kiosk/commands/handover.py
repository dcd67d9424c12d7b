"""`kiosk handover keygen`: the key all terminals of a city share for つづきQR."""

from __future__ import annotations

from pathlib import Path

from kiosk.handover.sealing import KeyFileError, make_key


def keygen(out: Path) -> str:
    """Words for the terminal that made it; ValueError with one line when it could not."""
    try:
        key_id = make_key(out)
    except KeyFileError as error:
        raise ValueError(str(error)) from None
    return (
        f"terminals' key {key_id} in {out}\n"
        "Copy it to every terminal of the city as [handover] key, readable by the kiosk's user alone, by USB and not by mail.\n"
        "To change it: put the new key in front of the old one in the file, and take the old one out after 14 days."
    )
