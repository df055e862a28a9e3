"""Enrolling somebody on a programme's newest version, with the entry checks decided beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from lms.domain.intake import programme_subject, refuse_new
from lms.domain.policy import Actor
from lms.domain.records import NewRecord, Record, person
from lms.domain.verdicts import Verdict
from lms.errors import BadInput, Refused
from lms.services.add_person import NewPerson, new_person_problems, save_new_person
from lms.services.admit import let_in, tell_who_acts_next
from lms.services.closing import require_open
from lms.services.decide import kept_reason, reason_problems
from lms.services.entry_checks import Admission, admissions, entry_verdicts
from lms.services.problem_at import ProblemAt, day_problems, refuse_form
from lms.services.recording import recording, writes
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, fact, require, target_person
from lms.store import people
from lms.store.people import Person
from lms.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Application:
    """Whom to enrol on what, from when; ``person`` is an id, or ``new`` says who is to be added.

    ``accepted`` maps entry checks accepted now to the reason; ``reason`` says why the person is
    enrolled although others are outstanding.
    """

    programme: str
    cohort: str
    admission: str
    start: date
    person: str = ""
    new: NewPerson | None = None
    accepted: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    reason: str = ""


@writes
def enrol(site: Site, actor: Actor, application: Application, key: str | None = None) -> str:
    """Enrol somebody, record the checks accepted now, and give the enrolment's id.

    Who cannot sign in yet is invited by mail, whoever can is told; so are the cohort's tutors and
    those who decide what is outstanding (services/admit.py).
    Entry requirements are looked at first: while any is outstanding, a reason is demanded. Refused
    where the programme is closed to new enrolments.
    """
    target = target_person(site, application.person, application.programme, application.cohort)
    require(site, actor, "enrol", target)
    cohort_named(site, application.programme, application.cohort)
    admission = admission_named(site, application.programme, application.admission)
    require_open(site, admission.programme)
    with recording(site, actor) as writer:
        asked = ["enrol", application]
        return str(
            writer.answer_once(
                key, asked, lambda: _enrol(site, writer, actor, application, admission)
            )
        )


def admission_named(site: Site, programme: str, name: str) -> Admission:
    """One of the programme's admissions; BadInput where it has none of that name."""
    found = next((a for a in admissions(site, programme) if a.name == name), None)
    if found is None:
        raise BadInput("Choose what to enrol the person on.", [f'There is no admission "{name}".'])
    return found


def _who_problems(writer: Writer, application: Application) -> list[ProblemAt]:
    if application.new is not None:
        return new_person_problems(writer.session, application.new)
    if not application.person or people.person(writer.session, application.person) is None:
        return [ProblemAt("person", "Choose the person to enrol, or add somebody new.")]
    return []


def outstanding(site: Site, application: Application, admission: Admission) -> tuple[Verdict, ...]:
    """The entry checks that stay open after those accepted now."""
    verdicts = entry_verdicts(
        site, application.person, admission, application.cohort, application.start
    )
    left = (v for v in verdicts if not v.outcome.settles and not v.optional)
    return tuple(v for v in left if v.id not in application.accepted)


def _check_problems(
    application: Application, admission: Admission, left: Sequence[Verdict]
) -> list[ProblemAt]:
    known = {r.id for r in admission.stages[0].requirements if r.part == "entry"}
    unknown = [c for c in application.accepted if c not in known]
    found = [ProblemAt("reason", f'"{check}" is no entry check here.') for check in unknown]
    for check, reason in application.accepted.items():
        field = f"check-reason-{check}"
        found += reason_problems(reason, "Write what you looked at to accept it.", field)
    if left and not application.reason.strip():
        titles = "; ".join(v.title for v in left)
        says = f"Still to be checked: {titles}. Check them, or write why enrolment cannot wait."
        found.append(ProblemAt("reason", says))
    return found


def _enrol(
    site: Site, writer: Writer, actor: Actor, application: Application, admission: Admission
) -> str:
    about = writer.about(programme_subject(admission.programme.id))
    closed = refuse_new(about, admission.programme.title, application.start, site.today())
    if closed is not None:
        raise Refused(closed)
    problems = [
        *_who_problems(writer, application),
        *day_problems("start", application.start, "the first day"),
    ]
    left = outstanding(site, application, admission)
    refuse_form(
        [*problems, *_check_problems(application, admission, left)],
        "This person cannot be enrolled yet.",
    )
    who = _whom(writer, application)
    opening = fact(
        person(who.id),
        "enrolment",
        application.start,
        curriculum=admission.programme.key,
        programme=admission.programme.id,
        version=admission.programme.version,
        admission=admission.name,
        cohort=application.cohort,
        reason=kept_reason(writer, who.id, application.reason),
    )
    enrolment = writer.append(opening)
    for requirement, reason in application.accepted.items():
        writer.append(_accepted(writer, enrolment, requirement, reason, site.today()))
    state = let_in(site, writer, enrolment, admission.programme, who)
    tell_who_acts_next(
        site, writer, actor, enrolment, admission.programme, [v.id for v in left], state
    )
    return enrolment.id


def _whom(writer: Writer, application: Application) -> Person:
    """Who is enrolled: somebody known, which was asked before, or somebody new."""
    if application.new is not None:
        return save_new_person(writer, application.new)
    known = people.person(writer.session, application.person)
    assert known is not None  # noqa: S101 - nobody unknown comes past the problems
    return known


def _accepted(
    writer: Writer, enrolment: Record, requirement: str, reason: str, today: date
) -> NewRecord:
    return fact(
        enrolment.subject,
        "entry-check",
        today,
        enrolment=enrolment.id,
        curriculum=enrolment.curriculum,
        requirement=requirement,
        outcome="accepted",
        reason=kept_reason(writer, enrolment.subject.id, reason),
    )
