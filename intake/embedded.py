"""An intake inside another process, for practice and tests: own keys, loopback only.

The city's private key lies beside it, so nothing it receives is secret. A real city runs `intake serve` without that key.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from uvicorn import Server

from intake.errors import IntakeError
from intake.handover_store import DraftStore
from intake.keys import CITY_KEY, CITY_PUB, RECEIPT_KEY, RECEIPT_PUB, load_receipt_key, make_keys
from intake.opener import OpenReport, open_all
from intake.server import TERMINALS, listen, make_server
from intake.store import SqliteStore, read_all

START_S: Final = 10.0
NOTE: Final = "These keys are for practice only. Never use them for residents: the private key is not kept apart.\n"


class EmbeddedIntake:
    """Starts an intake on a free loopback port, on its own thread; `stop` ends it. Keys and data stay in data_dir."""

    def __init__(self, data_dir: Path, host: str = "127.0.0.1") -> None:
        self.data_dir = data_dir
        self.keys_dir = data_dir / "practice-keys"
        self._host = host
        self._store = SqliteStore(data_dir)
        self._drafts = DraftStore(data_dir)
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> str:
        """The base URL, once it answers."""
        self._ensure_keys()
        listener = listen(self._host, 0)
        try:
            self._store.start()
            self._drafts.start()
        except IntakeError:
            listener.close()
            raise
        server = make_server(self._store, self._drafts, load_receipt_key(self.keys_dir / RECEIPT_KEY), self.data_dir / TERMINALS)
        thread = threading.Thread(target=server.run, args=([listener],), name="embedded-intake", daemon=True)
        self._server, self._thread = server, thread
        thread.start()
        ends = time.monotonic() + START_S
        while not server.started:
            if not thread.is_alive() or time.monotonic() > ends:
                self.stop()
                raise IntakeError("the practice intake did not start")
            time.sleep(0.005)
        return f"http://{self._host}:{listener.getsockname()[1]}"

    def stop(self) -> None:
        """End it; what was received stays. Safe to call twice."""
        server, self._server = self._server, None
        thread, self._thread = self._thread, None
        if server is not None and thread is not None:
            server.should_exit = True
            thread.join(START_S)
        self._drafts.stop()
        self._store.stop()

    @property
    def city_key_pem(self) -> bytes:
        """The city's public key, for the outbox."""
        self._ensure_keys()
        return (self.keys_dir / CITY_PUB).read_bytes()

    @property
    def receipt_key_pem(self) -> bytes:
        """The receipts' public key, for the network adapter."""
        self._ensure_keys()
        return (self.keys_dir / RECEIPT_PUB).read_bytes()

    def enrol(self, terminal: str, key: Ed25519PublicKey) -> None:
        """Let that terminal in, or change its key: this is practice."""
        folder = self.data_dir / TERMINALS
        folder.mkdir(parents=True, exist_ok=True)
        pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        (folder / f"{terminal}.pub").write_bytes(pem)

    def open_to(self, out: Path) -> OpenReport:
        """What the city would open, as one JSON file a submission under `out`."""
        return open_all(read_all(self.data_dir), self.keys_dir / CITY_KEY, out)

    def _ensure_keys(self) -> None:
        if not (self.keys_dir / CITY_KEY).exists():
            make_keys(self.keys_dir)
            (self.keys_dir / "PRACTICE-ONLY.txt").write_text(NOTE, encoding="utf-8")
