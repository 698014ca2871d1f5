"""The real Claude Code binary through argusd."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import claude_agent_sdk
import pytest

from conftest import Providers
from daemon_process import DaemonProcess
from fixture_secrets import AWS_ACCESS_KEY_ID, CLIENT_CREDENTIAL, GITHUB_TOKEN
from provider_answers import GREETING, answer, anthropic_events
from scripted_upstream import PATIENCE, Answer, EventStream, RecordedRequest

CLAUDE = Path(claude_agent_sdk.__file__).parent / "_bundled" / "claude"

AskClaude = Callable[[DaemonProcess, str], "subprocess.CompletedProcess[str]"]


@pytest.fixture
def ask_claude(tmp_path: Path) -> AskClaude:
    """Runs `claude -p PROMPT` in a home and a project of its own."""

    def ask(argus: DaemonProcess, prompt: str) -> subprocess.CompletedProcess[str]:
        home, project = tmp_path / "home", tmp_path / "project"
        home.mkdir()
        project.mkdir()
        environment = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "ANTHROPIC_BASE_URL": argus.url,
            "ANTHROPIC_API_KEY": CLIENT_CREDENTIAL,
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            "DISABLE_AUTOUPDATER": "1",
        }
        return subprocess.run(
            [str(CLAUDE), "-p", prompt],
            cwd=project,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=4 * PATIENCE,
        )

    return ask


def conversation(providers: Providers) -> list[RecordedRequest]:
    """The turns; the binary also asks for other things (`HEAD /`, token counts)."""
    return [request for request in providers.anthropic.requests if request.path == "/v1/messages"]


def holding(requests: list[RecordedRequest], text: str) -> list[RecordedRequest]:
    return [request for request in requests if text.encode() in request.body]


def test_clean_prompt_is_answered(ask_claude: AskClaude, argus: DaemonProcess, providers: Providers) -> None:
    finished = ask_claude(argus, "Say hello in three words.")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "".join(GREETING) in finished.stdout
    turns = conversation(providers)
    assert holding(turns, "Say hello in three words.")
    # Its own prompts and tool descriptions, tens of kilobytes, hold nothing that the shipped rules would redact.
    assert not holding(turns, "[REDACTED:")
    assert argus.metrics().total("argus_requests_total", provider="anthropic") >= len(turns)


def test_secret_in_the_prompt_is_redacted(ask_claude: AskClaude, argus: DaemonProcess, providers: Providers) -> None:
    finished = ask_claude(argus, f"What kind of key is {AWS_ACCESS_KEY_ID}?")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "".join(GREETING) in finished.stdout
    assert holding(conversation(providers), "What kind of key is [REDACTED:")
    assert not holding(providers.anthropic.requests, AWS_ACCESS_KEY_ID)


def test_refusal_is_shown_after_exactly_one_turn(
    ask_claude: AskClaude, blocking_argus: DaemonProcess, providers: Providers, evidence: Path
) -> None:
    refused_before = blocking_argus.metrics().total("argus_requests_total", provider="anthropic", action="block")
    finished = ask_claude(blocking_argus, f"Log in with {GITHUB_TOKEN} and list my repositories.")
    shown = finished.stdout + finished.stderr
    (evidence / "claude-refusal.txt").write_text(shown)

    assert finished.returncode != 0
    assert "argus" in shown.lower(), shown
    assert "github" in shown.lower(), shown
    assert GITHUB_TOKEN not in shown
    assert not holding(providers.anthropic.requests, GITHUB_TOKEN)
    refused = blocking_argus.metrics().total("argus_requests_total", provider="anthropic", action="block")
    assert refused - refused_before == 1


def test_streamed_answer_is_shown(ask_claude: AskClaude, argus: DaemonProcess, providers: Providers) -> None:
    streams: list[EventStream] = []

    def script(request: RecordedRequest) -> Answer:
        if request.path != "/v1/messages" or not request.wants_stream:
            return answer(request)
        streams.append(EventStream(anthropic_events(str(request.json()["model"]))))
        return streams[-1]

    providers.anthropic.script = script
    finished = ask_claude(argus, "Say hello as a stream.")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "".join(GREETING) in finished.stdout
    assert streams and all(stream.finished.is_set() for stream in streams)
