#!/usr/bin/env python3
"""Measures what the number of rules costs and draws it: 10, 100, 1,000 and 5,000 generated rules.

Prints the table of docs/performance.md and writes the chart beside it. Build the benchmarks first
(`cd Benchmarks && swift build -c release`).

    Benchmarks/scale/run.py [--rounds 5] [--chart docs/performance-scale.svg]
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STEPS = [10, 100, 1000, 5000]
WIDTH, HEIGHT, MARGIN = 250, 170, 44


def measure(bench: Path, rounds: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as scratch:
        packs = Path(scratch, "packs")
        maker = [str(ROOT / "Benchmarks/foreign/make_rules.py"), "--count", str(max(STEPS)), "--directory", str(packs)]
        subprocess.run(maker, check=True)
        report = Path(scratch, "scale.json")
        command = [str(bench), "scale", "--rules", str(packs), "--rounds", str(rounds), "--json", str(report)]
        subprocess.run(command, check=True)
        return {entry["key"]: entry["value"] for entry in json.loads(report.read_text())["results"]}


def table(results: dict[str, float]) -> str:
    lines = [
        "| rules | compile, CPU s | database, MiB | resident, MiB | hs_scan, MiB/CPU s | matcher, MiB/CPU s | ratio |",
        "|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for step in STEPS:
        key = f"{step} rules: "
        lines.append(
            f"| {step:,} | {results[key + 'compile'] / 1000:.2f} | {results[key + 'database'] / 1024:.2f} "
            f"| {results[key + 'resident']:.1f} | {results[key + 'hs_scan']:.0f} | {results[key + 'matcher']:.0f} "
            f"| {results[key + 'ratio']:.2f} |"
        )
    return "\n".join(lines)


def panel(left: int, title: str, series: list[tuple[str, list[float]]]) -> list[str]:
    """One chart with logarithmic axes; a series is a colour and its values by step."""
    values = [value for _, points in series for value in points if value > 0]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    high = max(high, low + 1)

    def across(step: int) -> float:
        return left + MARGIN + (WIDTH - MARGIN - 12) * math.log10(step / STEPS[0]) / math.log10(STEPS[-1] / STEPS[0])

    def up(value: float) -> float:
        return HEIGHT - 26 - (HEIGHT - 56) * (math.log10(max(value, 10.0**low)) - low) / (high - low)

    parts = [f'<text x="{left + MARGIN}" y="18" font-weight="bold">{title}</text>']
    for power in range(low, high + 1):
        y = up(10.0**power)
        parts.append(f'<line x1="{left + MARGIN}" x2="{left + WIDTH - 8}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ccc"/>')
        parts.append(f'<text x="{left + MARGIN - 4}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for step in STEPS:
        parts.append(f'<text x="{across(step):.1f}" y="{HEIGHT - 8}" text-anchor="middle">{step}</text>')
    for colour, points in series:
        path = " ".join(f"{across(step):.1f},{up(value):.1f}" for step, value in zip(STEPS, points, strict=True))
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
    return parts


def chart(results: dict[str, float]) -> str:
    def column(name: str, scale: float = 1) -> list[float]:
        return [results[f"{step} rules: {name}"] / scale for step in STEPS]

    panels = [
        ("throughput, MiB per CPU s", [("#888", column("hs_scan")), ("#06c", column("matcher"))]),
        ("compile, CPU s", [("#06c", column("compile", 1000))]),
        ("database, MiB", [("#06c", column("database", 1024))]),
    ]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH * len(panels)}" height="{HEIGHT}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{WIDTH * len(panels)}" height="{HEIGHT}" fill="white"/>',
        "<title>Cost by number of rules; grey: the bare engine, blue: Argus</title>",
    ]
    for index, (title, series) in enumerate(panels):
        parts += panel(index * WIDTH, title, series)
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=ROOT / "Benchmarks/.build/release/argus-bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--chart", type=Path, default=ROOT / "docs/performance-scale.svg")
    options = parser.parse_args()
    results = measure(options.bench, options.rounds)
    print("\n" + table(results))
    options.chart.write_text(chart(results))


if __name__ == "__main__":
    main()
