"""A QR code as runs of black modules: one path, no image, sharp at any resolution."""

from __future__ import annotations

import zlib

from kiosk.forms.ink import Modules
from kiosk.model.form import Box

QUIET = 4  # modules of white around a code (ISO/IEC 18004)
_MASK = 2  # every mask reads; trying all eight would take two thirds of the time


def qr(data: str, box: Box) -> Modules:
    """The code with its quiet zone filling the square box."""
    import qrcode  # brings Pillow along, 4 MB: not before there is a paper
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    code.add_data(data)
    code.make(fit=True)
    step = box.w / (len(code.modules) + 2 * QUIET)
    runs = [(row, start, end) for row, cells in enumerate(code.modules) for start, end in _runs(cells)]
    return Modules(box.x + QUIET * step, box.y + QUIET * step, step, tuple(runs))


def receipt_data(template: str, receipt_no: str, form_id: str) -> str:
    """What a form's code says; {crc} is the CRC-32 of `v1:receipt_no:form_id` in hex, so that a misread number is noticed."""
    crc = f"{zlib.crc32(f'v1:{receipt_no}:{form_id}'.encode()):08X}"
    return template.replace("{receipt_no}", receipt_no).replace("{form.id}", form_id).replace("{crc}", crc)


def _runs(cells: list[bool | None]) -> list[tuple[int, int]]:
    edges = [
        at for at in range(len(cells) + 1) if bool(cells[at - 1] if at else False) != bool(cells[at] if at < len(cells) else False)
    ]
    return list(zip(edges[::2], edges[1::2], strict=True))
