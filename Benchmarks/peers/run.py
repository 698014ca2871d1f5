#!/usr/bin/env python3
"""Measures `argusd scan` beside Kingfisher on one directory, and both beside the bare engine, in one run.

Rounds are interleaved; a figure is the median of its rounds. CPU is user plus system time of the whole process, start
included; memory is the largest resident size. Kingfisher comes from PyPI (`pip install kingfisher-bin`).

    Benchmarks/peers/run.py CORPUS --kingfisher PATH [--argusd PATH] [--rounds 5] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Measurement:
    wall: float
    cpu: float
    resident_mib: float
    findings: int


def run(command: list[str], output: Path, environment: dict[str, str]) -> Measurement:
    """One whole process, its output in a file; findings are its lines."""
    begun = time.monotonic()
    with output.open("wb") as sink, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=sink, stderr=errors, stdin=subprocess.DEVNULL, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begun
        code = os.waitstatus_to_exitcode(status)
        process.returncode = code
        # 0 to 3: argusd's actions; 200 and 205: Kingfisher found something.
        if code not in (0, 1, 2, 3, 200, 205):
            errors.seek(0)
            sys.exit(f"{command[0]} ended with {code}: {errors.read()[-2000:].decode(errors='replace')}")
    with output.open("rb") as lines:
        findings = sum(1 for line in lines if line.startswith(b"{"))
    return Measurement(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, findings)


def corpus_size(corpus: Path) -> tuple[int, int]:
    files = [path for path in corpus.rglob("*") if path.is_file() and not path.is_symlink()]
    return len(files), sum(path.stat().st_size for path in files)


def bare_engine(corpus: Path, bench: Path, rounds: int) -> dict[str, float]:
    """The matcher and `hs_scan` on the same database and the same files."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = [str(bench), "matcher", "--rules", str(ROOT / "rules"), "--corpus", str(corpus)]
        command += ["--mebibytes", "300", "--rounds", str(rounds), "--json", report.name]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        results = json.loads(Path(report.name).read_text())["results"]
    return {entry["key"]: entry["value"] for entry in results}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--kingfisher", required=True)
    parser.add_argument("--argusd", default=str(ROOT / ".build/release/argusd"))
    parser.add_argument("--bench", type=Path, default=ROOT / "Benchmarks/.build/release/argus-bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    files, size = corpus_size(options.corpus)
    mebibytes = size / 1048576
    with tempfile.TemporaryDirectory() as scratch:
        # Caches of compiled rules are warm for both and belong to this run alone.
        environment = {**os.environ, "HOME": scratch, "XDG_CACHE_HOME": f"{scratch}/cache", "NO_COLOR": "1"}
        environment.pop("ARGUS_CACHE_DIR", None)
        kingfisher = [options.kingfisher, "scan", str(options.corpus), "--no-validate", "--no-update-check"]
        kingfisher += ["--git-history", "none", "--format", "jsonl", "--confidence", "low"]
        argus = [options.argusd, "scan", "--quiet", "--format", "jsonl", "--no-ignore"]
        contenders = {
            "Kingfisher, 1 job": [*kingfisher, "--jobs", "1"],
            "Kingfisher, 2 jobs": [*kingfisher, "--jobs", "2"],
            "argusd scan -j1": [*argus, "-j1", str(options.corpus)],
            "argusd scan -j2": [*argus, "-j2", str(options.corpus)],
        }
        empty = Path(scratch, "empty")
        empty.mkdir()
        measured: dict[str, list[Measurement]] = {name: [] for name in contenders}
        for name, command in contenders.items():
            # Compiles and caches the rules; not counted.
            run([str(empty) if part == str(options.corpus) else part for part in command], Path(scratch, "out"), environment)
            print(f"warm: {name}", file=sys.stderr)
        for round_number in range(options.rounds):
            for name, command in contenders.items():
                measured[name].append(run(command, Path(scratch, "out"), environment))
            print(f"round {round_number + 1} of {options.rounds}", file=sys.stderr)
    engine = bare_engine(options.corpus, options.bench, 3)

    print(f"{files} files, {mebibytes:.0f} MiB\n")
    print("| | wall s | CPU s | MiB per CPU s | resident MiB | findings |\n|--|--:|--:|--:|--:|--:|")
    rows = {}
    for name, values in measured.items():
        row = {
            "wall": statistics.median(v.wall for v in values),
            "cpu": statistics.median(v.cpu for v in values),
            "resident_mib": statistics.median(v.resident_mib for v in values),
            "findings": values[-1].findings,
        }
        row["mib_per_cpu_second"] = mebibytes / row["cpu"]
        rows[name] = row
        print(
            f"| {name} | {row['wall']:.2f} | {row['cpu']:.2f} | {row['mib_per_cpu_second']:.0f} "
            f"| {row['resident_mib']:.0f} | {row['findings']} |"
        )
    for name, key in [("hs_scan", "one field a file: hs_scan"), ("matcher", "one field a file: matcher")]:
        print(f"| {name}, in memory | | | {engine[key]:.0f} | | |")
    ratio = rows["argusd scan -j1"]["mib_per_cpu_second"] / rows["Kingfisher, 1 job"]["mib_per_cpu_second"]
    memory = rows["argusd scan -j1"]["resident_mib"] / rows["Kingfisher, 1 job"]["resident_mib"]
    print(f"\nargusd scan -j1 does {ratio:.1f} times the work of Kingfisher per CPU second in {memory:.2f} of its memory;")
    print(f"the matcher reaches {engine['one field a file: ratio']:.2f} of the bare engine.")
    if options.json:
        options.json.write_text(json.dumps({"mebibytes": mebibytes, "contenders": rows, "engine": engine}, indent=2) + "\n")


if __name__ == "__main__":
    main()
