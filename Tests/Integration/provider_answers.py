"""What the scripted upstreams say by default: the smallest answers that the real clients accept."""

from __future__ import annotations

import json
from collections.abc import Sequence

from scripted_upstream import Answer, EventStream, RecordedRequest, Reply

GREETING = ("Hello", " from", " upstream")
"""The text of each answer, in the pieces that a stream sends."""


def _event(value: dict[str, object], name: str | None = None) -> bytes:
    prefix = f"event: {name}\n" if name else ""
    return f"{prefix}data: {json.dumps(value)}\n\n".encode()


def anthropic_message(model: str = "claude-test") -> dict[str, object]:
    return {
        "id": "msg_scripted",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [{"type": "text", "text": "".join(GREETING)}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 3, "output_tokens": 3},
    }


def anthropic_events(model: str = "claude-test") -> list[bytes]:
    message = anthropic_message(model) | {"content": [], "stop_reason": None}
    block = {"type": "text", "text": ""}
    values: list[dict[str, object]] = [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": block},
    ]
    for piece in GREETING:
        delta = {"type": "text_delta", "text": piece}
        values.append({"type": "content_block_delta", "index": 0, "delta": delta})
    values.append({"type": "content_block_stop", "index": 0})
    stop = {"stop_reason": "end_turn", "stop_sequence": None}
    values.append({"type": "message_delta", "delta": stop, "usage": {"output_tokens": 3}})
    values.append({"type": "message_stop"})
    return [_event(value, str(value["type"])) for value in values]


def openai_chat() -> dict[str, object]:
    message = {"role": "assistant", "content": "".join(GREETING)}
    return {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": 1,
        "model": "gpt-test",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 3, "total_tokens": 6},
    }


def openai_chat_events() -> list[bytes]:
    def chunk(delta: dict[str, object], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return _event(
            {
                "id": "chatcmpl-scripted",
                "object": "chat.completion.chunk",
                "created": 1,
                "model": "gpt-test",
                "choices": [choice],
            }
        )

    return [*(chunk({"content": piece}) for piece in GREETING), chunk({}, "stop"), b"data: [DONE]\n\n"]


def openai_output() -> dict[str, object]:
    text = {"type": "output_text", "text": "".join(GREETING), "annotations": []}
    return {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [text]}


def openai_response() -> dict[str, object]:
    return {
        "id": "resp_scripted",
        "object": "response",
        "created_at": 1,
        "status": "completed",
        "model": "gpt-test",
        "output": [openai_output()],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": {
            "input_tokens": 3,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": 3,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": 6,
        },
    }


def openai_response_events() -> list[bytes]:
    whole = openai_response()
    item = {"type": "message", "id": "msg_1", "role": "assistant", "status": "in_progress", "content": []}
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    values: list[dict[str, object]] = [
        {"type": "response.created", "response": whole | {"status": "in_progress", "output": []}},
        {"type": "response.output_item.added", "output_index": 0, "item": item},
        *({"type": "response.output_text.delta", **place, "delta": piece, "logprobs": []} for piece in GREETING),
        {"type": "response.output_item.done", "output_index": 0, "item": openai_output()},
        {"type": "response.completed", "response": whole},
    ]
    numbered = [value | {"sequence_number": number} for number, value in enumerate(values)]
    return [_event(value, str(value["type"])) for value in numbered]


def gemini_content(pieces: Sequence[str] = GREETING, finish: str | None = "STOP") -> dict[str, object]:
    candidate: dict[str, object] = {"content": {"role": "model", "parts": [{"text": "".join(pieces)}]}, "index": 0}
    if finish:
        candidate["finishReason"] = finish
    return {"candidates": [candidate], "modelVersion": "gemini-test"}


def gemini_events() -> list[bytes]:
    last = len(GREETING) - 1
    return [
        _event(gemini_content([piece], "STOP" if number == last else None)) for number, piece in enumerate(GREETING)
    ]


def stream_events(request: RecordedRequest) -> list[bytes] | None:
    """The events of the stream that the request asks for; nil when it asks for none."""
    if request.path.endswith(":streamGenerateContent"):
        return gemini_events()
    if request.method != "POST" or not request.wants_stream:
        return None
    if request.path.endswith("/chat/completions"):
        return openai_chat_events()
    if request.path.endswith("/responses"):
        return openai_response_events()
    return anthropic_events(str(request.json().get("model", "claude-test")))


def answer(request: RecordedRequest) -> Answer:
    """The script of every upstream unless a test sets another one."""
    if request.method != "POST":
        return Reply.json({"data": [], "object": "list", "has_more": False})
    if request.path.endswith("/count_tokens"):
        return Reply.json({"input_tokens": 3})
    events = stream_events(request)
    if events is not None:
        return EventStream(events)
    if request.path.endswith("/chat/completions"):
        return Reply.json(openai_chat())
    if request.path.endswith("/responses"):
        return Reply.json(openai_response())
    if request.path.endswith(":generateContent"):
        return Reply.json(gemini_content())
    return Reply.json(anthropic_message())
