"""Certificate authorities that live as long as a test: made with the `openssl` command, trusted by nobody else."""

from __future__ import annotations

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

from scripted_upstream import PATIENCE

_CONFIGURATION = """
[req]
distinguished_name = subject
prompt = no
[subject]
CN = {name}
[extensions]
{extensions}
"""


@dataclass(frozen=True)
class ThrowawayAuthority:
    """Signs server certificates for whatever names a test wants."""

    directory: Path
    name: str

    @classmethod
    def create(cls, directory: Path, name: str) -> ThrowawayAuthority:
        authority = cls(directory, name)
        authority._make(name, "basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign")
        return authority

    @property
    def certificate(self) -> Path:
        """What a client must trust."""
        return self.directory / f"{self.name}.pem"

    def server_context(self, *names: str) -> ssl.SSLContext:
        """What a server needs to pass for `names`, each as in `DNS:localhost` or `IP:127.0.0.1`."""
        server = f"{self.name}-{'-'.join(names).replace(':', '.')}"
        signed = ["-CA", str(self.certificate), "-CAkey", str(self.directory / f"{self.name}.key")]
        self._make(server, f"basicConstraints = CA:FALSE\nsubjectAltName = {', '.join(names)}", *signed)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.directory / f"{server}.pem", self.directory / f"{server}.key")
        return context

    def _make(self, name: str, extensions: str, *arguments: str) -> None:
        configuration = self.directory / f"{name}.cnf"
        configuration.write_text(_CONFIGURATION.format(name=name, extensions=extensions))
        command = ["openssl", "req", "-x509", "-nodes", "-days", "2", "-config", str(configuration)]
        command += ["-extensions", "extensions", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        command += ["-keyout", str(self.directory / f"{name}.key"), "-out", str(self.directory / f"{name}.pem")]
        made = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=PATIENCE)
        assert made.returncode == 0, made.stderr
