"""Creating a cohort, and setting the dates of its stages."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from lms.domain.evidence import Period
from lms.domain.latest import last_set
from lms.domain.policy import Actor, Target
from lms.domain.programme import Programme
from lms.domain.records import Subject
from lms.domain.records import cohort as cohort_subject
from lms.errors import BadInput, Moved
from lms.services.add_place import free_id, slug
from lms.services.closing import require_open
from lms.services.cohort_policy import keep_policy, require_described
from lms.services.problem_at import NO_DAY, ProblemAt, day_problems
from lms.services.programmes import load, newest
from lms.services.recording import recording, writes
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, fact, require
from lms.store import people
from lms.store.people import Cohort
from lms.store.writer import Writer


@writes
def create_cohort(
    site: Site,
    actor: Actor,
    programme: str,
    name: str,
    stages: Mapping[str, Period],
    key: str | None = None,
) -> str:
    """Make a cohort and set the dates of at least one of its stages; gives its id.

    It keeps the marking policy that the newest version names today.

    ``stages`` maps stage ids to their first and last day. BadInput names all that is wrong.
    """
    require(site, actor, "manage-cohort", Target(programme=programme))
    version = load(site, programme, newest(site, programme).version)
    require_open(site, version)
    asked = ["create-cohort", programme, name, dict(stages)]
    with recording(site, actor) as writer:
        return str(
            writer.answer_once(
                key, asked, lambda: _create(site, writer, version, name.strip(), stages)
            )
        )


def _create(
    site: Site, writer: Writer, version: Programme, name: str, stages: Mapping[str, Period]
) -> str:
    problems = [*_name_problems(writer, version.id, name), *_stage_problems(version, stages)]
    if problems:
        raise BadInput("This cohort cannot be made.", problems)
    require_described(site, version)
    taken = {c.id for c in people.cohorts(writer.session)}
    identity = free_id(f"{version.id}-{slug(name)}", taken)
    writer.also(lambda session: _save(session, Cohort(identity, name, version.id)))
    keep_policy(writer, version, identity, site.today())
    _set_dates(writer, version, cohort_subject(identity), stages)
    return identity


def _save(session: Session, cohort: Cohort) -> None:
    """Moved where somebody else has made one of that name or id at the same moment."""
    known = {c.id for c in people.cohorts(session)}
    if cohort.id in known or _is_name_taken(session, cohort.programme, cohort.name):
        raise Moved
    people.save_cohort(session, cohort)


@writes
def set_stage_dates(
    site: Site, actor: Actor, programme: str, cohort: str, stages: Mapping[str, Period]
) -> None:
    """Set or change the dates of a cohort's stages; a change corrects the date there was."""
    require(site, actor, "manage-cohort", Target(programme=programme, cohort=cohort))
    cohort_named(site, programme, cohort)
    version = load(site, programme, newest(site, programme).version)
    problems = _stage_problems(version, stages)
    if problems:
        raise BadInput("These dates cannot be set.", problems)
    with recording(site, actor) as writer:
        _set_dates(writer, version, cohort_subject(cohort), stages)


def _set_dates(
    writer: Writer, version: Programme, subject: Subject, stages: Mapping[str, Period]
) -> None:
    for stage, period in stages.items():
        reference = f"{version.id}/{stage}"
        before = last_set(writer.about(subject).of("cohort-stage", stage=reference))
        if before and (before.first, before.last) == (period.first, period.last):
            continue
        replaces = before.id if before else None
        writer.append(
            fact(
                subject,
                "cohort-stage",
                period.first,
                until=period.last,
                replaces=replaces,
                stage=reference,
            )
        )


def _name_problems(writer: Writer, programme: str, name: str) -> list[ProblemAt]:
    if not name.strip():
        return [ProblemAt("name", "Give the cohort a name, for example “Autumn 2026”.")]
    if _is_name_taken(writer.session, programme, name.strip()):
        return [ProblemAt("name", f"There is already a cohort called “{name.strip()}”.")]
    return [] if len(name) <= 100 else [ProblemAt("name", "Write no more than 100 characters.")]


def _is_name_taken(session: Session, programme: str, name: str) -> bool:
    return name.casefold() in {c.name.casefold() for c in people.cohorts(session, programme)}


def _stage_problems(version: Programme, stages: Mapping[str, Period]) -> list[ProblemAt]:
    unknown = [s for s in stages if version.stage(s) is None]
    if unknown:
        return [ProblemAt("stages", f'"{s}" is not a stage of {version.title}.') for s in unknown]
    if not stages:
        return [ProblemAt("stages", "Give the dates of at least one stage.")]
    return [problem for s, period in stages.items() for problem in _period_problems(s, period)]


def _period_problems(stage: str, period: Period) -> list[ProblemAt]:
    first, last = f"first-{stage}", f"last-{stage}"
    found = day_problems(first, period.first, "the first day")
    if period.last is None:
        return [*found, ProblemAt(last, "Give the last day too.")]
    if period.last != NO_DAY and period.last < period.first:
        found.append(ProblemAt(last, "The last day is before the first."))
    return [*found, *day_problems(last, period.last, "the last day")]
