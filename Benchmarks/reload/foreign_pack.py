"""A pack of made-up rules in the shapes of real ones, as large as wanted; the same numbers give the same pack."""

from __future__ import annotations

import random

HEX, BASE62, BASE64 = "0123456789abcdef", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "A-Za-z0-9_-"
SYLLABLES = "ba co da fe gi ho ju ka lo mi no pu qua ri so ta ve wa xi yo zu bre cla dro fli gra".split()


class Pack:
    """Rules `foreign.NAME`, one a made-up vendor: prefixed tokens, keyword assignments and long hexadecimal keys."""

    def __init__(self, rules: int, seed: int = 1) -> None:
        self.random = random.Random(seed)
        names: dict[str, None] = {}
        while len(names) < rules:
            names["".join(self.random.choices(SYLLABLES, k=3))] = None
        self.rules = [self._rule(name, index) for index, name in enumerate(names)]

    def _text(self, alphabet: str, count: int) -> str:
        return "".join(self.random.choices(alphabet, k=count))

    def _rule(self, name: str, index: int) -> list[str]:
        length = self.random.choice((20, 24, 32, 40))
        kind = index % 4
        if kind == 0:
            pattern, value = rf"\b({name}_[0-9a-zA-Z]{{{length}}})\b", f"{name}_" + self._text(BASE62, length)
            text, near = f"key {value} end", f"key {value[:-1]} end"
        elif kind == 1:
            pattern = rf"\b({name}-(?:live|test)-[0-9a-f]{{{length}}})\b"
            value = f"{name}-live-" + self._text(HEX, length)
            text, near = f"token={value}", f"token={value[:-1]}"
        elif kind == 2:
            word = rf"(?i)\b{name}(?:[ _.-]?(?:api|access|secret))?[ _.-]?(?:key|token)\b"
            pattern = word + rf"['\"]?\s{{0,3}}[:=]\s{{0,3}}['\"]?([0-9a-f]{{{length}}})\b"
            value = self._text(HEX, length)
            text, near = f"{name}_api_key = '{value}'", f"{name}_api_key = '{value[:-1]}'"
        else:
            pattern = rf"\b({name[:4]}{index:03d}\.[{BASE64}]{{{length}}})(?:[^{BASE64}]|$)"
            value = f"{name[:4]}{index:03d}." + self._text(BASE62, length)
            text, near = f"Bearer {value}", f"Bearer {value[:-1]}"
        half = len(text) // 2
        quoted = pattern.replace("'", "''")
        pieces = [part.replace("'", "''") for part in (text[:half], text[half:])]
        return [
            f"  - id: foreign.{name}",
            f"    name: Key of {name}",
            f"    description: A key of the made-up vendor {name}.",
            f"    pattern: '{quoted}'",
            "    references: ['https://example.com/keys']",
            "    examples:",
            f"      match: [{{text: ['{pieces[0]}', '{pieces[1]}'], value: ['{value[:5]}', '{value[5:]}']}}]",
            f"      no_match: [{{text: '{near.replace(chr(39), chr(39) * 2)}', why: one character short}}]",
        ]

    def text(self, edited: str | None = None) -> str:
        """The pack's text; with `edited`, the middle rule finds `edited-` and eight digits instead."""
        rules = list(self.rules)
        if edited:
            rules[len(rules) // 2] = [
                "  - id: foreign.edited",
                "    name: The edited rule",
                "    description: The rule that each edit changes.",
                rf"    pattern: '\b({edited}-[0-9]{{8}})\b'",
                "    action: block",
                "    references: ['https://example.com/keys']",
                "    examples:",
                f"      match: [{{text: 'it is {edited}-12345678', value: '{edited}-12345678'}}]",
                f"      no_match: [{{text: 'it is {edited}-1234567', why: one digit short}}]",
            ]
        head = [
            "schema: argus.rules/v1",
            "pack: {id: foreign.keys, version: 1.0.0, description: Made-up vendors, license: Apache-2.0}",
            "defaults: {category: secrets, severity: high}",
            "rules:",
        ]
        return "\n".join(head + [line for rule in rules for line in rule]) + "\n"
