"""Cursors of keyset paging: opaque to the caller, signed, and valid as long as the question stays the same."""

import base64
import binascii
import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass
from decimal import Decimal

import orjson
from guanxi.errors import Malformed

__all__ = ["Cursor", "question_digest", "read_cursor", "write_cursor"]

_VERSION = 1
_SIGNATURE = 16


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the sort values and id of its last row, and the instant that NOW() had."""

    values: tuple[object, ...]
    id: str
    now: dt.datetime


def question_digest(*parts: object) -> str:
    """Return a short digest of what must not change between two pages: object, filter, sort, kind of principal."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=9).hexdigest()


def write_cursor(cursor: Cursor, digest: str, secret: bytes) -> str:
    """Return the signed text of a cursor."""
    values = [str(value) if isinstance(value, Decimal) else value for value in cursor.values]
    body = orjson.dumps([_VERSION, digest, values, cursor.id, cursor.now.timestamp() * 1000 // 1], default=str)
    return base64.urlsafe_b64encode(_sign(body, secret) + body).rstrip(b"=").decode()


def read_cursor(text: str, digest: str, secret: bytes) -> Cursor:
    """Return the cursor of a text; a forged one is malformed, one of another question is expired."""
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError) as error:
        raise Malformed(reason="cursor_invalid") from error
    signature, body = raw[:_SIGNATURE], raw[_SIGNATURE:]
    if not hmac.compare_digest(signature, _sign(body, secret)):
        raise Malformed(reason="cursor_invalid")
    version, written_for, values, record_id, millis = orjson.loads(body)
    if version != _VERSION or written_for != digest:
        raise Malformed(reason="cursor_expired")
    return Cursor(tuple(values), record_id, dt.datetime.fromtimestamp(millis / 1000, dt.UTC))


def _sign(body: bytes, secret: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_SIGNATURE, key=secret[:64], person=b"cursor").digest()
