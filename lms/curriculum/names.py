"""What an id may look like, and ids made of words."""

from __future__ import annotations

import re
from unicodedata import normalize

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""The id of a programme, a stage or an enrolment."""

IDENTITY = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
"""The id of a thing within a programme."""

NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")


def slug(words: str) -> str:
    """Words as an id: small letters and digits, with hyphens; empty where no letter is left."""
    plain = normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return NOT_IN_SLUGS.sub("-", plain).strip("-")
