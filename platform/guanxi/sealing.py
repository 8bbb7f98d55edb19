"""Keys that encrypt values: several to read, the first to write, and one more for what equality compares."""

import base64
import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guanxi import clock

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["INDEX", "Keyring", "Sealing", "Unopened", "new_keys", "read_keys"]

INDEX = "index"
"""The name of the key behind equality, which encrypts nothing."""
_NAME = re.compile(r"[a-z0-9]{1,20}")
_OCTETS, _NONCE = 32, 12


class Unopened(str):
    """Stands for a value whose key this process lacks; it is kept as it was found."""

    __slots__ = ("token",)
    token: str

    @classmethod
    def of(cls, token: str) -> "Unopened":
        """Return what stands for a stored value."""
        made = cls("#ERROR")
        made.token = token
        return made


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of a process by name, the one that encrypts first."""

    keys: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    index: bytes = field(default=b"", repr=False)

    def of(self, field_id: str) -> "Sealing | None":
        """Return what seals the values of a field, None where there are no keys."""
        if not self.keys:
            return None
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # a tenth of a second that few commands need

        scope = field_id.encode()
        ciphers = {name: AESGCM(key) for name, key in self.keys}

        def blind(text: str) -> str:
            return hashlib.blake2b(scope + b"\0" + text.encode(), digest_size=24, key=self.index).hexdigest()

        return Sealing(self.keys[0][0], ciphers, scope, blind)


@dataclass(frozen=True, slots=True, repr=False)
class Sealing:
    """Seals and opens the values of one field; what was sealed for another field does not open."""

    name: str
    ciphers: "dict[str, AESGCM]"
    scope: bytes
    blind: Callable[[str], str]

    def seal(self, text: str) -> str:
        """Return a text as it is stored: the name of the key, and what only that key opens."""
        if isinstance(text, Unopened):
            return text.token
        nonce = os.urandom(_NONCE)
        sealed = self.ciphers[self.name].encrypt(nonce, text.encode(), self.scope)
        return f"{self.name}.{base64.b64encode(nonce + sealed).decode()}"

    def open(self, token: str) -> str:
        """Return the text of what is stored, `Unopened` where its key is not here or it was tampered with."""
        from cryptography.exceptions import InvalidTag

        name, _, body = token.partition(".")
        try:
            octets = base64.b64decode(body, validate=True)
            return self.ciphers[name].decrypt(octets[:_NONCE], octets[_NONCE:], self.scope).decode()
        except (KeyError, ValueError, InvalidTag):
            return Unopened.of(token)

    def is_current(self, token: str) -> bool:
        """Tell whether what is stored was sealed by the key that writes."""
        return token.partition(".")[0] == self.name


def read_keys(text: str) -> Keyring:
    """Return the keys of a setting, `NAME:KEY` parted by commas with one of them named index; else raise ValueError."""
    entries = [entry.strip().partition(":") for entry in text.split(",")]
    keys = [(name, base64.b64decode(key, validate=True)) for name, _, key in entries]
    named = dict(keys)
    sound = all(_NAME.fullmatch(name) and len(key) == _OCTETS for name, key in keys)
    if not sound or len(named) < len(keys) or INDEX not in named or len(named) == 1:
        raise ValueError("keys")
    return Keyring(tuple((name, key) for name, key in keys if name != INDEX), named[INDEX])


def new_keys(present: Keyring) -> str:
    """Return the setting with a new key in front of those that are there."""
    now = clock.now()
    name = f"k{now:%Y%m%d%H%M%S}"
    kept = [*present.keys, (INDEX, present.index or os.urandom(_OCTETS))]
    return ",".join(f"{name}:{base64.b64encode(key).decode()}" for name, key in ((name, os.urandom(_OCTETS)), *kept))
