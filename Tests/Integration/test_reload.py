"""SIGHUP: a good edit goes live without a lost request, a bad one changes nothing and says why."""

from __future__ import annotations

import itertools
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conftest import Providers, StartDaemon
from daemon_process import DaemonProcess
from load import HAProxy, Load
from provider_answers import anthropic_events, anthropic_message
from raw_http import RawAnswer, connect, post, read_to_end, read_until
from rule_pack import SEVERITY_LINE, pack_text, project_number, replace
from scripted_upstream import EventStream

LOAD_SECONDS = int(os.environ.get("ARGUS_LOAD_SECONDS", "30"))
DIAGNOSTIC = re.compile(rf"pack\.yaml:{SEVERITY_LINE}:\d+: AR\d{{4}}: ")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "pack.yaml"
    replace(path, pack_text(["vermilion"]))
    return path


def own_rules(pack: Path, **rules: Any) -> dict[str, Any]:
    return {"rules": {"shipped": False, "paths": [str(pack)], **rules}}


def prompt(text: str) -> bytes:
    return json.dumps({"model": "claude-test", "messages": [{"role": "user", "content": text}]}).encode()


def ask(argus: DaemonProcess, text: str) -> RawAnswer:
    return post(argus.port, "/v1/messages", prompt(text))


def reload_and_wait(argus: DaemonProcess) -> dict[str, Any]:
    """Hangs up once and waits until `/health` counts one more reload."""
    before = tried(argus.health())
    argus.hang_up()
    return argus.wait_for_health(lambda health: tried(health) > before, "a finished reload")


def tried(health: dict[str, Any]) -> int:
    return int(health["reloads"]["succeeded"]) + int(health["reloads"]["failed"])


def test_edited_rule_goes_live(start_argus: StartDaemon, providers: Providers, pack: Path) -> None:
    argus = start_argus(own_rules(pack))
    before = argus.health()
    assert ask(argus, project_number("vermilion")).status == 451
    assert ask(argus, project_number("cerulean")).status == 200

    replace(pack, pack_text(["cerulean"]))
    after = reload_and_wait(argus)

    assert ask(argus, project_number("vermilion")).status == 200
    assert ask(argus, project_number("cerulean")).status == 451
    assert after["generation"] == before["generation"] + 1
    assert after["ruleset_digest"] != before["ruleset_digest"]
    assert after["stale"] is None
    metrics = argus.metrics()
    assert metrics.total("argus_generation") == after["generation"]
    assert metrics.total("argus_reload_success") == 1


def test_broken_pack_keeps_the_old_rules_and_says_where(
    start_argus: StartDaemon, providers: Providers, pack: Path
) -> None:
    argus = start_argus(own_rules(pack))
    before = argus.health()
    replace(pack, pack_text(["cerulean"], broken=True))
    stale = reload_and_wait(argus)

    assert ask(argus, project_number("vermilion")).status == 451
    assert ask(argus, project_number("cerulean")).status == 200
    assert stale["status"] == "ready"
    assert stale["generation"] == before["generation"]
    assert stale["ruleset_digest"] == before["ruleset_digest"]
    assert stale["reloads"]["failed"] == 1
    assert any(DIAGNOSTIC.search(reason) for reason in stale["stale"]["reasons"]), stale
    assert stale["stale"]["since"] > 0
    assert DIAGNOSTIC.search(argus.log)
    assert argus.metrics().total("argus_reload_success") == 0

    replace(pack, pack_text(["cerulean"]))
    mended = reload_and_wait(argus)
    assert mended["stale"] is None
    assert mended["generation"] > before["generation"]
    assert argus.metrics().total("argus_reload_success") == 1
    assert ask(argus, project_number("cerulean")).status == 451


def test_missing_pack_keeps_the_old_rules(start_argus: StartDaemon, providers: Providers, pack: Path) -> None:
    argus = start_argus(own_rules(pack))
    pack.unlink()
    stale = reload_and_wait(argus)
    assert any("pack.yaml" in reason for reason in stale["stale"]["reasons"]), stale["stale"]
    assert ask(argus, project_number("vermilion")).status == 451


def test_quarantine_takes_the_good_rules_of_a_faulty_pack(
    start_argus: StartDaemon, providers: Providers, pack: Path
) -> None:
    argus = start_argus(own_rules(pack, on_error="quarantine"))
    text = pack_text(["vermilion", "cerulean"])
    replace(pack, text.replace("(zq-vermilion-[0-9]{4})", "(zq-vermilion-[0-9]{4}"))
    health = reload_and_wait(argus)
    assert [entry["rule"] for entry in health["rules_quarantined"]] == ["custom.word-vermilion"]
    assert health["rules_loaded"] == 1
    assert ask(argus, project_number("cerulean")).status == 451
    assert ask(argus, project_number("vermilion")).status == 200
    assert argus.metrics().total("argus_rules_quarantined") == 1


