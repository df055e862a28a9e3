"""Whether what the site stands on is there: its database and its folder of files."""

from __future__ import annotations

from lms.services.site import Site
from lms.store.away import AWAY, BUSY, DATABASE, FULL, GONE, Away, look, why_away

__all__ = ["AWAY", "BUSY", "DATABASE", "FULL", "GONE", "Away", "health", "why_away"]


def health(site: Site) -> tuple[Away, ...]:
    """Everything that is away now; nothing where all is well."""
    return look(site.ledger.engine, site.session, site.files.folder)
