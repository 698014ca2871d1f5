"""`argusd scan`: places, masks, formats, exit codes, progress."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from conftest import RunCommand
from daemon_process import isolated_environment
from fixture_secrets import AWS_ACCESS_KEY_ID, CRITICAL, GITHUB_TOKEN, PRIVATE_KEY, SECRETS
from rule_pack import pack_text, project_number
from scripted_upstream import PATIENCE


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Two files with a secret, one without, one in a directory below."""
    root = tmp_path / "tree"
    (root / "deep").mkdir(parents=True)
    (root / "clean.txt").write_text("nothing special\n")
    (root / "deploy.env").write_text(f"# é before\nname=x\n  TOKEN={GITHUB_TOKEN}\n")
    (root / "deep" / "request.json").write_text(json.dumps({"messages": [{"content": f"use {AWS_ACCESS_KEY_ID}"}]}))
    return root


def test_scan_of_a_directory_shows_places_and_masks_values(run_argusd: RunCommand, tree: Path) -> None:
    finished = run_argusd("scan", tree)
    assert finished.returncode == 2, finished.stderr
    lines = finished.stdout.splitlines()
    assert any(line.startswith(f"{tree}/deploy.env:3:9: critical ") for line in lines), finished.stdout
    # In JSON the place is told as the field, too.
    (in_json,) = [line for line in lines if line.startswith(f"{tree}/deep/request.json:1:")]
    assert "messages[0].content" in in_json
    assert not any("clean.txt" in line for line in lines)
    assert GITHUB_TOKEN not in finished.stdout and AWS_ACCESS_KEY_ID not in finished.stdout
    assert "****" in finished.stdout


def test_scan_as_json_is_one_document(run_argusd: RunCommand, tree: Path) -> None:
    finished = run_argusd("scan", "--format", "json", tree)
    assert finished.returncode == 2
    document = json.loads(finished.stdout)
    found = {Path(row["path"]).name: row for row in document["findings"]}
    assert set(found) == {"deploy.env", "request.json"}
    assert (found["deploy.env"]["line"], found["deploy.env"]["column"]) == (3, 9)
    assert found["deploy.env"]["action"] == "redact"
    assert document["files"] == 3
    # The offsets are bytes of the file.
    data = (tree / "deploy.env").read_bytes()
    assert data[found["deploy.env"]["offset"] : found["deploy.env"]["end"]] == GITHUB_TOKEN.encode()


def test_scan_as_jsonl_is_one_finding_a_line(run_argusd: RunCommand, tree: Path) -> None:
    finished = run_argusd("scan", "--format", "jsonl", tree)
    rows = [json.loads(line) for line in finished.stdout.splitlines()]
    assert len(rows) == 2
    assert all(row["rule"] and row["type"] and row["severity"] for row in rows)


@pytest.mark.parametrize("name", CRITICAL)
def test_scan_of_standard_input_finds_each_critical_secret(name: str, run_argusd: RunCommand) -> None:
    finished = run_argusd("scan", "-", stdin=f"first line\nvalue = {SECRETS[name]}\n".encode())
    assert finished.returncode == 2, finished.stdout + finished.stderr
    assert "-:2:" in finished.stdout
    assert "critical" in finished.stdout


def test_clean_scan_is_silent_success(run_argusd: RunCommand, tree: Path) -> None:
    finished = run_argusd("scan", "--quiet", tree / "clean.txt")
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")
    assert json.loads(run_argusd("scan", "--format", "json", tree / "clean.txt").stdout)["findings"] == []


@pytest.mark.parametrize(("action", "code"), [("block", 1), ("redact", 2), ("alert", 2), ("log", 3)])
def test_exit_code_of_scan_is_the_strongest_action(
    action: str, code: int, run_argusd: RunCommand, tmp_path: Path
) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text(pack_text(["vermilion"], action=action))
    finished = run_argusd("scan", "--no-shipped-rules", "--rules", pack, stdin=project_number("vermilion").encode())
    assert finished.returncode == code, finished.stdout + finished.stderr


def test_unreadable_input_has_its_own_exit_code(run_argusd: RunCommand, tree: Path, tmp_path: Path) -> None:
    missing = run_argusd("scan", tree / "clean.txt", tmp_path / "missing.txt")
    assert missing.returncode == 4
    assert "missing.txt" in missing.stderr
    # A finding is stronger than a file that could not be read.
    assert run_argusd("scan", tree / "deploy.env", tmp_path / "missing.txt").returncode == 2


def test_progress_is_shown_on_a_terminal_only(argusd: Path, evidence: Path, tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.txt").write_bytes(b"An ordinary line of an ordinary file.\n" * 60_000)
    directory = evidence / "progress"
    directory.mkdir()
    command = [str(argusd), "scan", str(tmp_path)]
    environment = isolated_environment(directory) | {"TERM": "xterm"}

    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = b""
        # Reading a terminal whose other side is gone is an error, not an end.
        with contextlib.suppress(OSError):
            while chunk := os.read(ours, 4096):
                shown += chunk
        output = process.stdout.read() if process.stdout else b""
        assert process.wait(PATIENCE) == 0
    os.close(ours)
    assert b"MiB/s" in shown
    assert b"\x1b" not in output

    piped = subprocess.run(command, capture_output=True, env=environment, timeout=PATIENCE)
    assert piped.stderr == b""
    assert b"\x1b" not in piped.stdout and b"MiB/s" not in piped.stdout


def test_private_key_is_one_finding_over_its_lines(run_argusd: RunCommand) -> None:
    finished = run_argusd("scan", "--format", "json", "-", stdin=f"before\n{PRIVATE_KEY}\nafter\n".encode())
    rows = json.loads(finished.stdout)["findings"]
    critical = [row for row in rows if row["severity"] == "critical"]
    assert len(critical) == 1, rows
    assert critical[0]["line"] == 2


def test_scan_with_a_faulty_rule_is_no_scan(run_argusd: RunCommand, tree: Path, tmp_path: Path) -> None:
    pack = tmp_path / "faulty.yaml"
    pack.write_text(pack_text(["vermilion"]).replace("pattern: '", "pattern: '("))
    finished = run_argusd("scan", "--rules", pack, tree)
    assert finished.returncode == 78, finished.stdout + finished.stderr
    assert "AR0301" in finished.stderr


def test_scan_whose_report_cannot_be_written_fails(run_argusd: RunCommand, tree: Path) -> None:
    finished = run_argusd("scan", "--format", "sarif", "--output", "/dev/full", tree)
    assert finished.returncode == 74
    assert "No space left" in finished.stderr


def test_json_has_no_comments(run_argusd: RunCommand, tmp_path: Path) -> None:
    request = tmp_path / "request.json"
    allow = "x = 1 # argus:allow-file github.token a sample"
    request.write_text(json.dumps({"messages": [{"content": allow}, {"content": f"k={GITHUB_TOKEN}"}]}))
    assert run_argusd("scan", request).returncode == 2
