"""A relay in front of argusd that remembers the exact bytes a client sent."""

from __future__ import annotations

import contextlib
import socket
import threading

from scripted_upstream import RecordedRequest, read_request


class RecordingRelay:
    """Listens from `start` to `stop`; passes each request on as it came, and the answers back as they come."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._recorded: list[RecordedRequest] = []
        self._sockets: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def requests(self) -> list[RecordedRequest]:
        return list(self._recorded)

    def start(self) -> RecordingRelay:
        threading.Thread(target=self._accept, name="relay", daemon=True).start()
        return self

    def stop(self) -> None:
        self._listener.close()
        for connection in list(self._sockets):
            connection.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                target = socket.create_connection(("127.0.0.1", self._target_port))
            except OSError:
                return
            for connection in (client, target):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._sockets.add(connection)
            threading.Thread(target=self._pass_requests, args=(client, target), daemon=True).start()
            threading.Thread(target=self._pass_answers, args=(target, client), daemon=True).start()

    def _pass_requests(self, client: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            pending = b""
            while (received := read_request(client, pending)) is not None:
                request, pending = received
                # Recorded first: what has reached argusd is on the list.
                self._recorded.append(request)
                target.sendall(request.head + b"\r\n\r\n" + request.body)
        _end(target)

    def _pass_answers(self, target: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := target.recv(65536):
                client.sendall(chunk)
        _end(client)


def _end(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_WR)
