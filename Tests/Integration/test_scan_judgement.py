"""`argusd scan`: baselines, comments, ignore files, formats, and what decides the exit code."""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from daemon_process import isolated_environment
from rule_pack import pack_text, project_number
from scripted_upstream import PATIENCE

SECRET = project_number("vermilion")
RULE = "custom.word-vermilion"
PROJECT = Path(__file__).resolve().parents[2]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def home(evidence: Path, tmp_path: Path) -> Path:
    directory = evidence / f"judgement-{tmp_path.name}"
    directory.mkdir()
    return directory


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    root.mkdir()
    return root


@pytest.fixture
def scan(argusd: Path, home: Path, tree: Path, tmp_path: Path) -> Run:
    pack = tmp_path / "pack.yaml"
    pack.write_text(pack_text(["vermilion"]))

    def run(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(argusd), "scan", "--no-shipped-rules", "--rules", str(pack), *arguments],
            cwd=tree,
            env=isolated_environment(home) | (environment or {}),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    return run


def records(finished: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in finished.stdout.splitlines()]


def test_a_baseline_forgives_what_was_there_until_it_multiplies(scan: Run, tree: Path) -> None:
    (tree / "a.txt").write_text(f"x\n{SECRET}\n")
    made = scan("--baseline", "known.json", "--update-baseline", ".")
    assert made.returncode == 0, made.stderr
    assert SECRET not in (tree / "known.json").read_text()
    assert (tree / "known.json.key").stat().st_mode & 0o777 == 0o600

    (tree / "a.txt").write_text(f"moved\nby\nlines\n{SECRET}\n")
    assert scan("--baseline", "known.json", ".").returncode == 0
    (tree / "a.txt").write_text(f"{SECRET}\n{SECRET}\n")
    again = scan("--baseline", "known.json", "--format", "jsonl", ".")
    assert again.returncode == 1
    assert [record["suppressed"] is None for record in records(again)] == [False, True]
    assert scan(".").returncode == 1

    (tree / "a.txt").write_text("clean\n")
    gone = scan("--baseline", "known.json", ".")
    assert gone.returncode == 0 and "AS0006" in gone.stderr


def test_a_baseline_needs_its_key(scan: Run, tree: Path) -> None:
    (tree / "a.txt").write_text(SECRET)
    scan("--baseline", "known.json", "--update-baseline", ".")
    key = (tree / "known.json.key").read_text()
    (tree / "known.json.key").unlink()
    missing = scan("--baseline", "known.json", ".")
    assert missing.returncode == 78 and "key" in missing.stderr
    assert scan("--baseline", "known.json", ".", environment={"ARGUS_FINGERPRINT_KEY": key}).returncode == 0
    other = scan("--baseline", "known.json", ".", environment={"ARGUS_FINGERPRINT_KEY": "ab" * 32})
    assert other.returncode == 78 and "another key" in other.stderr
    assert scan("--baseline", "missing.json", ".").returncode == 78
    assert scan("--update-baseline", ".").returncode == 64


