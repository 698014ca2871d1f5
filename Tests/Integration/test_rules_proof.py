"""`rules test`, `diff`, `bench`, `overlap`, `explain` and `why-not`, as an author or a pipeline uses them."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conftest import RunCommand
from daemon_process import isolated_environment
from scripted_upstream import PATIENCE

CORPUS = Path(os.environ.get("ARGUS_CORPUS", "no-such-corpus"))
"""Labelled samples, as for the comparison with PCRE2."""

TOKEN = "tok_3190" + "275384610293"


def pack(pattern: str = r"\btok_[0-9]{16}\b", more: str = "", *, second: bool = False) -> str:
    """A pack with one rule, and on demand a wide one that reports whatever the first should."""
    rules = [
        "  - id: acme.token",
        "    name: Acme token",
        "    description: A made-up token.",
        f"    pattern: '{pattern}'",
        *([f"    {more}"] if more else []),
        "    references: ['https://example.com/tokens']",
        "    examples:",
        f"      match: [{{text: 'deploy with {TOKEN} now'}}]",
        "      no_match: [{text: 'tok_12', why: two digits}]",
    ]
    if second:
        rules += [
            "  - id: acme.any",
            "    name: Anything",
            "    pattern: 'tok_[0-9a-z]{4,40}'",
            f"    examples: {{match: [{{text: 'x {TOKEN}'}}], no_match: [{{text: nothing, why: nothing}}]}}",
        ]
    return "\n".join(
        [
            "schema: argus.rules/v1",
            "pack: {id: acme.pack, version: 1.0.0}",
            "defaults: {category: secrets, severity: high}",
            "rules:",
            *rules,
            "",
        ]
    )


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


# Test


def test_a_rule_that_its_own_checks_make_dead_is_found(run_argusd: RunCommand, tmp_path: Path) -> None:
    path = write(tmp_path / "dead.yaml", pack(more="checks: [{length: {min: 40}}]", second=True))
    finished = run_argusd("rules", "test", path)
    assert finished.returncode == 1
    assert re.search(r"dead\.yaml:5:\d+: AR0410: `acme\.token` is dead", finished.stdout), finished.stdout
    assert "at least 40 are demanded" in finished.stdout
    # The examples alone would not have shown it: the other rule reports them.
    report = json.loads(run_argusd("rules", "test", path, "--format", "json").stdout)
    assert report["summary"]["failed"] == 0
    assert report["summary"]["dead"] == 1


def test_a_corpus_is_scored_and_gated(run_argusd: RunCommand, tmp_path: Path) -> None:
    path = write(tmp_path / "pack.yaml", pack())
    write(tmp_path / "corpus/a.py", f"x = '{TOKEN}'  # argus: expect acme.token\n")
    write(tmp_path / "corpus/b/clean.txt", "nothing to see\n")
    labelled = tmp_path / "corpus/samples.jsonl.gz"
    samples = [{"id": "1", "text": TOKEN, "expect": "match", "secret": TOKEN, "provider": "acme"}]
    samples += [{"id": "2", "text": "tok_1", "expect": "match", "secret": "tok_1", "provider": "acme"}]
    labelled.write_bytes(gzip.compress("\n".join(map(json.dumps, samples)).encode()))
    finished = run_argusd("rules", "test", path, "--corpus", tmp_path / "corpus", "--format", "json")
    assert finished.returncode == 0, finished.stdout
    corpus = json.loads(finished.stdout)["corpus"]
    assert corpus["overall"]["true_positives"] == 2
    assert corpus["overall"]["false_negatives"] == 1
    assert corpus["providers"]["acme"]["recall"] == 0.5
    assert corpus["missed"] == ["2"]
    gated = run_argusd("rules", "test", path, "--corpus", tmp_path / "corpus", "--min-recall", "0.9")
    assert gated.returncode == 1
    assert "AR0435" in gated.stdout
    assert TOKEN not in gated.stdout + finished.stdout


@pytest.mark.parametrize("threshold", ["--min-precision", "--min-recall"])
def test_a_threshold_fails_where_nothing_was_measured(
    threshold: str, run_argusd: RunCommand, tmp_path: Path
) -> None:
    path = write(tmp_path / "pack.yaml", pack())
    without = run_argusd("rules", "test", path, threshold, "0.9")
    assert without.returncode == 64 and f"{threshold} needs --corpus" in without.stderr
    write(tmp_path / "clean/notes.txt", "nothing to see\n")
    unmeasured = run_argusd("rules", "test", path, "--corpus", tmp_path / "clean", threshold, "0.9")
    assert unmeasured.returncode == 1, unmeasured.stdout
    assert "AR0435" in unmeasured.stdout and "was not measured" in unmeasured.stdout


@pytest.mark.parametrize(
    "arguments",
    [["bench", "--rounds", "0"], ["bench", "--rounds", "1001"], ["overlap", "--samples", "0"]],
    ids=" ".join,
)
def test_an_amount_that_makes_no_sense_is_a_usage_error(arguments: list[str], run_argusd: RunCommand) -> None:
    finished = run_argusd("rules", *arguments)
    assert finished.returncode == 64
    assert f"{arguments[1]} is a number from 1 to 1000" in finished.stderr
    assert f"Usage: argusd rules {arguments[0]}" in finished.stderr


def test_reveal_off_a_terminal_is_the_mistake_of_its_own_command(run_argusd: RunCommand) -> None:
    for command in (["why-not", "--rule", "github.token", "text"], ["explain", "file:1"], ["overlap"]):
        refused = run_argusd("rules", *command, "--reveal")
        assert refused.returncode == 64 and refused.stdout == ""
        assert "--reveal works only on a terminal" in refused.stderr
        assert f"Usage: argusd rules {command[0]}" in refused.stderr


def test_list_names_every_tier(run_argusd: RunCommand) -> None:
    listed = run_argusd("rules", "list", "--help").stdout
    assert "engine tier: automaton, prefilter, run or fallback." in " ".join(listed.split())


def test_reports_are_well_formed_in_each_format(run_argusd: RunCommand, tmp_path: Path) -> None:
    path = write(tmp_path / "dead.yaml", pack(more="checks: [{length: {min: 40}}]", second=True))
    suite = ElementTree.fromstring(run_argusd("rules", "test", path, "--format", "junit").stdout)
    failing = [case.get("classname") for case in suite.iter("testcase") if case.find("failure") is not None]
    assert failing == ["acme.token"]
    run = json.loads(run_argusd("rules", "test", path, "--format", "sarif").stdout)["runs"][0]
    assert run["results"][0]["ruleId"] == "AR0410"
    lines = run_argusd("rules", "test", path, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["kind"] for line in lines][-1] == "summary"
    assert "| acme.token |" in run_argusd("rules", "test", path, "--format", "markdown").stdout


@pytest.mark.skipif(not CORPUS.exists(), reason="ARGUS_CORPUS names no labelled samples")
def test_the_shipped_rules_stay_precise_on_labelled_samples(run_argusd: RunCommand) -> None:
    finished = run_argusd("rules", "test", "--corpus", CORPUS, "--format", "json")
    assert finished.returncode == 0, finished.stdout[-2000:]
    overall = json.loads(finished.stdout)["corpus"]["overall"]
    assert overall["precision"] >= 0.98
    assert overall["recall"] >= 0.7


@pytest.mark.parametrize("broken", ["nowhere", "empty", "damaged"])
def test_a_corpus_that_cannot_be_read_is_no_clean_text(broken: str, run_argusd: RunCommand, tmp_path: Path) -> None:
    path = write(tmp_path / "pack.yaml", pack())
    (tmp_path / "empty").mkdir()
    (tmp_path / "damaged").mkdir()
    whole = gzip.compress(json.dumps({"text": TOKEN, "expect": "match"}).encode())
    (tmp_path / "damaged/samples.jsonl.gz").write_bytes(whole[:-12])
    finished = run_argusd("rules", "test", path, "--corpus", tmp_path / broken)
    assert finished.returncode == 2, finished.stdout
    assert "AR0430" in finished.stdout


def test_packs_that_change_or_require_shipped_rules_are_proven(run_argusd: RunCommand, tmp_path: Path) -> None:
    header = "schema: argus.rules/v1\npack: {id: team.pack, version: 1.0.0}\n"
    overriding = write(
        tmp_path / "overriding.yaml", header + "overrides:\n  - {id: aws.access-key-id, severity: info}\n"
    )
    requiring = write(
        tmp_path / "requiring.yaml",
        pack(more="requires: [{rule: aws.access-key-id, optional: true, within: 200}]"),
    )
    for path, rule in [(overriding, "aws.access-key-id"), (requiring, "acme.token")]:
        tested = run_argusd("rules", "test", path, "--format", "json")
        assert tested.returncode == 0, tested.stdout + tested.stderr
        assert json.loads(tested.stdout)["summary"]["rules"] == 1
        bench = run_argusd("rules", "bench", path, "--rounds", "1", "--format", "json")
        assert [cost["rule"] for cost in json.loads(bench.stdout)["rules"]] == [rule]
        assert run_argusd("rules", "overlap", path).returncode == 0
        listed = run_argusd("rules", "list", path)
        assert listed.returncode == 0 and listed.stdout.splitlines()[-1].startswith("1 rule, ")
    compared = run_argusd("rules", "diff", requiring, overriding, "--no-cost", "--format", "json")
    assert compared.returncode == 0, compared.stderr
    assert {rule["id"] for rule in json.loads(compared.stdout)["rules"]} == {"acme.token", "aws.access-key-id"}


def test_what_an_override_breaks_fails_its_pack_as_it_fails_a_start(run_argusd: RunCommand, tmp_path: Path) -> None:
    path = write(
        tmp_path / "breaking.yaml",
        "schema: argus.rules/v1\npack: {id: team.pack, version: 1.0.0}\n"
        "overrides:\n  - {id: aws.access-key-id, checks: [{length: {min: 40}}]}\n",
    )
    checked = run_argusd("check", "--rules", path, "--format", "json")
    assert checked.returncode == 2
    linted = run_argusd("rules", "lint", path, "--format", "json")
    assert linted.returncode == 1
    summary = json.loads(linted.stdout)["summary"]
    assert summary["errors_elsewhere"] == 0
    faults = [entry for entry in json.loads(linted.stdout)["diagnostics"] if entry["code"] == "AR0401"]
    assert len(faults) == json.loads(checked.stdout)["summary"]["errors"]
    assert run_argusd("rules", "test", path).returncode == 1


def test_a_pack_without_rules_proves_nothing(run_argusd: RunCommand, tmp_path: Path) -> None:
    path = write(tmp_path / "none.yaml", "schema: argus.rules/v1\npack: {id: none, version: 1.0.0}\nrules: []\n")
    tested = run_argusd("rules", "test", path)
    assert tested.returncode == 1 and "AR0436" in tested.stdout
    assert run_argusd("rules", "lint", path).returncode == 0
    strict = run_argusd("rules", "lint", "--strict", path)
    assert strict.returncode == 1 and "AR0436" in strict.stdout


# Diff


def test_an_edit_that_adds_false_positives_on_clean_text_fails(run_argusd: RunCommand, tmp_path: Path) -> None:
    base = write(tmp_path / "base.yaml", pack())
    head = write(tmp_path / "head.yaml", pack(r"\btok_[0-9]{2,16}\b").replace("tok_12'", "tok_1'"))
    write(tmp_path / "clean/notes.md", "See ticket tok_4711 and order tok_99.\n")
    arguments = ("rules", "diff", base, head, "--corpus", tmp_path / "clean", "--no-cost")
    finished = run_argusd(*arguments)
    assert finished.returncode == 1, finished.stdout
    assert "violated: 2 new false positives, at most 0 are allowed" in finished.stdout
    assert run_argusd(*arguments, "--max-new-false-positives", "2").returncode == 0
    assert run_argusd(*arguments, "--max-new-false-positives", "any", "--max-fp-per-mib", "1").returncode == 1
    review = run_argusd(*arguments, "--format", "markdown").stdout
    assert "| acme.token | pattern examples |" in review
    assert "notes.md:1" in review and "4711" not in review
    assert run_argusd("rules", "diff", base, base, "--corpus", tmp_path / "clean").returncode == 0


def test_a_git_revision_is_a_side(run_argusd: RunCommand, tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=T", "-c", "user.email=t@example.com")
        subprocess.run(["git", "-C", str(tmp_path), *identity, *arguments], check=True, capture_output=True)

    path = write(tmp_path / "rules/pack.yaml", pack())
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "packs")
    write(path, pack(r"\btok_[0-9]{12,16}\b"))
    compared = run_argusd("rules", "diff", "git:HEAD", "rules", "--format", "json", cwd=tmp_path)
    assert compared.returncode == 0, compared.stderr
    (rule,) = json.loads(compared.stdout)["rules"]
    assert (rule["id"], rule["keys"]) == ("acme.token", ["pattern"])
    assert rule["cost_before"] > 0 and rule["cost_after"] > 0


def test_a_side_that_cannot_be_read_is_told(run_argusd: RunCommand, tmp_path: Path) -> None:
    base = write(tmp_path / "base.yaml", pack())
    for sides in [(base, "git:no-such-revision"), (base, tmp_path / "nowhere"), (tmp_path / "nowhere", base)]:
        refused = run_argusd("rules", "diff", *sides)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "AR0001" in refused.stderr


# Explain and why-not


def why_not(run_argusd: RunCommand, path: Path, text: str, *more: str) -> subprocess.CompletedProcess[str]:
    return run_argusd("rules", "why-not", "--no-shipped-rules", "--rules", path, "--rule", "acme.token", text, *more)


def test_why_not_names_the_gate_that_decides(run_argusd: RunCommand, tmp_path: Path) -> None:
    path = write(tmp_path / "pack.yaml", pack(more="checks: [{entropy: {min: 3.0}}]"))
    stopped = why_not(run_argusd, path, "x tok_1111111111111111 y")
    assert stopped.returncode == 1
    assert stopped.stdout == (
        "acme.token, bytes 2..<22\n"
        "  pass  pattern  the pattern matches 2..<22\n"
        "  pass  value    2..<22: tok_****, 20 bytes\n"
        "  STOP  entropy  1.12 bits per byte, at least 3.00 are demanded\n"
        "  => not reported: `entropy` decided\n"
    )
    assert why_not(run_argusd, path, f"x {TOKEN} y").returncode == 0


def test_why_not_tells_how_far_the_pattern_goes(run_argusd: RunCommand, tmp_path: Path) -> None:
    path = write(tmp_path / "pack.yaml", pack())
    finished = why_not(run_argusd, path, "x tok_31902753 y")
    assert finished.returncode == 1
    assert "then `[0-9]{16}` wants 16 and gets 8: at byte 14 stands a blank" in finished.stdout
    unknown = run_argusd("rules", "why-not", "--no-shipped-rules", "--rules", path, "--rule", "acme.tokn", "x")
    assert unknown.returncode == 1
    assert "did you mean `acme.token`?" in unknown.stderr
    far = run_argusd("rules", "why-not", "--no-shipped-rules", "--rules", path, "--rule", "other.nope", "x")
    assert far.returncode == 1 and "`argusd rules list` shows the ids" in far.stderr
    refused = why_not(run_argusd, path, f"x {TOKEN} y", "--reveal")
    assert refused.returncode == 64


def test_explain_shows_a_rule_and_a_place(run_argusd: RunCommand, tmp_path: Path) -> None:
    path = write(tmp_path / "pack.yaml", pack())
    rules = ("--no-shipped-rules", "--rules", path)
    shown = run_argusd("rules", "explain", "acme.token", *rules)
    assert shown.returncode == 0
    assert "literal   `tok_`" in shown.stdout
    assert "width     20 to 20 bytes; a stream is held back by at most 21" in shown.stdout
    text = write(tmp_path / "app.py", f"x = 1\nkey = '{TOKEN}'\n")
    place = run_argusd("rules", "explain", f"{text}:2:10", *rules)
    assert place.returncode == 0
    assert "=> reported, action alert" in place.stdout
    assert TOKEN not in place.stdout
    assert run_argusd("rules", "explain", f"{text}:0", *rules).returncode == 1
    placeless = run_argusd("rules", "explain", text, *rules)
    assert placeless.returncode == 1 and f"{text}:LINE:COLUMN" in placeless.stderr


def test_a_place_is_explained_as_a_scan_reads_the_file(run_argusd: RunCommand, tmp_path: Path) -> None:
    rules = ("--no-shipped-rules", "--rules", write(tmp_path / "pack.yaml", pack()))

    def explain(place: str, code: int = 0) -> str:
        finished = run_argusd("rules", "explain", place, *rules)
        assert finished.returncode == code, finished.stdout + finished.stderr
        assert TOKEN not in finished.stdout
        return finished.stdout + finished.stderr

    # Cut between two events of a transcript.
    events = [{"type": "content_block_delta", "index": 0, "delta": {"text": part}} for part in (TOKEN[:9], TOKEN[9:])]
    stream = write(tmp_path / "answer.sse", "".join(f"data: {json.dumps(event)}\n\n" for event in events))
    shown = explain(f"{stream}:{stream.read_text().index(TOKEN[9:])}")
    assert "at delta.text (events)" in shown and "=> reported" in shown
    # Whole in one event: told once.
    write(stream, "".join(f"data: {json.dumps({'delta': {'text': part}})}\n\n" for part in (TOKEN, " and more")))
    assert explain(f"{stream}:1:30").count("=> reported") == 1

    # In an archive, by the path that a scan tells.
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner/app.env.gz", gzip.compress(f"x\n{TOKEN}\n".encode()))
    scanned = run_argusd("scan", "--archives", "--format", "jsonl", *rules, tmp_path / "a.zip")
    record = json.loads(scanned.stdout)
    assert record["path"].endswith("a.zip!inner/app.env.gz!app.env")
    assert "=> reported" in explain(f"{record['path']}:{record['line']}:{record['column']}")
    assert "has no such file" in explain(f"{tmp_path}/a.zip!inner/other:1", code=2)

    # In UTF-16, by lines of the text and by bytes of the file.
    wide = tmp_path / "wide.txt"
    wide.write_bytes(f"ü\nkey = {TOKEN}\n".encode("utf-16"))
    for place in ("2:7", "18"):
        assert "acme.token, bytes 18..<58 (utf-16)" in explain(f"{wide}:{place}")


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("argus:allow acme.token demo until=2999-01-31", "allowed by the comment at line 2 until 2999-01-31: demo"),
        ("argus:allow acme.token a sample", "allowed by the comment at line 2: a sample"),
        ("argus:allow acme.token a sample until=2001-01-31", "the comment at line 2 ended on 2001-01-31"),
        ("argus:allow acme.token", "the comment at line 2 gives no reason, so it allows nothing"),
    ],
)
def test_explain_tells_what_a_comment_says(
    comment: str, words: str, run_argusd: RunCommand, tmp_path: Path
) -> None:
    rules = ("--no-shipped-rules", "--rules", write(tmp_path / "pack.yaml", pack()))
    text = write(tmp_path / "app.py", f"x = 1\n# {comment}\nkey = '{TOKEN}'\n")
    explained = run_argusd("rules", "explain", f"{text}:3:10", *rules)
    assert explained.returncode == 0 and words in explained.stdout
    as_json = json.loads(run_argusd("rules", "explain", f"{text}:3:10", *rules, "--format", "json").stdout)
    (match,) = as_json["matches"]
    assert match["finding"] and match["allowed"] == words.startswith("allowed")
    assert ("reported, action" in explained.stdout) != match["allowed"]


def test_explain_sees_the_file_as_a_scan_does(
    argusd: Path, evidence: Path, run_argusd: RunCommand, tmp_path: Path
) -> None:
    pack_path = write(tmp_path / "pack.yaml", pack(more="allow: {files: ['docs/*']}"))
    (tmp_path / "docs").mkdir()
    write(tmp_path / "docs/d.txt", f"key = '{TOKEN}'\n")
    for name in ("docs/d.txt", "./docs/d.txt", f"{tmp_path}/docs/d.txt"):
        finished = subprocess.run(
            [str(argusd), "rules", "explain", f"{name}:1:10", "--no-shipped-rules", "--rules", str(pack_path)],
            cwd=tmp_path,
            env=isolated_environment(evidence),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert "STOP  allow" in finished.stdout and "scope" not in finished.stdout, finished.stdout
        assert "=> not reported: `allow` decided" in finished.stdout
    turned = write(tmp_path / "k.json", json.dumps({"a\u202eb": TOKEN}, ensure_ascii=False))
    shown = run_argusd("rules", "explain", f"{turned}:1:14", "--no-shipped-rules", "--rules", pack_path)
    assert "at a?b" in shown.stdout, shown.stdout


# Overlap and bench


def test_overlaps_come_with_an_example_and_gate(run_argusd: RunCommand, tmp_path: Path) -> None:
    path = write(tmp_path / "pack.yaml", pack(second=True))
    finished = run_argusd("rules", "overlap", path, "--fail-on", "subset")
    assert finished.returncode == 1
    assert "subset: acme.token and acme.any" in finished.stdout
    assert re.search(r"example  .*tok_", finished.stdout)
    pair = json.loads(run_argusd("rules", "overlap", path, "--format", "json").stdout)["pairs"][0]
    assert (pair["kind"], pair["synthetic"]) == ("subset", True)


def test_bench_measures_and_gates(run_argusd: RunCommand, tmp_path: Path) -> None:
    path = write(tmp_path / "pack.yaml", pack(second=True))
    finished = run_argusd("rules", "bench", path, "--format", "json", "--rounds", "2")
    assert finished.returncode == 0
    rules = json.loads(finished.stdout)["rules"]
    assert {rule["rule"] for rule in rules} == {"acme.token", "acme.any"}
    assert all(rule["ns_per_byte"] > 0 and rule["database_bytes"] > 0 for rule in rules)
    assert run_argusd("rules", "bench", path, "--rounds", "1", "--max-cost", "0.000001").returncode == 1
    assert run_argusd("rules", "bench", path, "--rule", "no.such").returncode == 1
