"""Where the program's own files lie: beside the packages, or inside the frozen program."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
ASSETS = ROOT / "assets"
LOCALES = ROOT / "locales"
