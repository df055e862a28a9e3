"""Taking the register of one day of a cohort: who was there, morning and afternoon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.domain.half_days import AM, PM, Mark, marks_to_write
from lms.domain.policy import Actor
from lms.domain.records import person
from lms.errors import BadInput
from lms.services.learner_record import expect_nothing_newer
from lms.services.problem_at import day_problems, refuse_form
from lms.services.recording import recording, writes
from lms.services.see_register import HALVES, Day, Place, check_day, places_on, require_cohort
from lms.services.site import Site, fact
from lms.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Present:
    """What the tutor says of one learner; a half left None stays as it is recorded."""

    person: str
    am: bool | None = None
    pm: bool | None = None

    @property
    def halves(self) -> dict[str, bool]:
        """What is said of each half."""
        said = {AM: self.am, PM: self.pm}
        return {half: present for half, present in said.items() if present is not None}


@writes
def take_register(
    site: Site,
    actor: Actor,
    day: Day,
    on: date,
    said: Sequence[Present],
    seen: int | None = None,
    key: str | None = None,
) -> int:
    """Record who was there, as one act; the number of facts written, 0 where nothing changed.

    A mark that changes replaces the one before it. Conflict where somebody marked one of these
    learners on this day after position ``seen``.
    """
    require_cohort(site, actor, day)
    if on > site.today():
        raise BadInput("The register of a day that has not come yet cannot be taken.")
    refuse_form(day_problems("on", on, "the date of this day"), "The register cannot be taken yet.")
    asked = [day, on, list(said)]
    with recording(site, actor) as writer:
        written: int = writer.answer_once(
            key, asked, lambda: _take(site, writer, day, on, said, seen)
        )
    return written


def _take(
    site: Site, writer: Writer, day: Day, on: date, said: Sequence[Present], seen: int | None
) -> int:
    places = places_on(site, writer.session, day)
    check_day(places, day)
    _check_everybody_belongs(said, places)
    before = len(writer.written)
    writer.read((person(one.person) for one in said), HALVES)
    for one in said:
        at = places[one.person]
        recorded = at.halves(writer.about(person(one.person), HALVES), day)
        expect_nothing_newer(recorded.values(), seen)
        for mark in marks_to_write(recorded, one.halves, on):
            _write(writer, at, day, on, mark)
    return len(writer.written) - before


def _check_everybody_belongs(said: Sequence[Present], places: Mapping[str, Place]) -> None:
    strangers = [one.person for one in said if one.person not in places]
    if strangers:
        raise BadInput(
            "Somebody on this page is not on the register; open the page again.",
            [f"{stranger} is not on this register" for stranger in strangers],
        )


def _write(writer: Writer, at: Place, day: Day, on: date, mark: Mark) -> None:
    writer.append(
        fact(
            person(at.enrolled.person),
            "attendance",
            on,
            enrolment=at.enrolled.id,
            curriculum=at.version.key,
            replaces=mark.replaces,
            register=day.register,
            stage=f"{at.version.id}/{at.stage.id}",
            day=day.number,
            half=mark.half,
            present=mark.present,
        )
    )
