"""The commands of rule authors: lint, show, list, schema, new, import, fmt; hooks, the CI gate and the tutorial."""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from conftest import PROJECT, RunCommand
from daemon_process import isolated_environment
from rule_pack import pack_text
from scripted_upstream import PATIENCE

RunShell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run_shell(argusd: Path, evidence: Path) -> RunShell:
    """Runs a program with argusd, and the tools of the test environment, on its PATH."""
    numbers = itertools.count(1)

    def run(
        *arguments: str | Path, cwd: Path, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        directory = evidence / f"shell-{cwd.name}-{next(numbers)}"
        directory.mkdir(parents=True)
        whole = isolated_environment(directory)
        whole["PATH"] = os.pathsep.join([str(argusd.parent), str(Path(sys.executable).parent), whole["PATH"]])
        finished = subprocess.run(
            list(map(str, arguments)),
            capture_output=True,
            text=True,
            cwd=cwd,
            env={**whole, **(environment or {})},
            timeout=8 * PATIENCE,
        )
        (directory / "output.log").write_text(finished.stdout + finished.stderr)
        return finished

    return run


def weak_pack() -> str:
    """One rule with a warning (a gap without a bound)."""
    return pack_text(["vermilion"]).replace("[0-9]{4})\\b", "[0-9]{4}).*")


def test_lint_speaks_every_format(run_argusd: RunCommand, tmp_path: Path) -> None:
    pack = tmp_path / "weak.yaml"
    pack.write_text(weak_pack())

    def lint(form: str, *more: str) -> str:
        finished = run_argusd("rules", "lint", "--format", form, *more, pack)
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    assert "AR0103" in lint("text")
    assert json.loads(lint("json"))["summary"]["warnings"] == 1
    lines = [json.loads(line) for line in lint("jsonl").splitlines()]
    assert lines[-1]["summary"]["rules"] == 1 and lines[0]["code"] == "AR0103"
    run = json.loads(lint("sarif"))["runs"][0]
    assert run["results"][0]["ruleId"] == "AR0103"
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] > 1
    assert ElementTree.fromstring(lint("junit")).get("failures") == "0"
    assert "| warning |" in lint("markdown")
    strict = run_argusd("rules", "lint", "--strict", "--format", "junit", pack)
    assert strict.returncode == 1
    assert ElementTree.fromstring(strict.stdout).get("failures") == "1"


def test_lint_tells_what_rules_cost_on_demand(run_argusd: RunCommand, tmp_path: Path) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text(pack_text(["vermilion", "cerulean"]))

    def lint(form: str) -> str:
        finished = run_argusd("rules", "lint", "--cost", "--format", form, pack)
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout

    document = json.loads(lint("json"))
    assert {cost["rule"] for cost in document["costs"]} == {"custom.word-vermilion", "custom.word-cerulean"}
    for cost in document["costs"]:
        assert cost["ns_per_byte"] > 0 and cost["database_bytes"] > 0 and cost["tier"] == "automaton"
        # The made-up word stands nowhere in the sample text.
        assert cost["callbacks_per_mib"] == 0
    lines = [json.loads(line) for line in lint("jsonl").splitlines()]
    assert {line["cost"]["rule"] for line in lines if "cost" in line} == {cost["rule"] for cost in document["costs"]}
    text = lint("text")
    assert re.search(r"^custom\.word-vermilion +\d+\.\d{3} ", text, re.MULTILINE), text
    assert "callbacks/MiB" in text
    assert "custom.word-cerulean" in lint("markdown")
    assert "costs" not in json.loads(run_argusd("rules", "lint", "--format", "json", pack).stdout)
    for form in ("sarif", "junit"):
        refused = run_argusd("rules", "lint", "--cost", "--format", form, pack)
        assert refused.returncode == 64 and "--cost has no place in" in refused.stderr


def test_a_pack_is_judged_beside_the_shipped_rules(run_argusd: RunCommand, tmp_path: Path) -> None:
    override = tmp_path / "override.yaml"
    override.write_text(
        "schema: argus.rules/v1\npack: {id: team.changes, version: 1.0.0}\n"
        "overrides:\n  - {id: github.token, mode: shadow}\n"
    )
    beside = run_argusd("rules", "lint", "--format", "json", override)
    assert beside.returncode == 0, beside.stdout
    assert json.loads(beside.stdout)["summary"]["rules"] == 1
    alone = run_argusd("rules", "lint", "--no-shipped-rules", override)
    assert alone.returncode == 1 and "AR0049" in alone.stdout

    clash = tmp_path / "clash.yaml"
    clash.write_text(pack_text(["vermilion"]).replace("custom.word-vermilion", "github.token"))
    told = run_argusd("rules", "lint", "--format", "json", clash)
    assert told.returncode == 1
    (taken,) = [entry for entry in json.loads(told.stdout)["diagnostics"] if entry["severity"] == "error"]
    assert taken["code"] == "AR0041" and taken["file"] == str(clash)
    assert re.search(r"source-forges\.yaml:\d+:\d+", taken["hint"])


