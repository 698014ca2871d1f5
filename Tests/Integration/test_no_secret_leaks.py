"""No fixture secret is in anything that argusd wrote or answered while the suite ran. Runs last."""

from __future__ import annotations

import base64
import binascii
import json
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Providers, StartDaemon
from fixture_secrets import CLIENT_CREDENTIAL, SECRETS
from raw_http import exchange, post

ACTIONS = ("log", "alert", "redact", "block")


def forms(secret: str) -> Iterator[bytes]:
    """The secret as it may appear: as it is, in halves, and in the usual encodings."""
    lines = [line for line in secret.splitlines() if not line.startswith("-----")]
    for line in lines:
        raw = line.encode()
        half = len(raw) // 2
        # Whatever shows half of a secret shows too much; a masked preview is a quarter at most.
        for start in range(0, len(raw) - half + 1):
            yield raw[start : start + half]
        yield binascii.hexlify(raw)
        yield binascii.hexlify(raw).upper()
        yield urllib.parse.quote(line, safe="").encode()
        yield "".join(f"%{byte:02x}" for byte in raw).encode()
        yield raw[::-1]
        for shift in range(3):
            # Base64 of a longer text that holds the secret at any offset: the characters that do not depend
            # on what stands around it.
            for encode in (base64.b64encode, base64.urlsafe_b64encode):
                coded = encode(b"\0" * shift + raw).rstrip(b"=")
                yield coded[4 if shift else 0 : len(coded) - len(coded) % 4]


def search(directory: Path, needles: dict[str, list[bytes]]) -> list[str]:
    """The places, by file and name of the secret; never the secret."""
    found = []
    for path in sorted(directory.rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes() + str(path).encode()
        found += [f"{path}: {name}" for name, values in needles.items() if any(value in data for value in values)]
    return found


def all_needles() -> dict[str, list[bytes]]:
    secrets = SECRETS | {"the client's own credential": CLIENT_CREDENTIAL}
    return {name: sorted(set(forms(value))) for name, value in secrets.items()}


@pytest.mark.parametrize("action", ACTIONS)
def test_every_secret_passes_through_at_trace_level(
    action: str, start_argus: StartDaemon, providers: Providers, evidence: Path
) -> None:
    argus = start_argus({"policy": {"default": action, "severities": {}}})
    answers = []
    for secret in SECRETS.values():
        text = json.dumps({"model": "m", "messages": [{"role": "user", "content": f"use {secret} now"}]}).encode()
        flat = secret.replace("\n", "")
        quoted = urllib.parse.quote(flat, safe="")
        own = {"x-api-key": CLIENT_CREDENTIAL, "Authorization": f"Bearer {CLIENT_CREDENTIAL}"}
        answers.append(post(argus.port, "/v1/messages", text, own).data)
        answers.append(post(argus.port, "/v1/chat/completions", text, own).data)
        answers.append(post(argus.port, f"/v1/messages?note={quoted}", b"{}", own).data)
        answers.append(post(argus.port, "/v1/messages", b"{}", own | {"X-Note": flat}).data)
        answers.append(post(argus.port, f"/{quoted}", text, own).data)
        answers.append(post(argus.port, f"/_upstream/{quoted}/v1/messages", text, own).data)
        answers.append(post(argus.port, "/v1/messages", text, own | {"Content-Encoding": "unheard-of"}).data)
        answers.append(post(argus.port, "/v1/messages", b'{"a": "' + text, own).data)
        # Names of fields are shown as places; a secret may be such a name.
        answers.append(post(argus.port, "/v1/messages", json.dumps({flat: {flat: [secret]}}).encode(), own).data)
        answers.append(post(argus.port, f"/v1/messages?{quoted}={quoted}", b"{}", own).data)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        answers.append(post(argus.port, "/v1/messages", f"{quoted}={quoted}".encode(), own | form).data)
        malformed = f"POST /v1/messages HTTP/1.1\r\nHost: {flat}\r\nBad {flat}\r\n\r\n"
        answers.append(exchange(argus.port, malformed.encode()).data)
    (evidence / f"answers-{action}.txt").write_bytes(b"\n".join(answers))
    argus.health()
    argus.metrics()
    assert argus.metrics().total("argus_findings_total") > 0
    assert argus.log


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    needles = all_needles()
    for name, secret in SECRETS.items():
        line = max(secret.splitlines(), key=len)
        leaks = [
            line.encode(),
            line[: len(line) * 2 // 3].encode(),
            base64.b64encode(b"prefix!" + line.encode() + b"suffix"),
            base64.b64encode(b"prefix" + line.encode()),
            base64.urlsafe_b64encode(b"prefi" + line.encode() + b"s"),
            urllib.parse.quote(line).encode(),
            line.encode().hex().encode(),
        ]
        for number, leak in enumerate(leaks):
            directory = tmp_path / f"{name}-{number}"
            directory.mkdir()
            (directory / "log").write_bytes(b"noise " + leak + b" noise")
            assert search(directory, {name: needles[name]}), f"{name}, form {number}"


def test_no_secret_is_in_anything_that_was_written(evidence: Path) -> None:
    files = [path for path in evidence.rglob("*") if path.is_file()]
    assert any(path.name == "stderr.log" and path.stat().st_size for path in files)
    assert search(evidence, all_needles()) == []
