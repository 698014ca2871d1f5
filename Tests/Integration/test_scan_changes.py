"""`argusd scan --diff` and `--staged`: only what a change adds, at its places in the new file."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from daemon_process import isolated_environment
from rule_pack import pack_text, project_number
from scripted_upstream import PATIENCE

SECRET = project_number("vermilion")

Scan = Callable[..., tuple[int, list[dict[str, Any]], str]]


class Repository:
    """A git repository made for one test."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.git("init", "-q")

    def git(self, *arguments: str) -> str:
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
        return subprocess.run(
            ["git", *identity, *arguments], cwd=self.root, check=True, capture_output=True, text=True
        ).stdout

    def write(self, name: str, content: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "state")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repo")


@pytest.fixture
def scan(argusd: Path, evidence: Path, tmp_path: Path) -> Scan:
    """Runs a scan with one made-up rule; exit code, records, and what it said."""
    pack = tmp_path / "pack.yaml"
    pack.write_text(pack_text(["vermilion"]))
    home = evidence / f"changes-{tmp_path.name}"
    home.mkdir()

    def run(directory: Path, *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
        finished = subprocess.run(
            [str(argusd), "scan", "--no-shipped-rules", "--rules", str(pack), "--format", "jsonl", *arguments],
            cwd=directory,
            env=isolated_environment(home),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        records = [json.loads(line) for line in finished.stdout.splitlines()]
        return finished.returncode, records, finished.stderr

    return run


def places(records: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(record["path"], record["line"]) for record in records]


def test_only_lines_that_the_change_adds_count(repository: Repository, scan: Scan) -> None:
    repository.write("a.txt", f"old {SECRET}\nsecond\nthird\n")
    repository.commit()
    repository.write("a.txt", f"old {SECRET}\nsecond\nnew {SECRET}\nthird\n")
    repository.write("untracked.txt", SECRET)
    code, records, _ = scan(repository.root, "--diff", "HEAD")
    assert places(records) == [("a.txt", 3)]
    assert code == 1


@pytest.mark.parametrize("change", [["--staged"], ["--diff", "HEAD"]], ids=" ".join)
def test_a_named_path_that_nobody_knows_is_told(change: list[str], repository: Repository, scan: Scan) -> None:
    # Nothing is committed yet, then a file is, and goes.
    if change == ["--staged"]:
        assert scan(repository.root, *change, "nowhere.txt")[0] == 4
    repository.write("gone.txt", "one\n")
    repository.write("deep/kept.txt", "one\n")
    repository.commit()
    (repository.root / "gone.txt").unlink()
    code, _, message = scan(repository.root, *change, "nowhere.txt", "deep")
    assert code == 4 and "nowhere.txt: no such file" in message
    assert scan(repository.root, *change, "gone.txt", "deep", "deep/kept.txt")[0] == 0
    repository.git("add", "-A")
    assert scan(repository.root, *change, "gone.txt")[0] == 0
    assert scan(repository.root / "deep", *change, "kept.txt")[0] == 0
    assert scan(repository.root / "deep", *change, "gone.txt")[0] == 4


def test_staged_content_is_that_of_the_index(repository: Repository, scan: Scan) -> None:
    repository.write("a.txt", "first\n")
    repository.commit()
    repository.write("a.txt", f"first\n{SECRET}\n")
    repository.git("add", "a.txt")
    # The work tree has gone on since; the commit will not.
    repository.write("a.txt", "first\n")
    assert places(scan(repository.root, "--staged")[1]) == [("a.txt", 2)]
    assert scan(repository.root, "--diff", "HEAD")[:2] == (0, [])


def test_the_first_commit_is_all_new(repository: Repository, scan: Scan) -> None:
    repository.write("deep/new.txt", f"x\n{SECRET}")
    repository.git("add", "-A")
    assert places(scan(repository.root, "--staged")[1]) == [("deep/new.txt", 2)]


def test_a_rename_adds_only_what_changed(repository: Repository, scan: Scan) -> None:
    body = "".join(f"line {number}\n" for number in range(30))
    repository.write("old.txt", f"{SECRET}\n{body}")
    repository.commit()
    repository.git("mv", "old.txt", "new.txt")
    assert scan(repository.root, "--staged")[:2] == (0, [])
    repository.write("new.txt", f"{SECRET}\n{body}{SECRET}\n")
    repository.git("add", "-A")
    assert places(scan(repository.root, "--staged")[1]) == [("new.txt", 32)]


@pytest.mark.parametrize("name", ['quo"te.txt', "tab\tname.txt", "é blank.txt", "back\\slash.txt", "+++ b.txt"])
def test_unusual_names_are_found(name: str, repository: Repository, scan: Scan) -> None:
    repository.write("plain.txt", "x\n")
    repository.commit()
    repository.write(name, f"x\n{SECRET}\n")
    repository.git("add", "-A")
    assert places(scan(repository.root, "--staged")[1]) == [(name, 2)]


def test_content_that_looks_like_a_head_is_only_content(repository: Repository, scan: Scan) -> None:
    repository.write("a.txt", "keep\n")
    repository.commit()
    added = f"keep\n++ b/other.txt\n@@ -1 +900 @@\ndiff --git a/x b/x\n{SECRET}\n"
    repository.write("a.txt", added)
    repository.git("add", "-A")
    assert places(scan(repository.root, "--staged")[1]) == [("a.txt", 5)]


def test_windows_line_ends_and_a_missing_last_one_keep_their_places(repository: Repository, scan: Scan) -> None:
    repository.write("a.txt", b"one\r\ntwo\r\n")
    repository.git("config", "core.autocrlf", "false")
    repository.commit()
    repository.write("a.txt", f"one\r\ntwo\r\n{SECRET}".encode())
    assert places(scan(repository.root, "--diff", "HEAD")[1]) == [("a.txt", 3)]


def test_a_file_that_git_calls_binary_counts_whole(repository: Repository, scan: Scan) -> None:
    repository.write(".gitattributes", "*.lock -diff\n")
    repository.write("a.lock", "x\n")
    repository.commit()
    repository.write("a.lock", f"x\n{SECRET}\n")
    repository.write("real.bin", b"\0\1" + SECRET.encode())
    repository.git("add", "-A")
    assert places(scan(repository.root, "--staged")[1]) == [("a.lock", 2)]
    assert places(scan(repository.root, "--staged", "--binary")[1]) == [("a.lock", 2), ("real.bin", 1)]


def test_settings_of_the_repository_run_no_program(repository: Repository, scan: Scan, tmp_path: Path) -> None:
    repository.write("a.txt", "x\n")
    repository.commit()
    witness = tmp_path / "ran"
    script = tmp_path / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch '{witness}'\n")
    script.chmod(0o755)
    for key in ["diff.external", "core.fsmonitor", "diff.text.textconv", "core.pager"]:
        repository.git("config", key, str(script))
    repository.git("config", "diff.noprefix", "true")
    repository.git("config", "color.ui", "always")
    (repository.root / ".git/info/attributes").write_text("*.txt diff=text\n")
    repository.write("a.txt", f"x\n{SECRET}\n")
    assert places(scan(repository.root, "--diff", "HEAD")[1]) == [("a.txt", 2)]
    assert not witness.exists()


def test_a_finding_that_begins_above_and_reaches_into_an_added_line_counts(
    repository: Repository, argusd: Path, evidence: Path
) -> None:
    body = "\n".join(f"line {number}" for number in range(4))
    repository.write("a.txt", f"{body}\n")
    repository.commit()
    from fixture_secrets import PRIVATE_KEY

    head, *rest = PRIVATE_KEY.splitlines()
    repository.write("a.txt", f"{body}\n{head}\n")
    repository.commit()
    repository.write("a.txt", f"{body}\n{head}\n" + "\n".join(rest) + "\n")
    home = evidence / "reaching"
    home.mkdir()
    finished = subprocess.run(
        [str(argusd), "scan", "--diff", "HEAD", "--format", "jsonl"],
        cwd=repository.root,
        env=isolated_environment(home),
        capture_output=True,
        text=True,
        timeout=600,
    )
    critical = [r for r in map(json.loads, finished.stdout.splitlines()) if r["severity"] == "critical"]
    assert [record["line"] for record in critical] == [5]


def test_paths_are_those_of_the_working_directory(repository: Repository, scan: Scan) -> None:
    repository.write("src/deep/a.txt", "x\n")
    repository.write("other/b.txt", "x\n")
    repository.commit()
    repository.write("src/deep/a.txt", f"{SECRET}\n")
    repository.write("other/b.txt", f"{SECRET}\n")
    found = places(scan(repository.root / "src", "--diff", "HEAD")[1])
    assert found == [("../other/b.txt", 1), ("deep/a.txt", 1)]
    assert places(scan(repository.root / "src", "--diff", "HEAD", "deep")[1]) == [("deep/a.txt", 1)]


def test_three_dots_compare_with_where_the_branches_parted(repository: Repository, scan: Scan) -> None:
    repository.write("a.txt", "x\n")
    repository.write("b.txt", f"{SECRET}\n")
    repository.commit()
    repository.git("branch", "topic")
    repository.write("b.txt", "removed on the main branch\n")
    repository.commit()
    main = repository.git("rev-parse", "HEAD").strip()
    repository.git("checkout", "-q", "topic")
    repository.write("a.txt", f"{SECRET}\n")
    repository.commit()
    assert places(scan(repository.root, "--diff", f"{main}...")[1]) == [("a.txt", 1)]
    assert places(scan(repository.root, "--diff", main)[1]) == [("a.txt", 1), ("b.txt", 1)]


def test_ignore_files_of_argus_hold_for_changes_and_those_of_git_do_not(repository: Repository, scan: Scan) -> None:
    repository.write(".argusignore", "fixtures/\n")
    repository.write(".gitignore", "*.log\n")
    repository.write("fixtures/a.txt", SECRET)
    repository.git("add", "-A")
    repository.write("b.log", SECRET)
    repository.git("add", "-f", "b.log")
    assert places(scan(repository.root, "--staged")[1]) == [("b.log", 1)]
    found = places(scan(repository.root, "--staged", "--no-ignore")[1])
    assert found == [("b.log", 1), ("fixtures/a.txt", 1)]


def test_faults_are_told(repository: Repository, scan: Scan, tmp_path: Path) -> None:
    repository.commit()
    code, _, message = scan(repository.root, "--diff", "no-such-branch")
    assert code == 4 and "no-such-branch" in message
    code, _, message = scan(repository.root, "--diff=--output=x")
    assert code == 4 and not (repository.root / "x").exists()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    code, _, message = scan(elsewhere, "--staged")
    assert code == 4 and "not a git repository" in message
    assert scan(repository.root, "--staged", "--diff", "HEAD")[0] == 64


def test_links_and_submodules_are_left_out(repository: Repository, scan: Scan, tmp_path: Path) -> None:
    inner = Repository(tmp_path / "inner")
    inner.write("a.txt", SECRET)
    inner.commit()
    repository.commit()
    (repository.root / "link").symlink_to(SECRET)
    repository.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.root), "module")
    repository.git("add", "-A")
    assert places(scan(repository.root, "--staged")[1]) == []
