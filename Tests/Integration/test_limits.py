"""What is too slow, too big, too deep or cannot be read has one safe outcome, and costs bounded memory."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path

import pytest

from conftest import Providers
from daemon_process import DaemonProcess
from fixture_secrets import AWS_ACCESS_KEY_ID, GITHUB_TOKEN
from raw_http import connect, exchange, framed, post, read_to_end
from scripted_upstream import Reply

CHUNKED = "Transfer-Encoding: chunked"


def test_slow_head_is_cut_off_while_others_are_served(strict_argus: DaemonProcess, providers: Providers) -> None:
    slow = [connect(strict_argus.port) for _ in range(50)]
    try:
        for client in slow:
            client.sendall(b"POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert post(strict_argus.port, "/v1/messages", b"{}").status == 200
        answers = [read_to_end(client) for client in slow]
    finally:
        for client in slow:
            client.close()
    assert all(answer.closed for answer in answers)
    assert all(answer.status in {0, 408} for answer in answers)
    assert len(providers.anthropic.requests) == 1


def test_slow_body_is_cut_off(strict_argus: DaemonProcess, providers: Providers) -> None:
    answer = exchange(strict_argus.port, framed("Content-Length: 100") + b'{"a":')
    assert answer.closed
    assert answer.status in {0, 408}
    assert providers.all_requests() == 0


def test_client_that_leaves_mid_body_sends_nothing_on(strict_argus: DaemonProcess, providers: Providers) -> None:
    answer = exchange(strict_argus.port, framed("Content-Length: 100") + b'{"a":', half_close=True)
    assert answer.closed
    assert providers.all_requests() == 0


@pytest.mark.parametrize("path", ["/v1/messages", "/v1/responses", "/v1beta/models/gemini-test:generateContent"])
def test_body_over_the_limit_is_refused_in_the_providers_shape(
    path: str, strict_argus: DaemonProcess, providers: Providers
) -> None:
    limit = 1 << 20
    announced = exchange(strict_argus.port, framed(f"Content-Length: {limit + 1}", start=f"POST {path} HTTP/1.1"))
    chunk = b"%x\r\n%s\r\n" % (1 << 16, b"a" * (1 << 16))
    streamed = exchange(strict_argus.port, framed(CHUNKED, start=f"POST {path} HTTP/1.1") + chunk * 17 + b"0\r\n\r\n")
    for answer in (announced, streamed):
        assert (answer.status, answer.closed) == (413, True)
        assert "message" in json.loads(answer.body)["error"]
    assert providers.all_requests() == 0
    assert strict_argus.metrics().total("argus_limits_hit_total") >= 2

    exact = b'{"a":"' + b"a" * (limit - 8) + b'"}'
    assert len(exact) == limit
    assert post(strict_argus.port, path, exact).status == 200


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_secret_in_a_very_deep_document_is_found(
    opening: str, strict_argus: DaemonProcess, providers: Providers
) -> None:
    providers.anthropic.script = lambda request: Reply()
    closing = "]" if opening == "[" else "}"
    body = f'{opening * 100_000}"{AWS_ACCESS_KEY_ID}"{closing * 100_000}'.encode()
    answer = post(strict_argus.port, "/v1/messages", body)
    assert answer.status in {200, 451}
    assert not any(AWS_ACCESS_KEY_ID.encode() in request.body for request in providers.anthropic.requests)
    assert strict_argus.health()["status"] == "ready"


def test_unclosed_document_is_still_inspected(strict_argus: DaemonProcess, providers: Providers) -> None:
    providers.anthropic.script = lambda request: Reply()
    post(strict_argus.port, "/v1/messages", b"[" * 1_000_000 + f'"{AWS_ACCESS_KEY_ID}"'.encode())
    assert not any(AWS_ACCESS_KEY_ID.encode() in request.body for request in providers.anthropic.requests)
    assert strict_argus.health()["status"] == "ready"


def coded(coding: str, data: bytes) -> bytes:
    if coding == "gzip":
        return gzip.compress(data)
    if coding == "deflate":
        return zlib.compress(data)
    if coding == "raw deflate":
        return zlib.compress(data, wbits=-15)
    return gzip.compress(zlib.compress(data))


CODINGS = {"gzip": "gzip", "deflate": "deflate", "raw deflate": "deflate", "stacked": "deflate, gzip"}


@pytest.mark.parametrize("coding", CODINGS)
def test_coded_body_is_inspected_and_forwarded_as_it_came(
    coding: str, strict_argus: DaemonProcess, providers: Providers
) -> None:
    clean = coded(coding, json.dumps({"note": "nothing special"}).encode())
    secret = coded(coding, json.dumps({"note": GITHUB_TOKEN}).encode())
    header = {"Content-Encoding": CODINGS[coding]}
    assert post(strict_argus.port, "/v1/messages", clean, header).status == 200
    assert post(strict_argus.port, "/v1/messages", secret, header).status == 200
    first, second = providers.anthropic.wait_for_requests(2)
    assert first.body == clean
    assert first.header("content-encoding") == CODINGS[coding]
    # The rewritten body goes out plain.
    assert b"[REDACTED:" in second.body
    assert second.header("content-encoding") is None


UNINSPECTABLE: dict[str, tuple[bytes, str]] = {
    "bomb": (gzip.compress(bytes(256 << 20), compresslevel=9), "gzip"),
    "unknown coding": (b"{}", "unheard-of"),
    "lie": (b'{"note": "not compressed"}', "gzip"),
    "truncated": (gzip.compress(json.dumps({"note": GITHUB_TOKEN}).encode())[:-12], "gzip"),
    "text after the end": (gzip.compress(b"{}") + GITHUB_TOKEN.encode(), "gzip"),
}


@pytest.mark.parametrize("name", UNINSPECTABLE)
def test_body_that_cannot_be_inspected_is_refused(name: str, strict_argus: DaemonProcess, providers: Providers) -> None:
    body, coding = UNINSPECTABLE[name]
    before = peak_memory(strict_argus)
    answer = post(strict_argus.port, "/v1/messages", body, {"Content-Encoding": coding})
    assert answer.status in {400, 413, 415, 451}, answer.data[:300]
    assert providers.all_requests() == 0
    assert peak_memory(strict_argus) - before < 64 << 20


def peak_memory(argus: DaemonProcess) -> int:
    for line in Path(f"/proc/{argus.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmHWM")
