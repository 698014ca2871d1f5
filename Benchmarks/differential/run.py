#!/usr/bin/env python3
"""Compares the engine with PCRE2 alone, over the shipped rules and an imported pack of foreign ones.

  Benchmarks/differential/run.py                     ten million (rule, text) pairs
  Benchmarks/differential/run.py --pairs 1000000 --seed 7

Rules in the dialects of other tools, made from public formats, are written as another tool's file and go through
`argusd rules import`. Fails when a finding differs, or when fewer than 500 of the foreign rules are left.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Benchmarks/foreign"))
import make_rules  # noqa: E402

LEAST_RULES = 500


def imported(argusd: str, count: int, scratch: Path) -> Path:
    """The pack that `argusd rules import` makes of `count` foreign rules."""
    source, pack = scratch / "rules.yml", scratch / "imported.yaml"
    source.write_text(make_rules.noseyparker(make_rules.rules(count, seed=1)))
    command = [argusd, "rules", "import", "--from", "noseyparker", str(source), "--output", str(pack), "--format", "json"]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ, ARGUS_CACHE_DIR=""))
    results = [rule["result"] for rule in json.loads(answer.stdout)["rules"]]
    active = sum(result in ("live", "shadow") for result in results)
    print(f"{len(results)} foreign rules imported, {active} of them active", flush=True)
    if active < LEAST_RULES:
        raise SystemExit(f"fewer than {LEAST_RULES} foreign rules are active")
    return pack


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=800, help="foreign rules")
    parser.add_argument("--argusd", default=str(ROOT / ".build/release/argusd"))
    parser.add_argument("--bench", default=str(ROOT / "Benchmarks/.build/release/argus-bench"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        pack = imported(options.argusd, options.count, Path(directory))
        rules = ["--rules", str(ROOT / "rules"), "--rules", str(pack)]
        run = [options.bench, "differential", *rules, "--pairs", str(options.pairs), "--seed", str(options.seed)]
        raise SystemExit(subprocess.run(run).returncode)


if __name__ == "__main__":
    main()
