#!/usr/bin/env python3
"""Makes rule packs as other people would write them: any number, always the same.

Real formats (prefix, alphabet, length) are told in the dialects that rule authors use: bare prefix, assignment with the
service's name, verbose patterns, gaps between name, keyword and value, URLs, look-around. Beyond the real formats come
made-up services. Packs serve measurements of scale and of reloads, comparisons of the engine with PCRE2 alone, and the
importer.

    make_rules.py --count 600 --format argus       > pack.yaml
    make_rules.py --count 5000 --directory packs             # 500 rules a file
    make_rules.py --count 600 --format gitleaks    > rules.toml
    make_rules.py --count 600 --format noseyparker > rules.yml
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass
from pathlib import Path

ALPHABETS = {
    "hex": ("[0-9a-f]", "0123456789abcdef"),
    "b62": ("[0-9A-Za-z]", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
    "b64u": ("[0-9A-Za-z_-]", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-"),
    "b32": ("[A-Z2-7]", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
    "lan": ("[a-z0-9]", "abcdefghijklmnopqrstuvwxyz0123456789"),
    "uan": ("[A-Z0-9]", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
}

# service, prefix, alphabet, shortest, longest tail
FORMATS = """
aws AKIA b32 16 16|aws ASIA b32 16 16|bedrock ABSK b62 109 140|mws amzn.mws. hex 32 32|google AIza b64u 35 35
google GOCSPX- b64u 28 28|google ya29. b64u 30 200|google 1//0 b64u 40 110|gcs GOOG uan 20 20|alibaba LTAI b62 17 21
tencent AKID b62 32 36|digitalocean dop_v1_ hex 64 64|digitalocean doo_v1_ hex 64 64|digitalocean dor_v1_ hex 64 64
linode - hex 64 64|cloudflare - b64u 40 40|cloudflare - hex 37 37|heroku HRKU-AA b64u 58 58|vercel vcp_ b64u 56 56
netlify nfp_ b62 36 36|render rnd_ b62 28 28|supabase sbp_ hex 40 40|planetscale pscale_tkn_ b64u 32 64
planetscale pscale_pw_ b64u 32 64|neon napi_ b62 64 64|vault hvs. b64u 90 120|vault hvb. b64u 90 200|pulumi pul- hex 40 40
doppler dp.pt. b62 40 44|doppler dp.st. b62 40 44|exoscale EXO b62 24 30|scaleway SCW uan 17 17|upcloud ucat_ b62 24 32
yandex AQVN b64u 35 38|ibm - b64u 44 44|openrouter sk-or-v1- hex 64 64|groq gsk_ b62 52 52|xai xai- b64u 70 120
perplexity pplx- b62 48 48|mistral - b62 32 32|cohere - b62 40 40|deepseek sk- hex 32 32|huggingface hf_ b62 34 34
replicate r8_ b62 37 37|together tgp_v1_ b64u 43 43|fireworks fw_ b62 22 24|nvidia nvapi- b64u 60 70|elevenlabs sk_ hex 48 48
cerebras csk- lan 48 48|langsmith lsv2_pt_ hex 32 32|pinecone pcsk_ b62 63 63|brave BSA b64u 24 40|tavily tvly- b62 32 32
firecrawl fc- hex 32 32|runpod rpa_ uan 46 46|cursor key_ hex 64 64|composio ak_ b64u 20 20|github ghp_ b62 36 36
github gho_ b62 36 36|github ghu_ b62 36 36|github ghs_ b62 36 36|gitlab glpat- b64u 20 20|gitlab gldt- b64u 20 30
gitlab glrt- b64u 20 30|gitlab GR1348941 b64u 20 20|bitbucket ATBB b62 32 32|atlassian ATATT3 b64u 186 186|npm npm_ b62 36 36
pypi pypi-AgEIcHlwaS5vcmc b64u 50 200|rubygems rubygems_ hex 48 48|crates cio b62 32 32|nuget oy2 lan 43 43
clojars CLOJARS_ lan 60 60|docker dckr_pat_ b64u 27 27|jfrog AKCp b62 69 73|circleci CCIPAT_ b62 22 22|buildkite bkua_ hex 40 40
sonar squ_ hex 40 40|sonar sqp_ hex 40 40|sourcegraph sgp_ hex 40 40|octopus API- uan 26 26|prefect pnu_ b62 36 36
mailgun key- hex 32 32|resend re_ b62 24 24|stripe sk_live_ b62 24 99|stripe rk_live_ b62 24 99|stripe whsec_ b62 32 64
square sq0atp- b64u 22 22|square sq0csp- b64u 43 43|shopify shpat_ hex 32 32|shopify shpca_ hex 32 32|adyen AQE b64u 80 120
razorpay rzp_live_ b62 14 14|newrelic NRAK- uan 27 27|newrelic NRII- b64u 32 32|grafana glsa_ b62 32 32|sentry sntryu_ hex 64 64
dynatrace dt0c01. uan 24 24|databricks dapi hex 32 32|confluent cflt b62 60 60|airtable pat b62 14 14|notion ntn_ b62 46 46
linear lin_api_ b62 40 40|figma figd_ b64u 38 42|postman PMAK- hex 24 24|okta 00 b64u 40 40|tailscale tskey-auth- b62 32 40
posthog phx_ b62 41 49|launchdarkly sdk- hex 32 32|openshift sha256~ b64u 43 43|swarm SWMTKN-1- lan 50 50|datadog - hex 32 32
datadog - hex 40 40|snyk - hex 36 36|travis - b62 22 22|codecov - hex 36 36|twilio SK hex 32 32|zendesk - b62 40 40
"""

RULES_PER_FILE = 500
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zy bra cle dri flo gru".split()
KEYWORDS = ["token", "secret", "api[_ -]?key", "access[_ -]?key", "credential", "auth", "password", "private[_ -]?key"]


@dataclass
class Format:
    """What is publicly known of one kind of token."""

    service: str
    prefix: str
    alphabet: str
    shortest: int
    longest: int

    @property
    def tail(self) -> str:
        count = f"{{{self.shortest}}}" if self.shortest == self.longest else f"{{{self.shortest},{self.longest}}}"
        return ALPHABETS[self.alphabet][0] + count


@dataclass
class ForeignRule:
    identifier: str
    pattern: str
    keyword: str
    example: str
    value: str
    near_miss: str
    action: str = ""


def formats(count: int, source: random.Random) -> list[Format]:
    listed = []
    for entry in FORMATS.replace("\n", "|").split("|"):
        if entry.strip():
            service, prefix, alphabet, shortest, longest = entry.split()
            listed.append(Format(service, "" if prefix == "-" else prefix, alphabet, int(shortest), int(longest)))
    while len(listed) < count:
        service = "".join(source.choice(SYLLABLES) for _ in range(3)) + str(len(listed))
        prefix = source.choice(["", service[:4] + "_", service[:3] + "-", "sk-" + service[:5] + "-"])
        length = source.choice([24, 32, 36, 40, 43, 48, 64])
        listed.append(Format(service, prefix, source.choice(list(ALPHABETS)), length, length + source.choice([0, 0, 8])))
    return listed[:count]


def escaped(text: str) -> str:
    return "".join("\\" + letter if letter in ".+*?()[]{}|^$\\/" else letter for letter in text)


def rule(number: int, form: Format, dialect: int, source: random.Random) -> ForeignRule:
    letters = ALPHABETS[form.alphabet][1]
    tail = "".join(source.choice(letters) for _ in range(form.shortest))
    # Authors end patterns by a word boundary, which a last `-` or `_` would not give.
    tail = "a" + tail[1:-1].replace("-", "_") + "7" if form.alphabet == "b64u" else tail
    value = form.prefix + tail
    keyword = source.choice(KEYWORDS)
    said = keyword.replace("[_ -]?", "_")
    body = escaped(form.prefix) + form.tail
    name = escaped(form.service)
    if dialect == 0 and not form.prefix:
        dialect = 1
    if dialect == 0:
        pattern, example = rf"\b({body})\b", f"use {value} here"
    elif dialect == 1:
        pattern = rf"""(?i){name}[\w .-]{{0,20}}['"]?[ \t]{{0,4}}(?:=|:|=>|:=|,)[ \t]{{0,4}}['"]?({body})(?:['"\s;,]|$)"""
        example = f'{form.service}_{said} = "{value}";'
    elif dialect == 2:
        pattern = rf"""(?xi) \b {name} (?:.|[\n\r]){{0,32}}? (?:{keyword}) (?:.|[\n\r]){{0,32}}? \b ({body}) \b"""
        example = f"{form.service}: {{ {said}: {value} }}"
    elif dialect == 3:
        pattern = rf"""(?<![0-9A-Za-z_-])({body})(?![0-9A-Za-z_-])[^\n]{{0,40}}{name}"""
        example = f"{value}  # {form.service}"
    elif dialect == 4:
        pattern = rf"""(?i)https?://(?:[\w.-]{{1,64}}:)?({body})@[a-z0-9.-]{{0,32}}{name}[a-z0-9.-]{{2,16}}"""
        example = f"https://bot:{value}@api.{form.service}.example"
    else:
        pattern = rf"""(?im)^[ \t]{{0,8}}(?:export[ ])?{name}_{keyword.upper()}=(["']?)({body})\1[ \t]{{0,8}}$"""
        example = f"export {form.service.upper()}_{said.upper()}={value}"
    identifier = f"foreign.{form.service}-{number}"
    cut = example.replace(value, value[: len(form.prefix) + 3])
    return ForeignRule(identifier, pattern, form.service, example, value, cut)


