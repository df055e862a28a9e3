"""Who read which private text: noted before the text is handed over, once for each handing over.

Where a request ends in an act, its page is not shown and nothing is read: whoever answers such a
request holds the readings back until it is known whether a text goes out.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass

from lms.domain.policy import Actor
from lms.domain.records import Record
from lms.services.recording import changing
from lms.services.site import Site
from lms.store.tables import ReadAuditRow
from lms.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Reading:
    """A text about somebody that is about to be handed to a reader."""

    reader: Actor
    about: str
    record: str
    purpose: str


_HELD: ContextVar[list[Reading] | None] = ContextVar("held-readings", default=None)


def hold_readings() -> None:
    """Hold back what is read from now on, until it is known whether it is handed over."""
    _HELD.set([])


def drop_readings() -> None:
    """Forget what was held back: nothing was handed over."""
    _HELD.set(None)


def keep_readings(site: Site) -> None:
    """Note what was held back, each text once: it is handed over now."""
    held = _HELD.get() or []
    drop_readings()
    for reading in dict.fromkeys(held):
        record_reading(site, reading.reader, reading.about, reading.record, reading.purpose)


def note_reading(writer: Writer, about: str, record: str, purpose: str) -> None:
    """Note that the actor reads a record's text about somebody; one's own is nobody's business."""
    if writer.actor == about:
        return
    row = ReadAuditRow(
        at=writer.ledger.clock(),
        reader=writer.actor,
        about=about,
        record=record,
        purpose=purpose,
    )
    writer.also(lambda session: session.add(row))


def record_reading(site: Site, actor: Actor, about: str, record: str, purpose: str) -> None:
    """Note a reading in a transaction of its own, before the text is shown."""
    record_readings(site, actor, about, [record], purpose)


def record_reading_of_others(
    site: Site, actor: Actor, about: str, texts: Iterable[Record | None], purpose: str
) -> None:
    """Note that texts are read that stand in records; what one wrote oneself is no reading.

    ``about`` is a person or, where a text is about nobody in particular, a cohort.
    """
    read = [r.id for r in texts if r is not None and r.recorded_by != actor.person]
    record_readings(site, actor, about, read, purpose)


def record_readings(
    site: Site, actor: Actor, about: str, records: Iterable[str], purpose: str
) -> None:
    """Note in one transaction that several texts about somebody are read, each once."""
    wanted = tuple(dict.fromkeys(records))
    if actor.person == about or not wanted:
        return
    held = _HELD.get()
    if held is not None:
        held.extend(Reading(actor, about, record, purpose) for record in wanted)
        return
    with changing(site, actor) as writer:
        for record in wanted:
            note_reading(writer, about, record, purpose)
