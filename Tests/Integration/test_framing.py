"""Ambiguous and malformed HTTP is refused, unusual but legal HTTP is served: on the wire, byte by byte."""

from __future__ import annotations

import http.client
import json

import pytest

from conftest import Providers
from daemon_process import DaemonProcess
from fixture_secrets import GITHUB_TOKEN
from raw_http import connect, exchange, framed, read_to_end, read_until
from scripted_upstream import PATIENCE, Reply

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
