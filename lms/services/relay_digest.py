"""What a stored verdict rests on besides records and curriculum: one digest of a version's relay."""

from __future__ import annotations

from lms.domain.programme import Programme
from lms.fingerprint import description_of, digest_of
from lms.registry import CORE, Registry
from lms.services.site import Site


def relay_digest(site: Site, programme: Programme) -> str:
    """The digest of all that decides on a version, worked out once in a process.

    It covers core and every plugin that the version names (name, version, whether it is in use,
    source, what it declares), the marking policies of the site with the plugins that declare them,
    since a cohort may keep any of them, and the bank holidays.
    """
    plugins = tuple(programme.plugins)
    if plugins not in site.relay_digests:
        site.relay_digests[plugins] = _digest(site, plugins)
    return site.relay_digests[plugins]


def _digest(site: Site, plugins: tuple[str, ...]) -> str:
    registry, days = site.registry, site.marking.days
    deciding = sorted({CORE, *plugins, *_with_policies(registry)})
    holidays = sorted(day.isoformat() for day in days.holidays)
    policies = description_of(dict(site.marking.policies))
    return digest_of((*map(registry.fingerprint, deciding), policies, *holidays))


def _with_policies(registry: Registry) -> set[str]:
    return {p for p in registry.plugin_names if registry.declared(p, "marking_policies")}
