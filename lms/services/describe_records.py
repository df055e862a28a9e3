"""Records in a few words, for the lists of what counted and what did not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lms.domain.assessment.numbering import attempt_in
from lms.domain.practice_time import times_of
from lms.domain.records import Record
from lms.domain.requirements.practice import category_title
from lms.services.enrolments import Learning
from lms.services.site import Site


@dataclass(frozen=True, slots=True)
class Described:
    """A record as a learner recognises it."""

    record: str
    on: date | None
    says: str


def describe(site: Site, of: Learning, wanted: Iterable[str]) -> Mapping[str, Described]:
    """Each wanted record of the learner in a few words; one that is elsewhere is simply named."""
    titles = {name: kind.title for name, kind in site.registry.record_kinds.items()}
    found = {}
    for identity in wanted:
        record = of.records.by_id(identity)
        if record is None:
            found[identity] = Described(identity, None, "A record about somebody else")
        else:
            says = _says(record, of) or titles.get(record.kind, record.kind)
            found[identity] = Described(identity, record.on, says)
    return found


def _says(record: Record, of: Learning) -> str:
    if record.kind == "hours":
        return in_words(record)
    if record.kind == "attendance":
        half = {"am": ", morning", "pm": ", afternoon"}.get(str(record.get("half")), "")
        return f"Day {record.get('day')}{half}"
    if record.kind == "log" and (log := of.log(str(record.get("template")))):
        return f"Log: {log[1].title}"
    return _work(record, of) if record.kind in ("submission", "mark") else ""


def in_words(entry: Record) -> str:
    """A practice entry: its category and its times."""
    category = category_title(str(entry.get("category")))
    if times := times_of(entry):
        return f"{category}, {times}"
    return f"{category}, {entry.get('minutes')} minutes"


def _work(record: Record, of: Learning) -> str:
    found = of.assessment(str(record.get("assessment")))
    title = found[1].title if found else str(record.get("assessment"))
    what = "Handed in" if record.kind == "submission" else "Result"
    attempt = attempt_in(of.own, record)
    again = f", attempt {attempt}" if attempt > 1 else ""
    return f"{what}: {title}{again}"
