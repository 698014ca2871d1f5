"""Load: HAProxy as an upstream that answers at C speed, and wrk as the crowd of clients."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from scripted_upstream import PATIENCE

_WRK_SCRIPT = """
init = function(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  wrk.body = file:read("*a")
  file:close()
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '\\n{"requests":%d,"microseconds":%d,"connect":%d,"read":%d,"write":%d,"timeout":%d,"status":%d,"p50":%d,"p99":%d,"max":%d}\\n',
    summary.requests, summary.duration, e.connect, e.read, e.write, e.timeout, e.status,
    latency:percentile(50), latency:percentile(99), latency.max))
end
"""

_HAPROXY_HEAD = """
global
    maxconn 8192
    nbthread {threads}
    tune.bufsize 262144
defaults
    mode http
    timeout connect 10s
    timeout client 60s
    timeout server 60s
    http-reuse always
"""


@dataclass(frozen=True)
class LoadReport:
    """What wrk saw. Latencies in microseconds."""

    requests: int
    microseconds: int
    connect: int
    read: int
    write: int
    timeout: int
    status: int
    """Answers with a status above 399."""
    p50: int
    p99: int
    max: int

    @property
    def per_second(self) -> float:
        return self.requests / (self.microseconds / 1e6)

    @property
    def failures(self) -> int:
        return self.connect + self.read + self.write + self.timeout + self.status


class Load:
    """A wrk run in the background; `finish` waits for its end."""

    def __init__(
        self, url: str, body: Path, directory: Path, *, connections: int, seconds: int, threads: int = 1
    ) -> None:
        wrk = shutil.which("wrk")
        assert wrk, "wrk is missing: apt-get install wrk"
        script = directory / "load.lua"
        script.write_text(_WRK_SCRIPT)
        shape = [f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script)]
        self._deadline = seconds + PATIENCE
        self._process = subprocess.Popen([wrk, *shape, url, "--", str(body)], stdout=subprocess.PIPE, text=True)

    def is_running_after(self, seconds: float) -> bool:
        """Waits that long, or until the run ends."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return True
        return False

    def finish(self) -> LoadReport:
        output, _ = self._process.communicate(timeout=self._deadline)
        assert self._process.returncode == 0, output
        return LoadReport(**json.loads(output.strip().splitlines()[-1]))


class HAProxy:
    """One HAProxy process from `start` to `stop`."""

    def __init__(self, directory: Path, sections: str, port: int, threads: int = 1) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._configuration = directory / f"haproxy-{port}.cfg"
        self._configuration.write_text(_HAPROXY_HEAD.format(threads=threads) + sections)

    @classmethod
    def answering(cls, directory: Path, body: bytes, content_type: str = "application/json") -> HAProxy:
        """An upstream that reads each request whole and gives the same answer to all."""
        port, file = free_port(), directory / "answer.bin"
        file.write_bytes(body)
        sections = (
            f"frontend upstream\n    bind 127.0.0.1:{port}\n    option http-buffer-request\n"
            f"    http-request return status 200 content-type {content_type} file {file}\n"
        )
        return cls(directory, sections, port)

    @classmethod
    def forwarding(cls, directory: Path, upstream_port: int, threads: int) -> HAProxy:
        """A plain reverse proxy: the yardstick."""
        port = free_port()
        sections = (
            f"frontend proxy\n    bind 127.0.0.1:{port}\n    default_backend origin\n"
            f"backend origin\n    server origin 127.0.0.1:{upstream_port}\n"
        )
        return cls(directory, sections, port, threads)

    def start(self) -> HAProxy:
        haproxy = shutil.which("haproxy") or "/usr/sbin/haproxy"
        self._process = subprocess.Popen([haproxy, "-q", "-db", "-f", str(self._configuration)])
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            except ConnectionRefusedError:
                continue
        raise AssertionError(f"haproxy does not listen on {self.port}")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)

    @property
    def pid(self) -> int:
        return self._process.pid


def free_port() -> int:
    """A port nobody listens on now. HAProxy cannot say which port it was given, so it is asked for beforehand."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