def rules(count: int, seed: int) -> list[ForeignRule]:
    source = random.Random(seed)
    known = formats(max(count // 5, 130), source)
    return [rule(number, known[number % len(known)], (number // len(known)) % 6, source) for number in range(count)]


def edited(word: str) -> ForeignRule:
    """A rule that finds `word-` and eight digits, and stops the request."""
    value = f"{word}-12345678"
    pattern = rf"\b({word}-[0-9]{{8}})\b"
    return ForeignRule("foreign.edited", pattern, word, f"it is {value}", value, f"it is {value[:-1]}", action="block")


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def pieces(text: str) -> str:
    return "[" + ", ".join(quoted(text[at : at + 9]) for at in range(0, len(text), 9)) + "]"


def argus(listed: list[ForeignRule], pack: str = "foreign.generated") -> str:
    lines = [
        "schema: argus.rules/v1",
        f"pack: {{id: {pack}, version: 1.0.0, description: Generated rules in the dialects of other tools}}",
        "defaults: {category: secrets, severity: high}",
        "rules:",
    ]
    for entry in listed:
        # The last dialect has the quote in group 1.
        value = "    value: 2\n" if "\\1" in entry.pattern else ""
        action = f"    action: {entry.action}\n" if entry.action else ""
        lines.append(
            f"  - id: {entry.identifier}\n    name: Generated\n    description: A generated rule.\n"
            f"    pattern: {quoted(entry.pattern)}\n{value}{action}"
            f"    examples:\n      match: [{{text: {pieces(entry.example)}, value: {pieces(entry.value)}}}]\n"
            f"      no_match: [{{text: {pieces(entry.near_miss)}, why: cut short}}]"
        )
    return "\n".join(lines) + "\n"


def gitleaks(listed: list[ForeignRule]) -> str:
    parts = ['title = "generated"\n']
    for entry in listed:
        group = "secretGroup = 2\n" if "\\1" in entry.pattern else ""
        parts.append(
            f'[[rules]]\nid = "{entry.identifier.replace(".", "-")}"\ndescription = "A generated rule."\n'
            f"regex = '''{entry.pattern}'''\n{group}keywords = [\"{entry.keyword}\"]\n"
        )
    return "\n".join(parts)


def noseyparker(listed: list[ForeignRule]) -> str:
    lines = ["rules:"]
    for entry in listed:
        # The last dialect has the quote in group 1; the name tells which group is the value.
        pattern = entry.pattern.replace("""=(["']?)(""", """=(?<q>["']?)(?<TOKEN>""").replace("\\1", "\\k<q>")
        lines.append(
            f"  - id: {entry.identifier}\n    name: Generated\n    pattern: {quoted(pattern)}\n"
            f"    examples: [{quoted(entry.example)}]\n    negative_examples: [{quoted(entry.near_miss)}]"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=["argus", "gitleaks", "noseyparker"], default="argus")
    parser.add_argument("--directory", type=Path, help="write Argus packs of 500 rules there")
    chosen = parser.parse_args()
    made = rules(chosen.count, chosen.seed)
    if chosen.directory:
        chosen.directory.mkdir(parents=True, exist_ok=True)
        for number, start in enumerate(range(0, len(made), RULES_PER_FILE)):
            text = argus(made[start : start + RULES_PER_FILE], f"foreign.generated-{number}")
            (chosen.directory / f"generated-{number:03}.yaml").write_text(text)
    else:
        sys.stdout.write({"argus": argus, "gitleaks": gitleaks, "noseyparker": noseyparker}[chosen.format](made))


if __name__ == "__main__":
    main()
