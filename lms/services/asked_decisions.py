"""What learners ask to have decided about an attempt: claims of circumstances, and appeals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from lms.domain.assessment.numbering import attempt_in
from lms.domain.policy import Actor
from lms.domain.programme import Assessment
from lms.domain.records import Record
from lms.errors import NotFound
from lms.services.enrolments import Learning, learning
from lms.services.site import Site
from lms.store.documents import content_of, text_in

NAMED_BY = {"circumstances": "claim", "appeal": "appeal"}
"""How the decision on each kind names what it decides."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim or an appeal in a list: whose it is, and about which attempt at what."""

    record: str
    person: str
    name: str
    enrolment: str
    assessment: str
    title: str
    attempt: int

    @classmethod
    def by(cls, of: Learning, name: str, record: Record, **more: Any) -> Self:
        """What one learner asked; ``more`` are the fields of the kind."""
        assessment = record.get("assessment")
        found = of.assessment(assessment)
        return cls(
            record=record.id,
            person=of.enrolment.person,
            name=name,
            enrolment=of.enrolment.id,
            assessment=assessment,
            title=found[1].title if found else assessment,
            attempt=attempt_in(of.own, record),
            **more,
        )


def decision_on(of: Learning, asked: Record) -> Record | None:
    """The decision on a claim or an appeal; None while it is open."""
    found = of.own.of(f"{asked.kind}-decision", **{NAMED_BY[asked.kind]: asked.id})
    return found[-1] if found else None


def reason_of(site: Site, decision: Record | None) -> str:
    """Why it was decided so; empty while it is open, and where the reason was erased."""
    return text_in(content_of(site.session(), decision.get("reason"))) if decision else ""


def own_assessment(
    site: Site, actor: Actor, act: str, enrolment: str, item: str
) -> tuple[Learning, Assessment]:
    """A piece of work of the actor's own, about which something can be asked."""
    of = learning(site, actor, enrolment, act)
    found = of.assessment(item)
    if found is None:
        raise NotFound("Your version of the programme has no such assessment.")
    return of, found[1]
