"""Rule packs written by tests: each rule stops one made-up word."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

SEVERITY_LINE = 3
"""The line of the pack's text where a broken pack is broken, counted from 1."""


def pack_text(words: Sequence[str], *, broken: bool = False, action: str | None = "block") -> str:
    """A pack with one critical rule a word; without an action the policy decides.

    The word `vermilion` is matched as `zq-vermilion-0042`: four digits follow.
    """
    severity = "severty" if broken else "severity"
    lines = [
        "schema: argus.rules/v1",
        "pack: {id: custom.integration, version: 1.0.0, description: Made-up words, license: Apache-2.0}",
        f"defaults: {{category: custom, {severity}: critical}}",
        "rules:",
    ]
    for word in words:
        lines += [
            f"  - id: custom.word-{word}",
            f"    name: The word {word}",
            f"    description: A made-up project number that carries the word {word}.",
            f"    pattern: '\\b(zq-{word}-[0-9]{{4}})\\b'",
            *([f"    action: {action}"] if action else []),
            "    references: ['https://example.com/words']",
            "    tags: [custom]",
            "    examples:",
            "      match:",
            f"        - {{text: 'it is zq-{word}-0042 today', value: zq-{word}-0042}}",
            f"        - {{text: 'zq-{word}-1234', value: zq-{word}-1234}}",
            "      no_match:",
            f"        - {{text: 'zq-{word}-42', why: two digits}}",
            f"        - {{text: 'azq-{word}-00421', why: glued at both ends}}",
        ]
    return "\n".join(lines) + "\n"


def project_number(word: str) -> str:
    """What the rule for `word` finds."""
    return f"zq-{word}-0042"


def replace(path: Path, text: str) -> None:
    """Writes the way editors and deployment tools do: a reader sees the old text or the new one, never half."""
    draft = path.with_suffix(".draft")
    draft.write_text(text)
    os.replace(draft, path)
