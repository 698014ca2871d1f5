"""Fixtures: scripted providers, running daemons, and the directory with everything they wrote."""

from __future__ import annotations

import itertools
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

import provider_answers
from daemon_process import DaemonProcess, isolated_environment
from scripted_upstream import PATIENCE, ScriptedUpstream

PROJECT = Path(__file__).resolve().parents[2]
PROVIDERS = ("anthropic", "openai", "gemini")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The leak test searches what all other tests left behind, so it comes last."""
    items.sort(key=lambda item: item.path.name == "test_no_secret_leaks.py")


@pytest.fixture(scope="session")
def argusd() -> Path:
    """The program under test: `ARGUSD`, else the release build."""
    binary = Path(os.environ.get("ARGUSD", PROJECT / ".build/release/argusd"))
    assert os.access(binary, os.X_OK), f"{binary} is missing: build it with `swift build -c release --product argusd`"
    return binary.resolve()


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where everything lands that argusd writes or answers. Tests put their *input* elsewhere (`tmp_path`)."""
    return tmp_path_factory.mktemp("evidence")


@dataclass(frozen=True)
class Providers:
    """One upstream per company, so that a body sent to the wrong one is seen."""

    anthropic: ScriptedUpstream
    openai: ScriptedUpstream
    gemini: ScriptedUpstream

    def __getitem__(self, name: str) -> ScriptedUpstream:
        upstream = getattr(self, name)
        assert isinstance(upstream, ScriptedUpstream)
        return upstream

    def all_requests(self) -> int:
        return sum(len(self[name].requests) for name in PROVIDERS)

    def reset(self) -> None:
        for name in PROVIDERS:
            self[name].reset()

    def configuration(self) -> dict[str, Any]:
        return {name: {"url": self[name].url} for name in PROVIDERS}


@pytest.fixture(scope="session")
def running_providers() -> Iterator[Providers]:
    upstreams = {name: ScriptedUpstream(name, provider_answers.answer).start() for name in PROVIDERS}
    yield Providers(**upstreams)
    for upstream in upstreams.values():
        upstream.stop()


@pytest.fixture
def providers(running_providers: Providers) -> Providers:
    """The scripted upstreams, with nothing recorded and the ordinary script."""
    running_providers.reset()
    return running_providers


class StartDaemon(Protocol):
    def __call__(
        self, configuration: Mapping[str, Any] | None = None, *, arguments: Sequence[str] = (), log_level: str = "trace"
    ) -> DaemonProcess: ...


class DaemonStarter:
    """Starts daemons, each in a directory of its own, and stops them all."""

    def __init__(self, binary: Path, evidence: Path, providers: Providers) -> None:
        self._binary, self._evidence, self._providers = binary, evidence, providers
        self._daemons: list[DaemonProcess] = []

    _numbers = itertools.count(1)

    def __call__(
        self, configuration: Mapping[str, Any] | None = None, *, arguments: Sequence[str] = (), log_level: str = "trace"
    ) -> DaemonProcess:
        whole = {"schema": "argus.config/v1", "upstreams": self._providers.configuration(), **(configuration or {})}
        directory = self._evidence / f"daemon-{next(self._numbers)}"
        daemon = DaemonProcess(self._binary, directory, whole, arguments, log_level).start()
        self._daemons.append(daemon)
        return daemon

    def stop_all(self) -> None:
        failures = []
        for daemon in self._daemons:
            try:
                daemon.stop()
            except AssertionError as failure:
                failures.append(str(failure))
        assert not failures, "\n".join(failures)


@pytest.fixture(scope="module")
def start_argus(argusd: Path, evidence: Path, running_providers: Providers) -> Iterator[StartDaemon]:
    """Starts a daemon that lives until the end of the module and must then leave with exit code 0."""
    starter = DaemonStarter(argusd, evidence, running_providers)
    yield starter
    starter.stop_all()


@pytest.fixture(scope="module")
def argus(start_argus: StartDaemon) -> DaemonProcess:
    """A daemon as shipped: shipped rules, shipped policy."""
    return start_argus()


@pytest.fixture(scope="module")
def blocking_argus(start_argus: StartDaemon) -> DaemonProcess:
    """A daemon that blocks what the shipped policy redacts."""
    return start_argus({"policy": {"entries": [{"severities": ["critical"], "action": "block"}]}})


SMALL_LIMITS = {"body": "1MiB", "timeouts": {"header": "1s", "body_idle": "1s", "first_byte": "2s"}}


@pytest.fixture(scope="module")
def strict_argus(start_argus: StartDaemon) -> DaemonProcess:
    """A daemon with small limits, so that reaching them is quick."""
    return start_argus({"limits": SMALL_LIMITS})


class RunCommand(Protocol):
    def __call__(
        self, *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture(scope="session")
def run_argusd(argusd: Path, evidence: Path) -> RunCommand:
    """Runs one command of argusd to its end; its output stays for the leak test."""
    numbers = itertools.count(1)

    def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        directory = evidence / f"command-{next(numbers)}"
        directory.mkdir()
        finished = subprocess.run(
            [str(argusd), *map(str, arguments)],
            input=stdin,
            capture_output=True,
            env=isolated_environment(directory),
            cwd=cwd or directory,
            timeout=4 * PATIENCE,
        )
        (directory / "stdout.log").write_bytes(finished.stdout)
        (directory / "stderr.log").write_bytes(finished.stderr)
        return subprocess.CompletedProcess(
            finished.args, finished.returncode, finished.stdout.decode(), finished.stderr.decode()
        )

    return run
