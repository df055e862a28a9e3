"""Recording that a session recorded with consent was watched: the day and the consent, no recording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.assessment.consents import check_consent
from lms.domain.policy import Actor
from lms.domain.records import Record, Refusal
from lms.domain.refusals.of_practice import NO_CONSENT
from lms.domain.refusals.of_presence import why_too_soon
from lms.errors import NotFound, Refused
from lms.services.decide import deciding_result
from lms.services.enrolments import Learning, as_it_stands, check_open, enrolled_fact
from lms.services.problem_at import (
    NO_DAY,
    ProblemAt,
    past_day_problems,
    refuse_form,
    refused_at,
)
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.store.writer import Writer

ACT = "record-watched"
KIND = "recording-watched"
CANNOT = "This cannot be recorded yet."


@dataclass(frozen=True, slots=True)
class Watched:
    """Under which consent the session was recorded, and the day on which it was watched."""

    consent: str
    on: date


@dataclass(frozen=True, slots=True)
class WatchedPage:
    """A learner's consents, newest first, and what was watched under each."""

    of: Learning
    consents: tuple[Record, ...]
    watched: tuple[Record, ...]


def see_watched(site: Site, actor: Actor, enrolment: str) -> WatchedPage:
    """What a tutor may choose from; NotFound where the learner's stages ask for no recording."""
    of = deciding_result(site, actor, ACT, enrolment)
    require_asked_for(of)
    consents = tuple(reversed(of.own.of("consent")))
    return WatchedPage(of, consents, tuple(of.own.of(KIND)))


def require_asked_for(of: Learning) -> None:
    """NotFound where no requirement of the learner's stages is about recordings."""
    kinds = {r.kind for stage in of.stages for top in stage.requirements for r in top.walk()}
    if "consented-recording" not in kinds:
        raise NotFound("This learner's stages ask for no recorded session.")


@writes
def record_watched(
    site: Site, actor: Actor, enrolment: str, watched: Watched, key: str | None = None
) -> str:
    """Record that a session was watched under a consent that covers the day; gives the record's id.

    BadInput names the field that is wrong; Refused where that is on record already.
    """
    of = deciding_result(site, actor, ACT, enrolment)
    require_asked_for(of)
    today = site.today()
    with recording(site, actor) as writer:
        asked = [ACT, enrolment, watched.consent, watched.on]
        return str(writer.answer_once(key, asked, lambda: _record(writer, of, watched, today)))


def _record(writer: Writer, of: Learning, watched: Watched, today: date) -> str:
    now = as_it_stands(of, writer)
    check_open(now, today)
    refuse_form(_problems(now, watched, today), CANNOT)
    for other in now.own.of(KIND, consent=watched.consent):
        if other.on == watched.on:
            says = "That a session was watched under this consent on that day is on record already."
            raise Refused(Refusal("watched", says, (other.id,)))
    return writer.append(enrolled_fact(now, KIND, watched.on, consent=watched.consent)).id


def _problems(of: Learning, watched: Watched, today: date) -> list[ProblemAt]:
    found = past_day_problems("on", watched.on, today, "the day on which it was watched")
    found = found or refused_at("on", why_too_soon(of.enrolment, watched.on))
    known = of.own.by_id(watched.consent)
    if known is None or known.kind != "consent":
        return [*found, *refused_at("consent", NO_CONSENT)]
    if watched.on > NO_DAY:
        wrong = check_consent(known.id, watched.on, None, of.enrolment.id, of.records)
        found += refused_at("consent", wrong)
    return found
