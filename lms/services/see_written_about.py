"""What is written about a learner, listed for that learner: reports, and the reasons for decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.policy import Actor
from lms.services.describe_records import describe
from lms.services.enrolments import Learning, learning
from lms.services.people import people
from lms.services.read_reason import TO_LEARNERS, WRITTEN
from lms.services.site import Site


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One text: what it is about, of which day, by whom, and what it came to; never the text."""

    record: str
    kind: str
    title: str
    says: str
    on: date
    by: str
    outcome: str


@dataclass(frozen=True, slots=True)
class WrittenAbout:
    """Everything in one enrolment that its learner can read about himself or herself, newest first."""

    of: Learning
    lines: tuple[WrittenLine, ...]


def see_written_about(site: Site, actor: Actor, enrolment: str) -> WrittenAbout:
    """The texts about a learner in one enrolment, for the learner, and for who teaches or leads."""
    of = learning(site, actor, enrolment, "read-reason")
    found = [r for kind, field in TO_LEARNERS.items() for r in of.own.of(kind) if r.get(field)]
    found.sort(key=lambda r: (r.on, r.position), reverse=True)
    says = describe(site, of, [r.id for r in found])
    asked = {r.id: r.title for s in of.stages for top in s.requirements for r in top.walk()}
    names = people(site.session(), {r.get("by") or r.recorded_by for r in found})
    lines = []
    for record in found:
        by = record.get("by") or record.recorded_by
        name = names[by].name if by in names else ""
        outcome = record.get("outcome") or ""
        title = WRITTEN[record.kind]
        what = asked.get(str(record.get("requirement")), says[record.id].says)
        lines.append(WrittenLine(record.id, record.kind, title, what, record.on, name, outcome))
    return WrittenAbout(of, tuple(lines))