def test_one_rule_is_shown_whole(run_argusd: RunCommand, tmp_path: Path) -> None:
    shown = run_argusd("rules", "show", "github.token")
    assert shown.returncode == 0
    assert "# the pattern: automaton tier" in shown.stdout and "- id: github.token" in shown.stdout
    card = json.loads(run_argusd("rules", "show", "github.token", "--format", "json").stdout)
    assert card["patterns"][0]["tier"] == "automaton" and card["line"] > 0
    # What is shown can be put into a pack.
    copy = tmp_path / "copy.yaml"
    body = "".join(f"  {line}\n" for line in shown.stdout.splitlines())
    copy.write_text(f"schema: argus.rules/v1\npack: {{id: copy, version: 1.0.0}}\nrules:\n{body}")
    assert run_argusd("rules", "lint", "--no-shipped-rules", copy).returncode == 0
    unknown = run_argusd("rules", "show", "github.tokne")
    assert unknown.returncode == 1 and "did you mean `github.token`?" in unknown.stderr


def test_list_filters_and_speaks_every_format(run_argusd: RunCommand) -> None:
    rules = json.loads(run_argusd("rules", "list", "--category", "pii", "--format", "json").stdout)
    assert rules and {rule["category"] for rule in rules} == {"pii"}
    rows = list(csv.DictReader(io.StringIO(run_argusd("rules", "list", "--tag", "github", "--format", "csv").stdout)))
    assert rows and all("github" in row["tags"].split() for row in rows)
    assert run_argusd("rules", "list", "--mode", "live", "--format", "markdown").stdout.startswith("| rule |")
    lines = run_argusd("rules", "list", "--tier", "automaton", "--format", "jsonl").stdout.splitlines()
    assert all(json.loads(line)["tier"] == "automaton" for line in lines)
    assert run_argusd("rules", "list", "--category", "nothing").returncode == 1


def test_schema_is_the_checked_in_one(run_argusd: RunCommand) -> None:
    printed = run_argusd("rules", "schema")
    assert printed.stdout == (PROJECT / "rules/schema/argus.rules.v1.schema.json").read_text()


def test_a_new_pack_lints_and_proves_itself_and_is_never_overwritten(run_argusd: RunCommand, tmp_path: Path) -> None:
    pack = tmp_path / "deep" / "acme.yaml"
    assert run_argusd("rules", "new", "--pack", "acme.tokens", "--id", "acme.token", pack).returncode == 0
    assert run_argusd("rules", "lint", "--strict", pack).returncode == 0
    assert run_argusd("rules", "test", pack).returncode == 0
    pack.write_text("mine\n")
    assert run_argusd("rules", "new", pack).returncode == 2
    assert pack.read_text() == "mine\n"
    assert run_argusd("rules", "new", "--force", pack).returncode == 0
    assert run_argusd("rules", "new", "--id", "Not An Id").returncode == 64


def test_foreign_rules_are_imported_with_a_report(run_argusd: RunCommand, tmp_path: Path) -> None:
    fixtures = PROJECT / "Tests/ArgusAuthoringTests/Fixtures/import"
    for source, file in [("gitleaks", "gitleaks.toml"), ("kingfisher", "kingfisher.yaml")]:
        pack = tmp_path / f"{source}.yaml"
        imported = run_argusd("rules", "import", "--from", source, fixtures / file, "--output", pack, "--format", "json")
        assert imported.returncode == 1, "both files hold a rule that cannot be carried over"
        report = json.loads(imported.stdout)
        assert report["left_out"] == 1
        assert run_argusd("rules", "lint", pack).returncode == 0
        assert run_argusd("rules", "test", pack).returncode == 0
    broken = tmp_path / "broken.toml"
    broken.write_text("[[rules]\n")
    told = run_argusd("rules", "import", "--from", "gitleaks", broken)
    assert told.returncode == 2 and re.search(r"broken\.toml:1:\d+: AR0501", told.stderr)


def test_fmt_keeps_comments_and_settles(run_argusd: RunCommand, tmp_path: Path) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text("# above\n" + pack_text(["vermilion"]).replace("    action:", "    # why\n    action:"))
    assert run_argusd("rules", "fmt", "--check", pack).returncode == 1
    shown = run_argusd("rules", "fmt", "--diff", pack)
    assert shown.returncode == 1 and shown.stdout.startswith("--- ")
    assert run_argusd("rules", "fmt", pack).returncode == 0
    once = pack.read_text()
    assert "# above\n" in once and "    # why\n" in once
    assert run_argusd("rules", "fmt", "--check", pack).returncode == 0
    assert run_argusd("rules", "fmt", pack).returncode == 0
    assert pack.read_text() == once
    pack.write_text(pack_text(["vermilion"], broken=True))
    assert run_argusd("rules", "fmt", pack).returncode == 2


