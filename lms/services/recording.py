"""The way every service writes: one transaction, views brought up to date before it commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lms.domain.policy import Actor
from lms.services import views
from lms.services.site import Site
from lms.store.ledger import Writer


@contextmanager
def recording(site: Site, actor: Actor) -> Iterator[Writer]:
    """One writing transaction in which views follow what was written; all is kept or nothing."""
    with site.ledger.write(actor.person) as writer:
        yield writer
        touched = {r.subject.id for r in writer.written if r.subject.type == "person"}
        views.refresh(site, writer.session, touched)
    # What this request read before is a picture of the past; the next read shall see the change.
    site.session().rollback()
