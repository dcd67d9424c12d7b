"""Whether this machine's CUPS keeps printed documents, read from its configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Final

CUPSD_CONF: Final = Path("/etc/cups/cupsd.conf")
_NO: Final = frozenset({"no", "off", "false", "0"})


def spool_keeps_documents(conf_path: Path = CUPSD_CONF) -> bool | None:
    """True when finished documents stay in CUPS' spool, False when they do not, None when there is no such file or it cannot be read.

    Without a word in the file CUPS keeps them for 86,400 s. To be mended with a line `PreserveJobFiles No`.
    Source: cupsd.conf(5) of CUPS 2.4, PreserveJobFiles and PreserveJobHistory; scheduler/conf.c takes the last line that counts.
    """
    try:
        lines = conf_path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    said = {parts[0].lower(): parts[1].strip().lower() for parts in (line.split(None, 1) for line in lines) if len(parts) == 2}
    return said.get("preservejobfiles") not in _NO and said.get("preservejobhistory") not in _NO
