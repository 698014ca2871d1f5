"""Every command of argusd, as a person or a script uses it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from conftest import Providers, RunCommand, StartDaemon
from daemon_process import isolated_environment
from rule_pack import SEVERITY_LINE, pack_text
from scripted_upstream import PATIENCE

COMMANDS = (
    ["serve"],
    ["reload"],
    ["check"],
    ["init"],
    ["scan"],
    ["try"],
    ["rules", "lint"],
    ["rules", "test"],
    ["rules", "diff"],
    ["rules", "bench"],
    ["rules", "overlap"],
    ["rules", "explain"],
    ["rules", "why-not"],
    ["rules", "list"],
    ["rules", "show"],
    ["rules", "schema"],
    ["rules", "new"],
    ["rules", "fmt"],
    ["rules", "import"],
    ["version"],
)
USAGE = 64
LOST_OUTPUT = 74


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_of_each_command_has_examples(command: list[str], run_argusd: RunCommand) -> None:
    finished = run_argusd(*command, "--help")
    assert finished.returncode == 0
    assert "EXAMPLES" in finished.stdout
    assert f"argusd {' '.join(command)}" in finished.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_unknown_option_is_a_usage_error(command: list[str], run_argusd: RunCommand) -> None:
    finished = run_argusd(*command, "--no-such-option")
    assert finished.returncode == USAGE
    # A command that misses an argument says that first.
    assert "no-such-option" in finished.stderr or "Missing expected argument" in finished.stderr
    assert finished.stdout == ""


@pytest.mark.parametrize(
    "command",
    [
        ["version"],
        ["init", "--config", "-"],
        ["check", "--no-shipped-rules"],
        ["try", "--embedded"],
        ["rules", "lint", "--no-shipped-rules"],
        ["rules", "list", "--no-shipped-rules"],
        ["rules", "show", "github.token"],
        ["rules", "schema"],
        ["rules", "new"],
    ],
    ids=" ".join,
)
def test_output_that_cannot_be_written_is_an_error(command: list[str], argusd: Path, evidence: Path) -> None:
    directory = evidence / f"full-{'-'.join(command)}"
    with open("/dev/full", "wb") as full:
        finished = subprocess.run(
            [str(argusd), *command],
            stdout=full,
            stderr=subprocess.PIPE,
            env=isolated_environment(directory),
            timeout=4 * PATIENCE,
        )
    assert finished.returncode == LOST_OUTPUT, finished.stderr
    assert b"No space left on device" in finished.stderr


def test_version_is_the_same_everywhere(run_argusd: RunCommand, start_argus: StartDaemon) -> None:
    finished = run_argusd("version")
    match = re.fullmatch(r"argusd (\d+\.\d+\.\d+\S*)\n", finished.stdout)
    assert match, finished.stdout
    argus = start_argus({"rules": {"shipped": False}})
    assert argus.version == match[1]
    assert argus.health()["version"] == match[1]
    assert argus.metrics().total("argus_build_info", version=match[1]) == 1
    assert json.loads(run_argusd("version", "--format", "json").stdout)["version"] == match[1]


def test_init_writes_a_configuration_that_check_accepts(run_argusd: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "new" / "argus.yaml"
    assert run_argusd("init", "--config", path).returncode == 0
    assert path.stat().st_mode & 0o077 == 0
    assert "#" in path.read_text()
    checked = run_argusd("check", "--config", path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    # The user's file is not replaced.
    again = run_argusd("init", "--config", path)
    assert again.returncode == 2
    assert str(path) in again.stderr


def test_documented_keys_are_the_keys_of_the_default_configuration(run_argusd: RunCommand) -> None:
    text = run_argusd("init", "--config", "-").stdout
    documented = (Path(__file__).parents[2] / "docs/operations.md").read_text()
    keys = set(re.findall(r"^\s*([a-z_]+):", text, re.MULTILINE)) | set(re.findall(r"[{,] *([a-z_]+):", text))
    missing = {key for key in keys if key not in documented}
    assert not missing


def test_check_shows_the_place_of_each_fault_in_the_configuration(run_argusd: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "argus.yaml"
    path.write_text("schema: argus.config/v1\npolicy:\n  defualt: alert\nlimits: {body: plenty}\n")
    finished = run_argusd("check", "--config", path)
    assert finished.returncode == 2
    shown = finished.stdout + finished.stderr
    assert re.search(rf"^{re.escape(str(path))}:3:3: AC\d{{4}}: ", shown, re.MULTILINE), shown
    assert re.search(rf"^{re.escape(str(path))}:4:\d+: AC\d{{4}}: ", shown, re.MULTILINE), shown
    assert re.search(r"^.*defualt: alert\n.*\^", shown, re.MULTILINE), shown
    assert "`default`" in shown


def test_check_shows_the_place_of_a_fault_in_a_pack(run_argusd: RunCommand, tmp_path: Path) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text(pack_text(["vermilion"], broken=True))
    finished = run_argusd("check", "--no-shipped-rules", "--rules", pack)
    assert finished.returncode == 2
    shown = finished.stdout + finished.stderr
    assert re.search(rf"^{re.escape(str(pack))}:{SEVERITY_LINE}:\d+: AR\d{{4}}: ", shown, re.MULTILINE), shown
    assert re.search(r"severty: critical.*\n.*\^", shown), shown
    assert "`severity`" in shown

    as_json = run_argusd("check", "--no-shipped-rules", "--rules", pack, "--format", "json")
    assert as_json.returncode == 2
    (diagnostic, *_) = json.loads(as_json.stdout)["diagnostics"]
    assert diagnostic["code"].startswith("AR")
    assert diagnostic["line"] == SEVERITY_LINE


def test_check_names_a_configuration_that_is_not_there(run_argusd: RunCommand, tmp_path: Path) -> None:
    finished = run_argusd("check", "--config", tmp_path / "nowhere.yaml")
    assert finished.returncode == 2
    assert "nowhere.yaml" in finished.stdout + finished.stderr


def test_serve_refuses_what_check_refuses(run_argusd: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "argus.yaml"
    path.write_text("schema: argus.config/v1\nproxy: {port: nine}\n")
    finished = run_argusd("serve", "--config", path, "--port", "0")
    assert finished.returncode == 2
    assert re.search(r"argus\.yaml:2:\d+: AC\d{4}: ", finished.stderr)
    assert "listening on" not in finished.stdout


# Rules


def test_shipped_rules_pass_lint_and_their_own_examples(run_argusd: RunCommand) -> None:
    linted = run_argusd("rules", "lint", "--format", "json")
    assert linted.returncode == 0, linted.stdout[-4000:]
    summary = json.loads(linted.stdout)["summary"]
    assert summary["errors"] == 0 and summary["quarantined"] == 0
    tested = run_argusd("rules", "test", "--format", "json")
    assert tested.returncode == 0, tested.stdout[-4000:]
    summary = json.loads(tested.stdout)["summary"]
    assert summary["failed"] == 0
    assert summary["examples"] >= 4 * summary["rules"]


def test_list_shows_each_rule(run_argusd: RunCommand) -> None:
    rules = json.loads(run_argusd("rules", "list", "--format", "json").stdout)
    assert len(rules) > 50
    assert len({rule["id"] for rule in rules}) == len(rules)
    text = run_argusd("rules", "list").stdout
    assert all(rule["id"] in text for rule in rules)


def test_lint_and_test_fail_on_a_faulty_pack(run_argusd: RunCommand, tmp_path: Path) -> None:
    unbalanced = tmp_path / "unbalanced.yaml"
    unbalanced.write_text(pack_text(["vermilion"]).replace("[0-9]{4})", "[0-9]{4}"))
    linted = run_argusd("rules", "lint", unbalanced)
    assert linted.returncode == 1
    assert re.search(r"unbalanced\.yaml:\d+:\d+: AR\d{4}: ", linted.stdout + linted.stderr)

    lying = tmp_path / "lying.yaml"
    lying.write_text(pack_text(["vermilion"]).replace("'zq-vermilion-42'", "'zq-vermilion-4242'"))
    tested = run_argusd("rules", "test", lying)
    assert tested.returncode == 1
    assert re.search(r"lying\.yaml:\d+:\d+: AR\d{4}: ", tested.stdout + tested.stderr)

    good = tmp_path / "good.yaml"
    good.write_text(pack_text(["vermilion"]))
    assert run_argusd("rules", "lint", good).returncode == 0
    assert run_argusd("rules", "test", good).returncode == 0


def unbalanced_pack(directory: Path) -> Path:
    """A pack with one rule that does not compile."""
    pack = directory / "unbalanced.yaml"
    pack.write_text(pack_text(["vermilion"]).replace("[0-9]{4})", "[0-9]{4}"))
    return pack


@pytest.mark.parametrize(
    "command",
    [
        ["try", "--embedded"],
        ["rules", "list"],
        ["rules", "list", "--category", "no-such-category"],
        ["rules", "show", "custom.word-vermilion"],
        ["rules", "bench", "--rule", "custom.word-vermilion"],
    ],
    ids=" ".join,
)
def test_faulty_rules_end_a_command_with_their_diagnostics(
    command: list[str], run_argusd: RunCommand, tmp_path: Path
) -> None:
    finished = run_argusd(*command, "--no-shipped-rules", "--rules", unbalanced_pack(tmp_path))
    assert finished.returncode == 2, finished.stdout + finished.stderr
    assert re.search(r"unbalanced\.yaml:\d+:\d+: AR0301: ", finished.stderr), finished.stderr


def test_a_rule_is_shown_beside_a_pack_that_cannot_be_read(run_argusd: RunCommand, tmp_path: Path) -> None:
    shown = run_argusd("rules", "show", "github.token", "--rules", tmp_path / "nowhere.yaml")
    assert shown.returncode == 2
    assert "nowhere.yaml" in shown.stderr
    assert "- id: github.token" in shown.stdout


@pytest.mark.parametrize("command", ["lint", "test", "list", "bench", "overlap", "fmt"])
def test_a_path_that_cannot_be_read_is_told_apart_from_a_faulty_rule(
    command: str, run_argusd: RunCommand, tmp_path: Path
) -> None:
    finished = run_argusd("rules", command, tmp_path / "nowhere")
    assert finished.returncode == 2, finished.stdout
    assert "AR0001" in finished.stdout + finished.stderr
    (tmp_path / "empty").mkdir()
    assert run_argusd("rules", command, tmp_path / "empty").returncode == 2


# Try and reload


def test_try_shows_the_secret_stopped_without_a_daemon(run_argusd: RunCommand) -> None:
    finished = run_argusd("try", "--embedded")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert re.search(r"\[REDACTED:[a-z0-9_]+\]", finished.stdout)


def test_try_goes_through_a_running_daemon(
    run_argusd: RunCommand, start_argus: StartDaemon, providers: Providers
) -> None:
    argus = start_argus({"policy": {"entries": [{"severities": ["critical"], "action": "block"}]}})
    before = argus.metrics().total("argus_requests_total")
    finished = run_argusd("try", "--url", argus.url, "--format", "json")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    result = json.loads(finished.stdout)
    assert result["verdict"] == "blocked"
    assert "github" in result["message"].lower()
    assert argus.metrics().total("argus_requests_total") == before + 1
    assert providers.all_requests() == 0


def test_try_says_when_no_daemon_answers(run_argusd: RunCommand) -> None:
    finished = run_argusd("try", "--url", "http://127.0.0.1:1")
    assert finished.returncode == 5
    assert "127.0.0.1:1" in finished.stderr


def test_reload_command_tells_what_came_of_it(run_argusd: RunCommand, start_argus: StartDaemon, tmp_path: Path) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text(pack_text(["vermilion"]))
    argus = start_argus({"rules": {"shipped": False, "paths": [str(pack)]}})

    pack.write_text(pack_text(["cerulean"]))
    live = run_argusd("reload", "--url", argus.url)
    assert live.returncode == 0, live.stderr
    assert "generation 2" in live.stdout

    pack.write_text(pack_text(["cerulean"], broken=True))
    refused = run_argusd("reload", "--url", argus.url)
    assert refused.returncode == 2
    assert re.search(rf"pack\.yaml:{SEVERITY_LINE}:\d+: AR\d{{4}}: ", refused.stderr), refused.stderr
    assert argus.health()["generation"] == 2


# What `serve` says


def test_banner_tells_where_to_connect_and_what_is_live(start_argus: StartDaemon) -> None:
    argus = start_argus()
    assert argus.banner.splitlines()[0] == f"argusd {argus.version} listening on {argus.url}"
    for line in (
        f"ANTHROPIC_BASE_URL={argus.url}",
        f"OPENAI_BASE_URL={argus.url}/v1",
        f"GOOGLE_GEMINI_BASE_URL={argus.url}",
        f"{argus.url}/health",
    ):
        assert line in argus.banner
    assert f"{argus.health()['rules_loaded']} loaded" in argus.banner


def test_quiet_banner_is_one_line(start_argus: StartDaemon) -> None:
    argus = start_argus(arguments=["--quiet", "--no-shipped-rules"])
    argus.health()
    argus.stop()
    assert len(argus.banner.splitlines()) == 1


def test_json_log_is_one_object_a_line(start_argus: StartDaemon, providers: Providers) -> None:
    argus = start_argus(arguments=["--log-format", "json", "--no-shipped-rules"])
    argus.health()
    argus.stop()
    records = [json.loads(line) for line in argus.log.splitlines()]
    assert records
    assert all({"time", "level", "message"} <= record.keys() for record in records)


def test_command_line_wins_over_the_file(start_argus: StartDaemon, providers: Providers, tmp_path: Path) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text(pack_text(["vermilion"]))
    arguments = ["--no-shipped-rules", "--rules", str(pack), "--upstream", f"anthropic={providers.openai.url}"]
    argus = start_argus(arguments=arguments)
    assert argus.health()["rules_loaded"] == 1
