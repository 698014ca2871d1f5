#!/usr/bin/env python3
"""Measures argusd beside a direct connection and HAProxy, in interleaved rounds of one run.

    Benchmarks/proxy/run.py                          table on standard output
    Benchmarks/proxy/run.py --json result.json       and all figures in a file
    Benchmarks/proxy/run.py --rounds 9 --seconds 5   longer and calmer

Needs wrk and haproxy. The upstream is an HAProxy that reads each request whole and answers from memory; the bodies
are clean, so every byte is inspected and forwarded unchanged. Ratios within one run are the result; absolute
figures say as much about the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "Tests/Integration"))

from daemon_process import DaemonProcess  # noqa: E402
from load import HAProxy, Load, LoadReport  # noqa: E402
from provider_answers import anthropic_message  # noqa: E402

SIZES = {"4 KiB": 4 << 10, "100 KiB": 100 << 10}
CONNECTIONS = (1, 32)


@dataclass(frozen=True)
class Target:
    name: str
    url: str
    cpu_seconds: Callable[[], float]
    """CPU time the target's process has used so far; 0 for the direct path."""


@dataclass(frozen=True)
class Row:
    size: str
    connections: int
    target: str
    per_second: float
    p50: float
    p99: float
    added_p50: float
    added_p99: float
    """Latencies in milliseconds; the added ones against the direct connection."""
    cpu_per_request: float
    """Microseconds of the target's CPU time."""
    failures: int


