"""A TCP relay that behaves like the worst network: drops connections before the request, and swallows answers after the commit."""

from __future__ import annotations

import contextlib
import random
import socket
import threading


class HostileProxy:
    """Relays loopback connections to a port that may change; counts what it spoiled."""

    def __init__(self, seed: int, drop: float = 0.06, swallow: float = 0.12) -> None:
        self._rng = random.Random(seed)
        self._drop = drop
        self._swallow = swallow
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.target: int = 0
        self.dropped = 0
        self.swallowed = 0
        self.kind = True
        self._lock = threading.Lock()
        self._stopping = False

    def start(self) -> None:
        """Begin to relay."""
        threading.Thread(target=self._accept, name="hostile-proxy", daemon=True).start()

    def stop(self) -> None:
        """Stop listening."""
        self._stopping = True
        self._listener.close()

    def _accept(self) -> None:
        while not self._stopping:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _chance(self, share: float) -> bool:
        with self._lock:
            return self._rng.random() < share

    def _serve(self, client: socket.socket) -> None:
        """One connection: whole requests pass, or nothing of them, or everything but the answer."""
        with contextlib.suppress(OSError), client, socket.create_connection(("127.0.0.1", self.target), 5.0) as server:
            for side in (client, server):
                side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                side.settimeout(10.0)
            while request := _message(client):
                if self._chance(self._drop):
                    self.dropped += 1
                    return
                server.sendall(request)
                answer = _message(server)
                if not answer:
                    return
                if self._chance(self._swallow):
                    self.swallowed += 1  # the server has committed and said so; the terminal never hears it
                    return
                client.sendall(answer)


def _message(source: socket.socket) -> bytes:
    """One HTTP/1.1 message with a Content-Length, whole; nothing when the peer is gone."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = source.recv(65536)
        if not part:
            return b""
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    missing = (int(lengths[0]) if lengths else 0) - len(body)
    while missing > 0:
        part = source.recv(65536)
        if not part:
            return b""
        data += part
        missing -= len(part)
    return data
