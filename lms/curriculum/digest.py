"""One fingerprint for all the files of a version."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from lms.curriculum.front_matter import in_lines


def digest(files: Mapping[str, str]) -> str:
    """The SHA-256 of paths and contents, in hexadecimal digits.

    Neither the order of the files nor the way an editor ends its lines makes a difference.
    """
    whole = sha256()
    for path in sorted(files):
        for part in (path, in_lines(files[path])):
            written = part.encode("utf-8", "surrogatepass")
            whole.update(len(written).to_bytes(8, "big") + written)
    return whole.hexdigest()
