"""What changed between two texts of the same work, for its writer and for whoever marks it."""

from __future__ import annotations

from dataclasses import dataclass

from lms.domain.assessment.numbering import attempt_in
from lms.domain.policy import Actor
from lms.domain.programme import Assessment
from lms.domain.records import Record
from lms.domain.word_count import count_words
from lms.domain.word_difference import GONE, NEW, Passage, difference
from lms.errors import NotFound
from lms.services.enrolments import Learning, learning
from lms.services.found_work import find_work, require_may_mark
from lms.services.handed_content import readable_text
from lms.services.quarantine import readable_content
from lms.services.read_audit import record_reading
from lms.services.site import Site


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two submissions of a piece of work, and what makes the earlier into the later."""

    of: Learning
    assessment: Assessment
    earlier: Record
    later: Record
    changes: tuple[Passage, ...]

    @property
    def gone(self) -> int:
        """Words taken out."""
        return sum(count_words(p.text) for p in self.changes if p.how == GONE)

    @property
    def new(self) -> int:
        """Words put in."""
        return sum(count_words(p.text) for p in self.changes if p.how == NEW)

    @property
    def attempts(self) -> tuple[int, int]:
        """The attempts compared; the same one twice where a slip was corrected."""
        return attempt_in(self.of.own, self.earlier), attempt_in(self.of.own, self.later)


def compare_own(site: Site, actor: Actor, enrolment: str, record: str) -> Comparison:
    """One's own submission beside the one before it; NotFound where there is none before."""
    of = learning(site, actor, enrolment, "read-receipt")
    return _compared(site, actor, of, record)


def compare_for_marker(site: Site, actor: Actor, record: str) -> Comparison:
    """The same for whoever marks the work; the reading of both texts is noted."""
    work = find_work(site, actor, record, "mark-work")
    require_may_mark(site, actor, work.of, work.record)
    found = _compared(site, actor, work.of, record)
    for one in (found.earlier, found.later):
        record_reading(site, actor, work.of.enrolment.person, one.id, "mark-work")
    return found


def _compared(site: Site, actor: Actor, of: Learning, record: str) -> Comparison:
    later = of.own.by_id(record)
    if later is None or later.kind != "submission":
        raise NotFound("There is no such work; it may have been taken back.")
    named = later.get("assessment")
    before = [r for r in of.own.of("submission", assessment=named) if r.position < later.position]
    found = of.assessment(str(named))
    if not before or found is None:
        raise NotFound("There is nothing before it to compare with.")
    earlier = before[-1]
    texts = [readable_text(readable_content(site, actor, of, r)) for r in (earlier, later)]
    return Comparison(of, found[1], earlier, later, difference(*texts))
