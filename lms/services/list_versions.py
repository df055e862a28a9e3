"""Every published version of every programme, for anybody who may use the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lms.domain.policy import ANYTHING, Actor
from lms.domain.programme import Stage
from lms.services.closing import closed_because
from lms.services.programmes import all_versions, load
from lms.services.site import Site, require


@dataclass(frozen=True, slots=True)
class Listed:
    """A published version; ``closed`` says why nothing is decided on it, if so."""

    id: str
    version: str
    number: int
    newest: bool
    title: str
    published: datetime
    digest: str
    plugins: tuple[str, ...]
    closed: str
    stages: tuple[Stage, ...]


def list_versions(site: Site, actor: Actor) -> list[Listed]:
    """The versions, oldest first within each programme."""
    require(site, actor, "use-api", ANYTHING)
    versions = all_versions(site)
    newest = {v.programme: v.number for v in versions}
    found = []
    for v in versions:
        programme = load(site, v.programme, v.version)
        found.append(
            Listed(
                v.programme,
                v.version,
                v.number,
                newest[v.programme] == v.number,
                programme.title,
                v.published,
                v.digest,
                programme.plugins,
                closed_because(site, programme),
                programme.stages,
            )
        )
    return found