def clean_body(size: int) -> bytes:
    """A conversation about code with nothing to find; the text is this project's own."""
    sources = sorted((PROJECT / "Sources").rglob("*.swift"))
    text = "".join(path.read_text() for path in sources)
    text = text * (size // len(text) + 1)
    # Escapes make the body larger than its text: shrink until it fits, then fill up with blanks.
    kept = size
    while True:
        turns = [text[start : start + 2048] for start in range(0, kept, 2048)]
        turns[-1] = turns[-1][: kept - 2048 * (len(turns) - 1)]
        roles = ("user", "assistant")
        messages = [{"role": roles[number % 2], "content": turn} for number, turn in enumerate(turns)]
        body = json.dumps({"model": "claude-test", "max_tokens": 1024, "messages": messages}).encode()
        if len(body) <= size:
            return body + b" " * (size - len(body))
        kept -= max(1, len(body) - size)


def process_cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(targets: list[Target], bodies: dict[str, Path], directory: Path, rounds: int, seconds: int) -> list[Row]:
    reports: dict[tuple[str, int, str], list[tuple[LoadReport, float]]] = {}
    for number in range(rounds):
        for size, body in bodies.items():
            for connections in CONNECTIONS:
                # Another order in each round, so that no target always runs on a warmer machine.
                for target in targets[number % len(targets) :] + targets[: number % len(targets)]:
                    before = target.cpu_seconds()
                    url = f"{target.url}/v1/messages"
                    report = Load(url, body, directory, connections=connections, seconds=seconds).finish()
                    used = target.cpu_seconds() - before
                    reports.setdefault((size, connections, target.name), []).append((report, used))
        print(f"round {number + 1} of {rounds} done", file=sys.stderr)
    order = [(size, connections, target.name) for size in bodies for connections in CONNECTIONS for target in targets]
    return [row(key, reports[key], reports[key[0], key[1], "direct"]) for key in order]


def row(key: tuple[str, int, str], runs: list[tuple[LoadReport, float]], direct: list[tuple[LoadReport, float]]) -> Row:
    def median(values: list[float]) -> float:
        return statistics.median(values)

    p50, p99 = (median([getattr(report, name) / 1000 for report, _ in runs]) for name in ("p50", "p99"))
    base50, base99 = (median([getattr(report, name) / 1000 for report, _ in direct]) for name in ("p50", "p99"))
    return Row(
        size=key[0],
        connections=key[1],
        target=key[2],
        per_second=median([report.per_second for report, _ in runs]),
        p50=p50,
        p99=p99,
        added_p50=p50 - base50,
        added_p99=p99 - base99,
        cpu_per_request=median([used / max(1, report.requests) * 1e6 for report, used in runs]),
        failures=sum(report.failures for report, _ in runs),
    )


def table(rows: list[Row]) -> str:
    lines = [
        "| body | clients | path | req/s | p50 ms | p99 ms | added p50 | added p99 | CPU µs/req | failures |",
        "|--|--:|--|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for entry in rows:
        lines.append(
            f"| {entry.size} | {entry.connections} | {entry.target} | {entry.per_second:,.0f} | {entry.p50:.2f}"
            f" | {entry.p99:.2f} | {entry.added_p50:+.2f} | {entry.added_p99:+.2f} | {entry.cpu_per_request:.0f}"
            f" | {entry.failures} |"
        )
    return "\n".join(lines)


def machine() -> dict[str, str]:
    commit = subprocess.run(
        ["git", "-C", str(PROJECT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True
    ).stdout.strip()
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    load = " ".join(Path("/proc/loadavg").read_text().split()[:3])
    return {"commit": commit, "cpu": model, "cores": str(os.cpu_count()), "load average at start": load}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("ARGUSD", PROJECT / ".build/release/argusd")
    parser.add_argument("--argusd", type=Path, default=default, help="the program to measure")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3, help="of load for each figure of each round")
    parser.add_argument("--json", type=Path, help="write all figures there, too")
    options = parser.parse_args()

    facts = machine()
    with tempfile.TemporaryDirectory(prefix="argus-proxy-benchmark-") as name:
        directory = Path(name)
        bodies = {}
        for size, count in SIZES.items():
            bodies[size] = directory / f"body-{count}.json"
            bodies[size].write_bytes(clean_body(count))
        upstream = HAProxy.answering(directory, json.dumps(anthropic_message()).encode()).start()
        haproxy = HAProxy.forwarding(directory, upstream.port, threads=os.cpu_count() or 1).start()
        configuration = {"schema": "argus.config/v1", "upstreams": {"anthropic": {"url": upstream.url}}}
        argus = DaemonProcess(options.argusd, directory / "argusd", configuration, log_level="info").start()
        targets = [
            Target("direct", upstream.url, lambda: 0.0),
            Target("HAProxy", haproxy.url, lambda: process_cpu_seconds(haproxy.pid)),
            Target("argusd", argus.url, lambda: process_cpu_seconds(argus.pid)),
        ]
        rules = argus.health()["rules_loaded"]
        rows = measure(targets, bodies, directory, options.rounds, options.seconds)
        metrics = argus.metrics()
        inspected, findings = metrics.total("argus_scan_bytes_total"), metrics.total("argus_findings_total")
        argus.stop()
        haproxy.stop()
        upstream.stop()

    rate = {(entry.size, entry.connections, entry.target): entry.per_second for entry in rows}
    ratios = {
        f"{size}, {connections} clients": rate[size, connections, "argusd"] / rate[size, connections, "HAProxy"]
        for size in SIZES
        for connections in CONNECTIONS
    }
    print(", ".join(f"{key} {value}" for key, value in facts.items()))
    print(f"{options.rounds} rounds of {options.seconds} s, medians; {rules} rules, {inspected:,.0f} bytes inspected")
    print(f"{findings:,.0f} findings in the bodies, which should be clean\n")
    print(table(rows))
    print("\nargusd / HAProxy: " + ", ".join(f"{key} {value:.2f}" for key, value in ratios.items()))
    if options.json:
        result = {"machine": facts, "rounds": options.rounds, "seconds": options.seconds, "rules": rules}
        result |= {"rows": [asdict(entry) for entry in rows], "ratios": ratios}
        options.json.write_text(json.dumps(result, indent=2) + "\n")
    # A figure from failing requests is none.
    return 1 if any(entry.failures for entry in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
