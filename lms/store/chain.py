"""The keyed hash chain: each record's hash covers the one before it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass

from lms.store.tables import RecordRow

GENESIS = "0" * 64
COVERED = (
    "position",
    "id",
    "subject_type",
    "subject_id",
    "kind",
    "version",
    "recorded_by",
    "enrolment",
    "curriculum",
    "replaces",
    "payload",
    "key",
)


@dataclass(frozen=True, slots=True)
class Keys:
    """The ledger's secret keys by name; new records use ``current``, old keys still verify."""

    current: str
    secrets: Mapping[str, bytes]

    def sign(self, key: str, message: bytes) -> str:
        """The keyed SHA-256 of a message, in hexadecimal; KeyError for a key not given."""
        return hmac.new(self.secrets[key], message, hashlib.sha256).hexdigest()


def link(row: RecordRow, before: str, keys: Keys) -> str:
    """The hash that a row must carry after the one whose hash is ``before``."""
    covered = {name: getattr(row, name) for name in COVERED}
    covered["first"] = row.first.isoformat()
    covered["last"] = row.last.isoformat() if row.last else None
    covered["recorded"] = row.recorded.isoformat()
    body = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return keys.sign(row.key, f"{before}\n{body}".encode())


def seal(content: object, nonce: str) -> str:
    """The seal of a document: what its record keeps, useless without the nonce beside the text."""
    body = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(bytes.fromhex(nonce), body.encode(), hashlib.sha256).hexdigest()
