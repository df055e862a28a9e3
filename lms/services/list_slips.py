"""The slips of confidentiality recorded in one's programmes, so that a wrong one can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.assessment.numbering import attempt_in, text_before
from lms.domain.policy import Actor, Target, may
from lms.domain.records import Record, Records
from lms.services.candidates import candidates
from lms.services.people import people
from lms.services.programmes import load
from lms.services.site import Site
from lms.services.whose_work import Asked, Told
from lms.store.enrolments import Enrolled, employers_on, some


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One slip in force; ``name`` is a pseudonym where the reader is not told whose work it is.

    ``own`` says that the reader may take it back: whoever recorded it, or a tutor or lead.
    """

    slip: str
    name: str
    title: str
    attempt: int
    grade: str
    on: date
    own: bool


def list_slips(
    site: Site, actor: Actor, as_of: date | None = None, known_at: datetime | None = None
) -> list[SlipLine]:
    """The slips about work that the actor could return, the latest first.

    The number of statements does not depend on how many there are.
    """
    session, today = site.session(), site.today()
    known = site.ledger.of_kinds(session, ("slip",), known_at)
    slips = [s for s in known.of("slip") if s.on <= (as_of or today)]
    enrolled = some(session, {s.enrolment or "" for s in slips})
    employed = employers_on(session, {s.subject.id for s in slips}, today)
    found = []
    for slip in slips:
        one = enrolled.get(slip.enrolment or "")
        if one is None or one.person == actor.person:
            continue
        employers = employed.get(one.person, frozenset())
        target = Target(one.person, one.programme, one.cohort, employers)
        if may(actor, "return-for-slip", target, today):
            found.append((slip, one, target))
    about = site.ledger.about(session, {slip.subject for slip, _, _ in found}, known_at)
    so_far = about.only(lambda r: r.on <= (as_of or today))
    reader = _Reader(site, actor, so_far, [(slip, one) for slip, one, _ in found])
    lines = [reader.line(slip, one, target) for slip, one, target in found]
    return sorted(lines, key=lambda line: (line.on, line.slip), reverse=True)


class _Reader:
    """Whom the reader is told of, among those whose slips are listed, in a few statements."""

    def __init__(
        self, site: Site, actor: Actor, records: Records, found: Sequence[tuple[Record, Enrolled]]
    ) -> None:
        self._site, self._actor, self._records = site, actor, records
        self._people = people(site.session(), {one.person for _, one in found})
        asked = [self._asked(slip, one) for slip, one in found]
        self._told = Told(site, actor, [one for one in asked if one is not None])
        texts = [self._text(slip, one) for slip, one in found]
        self._codes = candidates(site, {one.programme for _, one in found}, texts)

    def line(self, slip: Record, one: Enrolled, target: Target) -> SlipLine:
        """A slip with the learner's name, or the code where the reader is not told."""
        asked = self._asked(slip, one)
        told = one.person in self._people and self._is_told(asked, target)
        code = self._codes.name(one.id, self._text(slip, one))
        decides = may(self._actor, "decide-several-slips", target, self._site.today())
        return SlipLine(
            slip=slip.id,
            name=self._people[one.person].name if told else code,
            title=asked.assessment.title if asked else str(slip.get("assessment")),
            attempt=attempt_in(self._records.in_enrolment(one.id), slip),
            grade=str(slip.get("grade")),
            on=slip.on,
            own=decides or slip.recorded_by == self._actor.person,
        )

    def _is_told(self, asked: Asked | None, target: Target) -> bool:
        if asked:
            return self._told.tells(asked, target)
        return may(self._actor, "see-whose-work", target, self._site.today())

    def _asked(self, slip: Record, one: Enrolled) -> Asked | None:
        programme = load(self._site, one.programme, one.version)
        item = str(slip.get("assessment"))
        work = next((a for s in programme.stages if (a := s.assessment(item))), None)
        return Asked(slip.id, one.person, one.id, one.cohort, programme, work) if work else None

    def _text(self, slip: Record, one: Enrolled) -> str:
        return text_before(self._records.in_enrolment(one.id), slip)
