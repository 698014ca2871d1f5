"""The real Claude Code binary through argusd."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import claude_agent_sdk
import pytest

from conftest import Providers
from daemon_process import DaemonProcess
from fixture_secrets import AWS_ACCESS_KEY_ID, CLIENT_CREDENTIAL, GITHUB_TOKEN
from provider_answers import GREETING, answer, anthropic_events
from recording_relay import RecordingRelay
from scripted_upstream import PATIENCE, Answer, EventStream, RecordedRequest

CLAUDE = Path(claude_agent_sdk.__file__).parent / "_bundled" / "claude"


@dataclass(frozen=True)
class Claude:
    """`claude -p` in a home and a project of its own."""

    home: Path
    project: Path

    def start(self, base_url: str, prompt: str, *options: str) -> subprocess.Popen[str]:
        environment = {
            "HOME": str(self.home),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "ANTHROPIC_BASE_URL": base_url,
            "ANTHROPIC_API_KEY": CLIENT_CREDENTIAL,
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            "DISABLE_AUTOUPDATER": "1",
        }
        return subprocess.Popen(
            [str(CLAUDE), "-p", prompt, *options],
            cwd=self.project,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ask(self, base_url: str, prompt: str) -> subprocess.CompletedProcess[str]:
        with self.start(base_url, prompt) as process:
            try:
                stdout, stderr = process.communicate(timeout=4 * PATIENCE)
            finally:
                process.kill()
        return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)

    def texts(self, base_url: str, prompt: str) -> Iterator[str]:
        """The pieces of the answer, each as soon as the binary has printed it."""
        options = ("--output-format", "stream-json", "--include-partial-messages", "--verbose")
        with self.start(base_url, prompt, *options) as process:
            # A stream that never comes ends the process, and with it the lines.
            deadline = threading.Timer(4 * PATIENCE, process.kill)
            deadline.start()
            try:
                assert process.stdout is not None
                yield from filter(None, map(text_of, process.stdout))
                assert process.wait(PATIENCE) == 0
            finally:
                deadline.cancel()
                process.kill()


def text_of(line: str) -> str | None:
    """The text that a line of the binary's output carries as a piece of the answer; nil for all other lines."""
    event = json.loads(line).get("event", {})
    text = event.get("delta", {}).get("text")
    return text if event.get("type") == "content_block_delta" and isinstance(text, str) else None


@pytest.fixture
def claude(tmp_path: Path) -> Claude:
    places = Claude(tmp_path / "home", tmp_path / "project")
    places.home.mkdir()
    places.project.mkdir()
    return places


def turns_of(requests: list[RecordedRequest]) -> list[RecordedRequest]:
    """The turns; the binary also asks for other things (`HEAD /`, token counts)."""
    return [request for request in requests if request.path == "/v1/messages"]


def holding(requests: list[RecordedRequest], text: str) -> list[RecordedRequest]:
    return [request for request in requests if text.encode() in request.body]


def test_clean_prompt_is_answered(claude: Claude, argus: DaemonProcess, providers: Providers) -> None:
    finished = claude.ask(argus.url, "Say hello in three words.")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "".join(GREETING) in finished.stdout
    turns = turns_of(providers.anthropic.requests)
    assert holding(turns, "Say hello in three words.")
    # Its own prompts and tool descriptions, tens of kilobytes, hold nothing that the shipped rules would redact.
    assert not holding(turns, "[REDACTED:")
    assert argus.metrics().total("argus_requests_total", provider="anthropic") >= len(turns)


def test_clean_turns_reach_the_provider_byte_for_byte(
    claude: Claude, argus: DaemonProcess, providers: Providers
) -> None:
    relay = RecordingRelay(argus.port).start()
    try:
        finished = claude.ask(relay.url, 'Why does this print "naïve ✓"?\n\tprint(1 << 2)  # \U0001f600')
    finally:
        relay.stop()
    assert finished.returncode == 0, finished.stdout + finished.stderr

    sent, arrived = turns_of(relay.requests), turns_of(providers.anthropic.requests)
    assert holding(sent, "print(1 << 2)")
    # Turns may overlap on several connections; the order between these is nobody's promise.
    assert sorted(turn.body for turn in arrived) == sorted(turn.body for turn in sent)
    assert sorted(turn.target for turn in arrived) == sorted(turn.target for turn in sent)
    assert sorted(turn.end_to_end_headers for turn in arrived) == sorted(turn.end_to_end_headers for turn in sent)


def test_secret_in_the_prompt_is_redacted(claude: Claude, argus: DaemonProcess, providers: Providers) -> None:
    finished = claude.ask(argus.url, f"What kind of key is {AWS_ACCESS_KEY_ID}?")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "".join(GREETING) in finished.stdout
    assert holding(turns_of(providers.anthropic.requests), "What kind of key is [REDACTED:")
    assert not holding(providers.anthropic.requests, AWS_ACCESS_KEY_ID)


def test_refusal_is_shown_after_exactly_one_turn(
    claude: Claude, blocking_argus: DaemonProcess, providers: Providers, evidence: Path
) -> None:
    refused_before = blocking_argus.metrics().total("argus_requests_total", provider="anthropic", action="block")
    finished = claude.ask(blocking_argus.url, f"Log in with {GITHUB_TOKEN} and list my repositories.")
    shown = finished.stdout + finished.stderr
    (evidence / "claude-refusal.txt").write_text(shown)

    assert finished.returncode != 0
    assert "argus" in shown.lower(), shown
    assert "github" in shown.lower(), shown
    assert GITHUB_TOKEN not in shown
    assert not holding(providers.anthropic.requests, GITHUB_TOKEN)
    refused = blocking_argus.metrics().total("argus_requests_total", provider="anthropic", action="block")
    assert refused - refused_before == 1


def test_first_piece_is_shown_before_the_provider_sends_the_second(
    claude: Claude, argus: DaemonProcess, providers: Providers
) -> None:
    prompt = "Say hello as a stream."
    streams: list[EventStream] = []
    # The events up to the first text.
    held_back_from = 0

    def script(request: RecordedRequest) -> Answer:
        nonlocal held_back_from
        if request.path != "/v1/messages" or not request.wants_stream or prompt.encode() not in request.body:
            return answer(request)
        events = anthropic_events(str(request.json()["model"]))
        held_back_from = 1 + next(n for n, event in enumerate(events) if f'"{GREETING[0]}"'.encode() in event)
        streams.append(EventStream(events, gated=True))
        streams[-1].release(held_back_from)
        return streams[-1]

    providers.anthropic.script = script
    pieces = claude.texts(argus.url, prompt)

    first = next(pieces)
    # The binary has printed the first piece, and the provider has not sent the second.
    (stream,) = streams
    sent_when_first_arrived = stream.sent
    stream.release_all()
    assert first == GREETING[0]
    assert sent_when_first_arrived == held_back_from
    assert [first, *pieces] == list(GREETING)
    assert stream.finished.is_set()