def test_policy_upstream_and_block_status_reload_with_the_configuration(
    start_argus: StartDaemon, providers: Providers, pack: Path
) -> None:
    replace(pack, pack_text(["vermilion"], action=None))
    configuration = {"schema": "argus.config/v1", "upstreams": providers.configuration()} | own_rules(pack)
    argus = start_argus(configuration)
    assert ask(argus, project_number("vermilion")).status == 200
    (redacted,) = providers.anthropic.wait_for_requests(1)
    assert b"[REDACTED:" in redacted.body

    changed = configuration | {
        "policy": {"entries": [{"severities": ["critical"], "action": "block"}]},
        "block": {"anthropic_status": 410},
        "upstreams": providers.configuration() | {"anthropic": {"url": f"{providers.gemini.url}/elsewhere"}},
    }
    argus.write_configuration(changed)
    reload_and_wait(argus)
    assert ask(argus, project_number("vermilion")).status == 410
    assert ask(argus, "nothing special").status == 200
    assert [request.path for request in providers.gemini.requests] == ["/elsewhere/v1/messages"]

    argus.configuration_path.write_text("schema: argus.config/v1\npolicy: {defualt: alert}\n")
    stale = reload_and_wait(argus)
    assert any(re.search(r"argus\.yaml:2:\d+: AC\d{4}: ", reason) for reason in stale["stale"]["reasons"]), stale
    assert ask(argus, project_number("vermilion")).status == 410


