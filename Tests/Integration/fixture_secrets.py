"""Every secret that the integration tests send: synthetic, worthless, and valid in form and checksum.

All of them are computed here, so that no file of the project holds a token in one piece, and all are listed in
``SECRETS``, so that the leak test knows what must appear nowhere.
"""

from __future__ import annotations

import base64
import random
import string
import zlib

_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
_BASE64URL = string.ascii_letters + string.digits + "-_"
_BASE32 = string.ascii_uppercase + "234567"


def _draw(name: str, alphabet: str, length: int) -> str:
    """The same characters in each run, so that a failure can be repeated."""
    source = random.Random(f"argus fixture {name}")
    return "".join(source.choice(alphabet) for _ in range(length))


def _crc32_base62(text: str) -> str:
    value, digits = zlib.crc32(text.encode()), ""
    while value:
        value, digit = divmod(value, 62)
        digits = _BASE62[digit] + digits
    return digits.rjust(6, "0")


def _aws_access_key_id() -> str:
    # The tail carries the account number; one of at most twelve digits needs a first character below `Y`.
    return "AK" + "IA" + "Q" + _draw("aws", _BASE32, 15)


def _with_checksum(prefix: str, name: str) -> str:
    body = _draw(name, _BASE62, 30)
    return prefix + body + _crc32_base62(body)


def _private_key() -> str:
    # PKCS #8 of an Ed25519 key: a fixed head and 32 bytes.
    head = bytes.fromhex("302e020100300506032b657004220420")
    body = base64.b64encode(head + random.Random("argus fixture ed25519").randbytes(32)).decode()
    label = "PRIVATE" + " KEY"
    return f"-----BEGIN {label}-----\n{body}\n-----END {label}-----"


AWS_ACCESS_KEY_ID = _aws_access_key_id()
GITHUB_TOKEN = _with_checksum("gh" + "p_", "github")
NPM_TOKEN = _with_checksum("np" + "m_", "npm")
STRIPE_LIVE_KEY = "sk_" + "live_" + "51" + _draw("stripe", string.ascii_letters + string.digits, 97)
ANTHROPIC_KEY = "sk-" + "ant-api03-" + _draw("anthropic", _BASE64URL, 93) + "AA"
OPENAI_KEY = (
    "sk-" + "proj-" + _draw("openai head", _BASE64URL, 74) + "T3Blb" + "kFJ" + _draw("openai tail", _BASE64URL, 74)
)
PRIVATE_KEY = _private_key()

SECRETS: dict[str, str] = {
    "aws access key id": AWS_ACCESS_KEY_ID,
    "github token": GITHUB_TOKEN,
    "npm token": NPM_TOKEN,
    "stripe live key": STRIPE_LIVE_KEY,
    "anthropic key": ANTHROPIC_KEY,
    "openai key": OPENAI_KEY,
    "private key": PRIVATE_KEY,
}
"""By name; the names may be printed, the values must not."""

CRITICAL = ("aws access key id", "github token", "stripe live key", "anthropic key", "openai key", "private key")
"""Those that the shipped policy redacts."""

CLIENT_CREDENTIAL = "integration-" + _draw("client", string.ascii_lowercase + string.digits, 24)
"""What the clients use as their own API key: it must reach the upstream and appear in no log."""
