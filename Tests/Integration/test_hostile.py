"""Requests that no honest client sends, sizes beyond the limits, upstreams that die: each has one safe outcome."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import subprocess
import zlib
from pathlib import Path

import pytest

from conftest import Providers, StartDaemon
from daemon_process import DaemonProcess, isolated_environment
from fixture_secrets import AWS_ACCESS_KEY_ID, GITHUB_TOKEN
from provider_answers import anthropic_events
from raw_http import connect, exchange, post, read_to_end, read_until
from scripted_upstream import PATIENCE, EventStream, Reply, Silence

LIMITS = {"body": "1MiB", "timeouts": {"header": "1s", "body_idle": "1s", "first_byte": "2s"}}


@pytest.fixture(scope="module")
def strict_argus(start_argus: StartDaemon) -> DaemonProcess:
    """A daemon with small limits, so that reaching them is quick."""
    return start_argus({"limits": LIMITS})


def framed(*lines: str, start: str = "POST /v1/messages HTTP/1.1", host: str = "Host: 127.0.0.1") -> bytes:
    return "\r\n".join([start, *([host] if host else []), *lines, "", ""]).encode("latin-1")


CANARY = b"POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}"
CHUNKED = "Transfer-Encoding: chunked"

ATTACKS: dict[str, bytes] = {
    "length and chunked": framed("Content-Length: 5", CHUNKED) + b"0\r\n\r\n" + CANARY,
    "chunked and length": framed(CHUNKED, "Content-Length: 5") + b"0\r\n\r\n" + CANARY,
    "chunked twice": framed("Transfer-Encoding: chunked, chunked") + b"0\r\n\r\n" + CANARY,
    "two transfer codings": framed("Transfer-Encoding: gzip, chunked") + b"0\r\n\r\n" + CANARY,
    "identity coding": framed("Transfer-Encoding: identity", "Content-Length: 2") + b"{}" + CANARY,
    "unknown coding": framed("Transfer-Encoding: xchunked") + b"0\r\n\r\n" + CANARY,
    "quoted coding": framed('Transfer-Encoding: "chunked"') + b"0\r\n\r\n" + CANARY,
    "coding with vertical tab": framed("Transfer-Encoding: \x0bchunked") + b"0\r\n\r\n" + CANARY,
    "space before colon": framed("Transfer-Encoding : chunked") + b"0\r\n\r\n" + CANARY,
    "folded header": framed("X-Note: one", " two", "Content-Length: 2") + b"{}" + CANARY,
    "folded coding": framed("Transfer-Encoding:", " chunked") + b"0\r\n\r\n" + CANARY,
    "two lengths": framed("Content-Length: 2", "Content-Length: 3") + b"{}" + CANARY,
    "same length twice": framed("Content-Length: 2", "Content-Length: 2") + b"{}" + CANARY,
    "list of lengths": framed("Content-Length: 2, 2") + b"{}" + CANARY,
    "plus length": framed("Content-Length: +2") + b"{}" + CANARY,
    "negative length": framed("Content-Length: -2") + b"{}" + CANARY,
    "hexadecimal length": framed("Content-Length: 0x2") + b"{}" + CANARY,
    "overflowing length": framed("Content-Length: 18446744073709551618") + b"{}" + CANARY,
    "length with space": framed("Content-Length: 2 2") + b"{}" + CANARY,
    "length with underscore": framed("Content-Length: 1_0") + b"{}" + CANARY,
    "empty length": framed("Content-Length:") + b"{}" + CANARY,
    "zero byte in header": framed("X-Note: a\0b", "Content-Length: 2") + b"{}" + CANARY,
    "bare carriage return in header": framed("X-Note: a\rb", "Content-Length: 2") + b"{}" + CANARY,
    "header without colon": framed("X-Note", "Content-Length: 2") + b"{}" + CANARY,
    "header without name": framed(": note", "Content-Length: 2") + b"{}" + CANARY,
    "space in header name": framed("X Note: a", "Content-Length: 2") + b"{}" + CANARY,
    "two hosts": framed("Host: example.com", "Content-Length: 2") + b"{}" + CANARY,
    "no host": framed("Content-Length: 2", host="") + b"{}" + CANARY,
    "old version with chunked": framed(CHUNKED, start="POST /v1/messages HTTP/1.0") + b"0\r\n\r\n" + CANARY,
    "unknown version": framed("Content-Length: 2", start="POST /v1/messages HTTP/9.9") + b"{}" + CANARY,
    "no version": b"POST /v1/messages\r\n\r\n" + CANARY,
    "connect": framed(start="CONNECT example.com:443 HTTP/1.1", host="Host: example.com:443") + CANARY,
    "absolute form": framed("Content-Length: 2", start="POST http://example.com/v1/messages HTTP/1.1") + b"{}" + CANARY,
    "trace": framed(start="TRACE /v1/messages HTTP/1.1") + CANARY,
    "tab in request line": framed("Content-Length: 2", start="POST\t/v1/messages\tHTTP/1.1") + b"{}" + CANARY,
    "zero byte in path": framed("Content-Length: 2", start="POST /v1/mess\0ages HTTP/1.1") + b"{}" + CANARY,
    "bad chunk size": framed(CHUNKED) + b"zz\r\n{}\r\n0\r\n\r\n" + CANARY,
    "negative chunk size": framed(CHUNKED) + b"-2\r\n{}\r\n0\r\n\r\n" + CANARY,
    "prefixed chunk size": framed(CHUNKED) + b"0x2\r\n{}\r\n0\r\n\r\n" + CANARY,
    "overflowing chunk size": framed(CHUNKED) + b"10000000000000002\r\n{}\r\n0\r\n\r\n" + CANARY,
    "chunk without end": framed(CHUNKED) + b"2\r\n{}0\r\n\r\n" + CANARY,
    "chunk with too much": framed(CHUNKED) + b"2\r\n{}{}\r\n0\r\n\r\n" + CANARY,
    "long path": framed("Content-Length: 2", start=f"POST /v1/messages?{'a' * 100_000} HTTP/1.1") + b"{}" + CANARY,
    "many headers": framed(*(f"X-{n}: 1" for n in range(20_000)), "Content-Length: 2") + b"{}" + CANARY,
    "big header": framed(f"X-Note: {'a' * (1 << 20)}", "Content-Length: 2") + b"{}" + CANARY,
    "long method": framed("Content-Length: 2", start=f"{'A' * 70_000} /v1/messages HTTP/1.1") + b"{}" + CANARY,
    "http/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + CANARY,
    "tls hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)) + CANARY,
    "noise": bytes(range(128, 256)) * 8 + CANARY,
}

REFUSALS = {400, 405, 408, 411, 413, 414, 417, 421, 426, 431, 501, 505}


@pytest.mark.parametrize("name", ATTACKS)
def test_hostile_framing_is_refused_and_nothing_leaves(
    name: str, strict_argus: DaemonProcess, providers: Providers
) -> None:
    answer = exchange(strict_argus.port, ATTACKS[name])
    assert answer.closed
    # One refusal, and the request hidden behind it is not answered. What is no HTTP at all may just be hung up on.
    assert set(answer.statuses) <= REFUSALS, answer.data[:300]
    assert len(answer.statuses) == 1 or (not answer.data and name in {"no version", "tls hello", "noise"}), answer.data
    assert providers.all_requests() == 0
    assert strict_argus.health()["status"] == "ready"


LEGAL: dict[str, bytes] = {
    "chunked": framed(CHUNKED) + b"1\r\n{\r\n1;note=a\r\n}\r\n0\r\n\r\n",
    "chunked in mixed case after a tab": framed("tRANSFER-eNCODING:\tChunked") + b"2\r\n{}\r\n0\r\n\r\n",
    "chunked with trailer": framed(CHUNKED) + b"2\r\n{}\r\n0\r\nX-Trailer: a\r\n\r\n",
    "line feeds first": b"\r\n\r\n" + framed("Content-Length: 2") + b"{}",
    "connection names a header": framed("Connection: X-Hop, close", "X-Hop: 1", "Content-Length: 2") + b"{}",
}


@pytest.mark.parametrize("name", LEGAL)
def test_unusual_but_legal_framing_is_forwarded_by_length(
    name: str, strict_argus: DaemonProcess, providers: Providers
) -> None:
    with connect(strict_argus.port) as client:
        client.sendall(LEGAL[name])
        assert b" 200 " in read_until(client, b"\r\n\r\n")
    (request,) = providers.anthropic.wait_for_requests(1)
    assert request.body == b"{}"
    assert request.header_values("content-length") == ["2"]
    for hop in ("transfer-encoding", "trailer", "x-hop", "te", "x-trailer"):
        assert request.header(hop) is None


def test_expectation_is_answered_before_the_body(strict_argus: DaemonProcess, providers: Providers) -> None:
    with connect(strict_argus.port) as client:
        client.sendall(framed("Expect: 100-continue", "Content-Length: 2", "Connection: close"))
        assert read_until(client, b"\r\n\r\n").startswith(b"HTTP/1.1 100 ")
        assert providers.all_requests() == 0
        client.sendall(b"{}")
        assert read_to_end(client).status == 200
    (request,) = providers.anthropic.wait_for_requests(1)
    assert request.header("expect") is None


def test_pipelined_requests_are_inspected_and_answered_in_order(
    strict_argus: DaemonProcess, providers: Providers
) -> None:
    bodies = [json.dumps({"number": number, "note": GITHUB_TOKEN}).encode() for number in range(50)]
    requests = [framed(f"Content-Length: {len(body)}") + body for body in bodies[:-1]]
    requests.append(framed(f"Content-Length: {len(bodies[-1])}", "Connection: close") + bodies[-1])
    answer = exchange(strict_argus.port, b"".join(requests))
    assert answer.statuses == [200] * 50
    arrived = providers.anthropic.wait_for_requests(50)
    assert [request.json()["number"] for request in arrived] == list(range(50))
    assert not any(GITHUB_TOKEN.encode() in request.body for request in arrived)


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
    closing = "]" if opening == "[" else "}"
    body = f'{opening * 100_000}"{AWS_ACCESS_KEY_ID}"{closing * 100_000}'.encode()
    answer = post(strict_argus.port, "/v1/messages", body)
    assert answer.status in {200, 451}
    assert not any(AWS_ACCESS_KEY_ID.encode() in request.body for request in providers.anthropic.requests)
    assert strict_argus.health()["status"] == "ready"


def test_unclosed_document_is_still_inspected(strict_argus: DaemonProcess, providers: Providers) -> None:
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


def test_dead_upstream_is_a_502_in_the_providers_shape(start_argus: StartDaemon) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nobody = f"http://127.0.0.1:{listener.getsockname()[1]}"
    argus = start_argus({"upstreams": {"anthropic": {"url": nobody}, "openai": {"url": nobody}}})
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


def test_drain_finishes_open_streams_and_takes_no_new_ones(start_argus: StartDaemon, providers: Providers) -> None:
    argus = start_argus()
    stream = EventStream(anthropic_events(), gated=True)
    providers.anthropic.script = lambda request: stream
    idle = connect(argus.port)
    with connect(argus.port) as client:
        client.sendall(framed("Content-Length: 2") + b"{}")
        stream.release()
        read_until(client, b"message_start")
        argus.terminate()
        # The idle connection ends at once: this is how we know that the drain has begun.
        assert read_to_end(idle).closed
        with pytest.raises(OSError):
            connect(argus.port).close()
        stream.release_all()
        rest = read_to_end(client)
    idle.close()
    assert rest.closed
    assert rest.data.endswith(b"0\r\n\r\n")
    assert argus.wait() == 0


def test_second_daemon_on_a_taken_port_says_so(
    start_argus: StartDaemon, argusd: Path, evidence: Path, tmp_path: Path
) -> None:
    argus = start_argus()
    directory = evidence / "second-daemon"
    directory.mkdir()
    second = subprocess.run(
        [str(argusd), "serve", "--port", str(argus.port)],
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


def test_plain_http_clients_keep_their_connection(strict_argus: DaemonProcess, providers: Providers) -> None:
    providers.anthropic.script = lambda request: Reply.json({"size": len(request.body)})
    connection = http.client.HTTPConnection("127.0.0.1", strict_argus.port, timeout=PATIENCE)
    for size in (10, 70_000, 10):
        body = json.dumps({"text": "a" * size}).encode()
        connection.request("POST", "/v1/messages", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        assert json.loads(answer.read()) == {"size": len(body)}
    connection.close()
    assert len(providers.anthropic.requests) == 3
