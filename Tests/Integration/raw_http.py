"""HTTP with the hands: bytes out, bytes in, for requests that no client library would send."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass

from scripted_upstream import PATIENCE


@dataclass(frozen=True)
class RawAnswer:
    data: bytes
    closed: bool
    """Whether the other side closed the connection."""

    @property
    def status(self) -> int:
        """The status of the first final answer; 0 when none came."""
        rest = self.data
        while rest.startswith(b"HTTP/1.1 1"):
            rest = rest.partition(b"\r\n\r\n")[2]
        parts = rest.split(b" ", 2)
        return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0

    @property
    def statuses(self) -> list[int]:
        """The status of each answer on the connection."""
        return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", self.data)]

    @property
    def body(self) -> bytes:
        return self.data.partition(b"\r\n\r\n")[2]


def connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def exchange(port: int, data: bytes, *, half_close: bool = False) -> RawAnswer:
    """Sends `data` and reads until the other side closes; running out of patience counts as not closed."""
    with connect(port) as connection:
        try:
            connection.sendall(data)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # The answer may come, and the connection go, before the request was written whole.
        return read_to_end(connection)


def read_to_end(connection: socket.socket) -> RawAnswer:
    received = b""
    while True:
        try:
            chunk = connection.recv(65536)
        except ConnectionResetError:
            return RawAnswer(received, closed=True)
        except TimeoutError:
            return RawAnswer(received, closed=False)
        if not chunk:
            return RawAnswer(received, closed=True)
        received += chunk


def read_until(connection: socket.socket, marker: bytes) -> bytes:
    """Reads until `marker` has come; fails when the connection ends before."""
    received = b""
    while marker not in received:
        chunk = connection.recv(65536)
        assert chunk, f"connection ended before {marker!r}: {received[-200:]!r}"
        received += chunk
    return received


def post(port: int, path: str, body: bytes, headers: dict[str, str] | None = None) -> RawAnswer:
    """One ordinary POST on a connection of its own."""
    lines = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in ({"Content-Type": "application/json"} | (headers or {})).items()]
    lines.append(f"Content-Length: {len(body)}")
    return exchange(port, ("\r\n".join(lines) + "\r\n\r\n").encode() + body)


def framed(*lines: str, start: str = "POST /v1/messages HTTP/1.1", host: str = "Host: 127.0.0.1") -> bytes:
    return "\r\n".join([start, *([host] if host else []), *lines, "", ""]).encode("latin-1")
