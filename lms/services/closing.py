"""A version whose plugins are not all loaded is closed: readable, and no decisions on it."""

from __future__ import annotations

from lms.domain.programme import Programme
from lms.domain.records import Refusal
from lms.errors import Refused
from lms.services.site import Site


def closed_because(site: Site, programme: Programme) -> str:
    """Why a version is closed to decisions; empty where it is open."""
    return site.registry.relay(programme.plugins).closed


def require_open(site: Site, programme: Programme) -> None:
    """Let a decision on a version go on, or raise Refused with the reason it is closed."""
    reason = closed_because(site, programme)
    if reason:
        sentence = (
            f"{reason} Nothing is decided on it until the plugin is back; all stays readable."
        )
        raise Refused(Refusal("version-closed", sentence))
