"""A scripted upstream behind TLS, which knows when nobody is connected any more."""

from __future__ import annotations

import socket
import ssl
import threading
from dataclasses import dataclass, field

from scripted_upstream import PATIENCE, ScriptedUpstream


@dataclass
class TLSUpstream(ScriptedUpstream):
    """Shows the certificate of ``context`` to everybody, and records the requests of those who accept it."""

    context: ssl.SSLContext = field(kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.url = f"https://127.0.0.1:{self.port}"
        self._ended = 0
        self._one_ended = threading.Condition()

    def wait_for_ends(self, count: int, timeout: float = PATIENCE) -> None:
        """Waits until that many connections are over, so that no request can come from them any more."""
        with self._one_ended:
            assert self._one_ended.wait_for(lambda: self._ended >= count, timeout), (
                f"{self.name}: {self._ended} of {count} connections ended"
            )

    def _serve(self, connection: socket.socket) -> None:
        # Wrapping takes the descriptor out of the accepted socket.
        secured = self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        self._connections.discard(connection)
        self._connections.add(secured)
        try:
            secured.do_handshake()
            super()._serve(secured)
        except OSError:
            return
        finally:
            self._connections.discard(secured)
            secured.close()
            with self._one_ended:
                self._ended += 1
                self._one_ended.notify_all()
