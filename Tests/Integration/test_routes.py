"""Every way into argusd inspects, and only the configuration says where a request goes."""

from __future__ import annotations

import json

import pytest

from conftest import Providers
from daemon_process import DaemonProcess
from fixture_secrets import GITHUB_TOKEN
from raw_http import exchange, framed, post

PLACES: dict[str, tuple[str, bytes, dict[str, str]]] = {
    "text": ("/v1/messages", GITHUB_TOKEN.encode(), {"Content-Type": "text/plain"}),
    "form": (
        "/v1/messages",
        f"a=1&note={GITHUB_TOKEN}".encode(),
        {"Content-Type": "application/x-www-form-urlencoded"},
    ),
    "key": ("/v1/messages", json.dumps({GITHUB_TOKEN: 1}).encode(), {}),
    "lying type": ("/v1/messages", json.dumps({"note": GITHUB_TOKEN}).encode(), {"Content-Type": "image/png"}),
    "escapes": ("/v1/messages", ('{"note":"' + "".join(f"\\u{ord(c):04x}" for c in GITHUB_TOKEN) + '"}').encode(), {}),
    "duplicate key": ("/v1/messages", b'{"a":"%s","a":"fine"}' % GITHUB_TOKEN.encode(), {}),
    "query": (f"/v1/messages?note={GITHUB_TOKEN}", b"{}", {}),
    "header": ("/v1/messages", b"{}", {"X-Note": GITHUB_TOKEN}),
    "embeddings": ("/v1/embeddings", json.dumps({"model": "m", "input": ["a", GITHUB_TOKEN]}).encode(), {}),
    "path in upper case": ("/v1/MESSAGES", json.dumps({"note": GITHUB_TOKEN}).encode(), {}),
    "doubled slash": ("//v1//messages", json.dumps({"note": GITHUB_TOKEN}).encode(), {}),
    "named upstream": ("/_upstream/openai/v1/anything", json.dumps({"note": GITHUB_TOKEN}).encode(), {}),
}


@pytest.mark.parametrize("name", PLACES)
def test_secret_leaves_in_no_place_of_a_request(name: str, strict_argus: DaemonProcess, providers: Providers) -> None:
    path, body, headers = PLACES[name]
    answer = post(strict_argus.port, path, body, headers)
    assert answer.status != 0
    for provider in ("anthropic", "openai", "gemini"):
        for request in providers[provider].requests:
            assert GITHUB_TOKEN.encode() not in request.head + request.body
            assert b"\\u0067\\u0068\\u0070" not in request.body


def test_nobody_but_the_configuration_chooses_the_upstream(strict_argus: DaemonProcess, providers: Providers) -> None:
    elsewhere = f"127.0.0.1:{providers.gemini.port}"
    chosen = ("X-Forwarded-Host", "X-Argus-Upstream", "X-Portkey-Custom-Host", "X-Original-Url", "Forwarded")
    for header in chosen:
        assert post(strict_argus.port, "/v1/messages", b"{}", {header: elsewhere}).status == 200
    post(strict_argus.port, f"/_upstream/{elsewhere}/v1/messages", b"{}")
    post(strict_argus.port, f"//{elsewhere}/v1/messages", b"{}")
    post(strict_argus.port, f"/@{elsewhere}/v1/messages", b"{}")
    assert providers.gemini.requests == []
    assert not any(request.header("x-argus-upstream") for request in providers.anthropic.requests)


@pytest.mark.parametrize("path", ["/health", "/metrics"])
def test_own_pages_are_closed_to_foreign_host_names(path: str, strict_argus: DaemonProcess) -> None:
    answer = exchange(
        strict_argus.port, framed("Connection: close", start=f"GET {path} HTTP/1.1", host="Host: evil.test")
    )
    assert 400 <= answer.status < 500
    assert b"argus_build_info" not in answer.data and b"ruleset_digest" not in answer.data