def test_open_stream_survives_a_reload(start_argus: StartDaemon, providers: Providers, pack: Path) -> None:
    argus = start_argus(own_rules(pack))
    stream = EventStream(anthropic_events(), gated=True)
    providers.anthropic.script = lambda request: stream
    body = prompt("hello")
    head = f"POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:{argus.port}\r\nConnection: close\r\n"
    with connect(argus.port) as client:
        client.sendall(f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        stream.release()
        read_until(client, b"message_start")
        replace(pack, pack_text(["cerulean"]))
        reload_and_wait(argus)
        stream.release_all()
        rest = read_to_end(client)
    assert b"message_stop" in rest.data
    assert rest.data.endswith(b"0\r\n\r\n")


MANY_WORDS = tuple(f"word{chr(97 + index // 26)}{chr(97 + index % 26)}" for index in range(90))
"""More than a set that is always compiled whole."""


def test_an_edit_of_many_rules_compiles_what_changed_and_is_made_one_database_later(
    start_argus: StartDaemon, providers: Providers, pack: Path
) -> None:
    replace(pack, pack_text(MANY_WORDS))
    argus = start_argus(own_rules(pack))
    before = argus.health()
    assert before["delta_patterns"] == 0
    assert before["reloads"]["last_milliseconds"] is None

    replace(pack, pack_text(["cerulean", *MANY_WORDS[1:]]))
    edited = reload_and_wait(argus)
    assert edited["delta_patterns"] == 1
    assert edited["reloads"]["last_milliseconds"] >= 0
    assert argus.metrics().total("argus_ruleset_delta_patterns") == 1
    assert argus.metrics().total("argus_reload_duration_seconds_count") == 1
    assert_acts_as_edited(argus)

    whole = argus.wait_for_health(lambda health: health["delta_patterns"] == 0, "one database")
    for field in ("generation", "ruleset_digest", "rules_loaded"):
        assert whole[field] == edited[field]
    assert whole["generation"] == before["generation"] + 1
    assert_acts_as_edited(argus)


def assert_acts_as_edited(argus: DaemonProcess) -> None:
    assert ask(argus, project_number(MANY_WORDS[0])).status == 200
    assert ask(argus, project_number(MANY_WORDS[1])).status == 451
    assert ask(argus, project_number("cerulean")).status == 451


def test_a_stop_while_the_rules_are_made_one_database_is_a_clean_one(
    start_argus: StartDaemon, providers: Providers, pack: Path
) -> None:
    # Slow ones: the compilation in the background takes longer than the pause before it and this test.
    gaps = "\n".join(
        f"""  - id: custom.gap-{word}
    name: The gap {word}
    description: A made-up number far behind the word {word}.
    pattern: '{word}[^x]{{0,600}}[0-9a-f]{{8,300}}x[a-z]{{3,90}}'
    references: ['https://example.com/words']
    examples:
      match: [{{text: '{word} 0123456789xabcd'}}, {{text: '{word} in 0123456789xabcd'}}]
      no_match: [{{text: '{word} 1', why: short}}, {{text: 'nothing', why: no word}}]"""
        for word in MANY_WORDS
    )
    replace(pack, pack_text(["vermilion"]) + gaps + "\n")
    argus = start_argus(own_rules(pack))
    replace(pack, pack_text(["cerulean"]) + gaps + "\n")
    assert reload_and_wait(argus)["delta_patterns"] == 1
    log_size = len(argus.log)
    argus.wait_for_background_work(0.05)
    argus.stop()
    assert "consolidated" not in argus.log[log_size:]


@dataclass(frozen=True)
class StormStep:
    """One edit of the pack, and the word whose rule acts after it."""

    word: str
    acts: str
    broken: bool = False


STORM = (
    StormStep("cerulean", acts="cerulean"),
    StormStep("vermilion", acts="vermilion"),
    StormStep("chartreuse", acts="vermilion", broken=True),
)
STORM_WORDS = ("vermilion", "cerulean", "chartreuse")


@pytest.fixture
def quick_upstream(tmp_path: Path) -> Iterator[HAProxy]:
    upstream = HAProxy.answering(tmp_path, json.dumps(anthropic_message()).encode()).start()
    yield upstream
    upstream.stop()


@pytest.mark.load
def test_reload_storm_under_load_loses_no_request(
    start_argus: StartDaemon, quick_upstream: HAProxy, pack: Path, tmp_path: Path
) -> None:
    configuration = own_rules(pack) | {"upstreams": {"anthropic": {"url": quick_upstream.url}}}
    argus = start_argus(configuration, log_level="info")
    body = tmp_path / "body.json"
    body.write_bytes(prompt("An ordinary question about an ordinary file. " * 90))
    assert ask(argus, "nothing special").status == 200

    load = Load(f"{argus.url}/v1/messages", body, tmp_path, connections=16, seconds=LOAD_SECONDS)
    steps = itertools.cycle(STORM)
    good_steps = broken_steps = 0
    live = argus.health()
    while load.is_running_after(0.1):
        step = next(steps)
        replace(pack, pack_text([step.word], broken=step.broken))
        # The second and third signal come while the first is being served.
        for _ in range(3):
            argus.hang_up()
        if step.broken:
            broken_steps += 1
            health = wait_under_load(argus, live, lambda health: health["stale"] is not None, "a stale generation")
            assert any(DIAGNOSTIC.search(reason) for reason in health["stale"]["reasons"]), health["stale"]
            assert health["ruleset_digest"] == live["ruleset_digest"]
        else:
            good_steps += 1
            # A reload of the text before may still be under way: it ends with the digest from before.
            health = wait_under_load(argus, live, live_with_other_rules_than(live), "the new rules")
            assert health["generation"] > live["generation"]
        live = health
        for word in STORM_WORDS:
            assert ask(argus, project_number(word)).status == (451 if word == step.acts else 200), (step, word)
    report = load.finish()

    assert report.failures == 0, report
    assert report.requests > 100 * LOAD_SECONDS, report
    assert good_steps >= LOAD_SECONDS, good_steps
    assert broken_steps >= LOAD_SECONDS / 3, broken_steps
    assert len(DIAGNOSTIC.findall(argus.log)) >= broken_steps
    replace(pack, pack_text(["chartreuse"]))
    last = reload_until_live(argus)
    assert last["reloads"]["succeeded"] > good_steps, last["reloads"]
    assert last["reloads"]["failed"] >= broken_steps, last["reloads"]
    assert ask(argus, project_number("chartreuse")).status == 451
    assert ask(argus, project_number("cerulean")).status == 200
    print(f"{report.requests} requests, {tried(last)} reloads, p50 {report.p50} us, p99 {report.p99} us")


def live_with_other_rules_than(before: dict[str, Any]) -> Callable[[dict[str, Any]], bool]:
    return lambda health: health["stale"] is None and health["ruleset_digest"] != before["ruleset_digest"]


def wait_under_load(
    argus: DaemonProcess, before: dict[str, Any], wanted: Callable[[dict[str, Any]], bool], what: str
) -> dict[str, Any]:
    """Waits as `wait_for_health` does; whatever it sees meanwhile is ready and never an older generation."""
    generation = before["generation"]

    def check(health: dict[str, Any]) -> bool:
        nonlocal generation
        assert health["status"] == "ready"
        assert health["generation"] >= generation
        generation = health["generation"]
        return wanted(health)

    return argus.wait_for_health(check, what)


def reload_until_live(argus: DaemonProcess) -> dict[str, Any]:
    """One more signal, then waits until what is on disk is live."""
    before = argus.health()["reloads"]["succeeded"]
    argus.hang_up()
    return argus.wait_for_health(
        lambda health: health["stale"] is None and health["reloads"]["succeeded"] > before, "the files on disk live"
    )
