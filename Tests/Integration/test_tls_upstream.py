"""TLS to the upstream: no byte of a request goes to a server that has not proved its name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import StartDaemon
from daemon_process import DaemonProcess
from raw_http import post
from rule_pack import replace
from scripted_upstream import Reply
from throwaway_authority import ThrowawayAuthority
from tls_upstream import TLSUpstream

# What is tested here does not depend on rules, and compiling them takes time.
NO_RULES: dict[str, Any] = {"rules": {"shipped": False}}
# Spaces and escapes that a parser would not give back, and more than one TLS record.
REQUEST = b'{ "model" :"claude-test",  "text":"\\u00e9 \xc3\xa9 ' + b"0123456789 " * 9000 + b'" }\n'
ANSWER = b'{ "answer" :"\\u00e8 \xc3\xa8 ' + b"9876543210 " * 9000 + b'" }\n'


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> ThrowawayAuthority:
    return ThrowawayAuthority.create(tmp_path_factory.mktemp("authority"), "trusted")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> ThrowawayAuthority:
    """An authority that has signed nothing."""
    return ThrowawayAuthority.create(tmp_path_factory.mktemp("stranger"), "stranger")


EACH_FAILURE = 2
"""Connections that one ``expect_tls_failure`` makes."""

StartUpstream = Callable[..., TLSUpstream]


@pytest.fixture
def start_upstream(authority: ThrowawayAuthority) -> Iterator[StartUpstream]:
    """Starts an upstream on 127.0.0.1 whose certificate holds the given names."""
    started: list[TLSUpstream] = []

    def start(*names: str) -> TLSUpstream:
        upstream = TLSUpstream("tls", lambda request: Reply(ANSWER), context=authority.server_context(*names))
        upstream.start()
        started.append(upstream)
        return upstream

    yield start
    for upstream in started:
        upstream.stop()


def configuration(url: str, **settings: Any) -> dict[str, Any]:
    upstream = {"url": url, **settings}
    return NO_RULES | {"schema": "argus.config/v1", "upstreams": {"anthropic": upstream, "openai": upstream}}


def reload_and_wait(argus: DaemonProcess) -> None:
    before = argus.health()["reloads"]["succeeded"]
    argus.hang_up()
    argus.wait_for_health(lambda health: health["reloads"]["succeeded"] > before, "a reload that succeeded")


def expect_delivery(argus: DaemonProcess) -> None:
    answer = post(argus.port, "/v1/messages", REQUEST)
    assert answer.status == 200
    assert answer.body == ANSWER


def expect_tls_failure(argus: DaemonProcess) -> None:
    """Each provider's own error shape, which says TLS, and so do the metric and the log."""
    before = argus.metrics()
    anthropic = post(argus.port, "/v1/messages", REQUEST)
    assert anthropic.status == 502
    error = json.loads(anthropic.body)
    assert (error["type"], error["error"]["type"]) == ("error", "api_error")
    assert "TLS" in error["error"]["message"]
    openai = post(argus.port, "/v1/responses", REQUEST)
    assert openai.status == 502
    assert json.loads(openai.body)["error"]["type"] == "server_error"
    assert "TLS" in json.loads(openai.body)["error"]["message"]
    after, name = argus.metrics(), "argus_upstream_errors_total"
    assert after.total(name, kind="tls") == before.total(name, kind="tls") + 2
    assert after.total(name) == before.total(name) + 2
    assert "upstream_tls" in argus.log


@pytest.mark.parametrize(("host", "name"), [("localhost", "DNS:localhost"), ("127.0.0.1", "IP:127.0.0.1")])
def test_trusted_upstream_gets_the_bytes_and_answers(
    start_argus: StartDaemon, start_upstream: StartUpstream, authority: ThrowawayAuthority, host: str, name: str
) -> None:
    upstream = start_upstream(name)
    argus = start_argus(configuration(f"https://{host}:{upstream.port}", ca_file=str(authority.certificate)))
    expect_delivery(argus)
    (request,) = upstream.requests
    assert request.body == REQUEST
    assert request.header("host") == f"{host}:{upstream.port}"


def test_unknown_authority_is_a_tls_failure(
    start_argus: StartDaemon, start_upstream: StartUpstream, stranger: ThrowawayAuthority
) -> None:
    upstream = start_upstream("IP:127.0.0.1")
    expect_tls_failure(start_argus(configuration(upstream.url, ca_file=str(stranger.certificate))))
    # Nor is it known to the system.
    expect_tls_failure(start_argus(configuration(upstream.url)))
    upstream.wait_for_ends(2 * EACH_FAILURE)
    assert upstream.requests == []


@pytest.mark.parametrize(
    ("host", "names"),
    [
        ("localhost", ["DNS:elsewhere.example", "DNS:*.localhost"]),
        ("127.0.0.1", ["IP:127.0.0.2", "DNS:localhost"]),
        # A name that only looks like the address is not the address.
        ("127.0.0.1", ["DNS:127.0.0.1"]),
    ],
)
def test_trusted_certificate_of_another_host_is_a_tls_failure(
    start_argus: StartDaemon,
    start_upstream: StartUpstream,
    authority: ThrowawayAuthority,
    host: str,
    names: list[str],
) -> None:
    upstream = start_upstream(*names)
    url = f"https://{host}:{upstream.port}"
    expect_tls_failure(start_argus(configuration(url, ca_file=str(authority.certificate))))
    upstream.wait_for_ends(EACH_FAILURE)
    assert upstream.requests == []


def test_verification_can_be_switched_off(start_argus: StartDaemon, start_upstream: StartUpstream) -> None:
    upstream = start_upstream("DNS:elsewhere.example")
    expect_delivery(start_argus(configuration(upstream.url, verify=False)))
    assert [request.body for request in upstream.requests] == [REQUEST]


def test_reload_with_another_ca_file_takes_effect(
    start_argus: StartDaemon,
    start_upstream: StartUpstream,
    authority: ThrowawayAuthority,
    stranger: ThrowawayAuthority,
) -> None:
    upstream = start_upstream("IP:127.0.0.1")
    argus = start_argus(configuration(upstream.url, ca_file=str(stranger.certificate)))
    expect_tls_failure(argus)
    argus.write_configuration(configuration(upstream.url, ca_file=str(authority.certificate)))
    reload_and_wait(argus)
    expect_delivery(argus)
    # Trust is withdrawn again, also from the connection that is still open.
    argus.write_configuration(configuration(upstream.url, ca_file=str(stranger.certificate)))
    reload_and_wait(argus)
    expect_tls_failure(argus)
    assert len(upstream.requests) == 1


def test_reload_reads_the_same_ca_file_anew(
    start_argus: StartDaemon,
    start_upstream: StartUpstream,
    authority: ThrowawayAuthority,
    stranger: ThrowawayAuthority,
    tmp_path: Path,
) -> None:
    trusted = tmp_path / "trusted.pem"
    replace(trusted, stranger.certificate.read_text())
    upstream = start_upstream("IP:127.0.0.1")
    argus = start_argus(configuration(upstream.url, ca_file=str(trusted)))
    expect_tls_failure(argus)
    replace(trusted, authority.certificate.read_text())
    reload_and_wait(argus)
    expect_delivery(argus)
    # Trust is withdrawn under the same name: the connection that is still open must not be used again.
    replace(trusted, stranger.certificate.read_text())
    reload_and_wait(argus)
    expect_tls_failure(argus)
