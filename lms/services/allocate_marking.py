"""Allocating work to markers: one by one, or a cohort's set shared out by a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lms.domain.assessment.allocation import distribute, may_not_mark
from lms.domain.assessment.layers import why_not_allocated
from lms.domain.assessment.outcome import FIRST, SECOND, THIRD
from lms.domain.latest import last_set
from lms.domain.policy import Actor, Target
from lms.domain.records import Record, Records, Refusal, person
from lms.errors import Refused
from lms.services.closing import require_open
from lms.services.decide import kept_reason
from lms.services.enrolments import enrolled_fact
from lms.services.found_work import Marked, Work, find_work, marked_now
from lms.services.interests import closed_since, cohorts_closed
from lms.services.learner_record import require_another
from lms.services.marking_set import Script, markers_of, scripts_of
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.recording import recording, writes
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, require
from lms.store.writer import Writer

ACT = "allocate-marking"
ROLES = (FIRST, SECOND, THIRD)
BY_RULE = "Shared out evenly by rule among the markers chosen."
NOBODY = ""


@writes
def allocate(
    site: Site,
    actor: Actor,
    submission: str,
    role: str,
    marker: str,
    reason: str = "",
    key: str | None = None,
) -> str:
    """Give one piece of work to a marker as first, second or third, in place of whoever had it.

    What its marker's interest in somebody of the cohort closed opens by being given anew.
    Refused for the learner's manager or practice supervisor, for whoever declared an interest, and
    for a mark that is given already. Gives the record's id.
    """
    work = find_work(site, actor, submission, ACT)
    require_another(actor, work.of)
    require_open(site, work.of.programme)
    problems = [] if role in ROLES else [ProblemAt("role", "Choose first, second or third.")]
    enrolment = work.of.enrolment
    known = {m.person for m in markers_of(site, enrolment.programme, enrolment.cohort)}
    if marker not in known:
        problems.append(ProblemAt("marker", "Choose somebody who marks this programme."))
    refuse_form(problems, "This work cannot be allocated yet.")
    with recording(site, actor) as writer:
        asked = [ACT, submission, role, marker, reason]
        return str(
            writer.answer_once(
                key, asked, lambda: _allocate(site, writer, work, role, marker, reason)
            )
        )


def _allocate(site: Site, writer: Writer, found: Work, role: str, marker: str, reason: str) -> str:
    now = marked_now(site, writer, found)
    refusal = refused(now, role, marker, writer.about(person(marker)))
    if refusal:
        raise Refused(refusal)
    return _write(site, writer, now, role, marker, reason)


def refused(now: Marked, role: str, marker: str, own: Records) -> Refusal | None:
    """Why a marker cannot be given a layer of an attempt; ``own`` are the marker's records."""
    of = now.found.of
    learner, about = of.enrolment.person, of.records.about(of.subject)
    return may_not_mark(marker, learner, about, own) or why_not_allocated(now.paper, role, marker)


def _write(site: Site, writer: Writer, now: Marked, role: str, marker: str, reason: str) -> str:
    of, work = now.found.of, now.found
    before = _standing(now, role)
    if before and before.get("marker") == marker and not _is_overtaken(site, writer, now, before):
        return before.id
    return writer.append(
        enrolled_fact(
            of,
            "allocation",
            site.today(),
            replaces=before.id if before else None,
            assessment=work.assessment.id,
            attempt=work.attempt,
            role=role,
            marker=marker,
            reason=kept_reason(writer, of.enrolment.person, reason),
        )
    ).id


def _standing(now: Marked, role: str) -> Record | None:
    given = now.work.of("allocation", now.found.attempt)
    return last_set(r for r in given if r.get("role") == role)


def _is_overtaken(site: Site, writer: Writer, now: Marked, allocation: Record) -> bool:
    """Whether its marker declared an interest in somebody of the cohort since: it waits till then."""
    closed = cohorts_closed(site, writer.about(person(str(allocation.get("marker")))))
    return closed_since(closed, now.found.of.enrolment.cohorts) > allocation.position


@writes
def distribute_marking(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    assessment: str,
    markers: Sequence[str],
    key: str | None = None,
) -> int:
    """Share out a cohort's work that waits for marks and is not allocated, or whose marker declared
    an interest in somebody of the cohort since; gives how many were.

    The same work and markers give the same shares every time. Nobody gets work that he or she must
    not mark, or both marks of one piece; work that nobody chosen can mark stays as it is. All is
    written or nothing.
    """
    require(site, actor, ACT, Target(programme=programme, cohort=cohort))
    cohort_named(site, programme, cohort)
    known = {m.person for m in markers_of(site, programme, cohort)}
    problems = []
    if not markers or set(markers) - known:
        problems.append(ProblemAt("markers", "Choose at least one of the markers."))
    refuse_form(problems, "This work cannot be shared out yet.")
    with recording(site, actor) as writer:
        asked = ["distribute-marking", programme, cohort, assessment, sorted(set(markers))]
        return int(
            writer.answer_once(
                key, asked, lambda: _distribute(site, writer, cohort, assessment, markers)
            )
        )


def _distribute(
    site: Site, writer: Writer, cohort: str, assessment: str, markers: Iterable[str]
) -> int:
    scripts = [s for s in scripts_of(site, cohort, assessment, writer) if s.now is not None]
    own = {marker: writer.about(person(marker)) for marker in set(markers)}
    load = {m: sum(_holds(site, writer, s.now, m) for s in scripts) for m in own}
    given = 0
    for role in (FIRST, SECOND):
        shares = _shares(site, writer, scripts, role, own, load)
        for identity, marker in sorted(shares.items()):
            now = marked_now(
                site, writer, next(s.now.found for s in scripts if s.record == identity)
            )
            _write(site, writer, now, role, marker, BY_RULE)
            load[marker] += 1
        given += len(shares)
    return given


def _holds(site: Site, writer: Writer, now: Marked, marker: str) -> bool:
    """Whether a marker has this work already and keeps it."""
    roles = [role for role, who in now.paper.allocated.items() if who == marker]
    return any(not _is_to_share(site, writer, now, role) for role in roles)


def _shares(
    site: Site,
    writer: Writer,
    scripts: Sequence[Script],
    role: str,
    own: Mapping[str, Records],
    load: Mapping[str, int],
) -> dict[str, str]:
    waiting = {s.record: marked_now(site, writer, s.now.found) for s in scripts}
    wanted = {
        identity: now
        for identity, now in waiting.items()
        if role in open_roles(now) and _is_to_share(site, writer, now, role)
    }
    barred = {
        identity: [m for m, records in own.items() if refused(now, role, m, records)]
        for identity, now in wanted.items()
    }
    return distribute(wanted, own, barred, load)


def _is_to_share(site: Site, writer: Writer, now: Marked, role: str) -> bool:
    before = _standing(now, role)
    return before is None or _is_overtaken(site, writer, now, before)


def open_roles(now: Marked) -> tuple[str, ...]:
    """The layers of an attempt that wait for somebody."""
    if now.paper.needs == THIRD:
        return (THIRD,)
    if now.paper.needs not in (FIRST, SECOND):
        return ()
    both = (FIRST, SECOND) if now.paper.two else (FIRST,)
    return tuple(role for role in both if role not in now.paper.given)
