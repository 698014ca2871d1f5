#!/usr/bin/env python3
"""Measures start to ready with a warm cache, and the reload of one edited rule among a thousand.

  Benchmarks/reload/run.py                       this build
  Benchmarks/reload/run.py --argusd OLD --argusd NEW   several programs in interleaved rounds

Start: from the process's start until /health says ready, and its CPU time. Reload: from SIGHUP until a request that
only the edited rule stops is refused; the daemon's own time; and `argusd reload` as a command. While it reloads, a
client asks without a pause: no request may fail.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Benchmarks/foreign"))
import make_rules  # noqa: E402


class Daemon:
    """One `argusd serve` on a free port."""

    def __init__(self, argusd: str, cache: Path, arguments: list[str]) -> None:
        environment = dict(os.environ, ARGUS_CACHE_DIR=str(cache), ARGUS_RULES_DIR=str(ROOT / "rules"))
        self.argusd, self.environment = argusd, environment
        self.start = time.perf_counter()
        command = [argusd, "serve", "--quiet", "--port", "0", *arguments]
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout
        line = self.process.stdout.readline()
        match = re.search(r"http://([0-9.]+):(\d+)", line)
        if not match:
            raise SystemExit(f"{argusd} did not start: {line!r}")
        self.host, self.port = match[1], int(match[2])

    def request(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(method, path, body, {"content-type": "application/json"} if body else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def health(self) -> dict:
        return json.loads(self.request("GET", "/health")[1])

    def ask(self, text: str) -> int:
        body = json.dumps({"model": "m", "messages": [{"role": "user", "content": text}]}).encode()
        return self.request("POST", "/_upstream/loopback/v1/messages", body)[0]

    def wait_ready(self) -> float:
        """Seconds from the process's start."""
        while self.health()["status"] != "ready":
            time.sleep(0.001)
        return time.perf_counter() - self.start

    def cpu(self) -> float:
        """Seconds, all threads."""
        runs = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(file.read_text().split()[0]) for file in runs) / 1e9

    def stop(self) -> None:
        self.process.terminate()
        code = self.process.wait(timeout=60)
        assert self.process.stdout
        self.process.stdout.close()
        if code != 0:
            raise SystemExit(f"argusd ended with {code}")


def median(values: list[float]) -> float:
    return statistics.median(values)


def spread(values: list[float]) -> str:
    ordered = sorted(values)
    return f"{median(values):.0f} ({ordered[0]:.0f}–{ordered[-1]:.0f})"


def measure_start(programs: list[str], rounds: int, scratch: Path) -> None:
    walls: dict[str, list[float]] = {program: [] for program in programs}
    cpus: dict[str, list[float]] = {program: [] for program in programs}
    rules = 0
    for turn in range(rounds + 1):
        for index, program in enumerate(programs):
            daemon = Daemon(program, scratch / f"cache-start-{index}", [])
            wall, cpu = daemon.wait_ready(), daemon.cpu()
            rules = daemon.health()["rules_loaded"]
            daemon.stop()
            # The first round fills the caches.
            if turn:
                walls[program].append(wall * 1e3)
                cpus[program].append(cpu * 1e3)
    print(f"start to ready, warm cache, {rules} rules, median (range) of {rounds} interleaved rounds")
    for program in programs:
        print(f"  {program}: wall {spread(walls[program])} ms, CPU {spread(cpus[program])} ms")


class Client(threading.Thread):
    """Asks an ordinary question over and over; every answer but 200 is a failure."""

    def __init__(self, daemon: Daemon) -> None:
        super().__init__()
        self.daemon_under_test, self.stopped, self.requests, self.failures = daemon, False, 0, 0

    def run(self) -> None:
        while not self.stopped:
            try:
                is_fine = self.daemon_under_test.ask("An ordinary question about an ordinary file.") == 200
            except OSError:
                is_fine = False
            self.requests += 1
            self.failures += 0 if is_fine else 1


def measure_reload(program: str, rounds: int, scratch: Path, count: int) -> None:
    foreign, path = make_rules.rules(count, seed=1), scratch / "foreign.yaml"
    path.write_text(make_rules.argus(foreign))
    daemon = Daemon(program, scratch / "cache-reload", ["--rules", str(path)])
    rules = daemon.health()["rules_loaded"]
    acting, own, command = [], [], []
    client = Client(daemon)
    client.start()
    words = [f"edit{chr(97 + turn % 26)}{chr(97 + turn // 26)}" for turn in range(2 * rounds)]

    def replace(word: str) -> None:
        draft = path.with_suffix(".draft")
        foreign[count // 2] = make_rules.edited(word)
        draft.write_text(make_rules.argus(foreign))
        os.replace(draft, path)

    for word in words[:rounds]:
        replace(word)
        start = time.perf_counter()
        daemon.process.send_signal(signal.SIGHUP)
        while daemon.ask(f"it is {word}-87654321") == 200:
            pass
        acting.append((time.perf_counter() - start) * 1e3)
        # `last_milliseconds` is written after the swap.
        time.sleep(0.02)
        own.append(daemon.health()["reloads"].get("last_milliseconds") or 0)
    for word in words[rounds:]:
        replace(word)
        start = time.perf_counter()
        url = f"http://{daemon.host}:{daemon.port}"
        subprocess.run([program, "reload", "--url", url], check=True, stdout=subprocess.DEVNULL, env=daemon.environment)
        command.append((time.perf_counter() - start) * 1e3)
    start = time.perf_counter()
    while daemon.health().get("delta_patterns", 0) and time.perf_counter() - start < 300:
        time.sleep(0.1)
    consolidation = time.perf_counter() - start
    client.stopped = True
    client.join()
    daemon.stop()
    print(f"reload of one edited rule among {rules}, median (range) of {rounds}: {program}")
    print(f"  signal to the new rule acting {spread(acting)} ms")
    print(f"  the daemon's own time {spread(own)} ms")
    print(f"  `argusd reload` {spread(command)} ms")
    print(f"  {client.requests} requests meanwhile, {client.failures} failed")
    print(f"  one database again {consolidation:.1f} s later")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--argusd", action="append", help="program to measure (default: the release build)")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--rules", type=int, default=515, help="made-up rules beside the shipped ones")
    parser.add_argument("--only", choices=("start", "reload"))
    options = parser.parse_args()
    programs = options.argusd or [str(ROOT / ".build/release/argusd")]
    with tempfile.TemporaryDirectory() as directory:
        if options.only != "reload":
            measure_start(programs, options.rounds, Path(directory))
        if options.only != "start":
            measure_reload(programs[-1], options.rounds, Path(directory), options.rules)


if __name__ == "__main__":
    main()
