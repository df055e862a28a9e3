"""Whom or what a record is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """Whom or what a record is about, for example ``person:amara`` or ``cohort:ft-2025``."""

    type: str
    id: str

    def __str__(self) -> str:
        return f"{self.type}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Subject:
        """Read ``person:amara``; ValueError where there is no colon."""
        kind, separator, identity = text.partition(":")
        if not separator:
            raise ValueError(f"{text!r} is not a subject; write type:id, for example person:amara")
        return cls(kind, identity)


@lru_cache(maxsize=4096)
def person(identity: str) -> Subject:
    """The subject for one person."""
    return Subject("person", identity)


def cohort(identity: str) -> Subject:
    """The subject for one cohort."""
    return Subject("cohort", identity)
