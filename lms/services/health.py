"""Whether what the site stands on is there: its database and its folder of files."""

from __future__ import annotations

from lms.services.site import Site
from lms.store.away import AWAY, BUSY, DATABASE, FILES, FULL, GONE, Away, look, why_away

__all__ = ["AWAY", "DATABASE", "health", "in_words", "why_away"]


WHAT = {DATABASE: "The database", FILES: "The place where files are kept"}
HOW = {FULL: "is full", BUSY: "is busy", GONE: "cannot be reached"}


def in_words(away: Away) -> str:
    """What is away, as a sentence: ``The database is full.``"""
    return f"{WHAT[away.what]} {HOW[away.how]}."


def health(site: Site) -> tuple[Away, ...]:
    """Everything that is away now; nothing where all is well."""
    return look(site.ledger.engine, site.session, site.files.folder)