def test_fingerprints_are_the_same_in_each_run_and_mode(scan: Run, tree: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    (tree / "a.txt").write_text(f"x\n{SECRET}\n")
    subprocess.run(["git", "add", "a.txt"], cwd=tree, check=True)
    found = [
        {record["fingerprint"] for record in records(scan("--format", "jsonl", *how))}
        for how in (["."], ["a.txt"], [str(tree)], ["--staged"])
    ]
    assert len(found[0]) == 1
    assert all(each == found[0] for each in found)


def test_a_comment_allows_with_a_reason_until_its_day(scan: Run, tree: Path) -> None:
    (tree / "a.py").write_text(f"key = '{SECRET}'  # argus:allow {RULE} made up for the manual until=9999-12-31\n")
    assert scan(".").returncode == 0
    (tree / "a.py").write_text(f"key = '{SECRET}'  # argus:allow {RULE} made up until=2020-01-01\n")
    late = scan(".")
    assert late.returncode == 1 and "ended on 2020-01-01" in late.stdout
    (tree / "a.py").write_text(f"key = '{SECRET}'  # argus:allow {RULE}\n")
    bare = scan(".")
    assert bare.returncode == 1 and "AS0001" in bare.stderr and "a.py:1:" in bare.stderr
    (tree / "a.py").write_text(f"# argus:allow {RULE} nothing is here\n")
    assert "AS0005" not in scan(".").stderr
    assert "AS0005" in scan("--strict", ".").stderr


def test_ignored_files_are_counted(scan: Run, tree: Path) -> None:
    (tree / ".gitignore").write_text("build/\n")
    (tree / "build").mkdir()
    (tree / "build/a.txt").write_text(SECRET)
    (tree / "b.bin").write_bytes(b"\0" + SECRET.encode())
    (tree / ".env").write_text(f"KEY={SECRET}\n")
    first = scan(".")
    assert first.returncode == 1
    assert "1 ignored skipped" in first.stdout and "1 binary skipped" in first.stdout
    assert [r["path"] for r in records(scan("--format", "jsonl", "."))] == ["./.env"]
    assert len(records(scan("--format", "jsonl", "--no-ignore", "--binary", "."))) == 3
    assert scan("--skip-hidden", ".").returncode == 0
    assert scan("--exclude", ".env", ".").returncode == 0
    assert scan("--include", "*.py", ".").returncode == 0
    assert scan("--max-file-size", "3", ".").returncode == 0


def test_what_decides_the_exit_code(scan: Run, tree: Path) -> None:
    (tree / "a.txt").write_text(SECRET)
    assert scan(".").returncode == 1
    assert scan("--exit-zero", ".").returncode == 0
    assert scan("--fail-on", "critical", ".").returncode == 1
    assert scan("--exit-zero", "missing.txt").returncode == 4
    assert scan("--format", "yaml", ".").returncode == 64
    assert scan("--jobs", "0", ".").returncode == 64
    for jobs in ("1", "2", "9"):
        assert scan("-j", jobs, ".").returncode == 1


def test_reports_go_into_a_file(scan: Run, tree: Path) -> None:
    (tree / "a.txt").write_text(SECRET)
    for form in ["sarif", "junit", "html", "markdown", "json", "jsonl", "text"]:
        finished = scan("--format", form, "--output", f"../report.{form}", ".")
        assert (finished.returncode, finished.stdout) == (1, "")
    reports = tree.parent
    sarif = json.loads((reports / "report.sarif").read_text())
    assert sarif["version"] == "2.1.0"
    (result,) = sarif["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    suite = ElementTree.parse(reports / "report.junit").getroot()
    assert suite.attrib["failures"] == "1"
    assert "<script" not in (reports / "report.html").read_text()
    for report in reports.glob("report.*"):
        assert SECRET not in report.read_text()


def test_a_report_takes_its_place_whole(scan: Run, tree: Path, argusd: Path, home: Path, tmp_path: Path) -> None:
    (tree / "a.txt").write_text(SECRET)
    for unwritable in ("missing/report", str(tree)):
        refused = scan("--output", unwritable, "a.txt")
        assert refused.returncode == 74 and "cannot be written" in refused.stderr
    report = tree / "report.jsonl"
    report.write_text("old\n")
    report.chmod(0o600)
    link = tree / "link.jsonl"
    link.symlink_to(report)
    waiting = [str(argusd), "scan", "--no-shipped-rules", "--rules", str(tmp_path / "pack.yaml"), "-o", str(link), "-"]
    with subprocess.Popen(
        waiting, cwd=tree, env=isolated_environment(home), stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin
        # More than a pipe holds, so the scan has begun when it is written.
        process.stdin.write(b"x" * (1 << 20))
        process.stdin.flush()
        process.terminate()
        assert process.wait(PATIENCE) != 0
    assert report.read_text() == "old\n"
    assert scan("--format", "jsonl", "-o", "link.jsonl", "a.txt").returncode == 1
    assert json.loads(report.read_text())["path"] == "a.txt"
    assert link.is_symlink() and report.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in tree.iterdir()} == {"a.txt", "report.jsonl", "link.jsonl"}
    assert "a.txt:1:1" in scan("-o", "/dev/stdout", "a.txt").stdout


def test_a_scan_without_a_rule_is_no_scan(argusd: Path, home: Path, tree: Path) -> None:
    (tree / "a.txt").write_text(SECRET)
    finished = subprocess.run(
        [str(argusd), "scan", "--no-shipped-rules", "a.txt"],
        cwd=tree,
        env=isolated_environment(home),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert finished.returncode == 78 and "no rule" in finished.stderr


def test_names_that_are_no_utf8_have_entries_of_their_own(scan: Run, tree: Path) -> None:
    for name in (b"b\xff.txt", b"b\xfe.txt"):
        (tree / os.fsdecode(name)).write_text(SECRET)
    assert scan("--baseline", "../known.json", "--update-baseline", ".").returncode == 0
    known = json.loads((tree.parent / "known.json").read_text())["findings"]
    assert [entry["path"] for entry in known] == ["b\\xFE.txt", "b\\xFF.txt"]
    # What was not read this time and is still there stays.
    (tree / "other.txt").write_text("clean\n")
    assert scan("--baseline", "../known.json", "--update-baseline", "other.txt").returncode == 0
    assert json.loads((tree.parent / "known.json").read_text())["findings"] == known


def test_values_in_one_compressed_text_are_told_apart(scan: Run, tree: Path) -> None:
    def write(*values: str) -> None:
        packed = gzip.compress(" and ".join(values).encode(), mtime=0)
        (tree / "a.txt").write_text(f"blob = {base64.b64encode(packed).decode()}\n")

    write(SECRET)
    scan("--baseline", "known.json", "--update-baseline", ".")
    write(SECRET, SECRET.replace("0042", "0043"))
    found = records(scan("--baseline", "known.json", "--format", "jsonl", "a.txt"))
    assert sorted(record["suppressed"] is None for record in found) == [False, True]
    assert len({record["fingerprint"] for record in found}) == 2


def test_each_record_fits_the_published_schema(scan: Run, tree: Path) -> None:
    schema = json.loads((PROJECT / "docs/schema/scan-record.json").read_text())
    (tree / "a.json").write_text(json.dumps({"x": [SECRET]}))
    (tree / "b.txt").write_text(f"{SECRET} # argus:allow {RULE} a sample until=9999-01-01\n{SECRET}\n")
    found = records(scan("--format", "jsonl", "."))
    assert len(found) == 3
    types = {"string": str, "integer": int, "boolean": bool, "array": list, "null": type(None), "object": dict}

    def check(value: object, rules: dict[str, object]) -> None:
        if "oneOf" in rules:
            kinds = [each for each in rules["oneOf"] if isinstance(value, types[each["type"]])]
            assert len(kinds) == 1
            return check(value, kinds[0])
        if "type" in rules:
            names = rules["type"] if isinstance(rules["type"], list) else [rules["type"]]
            assert isinstance(value, tuple(types[name] for name in names)), (value, rules)
        if "enum" in rules:
            assert value in rules["enum"]
        if "minimum" in rules and value is not None:
            assert value >= rules["minimum"]
        if isinstance(value, dict):
            assert set(value) == set(rules["required"]) == set(rules["properties"])
            for name, inner in value.items():
                check(inner, rules["properties"][name])

    for record in found:
        check(record, schema)


def test_a_scan_ends_when_its_reader_is_gone(argusd: Path, home: Path, tree: Path, tmp_path: Path) -> None:
    for number in range(400):
        (tree / f"{number}.txt").write_text(f"{SECRET}\n" * 200)
    pack = tmp_path / "pack.yaml"
    pack.write_text(pack_text(["vermilion"]))
    command = [str(argusd), "scan", "--no-shipped-rules", "--rules", str(pack), "."]
    with subprocess.Popen(
        command, cwd=tree, env=isolated_environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.readline()
        process.stdout.close()
        process.wait(PATIENCE)
        assert process.stderr and b"rror" not in process.stderr.read()


def test_a_large_recorded_body_of_any_name_is_read_by_its_fields(scan: Run, tree: Path) -> None:
    body = json.dumps({"system": "x" * 3_000_000, "messages": [{"content": f"line\n{SECRET}"}]})
    (tree / "body").write_text(body)
    named = records(scan("--format", "jsonl", "body"))
    assert [record["location"] for record in named] == ["messages[0].content"]
    assert body[named[0]["offset"] : named[0]["end"]] == SECRET


def test_archives_are_opened_on_demand(scan: Run, tree: Path) -> None:
    with zipfile.ZipFile(tree / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner/a.txt", f"x\n{SECRET}\n")
    assert scan(".").returncode == 0
    opened = scan("--archives", "--format", "jsonl", ".")
    assert [(r["path"], r["line"]) for r in records(opened)] == [("./a.zip!inner/a.txt", 2)]
    made = scan("--archives", "--baseline", "known.json", "--update-baseline", ".")
    assert made.returncode == 0
    assert scan("--archives", "--baseline", "known.json", ".").returncode == 0


def test_recorded_streams_are_read_event_by_event(scan: Run, tree: Path) -> None:
    lines = ["event: x", 'data: {"delta":{"text":"one"}}', "", f'data: {{"delta":{{"text":"a\\n{SECRET}"}}}}', ""]
    (tree / "answer.sse").write_text("\n".join(lines))
    (record,) = records(scan("--format", "jsonl", "."))
    assert (record["location"], record["line"]) == ("#2.delta.text", 4)
    data = (tree / "answer.sse").read_bytes()
    assert data[record["offset"] : record["end"]] == SECRET.encode()
