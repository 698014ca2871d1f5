"""The real SDKs through argusd: what is clean arrives unchanged, what is secret does not arrive."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import Providers
from daemon_process import DaemonProcess
from fixture_secrets import CLIENT_CREDENTIAL, CRITICAL, SECRETS
from provider_answers import GREETING, stream_events
from scripted_upstream import PATIENCE, Answer, EventStream, RecordedRequest, Reply
from sdk_calls import SDK_CALLS, SDKCall

PLACEHOLDER = re.compile(r"\[REDACTED:[a-z0-9_]+\]")
CLEAN = 'Why does this print "naïve ✓\\n"?\n\tdef f(x):\n\t\treturn x << 2  # \U0001f600\n'

every_sdk = pytest.mark.parametrize("sdk", SDK_CALLS, ids=lambda sdk: sdk.name)


@every_sdk
def test_clean_request_reaches_the_provider_byte_for_byte(
    sdk: SDKCall, argus: DaemonProcess, providers: Providers
) -> None:
    upstream = providers[sdk.provider]
    sdk.ask(upstream.url, CLEAN)
    answer = sdk.ask(argus.url, CLEAN)

    direct, proxied = upstream.wait_for_requests(2)
    assert answer == "".join(GREETING)
    assert proxied.body == direct.body
    assert (proxied.method, proxied.target) == (direct.method, direct.target)
    assert proxied.end_to_end_headers == direct.end_to_end_headers
    assert proxied.header_values("host") == direct.header_values("host")
    assert CLIENT_CREDENTIAL in proxied.head.decode()
    assert providers.all_requests() == 2


@every_sdk
@pytest.mark.parametrize("name", CRITICAL)
def test_secret_is_replaced_before_it_leaves(
    name: str, sdk: SDKCall, argus: DaemonProcess, providers: Providers
) -> None:
    answer = sdk.ask(argus.url, f"Why is {SECRETS[name]} refused?\nIt worked with {SECRETS[name]} before.")

    (request,) = providers[sdk.provider].wait_for_requests(1)
    assert answer == "".join(GREETING)
    text = request.body.decode()
    assert SECRETS[name] not in text
    assert len(PLACEHOLDER.findall(text)) >= 2, text
    # Only the matched bytes change: what stood around them is as it was.
    assert "Why is " in text
    assert "It worked with " in text
    request.json()


@every_sdk
@pytest.mark.parametrize("name", CRITICAL)
def test_refusal_is_the_sdks_own_error_after_one_request(
    name: str, sdk: SDKCall, blocking_argus: DaemonProcess, providers: Providers, evidence: Path
) -> None:
    before = blocking_argus.metrics().total("argus_requests_total", provider=sdk.provider)
    with pytest.raises(sdk.error) as caught:
        sdk.ask(blocking_argus.url, f"Please deploy with {SECRETS[name]} now.")

    text = str(caught.value)
    (evidence / f"refusal-{sdk.name}-{name.replace(' ', '-')}.txt").write_text(text)
    assert f"{sdk.status}" in text
    assert "argus" in text.lower()
    assert SECRETS[name] not in text
    assert providers.all_requests() == 0
    # The SDKs retry what looks like a passing fault; a refusal must not look so.
    after = blocking_argus.metrics().total("argus_requests_total", provider=sdk.provider)
    assert after - before == 1


@every_sdk
def test_refused_stream_raises_the_same_error(
    sdk: SDKCall, blocking_argus: DaemonProcess, providers: Providers
) -> None:
    with pytest.raises(sdk.error, match=r"(?i)argus"):
        list(sdk.stream(blocking_argus.url, f"Please deploy with {SECRETS['github token']} now."))
    assert providers.all_requests() == 0


@every_sdk
def test_stream_arrives_event_by_event(sdk: SDKCall, argus: DaemonProcess, providers: Providers) -> None:
    streams: list[EventStream] = []
    # The events up to the first text.
    held_back_from = 0

    def script(request: RecordedRequest) -> Answer:
        nonlocal held_back_from
        events = stream_events(request)
        assert events is not None
        held_back_from = 1 + next(n for n, event in enumerate(events) if f'"{GREETING[0]}"'.encode() in event)
        streams.append(EventStream(events, gated=True))
        streams[0].release(held_back_from)
        return streams[0]

    providers[sdk.provider].script = script
    pieces = sdk.stream(argus.url, CLEAN)

    first = next(pieces)
    # The client holds the first piece, and the provider has not sent the second.
    sent_when_first_arrived = streams[0].sent
    streams[0].release_all()
    assert first == GREETING[0]
    assert sent_when_first_arrived == held_back_from
    assert [first, *pieces][: len(GREETING)] == list(GREETING)
    assert streams[0].finished.wait(PATIENCE)


@every_sdk
def test_error_of_the_provider_arrives_verbatim(sdk: SDKCall, argus: DaemonProcess, providers: Providers) -> None:
    fault = {"type": "error", "error": {"type": "invalid_request_error", "code": 422, "message": "scripted refusal"}}
    providers[sdk.provider].script = lambda request: Reply.json(fault, status=422)
    with pytest.raises(Exception, match="scripted refusal"):
        sdk.ask(argus.url, CLEAN)
    assert providers.all_requests() == 1
