"""Upstreams that die, clients that leave, signals and taken ports: each end is an honest one."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import time
from pathlib import Path

from conftest import Providers, StartDaemon
from daemon_process import DaemonProcess, isolated_environment
from provider_answers import anthropic_events
from raw_http import connect, framed, post, read_to_end, read_until
from scripted_upstream import PATIENCE, EventStream, Reply, Silence

# What is tested here does not depend on rules, and compiling them takes time.
NO_RULES = {"rules": {"shipped": False}}


def test_dead_upstream_is_a_502_in_the_providers_shape(start_argus: StartDaemon) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nobody = f"http://127.0.0.1:{listener.getsockname()[1]}"
    argus = start_argus(NO_RULES | {"upstreams": {"anthropic": {"url": nobody}, "openai": {"url": nobody}}})
    anthropic = post(argus.port, "/v1/messages", b"{}")
    assert anthropic.status == 502
    assert json.loads(anthropic.body)["type"] == "error"
    openai = post(argus.port, "/v1/responses", b"{}")
    assert openai.status == 502
    assert json.loads(openai.body)["error"]["message"]
    assert argus.metrics().total("argus_upstream_errors_total") >= 2


def test_silent_upstream_is_a_504_and_is_let_go(strict_argus: DaemonProcess, providers: Providers) -> None:
    silence = Silence()
    providers.anthropic.script = lambda request: silence
    assert post(strict_argus.port, "/v1/messages", b"{}").status == 504
    assert silence.client_gone.wait(PATIENCE)


def test_upstream_that_dies_mid_stream_is_not_a_clean_end(strict_argus: DaemonProcess, providers: Providers) -> None:
    stream = EventStream(anthropic_events()[:2], cut_short=True)
    providers.anthropic.script = lambda request: stream
    answer = post(strict_argus.port, "/v1/messages", b'{"stream":true}')
    assert answer.status == 200
    assert b"message_start" in answer.data
    assert not answer.data.endswith(b"0\r\n\r\n")


def test_client_that_leaves_cancels_the_upstream(strict_argus: DaemonProcess, providers: Providers) -> None:
    stream = EventStream(anthropic_events(), gated=True)
    providers.anthropic.script = lambda request: stream
    with connect(strict_argus.port) as client:
        client.sendall(framed("Content-Length: 2") + b"{}")
        stream.release()
        read_until(client, b"message_start")
    assert stream.client_gone.wait(PATIENCE)


def test_answer_larger_than_the_clients_buffer_leaves_the_upstream_connection_usable(
    strict_argus: DaemonProcess, providers: Providers
) -> None:
    large = Reply(b"an answer " * 100_000)
    providers.anthropic.script = lambda request: large
    client = http.client.HTTPConnection("127.0.0.1", strict_argus.port, timeout=PATIENCE)
    # One client connection stays on one event loop, whose idle upstream connection it gets each time.
    for _ in range(4):
        client.request("POST", "/v1/messages", b"{}", {"Content-Type": "application/json"})
        answer = client.getresponse()
        assert (answer.status, answer.read()) == (200, large.body)
    client.close()


def refuses_connections(port: int) -> bool:
    """Whether connecting fails within the bound."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            connect(port).close()
        except ConnectionRefusedError:
            return True
    return False


def test_drain_finishes_open_streams_and_takes_no_new_ones(start_argus: StartDaemon, providers: Providers) -> None:
    argus = start_argus(NO_RULES)
    stream = EventStream(anthropic_events(), gated=True)
    providers.anthropic.script = lambda request: stream
    idle = connect(argus.port)
    with connect(argus.port) as client:
        client.sendall(framed("Content-Length: 2") + b"{}")
        stream.release()
        read_until(client, b"message_start")
        argus.terminate()
        # The idle connection ends at once, and soon nobody listens any more.
        assert read_to_end(idle).closed
        assert refuses_connections(argus.port)
        stream.release_all()
        rest = read_to_end(client)
    idle.close()
    assert rest.closed
    assert rest.data.endswith(b"0\r\n\r\n")
    assert argus.wait() == 0


def test_second_daemon_on_a_taken_port_says_so(
    start_argus: StartDaemon, argusd: Path, evidence: Path, tmp_path: Path
) -> None:
    argus = start_argus(NO_RULES)
    directory = evidence / "second-daemon"
    directory.mkdir()
    second = subprocess.run(
        [str(argusd), "serve", "--no-shipped-rules", "--port", str(argus.port)],
        env=isolated_environment(directory),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    (directory / "output.log").write_text(second.stdout + second.stderr)
    assert second.returncode not in (0, -6, -4, -11, -5)
    assert "listening on" not in second.stdout
    assert str(argus.port) in second.stderr
    assert argus.health()["status"] == "ready"
