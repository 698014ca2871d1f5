"""The same question asked through each real SDK, plainly and as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import anthropic
import openai
from google import genai
from google.genai import errors as genai_errors

from fixture_secrets import CLIENT_CREDENTIAL
from scripted_upstream import PATIENCE


@dataclass(frozen=True)
class SDKCall:
    """One way to ask; both functions take the base URL and the prompt and give text."""

    name: str
    provider: str
    ask: Callable[[str, str], str]
    stream: Callable[[str, str], Iterator[str]]
    error: type[Exception]
    """What the SDK raises when the provider refuses a request."""
    status: int
    """The status argusd refuses with by default."""


def _anthropic(base_url: str) -> anthropic.Anthropic:
    return anthropic.Anthropic(base_url=base_url, api_key=CLIENT_CREDENTIAL, timeout=PATIENCE)


def _ask_anthropic(base_url: str, prompt: str) -> str:
    message = _anthropic(base_url).messages.create(
        model="claude-test", max_tokens=64, messages=[{"role": "user", "content": prompt}]
    )
    return "".join(block.text for block in message.content if block.type == "text")


def _stream_anthropic(base_url: str, prompt: str) -> Iterator[str]:
    with _anthropic(base_url).messages.create(
        model="claude-test", max_tokens=64, messages=[{"role": "user", "content": prompt}], stream=True
    ) as events:
        for event in events:
            if event.type == "content_block_delta" and event.delta.type == "text_delta":
                yield event.delta.text


def _openai(base_url: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{base_url}/v1", api_key=CLIENT_CREDENTIAL, timeout=PATIENCE)


def _ask_openai_chat(base_url: str, prompt: str) -> str:
    completion = _openai(base_url).chat.completions.create(
        model="gpt-test", messages=[{"role": "user", "content": prompt}]
    )
    return completion.choices[0].message.content or ""


def _stream_openai_chat(base_url: str, prompt: str) -> Iterator[str]:
    with _openai(base_url).chat.completions.create(
        model="gpt-test", messages=[{"role": "user", "content": prompt}], stream=True
    ) as chunks:
        for chunk in chunks:
            if chunk.choices and chunk.choices[0].delta.content:
                yield chunk.choices[0].delta.content


def _ask_openai_responses(base_url: str, prompt: str) -> str:
    return _openai(base_url).responses.create(model="gpt-test", input=prompt).output_text


def _stream_openai_responses(base_url: str, prompt: str) -> Iterator[str]:
    with _openai(base_url).responses.create(model="gpt-test", input=prompt, stream=True) as events:
        for event in events:
            if event.type == "response.output_text.delta":
                yield event.delta


def _gemini(base_url: str) -> genai.Client:
    options = genai.types.HttpOptions(base_url=base_url, timeout=int(PATIENCE * 1000))
    return genai.Client(api_key=CLIENT_CREDENTIAL, http_options=options)


def _ask_gemini(base_url: str, prompt: str) -> str:
    client = _gemini(base_url)
    return client.models.generate_content(model="gemini-test", contents=prompt).text or ""


def _stream_gemini(base_url: str, prompt: str) -> Iterator[str]:
    client = _gemini(base_url)
    for chunk in client.models.generate_content_stream(model="gemini-test", contents=prompt):
        yield chunk.text or ""


SDK_CALLS = (
    SDKCall("anthropic-messages", "anthropic", _ask_anthropic, _stream_anthropic, anthropic.APIStatusError, 451),
    SDKCall("openai-chat", "openai", _ask_openai_chat, _stream_openai_chat, openai.BadRequestError, 400),
    SDKCall("openai-responses", "openai", _ask_openai_responses, _stream_openai_responses, openai.BadRequestError, 400),
    SDKCall("google-genai", "gemini", _ask_gemini, _stream_gemini, genai_errors.ClientError, 400),
)
