"""Who read which private text: noted in the same transaction that hands the text over."""

from __future__ import annotations

from lms.domain.policy import Actor
from lms.services.recording import recording
from lms.services.site import Site
from lms.store.ledger import Writer
from lms.store.tables import ReadAuditRow


def note_reading(writer: Writer, about: str, record: str, purpose: str) -> None:
    """Note that the actor reads a record's text about somebody; one's own is nobody's business."""
    if writer.actor == about:
        return
    writer.session.add(
        ReadAuditRow(
            at=writer.ledger.clock(),
            reader=writer.actor,
            about=about,
            record=record,
            purpose=purpose,
        )
    )


def record_reading(site: Site, actor: Actor, about: str, record: str, purpose: str) -> None:
    """Note a reading in a transaction of its own, before the text is shown."""
    if actor.person == about:
        return
    with recording(site, actor) as writer:
        note_reading(writer, about, record, purpose)
