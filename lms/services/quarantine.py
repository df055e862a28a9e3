"""Work in which a client was named: who may still open its text, asked by everything that reads it."""

from __future__ import annotations

from typing import Any

from lms.domain.assessment.slips import quarantined_by
from lms.domain.policy import Actor, may
from lms.domain.records import Record
from lms.errors import NotPermitted
from lms.services.enrolments import Learning, target_of
from lms.services.site import Site
from lms.store.documents import content_of

SAYS = (
    "This copy is under quarantine, because a person could be recognised in it. Only the "
    "data-protection officer can open it; its marks stay on record."
)


class Quarantined(NotPermitted):
    """The text is closed to everybody but the data-protection officer."""


def is_quarantined(of: Learning, record: Record) -> bool:
    """Whether a submission's text is closed; logs and everything else never are."""
    return quarantined_by(of.own, record) is not None


def may_open(site: Site, actor: Actor, of: Learning, record: Record) -> bool:
    """Whether this person may be handed a submission's text, as far as quarantine goes."""
    if not is_quarantined(of, record):
        return True
    return may(actor, "read-quarantined", target_of(site, of.enrolment, actor), site.today())


def require_readable(site: Site, actor: Actor, of: Learning, record: Record) -> None:
    """Let a submission be read, or raise Quarantined with what to say.

    Whatever hands out the text, the files or a passage of a submission asks this first: marking,
    moderation, the writer's own page, comparisons, exports.
    """
    if not may_open(site, actor, of, record):
        raise Quarantined(SAYS)


def readable_content(site: Site, actor: Actor, of: Learning, record: Record) -> Any:
    """What a submission keeps as its text; Quarantined where it is closed, None where erased."""
    require_readable(site, actor, of, record)
    return content_of(site.session(), record.get("document"))
