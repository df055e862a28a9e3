"""Recording that learners presented or were examined on a day: the day and the consent, no content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.domain.assessment.consents import check_consent
from lms.domain.attempts import next_attempt
from lms.domain.policy import Actor
from lms.domain.records import Refusal, person
from lms.domain.refusals.of_presence import why_no_break_covers
from lms.errors import Refused
from lms.services.assessed import work_of
from lms.services.enrolments import Learning, check_open, enrolled_fact
from lms.services.problem_at import ProblemAt, past_day_problems, refuse_form
from lms.services.recording import recording, writes
from lms.services.see_in_person import ACT, At, learning_at, places_of, require_cohort
from lms.services.site import Site
from lms.store.writer import Writer

FAMILY_CODE = re.compile(r"F[1-9]\d{0,2}")
CANNOT = "This cannot be recorded yet."


@dataclass(frozen=True, slots=True)
class Shown:
    """One learner who showed the work: the family's code and the consent, where they are asked for."""

    person: str
    family: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who of a cohort showed one piece of work on one day."""

    programme: str
    cohort: str
    assessment: str
    on: date
    shown: Sequence[Shown]


@writes
def record_in_person(
    site: Site, actor: Actor, sitting: Sitting, key: str | None = None
) -> tuple[str, ...]:
    """Record every learner of a sitting or none; gives the submissions' ids, in that order.

    Each becomes a submission without a text, which is then marked like any other. BadInput names
    all that is wrong, by field: ``on``, and for each learner ``shown-…``, ``family-…``, ``consent-…``.
    """
    require_cohort(site, actor, sitting.programme, sitting.cohort)
    refuse_form(_problems(site, sitting), CANNOT)
    asked = [ACT, sitting]
    with recording(site, actor) as writer:
        written = writer.answer_once(key, asked, lambda: _record(site, actor, writer, sitting))
    return tuple(written)


def _problems(site: Site, sitting: Sitting) -> list[ProblemAt]:
    found = past_day_problems("on", sitting.on, site.today(), "the day")
    if not sitting.shown:
        found.append(ProblemAt("shown", "Choose at least one learner."))
    return found


def _record(site: Site, actor: Actor, writer: Writer, sitting: Sitting) -> list[str]:
    group = require_cohort(site, actor, sitting.programme, sitting.cohort)
    places = places_of(site, group, sitting.assessment)
    problems: list[ProblemAt] = []
    for one in sitting.shown:
        problems += _problems_of(site, actor, writer, sitting, one, places)
    refuse_form(problems, CANNOT)
    return [_one(site, writer, sitting, one, places[one.person]) for one in sitting.shown]


def _problems_of(
    site: Site,
    actor: Actor,
    writer: Writer,
    sitting: Sitting,
    one: Shown,
    places: Mapping[str, At],
) -> list[ProblemAt]:
    """What keeps one learner from being recorded, as the act sees it."""
    at = places.get(one.person)
    if at is None or one.person == actor.person:
        return [ProblemAt(f"shown-{one.person}", "This learner is not on the list.")]
    of = learning_at(at, writer.about(person(one.person)))
    refusal = _not_now(site, writer, of, at, sitting.on)
    if refusal:
        return [ProblemAt(f"shown-{one.person}", refusal)]
    found = []
    family = _family(one, of)
    if at.assessment.family_code and not FAMILY_CODE.fullmatch(family):
        what = "Give the learner's own code for the family: F and a number, such as F2."
        found.append(ProblemAt(f"family-{one.person}", what))
    if at.assessment.consent or one.consent:
        wrong = check_consent(one.consent, sitting.on, family or None, at.enrolled.id, of.records)
        if wrong:
            found.append(ProblemAt(f"consent-{one.person}", wrong.reason))
    return found


def _not_now(site: Site, writer: Writer, of: Learning, at: At, on: date) -> str:
    """Why nothing can be recorded for a learner on a day; empty where it can."""
    check_open(of, site.today())
    if on < of.enrolment.started:
        return "This learner was not enrolled yet on that day."
    away = why_no_break_covers(of.own, on)
    if away:
        return away.reason
    attempt = next_attempt(work_of(site, of, at.assessment, writer))
    return attempt.reason if isinstance(attempt, Refusal) else ""


def _family(one: Shown, of: Learning) -> str:
    """The family's code as typed, or else that of the consent."""
    typed = one.family.strip().upper()
    consent = of.own.by_id(one.consent)
    return typed or str(consent.get("family") or "" if consent else "")


def _one(site: Site, writer: Writer, sitting: Sitting, one: Shown, at: At) -> str:
    of = learning_at(at, writer.about(person(one.person)))
    attempt = next_attempt(work_of(site, of, at.assessment, writer))
    if isinstance(attempt, Refusal):  # somebody named twice on one list
        raise Refused(attempt)
    record = writer.append(
        enrolled_fact(
            of,
            "submission",
            sitting.on,
            assessment=at.assessment.id,
            attempt=attempt,
            family=_family(one, of) if at.assessment.family_code else None,
            in_person=True,
            consent=one.consent or None,
        )
    )
    return record.id