@pytest.mark.parametrize("document", ["README.md", "docs/rule-format.md", "docs/rule-ci.md"])
def test_the_packs_of_the_documents_are_canonical_and_hold(
    document: str, run_argusd: RunCommand, tmp_path: Path
) -> None:
    text = (PROJECT / document).read_text()
    packs = re.findall(r"^(?:# \S+\n)?(schema: argus\.rules/v1\n.*?)^(?:```|PACK)$", text, re.MULTILINE | re.DOTALL)
    assert len(packs) == 1
    (tmp_path / "pack.yaml").write_text(packs[0])
    assert run_argusd("rules", "fmt", "--check", tmp_path / "pack.yaml").returncode == 0
    tested = run_argusd("rules", "test", tmp_path / "pack.yaml")
    assert tested.returncode == 0, tested.stdout


def test_the_hooks_run_under_pre_commit(run_shell: RunShell, tmp_path: Path) -> None:
    hooks, work = tmp_path / "hooks", tmp_path / "work"
    for repository in (hooks, work):
        (repository / "team-rules").mkdir(parents=True)
        for command in (["init", "-q"], ["config", "user.name", "Author"], ["config", "user.email", "a@example.com"]):
            assert run_shell("git", *command, cwd=repository).returncode == 0
    (hooks / ".pre-commit-hooks.yaml").write_bytes((PROJECT / ".pre-commit-hooks.yaml").read_bytes())
    assert run_shell("git", "add", ".", cwd=hooks).returncode == 0
    assert run_shell("git", "commit", "-q", "-m", "hooks", cwd=hooks).returncode == 0
    revision = run_shell("git", "rev-parse", "HEAD", cwd=hooks).stdout.strip()
    (work / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {hooks}\n    rev: {revision}\n    hooks:\n"
        "      - {id: argus-rules-lint, args: [--strict, --rules, team-rules/]}\n      - {id: argus-rules-test}\n"
    )
    pack = work / "team-rules/words.yaml"

    def run_hooks() -> subprocess.CompletedProcess[str]:
        assert run_shell("git", "add", ".", cwd=work).returncode == 0
        return run_shell("pre-commit", "run", "--all-files", cwd=work, environment={"PRE_COMMIT_COLOR": "never"})

    pack.write_text(pack_text(["vermilion"]))
    passed = run_hooks()
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert passed.stdout.count("Passed") == 2
    pack.write_text(pack_text(["vermilion"], broken=True))
    failed = run_hooks()
    assert failed.returncode == 1 and "team-rules/words.yaml:3:" in failed.stdout


def test_the_gate_of_the_action_tells_all_and_fails(run_shell: RunShell, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    pack = tmp_path / "rules/words.yaml"
    gate = PROJECT / "scripts/rule-gate"
    settings = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "ARGUS_GATE_STRICT": "true"}

    pack.write_text(pack_text(["vermilion"]))
    passed = run_shell(gate, cwd=tmp_path, environment=settings)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert json.loads((tmp_path / "argus-rules.sarif").read_text())["version"] == "2.1.0"
    assert "Rule lint" in (tmp_path / "summary.md").read_text()

    pack.write_text(weak_pack())
    failed = run_shell(gate, cwd=tmp_path, environment=settings)
    assert failed.returncode == 1 and "AR0103" in failed.stdout
    assert json.loads((tmp_path / "argus-rules.sarif").read_text())["runs"][0]["results"]
    other = run_shell(gate, cwd=tmp_path, environment={"ARGUS_GATE_VERSION": "0.0.0"})
    assert other.returncode == 2 and "is wanted" in other.stderr
    absent = run_shell(gate, cwd=tmp_path, environment={"ARGUS_GATE_BINARY": "no-such-argusd"})
    assert absent.returncode == 2


def test_every_input_of_the_action_reaches_the_gate() -> None:
    action = (PROJECT / "action.yml").read_text()
    inputs = set(re.findall(r"^  (\w+):\n    description:", action, re.MULTILINE))
    used = set(re.findall(r"inputs\.(\w+)", action))
    assert inputs == used
    gate = (PROJECT / "scripts/rule-gate").read_text()
    for variable in re.findall(r"^        (ARGUS_GATE_\w+):", action, re.MULTILINE):
        assert variable in gate


def test_the_tutorial_works_line_by_line(run_shell: RunShell, tmp_path: Path) -> None:
    """Runs every `sh` block of docs/rule-ci.md in one directory; a `text` block behind one must be in its output."""
    document = (PROJECT / "docs/rule-ci.md").read_text()
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
    work = tmp_path / "tutorial"
    work.mkdir()
    output = ""
    ran = 0
    for kind, text in blocks:
        if kind == "sh":
            finished = run_shell("bash", "-euo", "pipefail", "-c", text, cwd=work)
            output = finished.stdout + finished.stderr
            assert finished.returncode == 0, f"{text}\n{output}"
            ran += 1
        elif kind == "text":
            for line in text.splitlines():
                assert line in output, f"{line!r} is not in\n{output}"
    assert ran >= 7
