"""A provider on loopback that answers as the test says and remembers the exact bytes it was sent."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

PATIENCE = 30.0
"""Seconds after which a wait is a failure. Generous: it is never the expected way to go on."""


@dataclass(frozen=True)
class RecordedRequest:
    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    head: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    def header(self, name: str) -> str | None:
        values = self.header_values(name)
        return values[0] if values else None

    def header_values(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def json(self) -> dict[str, object]:
        parsed = json.loads(self.body)
        assert isinstance(parsed, dict)
        return parsed

    @property
    def end_to_end_headers(self) -> list[tuple[str, str]]:
        """All but those in which a proxy speaks for itself on its own connection."""
        return [(name, value) for name, value in self.headers if name.lower() not in ("host", "connection")]

    @property
    def wants_stream(self) -> bool:
        """Whether the body is a JSON object that says `"stream": true`."""
        try:
            parsed = json.loads(self.body)
        except ValueError:
            return False
        return isinstance(parsed, dict) and parsed.get("stream") is True


class Answer(Protocol):
    def send(self, connection: socket.socket, request: RecordedRequest) -> bool:
        """Writes the answer; true when the connection may be used again."""


@dataclass(frozen=True)
class Reply:
    """One whole answer."""

    body: bytes = b"{}"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("content-type", "application/json"),)

    @classmethod
    def json(cls, value: object, status: int = 200) -> Reply:
        return cls(body=json.dumps(value).encode(), status=status)

    def send(self, connection: socket.socket, request: RecordedRequest) -> bool:
        lines = [f"HTTP/1.1 {self.status} Scripted"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        lines.append(f"content-length: {len(self.body)}")
        head = ("\r\n".join(lines) + "\r\n\r\n").encode()
        connection.sendall(head if request.method == "HEAD" else head + self.body)
        return True


class EventStream:
    """A server-sent event stream. With ``gated`` each event leaves only after a ``release``."""

    def __init__(self, events: Sequence[bytes], *, gated: bool = False, cut_short: bool = False) -> None:
        self._events = tuple(events)
        self._permits = threading.Semaphore(0 if gated else len(self._events))
        self._cut_short = cut_short
        self._sent = 0
        self.finished = threading.Event()
        self.client_gone = threading.Event()

    @property
    def sent(self) -> int:
        """Events that have been written so far."""
        return self._sent

    def release(self, count: int = 1) -> None:
        self._permits.release(count)

    def release_all(self) -> None:
        self._permits.release(len(self._events))

    def send(self, connection: socket.socket, request: RecordedRequest) -> bool:
        head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
        connection.sendall(head)
        for event in self._events:
            if not self._wait_for_permit(connection):
                self.client_gone.set()
                return False
            # Counted before it is written: whoever has received an event reads a count that includes it.
            self._sent += 1
            connection.sendall(b"%x\r\n%s\r\n" % (len(event), event))
        if self._cut_short:
            return False
        connection.sendall(b"0\r\n\r\n")
        self.finished.set()
        return True

    def _wait_for_permit(self, connection: socket.socket) -> bool:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self._permits.acquire(timeout=0.02):
                return True
            if _is_closed(connection):
                return False
        return False


class Silence:
    """Never answers; notes when the other side hangs up."""

    def __init__(self) -> None:
        self.client_gone = threading.Event()

    def send(self, connection: socket.socket, request: RecordedRequest) -> bool:
        connection.settimeout(PATIENCE)
        with contextlib.suppress(OSError):
            connection.recv(1)
        self.client_gone.set()
        return False


@dataclass
class ScriptedUpstream:
    """Listens from ``start`` to ``stop``; ``script`` gives the answer to each request."""

    name: str
    script: Callable[[RecordedRequest], Answer]
    requests: list[RecordedRequest] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._default_script = self.script
        self._arrived = threading.Condition()
        self._stopping = False
        self._connections: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> ScriptedUpstream:
        threading.Thread(target=self._accept, name=f"upstream {self.name}", daemon=True).start()
        return self

    def stop(self) -> None:
        self._stopping = True
        self._listener.close()
        for connection in list(self._connections):
            connection.close()

    def reset(self) -> None:
        """Forgets the requests and goes back to the first script."""
        with self._arrived:
            self.requests.clear()
        self.script = self._default_script

    def wait_for_requests(self, count: int, timeout: float = PATIENCE) -> list[RecordedRequest]:
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.requests) >= count, timeout), (
                f"{self.name}: {len(self.requests)} of {count} requests arrived"
            )
            return list(self.requests)

    def _accept(self) -> None:
        while not self._stopping:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pending = b""
        try:
            while True:
                received = read_request(connection, pending)
                if received is None:
                    return
                request, pending = received
                with self._arrived:
                    self.requests.append(request)
                    self._arrived.notify_all()
                if not self.script(request).send(connection, request):
                    return
        except OSError:
            return
        finally:
            self._connections.discard(connection)
            connection.close()


def read_request(connection: socket.socket, pending: bytes) -> tuple[RecordedRequest, bytes] | None:
    """Reads one request; returns it with the bytes after it, or nil at the end of the connection."""
    while b"\r\n\r\n" not in pending:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        pending += chunk
    head, _, rest = pending.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines))
    lengths = [int(value) for name, value in headers if name.lower() == "content-length"]
    # argusd promises to frame by length alone; anything else is recorded as it is and shows up in the test.
    length = lengths[0] if lengths else 0
    parts, have = [rest], len(rest)
    while have < length:
        chunk = connection.recv(1 << 20)
        if not chunk:
            return None
        parts.append(chunk)
        have += len(chunk)
    body = b"".join(parts)
    return RecordedRequest(method, target, headers, body[:length], head), body[length:]


def _is_closed(connection: socket.socket) -> bool:
    readable, _, _ = select.select([connection], [], [], 0)
    if not readable:
        return False
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except OSError:
        return True
