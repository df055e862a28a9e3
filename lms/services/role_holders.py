"""Who holds a role for one programme and cohort today: whom to tell, and whom to talk to."""

from __future__ import annotations

from lms.domain.policy import Target
from lms.services.site import Site
from lms.store.roles import holders


def holders_for(site: Site, role: str, programme: str, cohort: str = "") -> tuple[str, ...]:
    """The people whose role covers it on this day, by id and each once.

    A grant limited to an authority is left out: whom such a person deals with depends on where
    somebody works.
    """
    target, today = Target(programme=programme, cohort=cohort), site.today()
    found = (p for p, grant in holders(site.session(), role) if grant.covers(target, today))
    return tuple(dict.fromkeys(found))
