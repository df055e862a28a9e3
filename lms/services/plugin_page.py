"""A plugin's page of a programme, for its learners and teachers; its failure costs this page only."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from lms.domain.contributions import PageContext
from lms.domain.policy import Actor, Target
from lms.domain.programme import Programme
from lms.errors import NotFound
from lms.services.enrolments import own_enrolments
from lms.services.programmes import load, newest, programme_of
from lms.services.site import Site, require

log = logging.getLogger(__name__)
FAILED = "The plugin that draws this page could not do so; the rest of the programme works."


@dataclass(frozen=True, slots=True)
class PluginPage:
    """A page's title and Markdown; ``enrolment`` is the reader's own, where there is one."""

    programme: Programme
    title: str
    body: str
    enrolment: str = ""


def plugin_page(site: Site, actor: Actor, programme: str, identity: str) -> PluginPage:
    """A page of the version that the reader is on, or of the newest for whoever teaches it."""
    own = next((e for e in own_enrolments(site, actor) if e.programme == programme), None)
    person = own.person if own else ""
    cohort = own.cohort if own else ""
    require(site, actor, "read-modules", Target(person, programme, cohort))
    version = programme_of(site, own) if own else load(site, programme, _newest(site, programme))
    page = site.registry.relay(version.plugins).pages.get(identity)
    if page is None:
        raise NotFound("This programme has no such page.")
    try:
        body = page.body(PageContext(version, site.today()))
    except (Exception, SystemExit):  # somebody else's code
        log.exception("page %s of %s could not be drawn", identity, version.key)
        body = FAILED
    return PluginPage(version, page.title, str(body), own.id if own else "")


def _newest(site: Site, programme: str) -> str:
    return newest(site, programme).version
