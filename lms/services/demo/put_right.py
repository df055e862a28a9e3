"""What was put right or decided later in the example world: entries, accreditation, an intake."""

from __future__ import annotations

from datetime import timedelta

from lms.domain.accreditation import ACCREDITED, NOT_YET
from lms.domain.intake import CLOSED, programme_subject
from lms.domain.records import cohort
from lms.services.demo.cohorts import INTAKES
from lms.services.demo.course import LEAD
from lms.services.demo.story import Story, Told

FOUNDATION = INTAKES["foundation-1"]


def tell_put_right(story: Story) -> None:
    """A correction that waits, an objection to decide, and two decisions about what is offered."""
    _correction(story, "zainab")
    _objection(story, "yusuf")
    _accreditation(story)
    _intake(story)


def _signed(story: Story, person: str) -> tuple[Told, Told] | None:
    """Somebody's newest session in the agency that was signed a week ago or longer, and that signature."""
    told = {t.fact.id: t for t in story.told if t.fact.subject.id == person}
    week_ago = story.dates.today - timedelta(days=7)
    found = [
        (told[t.fact.get("entry")], t)
        for t in told.values()
        if t.fact.kind == "signature" and t.known <= week_ago
    ]
    agency = [pair for pair in found if pair[0].fact.get("category") == "agency"]
    return max(agency, key=lambda pair: pair[0].fact.on, default=None)


def _correction(story: Story, person: str) -> None:
    found = _signed(story, person)
    if found is None:
        return
    entry = found[0].fact
    story.tell(
        person,
        "correction",
        story.dates.today - timedelta(days=5),
        by=person,
        enrolment=entry.enrolment,
        curriculum=entry.curriculum,
        entry=entry.id,
        day=entry.on,
        start="14:00",
        end="16:30",
        minutes=150,
        family=entry.get("family"),
        texts={"reason": "We went on until half past four; I wrote down the time we had planned."},
    )


def _objection(story: Story, person: str) -> None:
    found = _signed(story, person)
    if found is None:
        return
    entry, signature = found[0].fact, found[1].fact
    says = "I was on leave that week and signed the whole list. I do not know about this visit."
    story.tell(
        person,
        "objection",
        story.dates.today - timedelta(days=3),
        by=signature.get("signer"),
        enrolment=entry.enrolment,
        curriculum=entry.curriculum,
        signature=signature.id,
        texts={"reason": {"text": says}},
    )


def _accreditation(story: Story) -> None:
    """The first foundation course was accredited only when it was over: known from then."""
    began = FOUNDATION.start(story)
    decided = (
        (began + timedelta(days=40), NOT_YET, "The association has asked for two more outlines."),
        (story.dates.ago(1), ACCREDITED, "The association's letter lies with the course office."),
    )
    for on, outcome, says in decided:
        story.tell(
            cohort(FOUNDATION.id),
            "accreditation",
            on,
            by=LEAD,
            stage="foundation/foundation",
            outcome=outcome,
            texts={"reason": {"text": says}},
        )


def _intake(story: Story) -> None:
    """Leadership takes nobody new from a day ahead; whoever is on it finishes."""
    story.tell(
        programme_subject("leadership"),
        "intake",
        story.dates.today + timedelta(days=90),
        by=LEAD,
        known=story.dates.ago(1, 10),
        outcome=CLOSED,
        texts={"reason": {"text": "The funding for it ends with the present intake."}},
    )
