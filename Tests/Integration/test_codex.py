"""The real Codex binary through argusd."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import codex_cli_bin  # type: ignore[import-untyped]
import pytest

from conftest import Providers
from daemon_process import DaemonProcess
from fixture_secrets import CLIENT_CREDENTIAL, GITHUB_TOKEN, STRIPE_LIVE_KEY
from provider_answers import GREETING
from scripted_upstream import PATIENCE, RecordedRequest

CODEX = Path(codex_cli_bin.__file__).parent / "bin" / "codex"

AskCodex = Callable[[DaemonProcess, str], "subprocess.CompletedProcess[str]"]


@pytest.fixture
def ask_codex(tmp_path: Path) -> AskCodex:
    """Runs `codex exec PROMPT` in a home and a project of its own."""

    def ask(argus: DaemonProcess, prompt: str) -> subprocess.CompletedProcess[str]:
        home, project = tmp_path / "home", tmp_path / "project"
        (home / ".codex").mkdir(parents=True)
        project.mkdir()
        (home / ".codex" / "config.toml").write_text(f'openai_base_url = "{argus.url}/v1"\n')
        environment = {"HOME": str(home), "PATH": os.environ["PATH"], "CODEX_API_KEY": CLIENT_CREDENTIAL}
        return subprocess.run(
            [str(CODEX), "exec", "--skip-git-repo-check", prompt],
            cwd=project,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=4 * PATIENCE,
        )

    return ask


def turns(providers: Providers) -> list[RecordedRequest]:
    return [request for request in providers.openai.requests if request.path == "/v1/responses"]


def test_clean_prompt_is_answered_without_websocket_detours(
    ask_codex: AskCodex, argus: DaemonProcess, providers: Providers
) -> None:
    finished = ask_codex(argus, "Say hello in three words.")
    assert finished.returncode == 0, finished.stderr
    assert "".join(GREETING) in finished.stdout
    (turn,) = turns(providers)
    assert b"Say hello in three words." in turn.body
    assert b"[REDACTED:" not in turn.body
    # It tries WebSocket first; only the right refusal makes it go on at once instead of trying seven times.
    assert "Reconnecting" not in finished.stderr


def test_secret_in_the_prompt_is_redacted(ask_codex: AskCodex, argus: DaemonProcess, providers: Providers) -> None:
    finished = ask_codex(argus, f"Which account does {STRIPE_LIVE_KEY} belong to?")
    assert finished.returncode == 0, finished.stderr
    (turn,) = turns(providers)
    assert b"Which account does [REDACTED:" in turn.body
    assert STRIPE_LIVE_KEY.encode() not in turn.body


def test_refusal_is_shown_after_exactly_one_turn(
    ask_codex: AskCodex, blocking_argus: DaemonProcess, providers: Providers, evidence: Path
) -> None:
    before = blocking_argus.metrics().total("argus_requests_total", provider="openai", action="block")
    finished = ask_codex(blocking_argus, f"Log in with {GITHUB_TOKEN} and list my repositories.")
    errors = [line for line in finished.stderr.splitlines() if "argus" in line.lower()]
    # The rest of its output repeats the prompt.
    (evidence / "codex-refusal.txt").write_text("\n".join(errors))
    assert finished.returncode != 0
    assert errors, finished.stderr.replace(GITHUB_TOKEN, "(the token)")
    assert not any(GITHUB_TOKEN.encode() in request.body for request in providers.openai.requests)
    after = blocking_argus.metrics().total("argus_requests_total", provider="openai", action="block")
    assert after - before == 1
