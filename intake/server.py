"""Runs the app on a socket, one worker: the store is one file with one writer."""

from __future__ import annotations

import socket
from pathlib import Path

import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from uvicorn.protocols.http.h11_impl import H11Protocol

from intake.app import Intake, make_app
from intake.errors import IntakeError
from intake.handover import Handover
from intake.handover_store import DraftStore
from intake.store import SqliteStore
from intake.terminals import Terminals

TERMINALS = "terminals"


def listen(host: str, port: int) -> socket.socket:
    """A bound TCP socket; port 0 takes a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only on sockets that name their protocol; with it on, each receipt costs 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise IntakeError(f"cannot listen on {host} port {port}: {error.strerror or error}") from None
    return listener


def make_server(store: SqliteStore, drafts: DraftStore, receipt_key: Ed25519PrivateKey, terminals: Path) -> uvicorn.Server:
    """A server ready to run on a listening socket. No access log: it would tell when which resident came."""
    known = Terminals(terminals)
    app = make_app(Intake(store, receipt_key, known), Handover(drafts, receipt_key, known).routes())
    config = uvicorn.Config(
        app,
        http=H11Protocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,  # the process that embeds us has its own logging
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)
