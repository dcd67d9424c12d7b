"""The card model's second door: the virtual reader (vsmartcard vpcd) of a real PC/SC service, over TCP.

The card connects to the reader; each message is a 2-byte big-endian length and a body. One-byte bodies are 0 power off,
1 power on, 2 reset, 4 give the ATR; everything else is an APDU. vpcd sends length and body in two segments, so without
TCP_QUICKACK on this side each exchange would wait 40 ms for a delayed acknowledgement.

Run by hand: python -m devices.simulated.card_vpcd --profile tanaka
"""

from __future__ import annotations

import argparse
import contextlib
import socket
import sys
import time
from threading import Thread
from typing import Final

from devices.simulated.card_make import make_chip
from devices.simulated.card_model import Chip
from devices.simulated.card_profiles import PROFILES, profile
from devices.simulated.card_reader import Listen

PORT: Final = 35963
ATR: Final = bytes.fromhex("3B8880010000 05E0B381A1007F".replace(" ", ""))
_OFF, _ON, _RESET, _ATR = 0, 1, 2, 4


class VpcdCard:
    """A card lying in the virtual reader from `insert` to `remove`; its counters stay when it is put in again.

    pull_at: taken out instead of answering that APDU, counted from the insertion. mute_at: never answers it.
    garble_at: answers that one wrongly. listen: sees each command and answer (tests only).
    """

    def __init__(
        self,
        chip: Chip,
        *,
        host: str = "127.0.0.1",
        port: int = PORT,
        delay_s: float = 0.0,
        pull_at: int | None = None,
        mute_at: int | None = None,
        garble_at: int | None = None,
        listen: Listen | None = None,
    ) -> None:
        self.chip = chip
        self.delay_s = delay_s
        self.pull_at = pull_at
        self.mute_at = mute_at
        self.garble_at = garble_at
        self._address = (host, port)
        self._listen = listen
        self._socket: socket.socket | None = None
        self._thread: Thread | None = None
        self._count = 0

    def insert(self) -> None:
        """Connect to the reader and answer it from a thread; OSError when no reader listens."""
        connection = socket.create_connection(self._address, timeout=5.0)
        connection.settimeout(None)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket, self._count = connection, 0
        self._thread = Thread(target=self._serve, args=(connection,), name="simulated card", daemon=True)
        self._thread.start()

    @property
    def lies_in_reader(self) -> bool:
        """Whether the line to the reader stands."""
        return self._thread is not None and self._thread.is_alive()

    def remove(self) -> None:
        """Take the card out; it loses power. The reader notices within a fraction of a second."""
        connection, self._socket = self._socket, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        if self._thread is not None:
            self._thread.join(5.0)

    def wait(self) -> None:
        """Block until the reader goes away or the card is removed."""
        if self._thread is not None:
            self._thread.join()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                while (message := _receive(connection)) is not None:
                    answer = self._answer(message)
                    if answer is not None:
                        connection.sendall(len(answer).to_bytes(2, "big") + answer)
            except OSError:
                pass  # the reader went away, which is how a session with it ends
            finally:
                self.chip.power_off()

    def _answer(self, message: bytes) -> bytes | None:
        """What to send back; None for nothing. OSError takes the card out."""
        if len(message) != 1:
            return self._exchange(message)
        control = message[0]
        if control == _ATR:
            return ATR
        if control == _ON:
            self.chip.power_on()
        elif control == _OFF:
            self.chip.power_off()
        elif control == _RESET:
            self.chip.reset()
        return None

    def _exchange(self, apdu: bytes) -> bytes | None:
        self._count += 1
        if self._count == self.pull_at:
            raise ConnectionAbortedError
        if self._count == self.mute_at:
            return None
        if self.delay_s:
            time.sleep(self.delay_s)
        answer = self.chip.transmit(apdu)
        if self._count == self.garble_at:
            answer = bytes(octet ^ 0x5A for octet in answer)
        if self._listen is not None:
            self._listen(apdu, answer)
        return answer


def _receive(connection: socket.socket) -> bytes | None:
    """The next message's body, None when the reader closed the line."""
    head = _exactly(connection, 2)
    return None if head is None else _exactly(connection, int.from_bytes(head, "big"))


def _exactly(connection: socket.socket, count: int) -> bytes | None:
    received = b""
    while len(received) < count:
        if hasattr(socket, "TCP_QUICKACK"):  # Linux; it does not stick, hence before each receive
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        piece = connection.recv(count - len(received))
        if not piece:
            return None
        received += piece
    return received


def main() -> int:
    """Put a simulated card into the virtual reader until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m devices.simulated.card_vpcd", description=main.__doc__)
    parser.add_argument("--profile", default="tanaka", choices=sorted(PROFILES))
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--delay-ms", type=float, default=0.0, help="time for each APDU; a real card takes about 25")
    asked = parser.parse_args()
    card = VpcdCard(make_chip(profile(asked.profile)), port=asked.port, delay_s=asked.delay_ms / 1000)
    try:
        card.insert()
        card.wait()
    except OSError:
        print(f"no virtual reader listens on port {asked.port}; is pcscd running with vpcd?", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        card.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main())
