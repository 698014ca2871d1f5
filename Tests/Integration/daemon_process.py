"""One `argusd serve` process on a free port, with its files in a directory that the leak test searches."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripted_upstream import PATIENCE

START_PATIENCE = 120.0
"""Seconds until the banner: the first start of a session compiles all rules."""

_BANNER = re.compile(r"argusd (?P<version>\S+) listening on http://127\.0\.0\.1:(?P<port>\d+)")
_SAMPLE = re.compile(r"(?P<name>[a-zA-Z_:][\w:]*)(?:\{(?P<labels>.*)\})? (?P<value>\S+)")
_LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class Metrics:
    """A scrape of `/metrics`."""

    text: str

    def total(self, name: str, **labels: str) -> float:
        """The sum of all samples of that name which carry these labels; 0 when there is none."""
        return sum(value for found, value in self._samples(name) if labels.items() <= found.items())

    def names(self) -> set[str]:
        matches = (_SAMPLE.fullmatch(line) for line in self.text.splitlines())
        return {match["name"] for match in matches if match}

    def _samples(self, name: str) -> list[tuple[dict[str, str], float]]:
        matches = (_SAMPLE.fullmatch(line) for line in self.text.splitlines())
        return [
            (dict(_LABEL.findall(match["labels"] or "")), float(match["value"]))
            for match in matches
            if match and match["name"] == name
        ]


@dataclass
class DaemonProcess:
    """Starts with ``start``, is ready when that returns, and ends with ``stop``, which demands exit code 0."""

    binary: Path
    directory: Path
    configuration: Mapping[str, Any]
    arguments: Sequence[str] = ()
    log_level: str = "trace"
    port: int = 0
    version: str = ""
    _banner: list[str] = field(default_factory=list)

    @property
    def configuration_path(self) -> Path:
        return self.directory / "argus.yaml"

    @property
    def log_path(self) -> Path:
        return self.directory / "stderr.log"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def banner(self) -> str:
        return "\n".join(self._banner)

    @property
    def log(self) -> str:
        return self.log_path.read_text(errors="replace")

    def write_configuration(self, configuration: Mapping[str, Any]) -> None:
        # Each JSON text is a YAML text, and json needs no package.
        self.configuration_path.write_text(json.dumps(configuration, indent=2))

    def start(self) -> DaemonProcess:
        self.directory.mkdir(parents=True, exist_ok=True)
        self.write_configuration(self.configuration)
        command = [str(self.binary), "serve", "--config", str(self.configuration_path)]
        command += ["--port", "0", "--log-level", self.log_level, *self.arguments]
        with self.log_path.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                env=isolated_environment(self.directory),
                cwd=self.directory,
            )
        self._first_line = threading.Event()
        self._reader = threading.Thread(target=self._read_stdout, daemon=True)
        self._reader.start()
        listening = self._first_line.wait(START_PATIENCE) and self._banner
        match = _BANNER.fullmatch(self._banner[0]) if listening else None
        if match is None:
            self.kill()
            raise AssertionError(f"no banner; standard output: {self.banner!r}; log:\n{self.log[-4000:]}")
        self.port, self.version = int(match["port"]), match["version"]
        return self

    def terminate(self) -> None:
        """Asks for a drain and does not wait for it."""
        self._process.send_signal(signal.SIGTERM)

    def wait(self, timeout: float = PATIENCE) -> int:
        return self._process.wait(timeout)

    def stop(self) -> None:
        if self._process.poll() is None:
            self.terminate()
        try:
            code = self.wait()
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"argusd did not drain within {PATIENCE:.0f} s:\n{self.log[-4000:]}") from None
        self._reader.join(PATIENCE)
        assert code == 0, f"argusd ended with {code}:\n{self.log[-4000:]}"

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)

    def hang_up(self) -> None:
        """Sends SIGHUP: reload."""
        self._process.send_signal(signal.SIGHUP)

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        name = path.strip("/").replace("/", "-")
        # The last answer of each kind stays for the leak test.
        (self.directory / f"answer-{name}.txt").write_bytes(body)
        return response.status, body

    def health(self) -> dict[str, Any]:
        _, body = self.get("/health")
        parsed = json.loads(body)
        assert isinstance(parsed, dict)
        return parsed

    def metrics(self) -> Metrics:
        status, body = self.get("/metrics")
        assert status == 200
        return Metrics(body.decode())

    def wait_for_health(self, wanted: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """Asks `/health` until it says what is wanted."""
        deadline = time.monotonic() + PATIENCE
        health = self.health()
        while not wanted(health):
            assert time.monotonic() < deadline, f"{what}: never seen, last {health}"
            # Between two questions, not instead of one: leaves the processor to the daemon.
            time.sleep(0.01)
            health = self.health()
        return health

    def wait_for_background_work(self, seconds: float) -> None:
        """Waits until the threads of the lowest priority have used so much CPU time."""
        deadline = time.monotonic() + PATIENCE
        while self._background_seconds() < seconds:
            assert time.monotonic() < deadline, "no work in the background"
            time.sleep(0.01)

    def _background_seconds(self) -> float:
        ticks = 0
        for file in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            # Behind the name, which may hold anything: user and system time at 11 and 12, the nice value at 16.
            fields = file.read_text().rpartition(")")[2].split()
            if fields[16] == "19":
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _read_stdout(self) -> None:
        assert self._process.stdout is not None
        with (self.directory / "stdout.log").open("wb") as copy:
            for line in self._process.stdout:
                copy.write(line)
                self._banner.append(line.decode(errors="replace").rstrip("\n"))
                self._first_line.set()
        self._first_line.set()


def isolated_environment(directory: Path) -> dict[str, str]:
    """An environment in which everything that argusd writes lands below `directory`, or in a cache beside it.

    The cache is shared: compiled rules are found again, as on a user's machine.
    """
    places = {"HOME": "home", "TMPDIR": "tmp", "XDG_CACHE_HOME": "../cache", "XDG_CONFIG_HOME": "config"}
    places |= {"XDG_STATE_HOME": "state", "XDG_DATA_HOME": "data", "XDG_RUNTIME_DIR": "run"}
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
    for variable, name in places.items():
        place = (directory / name).resolve()
        place.mkdir(parents=True, exist_ok=True)
        environment[variable] = str(place)
    if "LD_LIBRARY_PATH" in os.environ:
        environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    return environment
