"""The programme lead's view of who marks what: a cohort's work and its markers.

These lists are read in order to act on them, so they are of the present alone, like every queue:
what could be recorded, allocated or drawn on an earlier day is nobody's question. How the work stood
then is on the marks sheet, which takes a day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.domain.assessment.allocation import interests_of, may_not_mark
from lms.domain.assessment.outcome import TWO_MARKERS
from lms.domain.policy import Actor, Target
from lms.domain.programme import Assessment, Programme
from lms.domain.records import person
from lms.errors import NotFound
from lms.services.allocate_marking import ACT, open_roles
from lms.services.enrolments import target_of
from lms.services.interests import cohorts_closed, is_closed
from lms.services.marking_set import Marker, Script, markers_of, scripts_of
from lms.services.people import people
from lms.services.programmes import load, newest
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, require
from lms.services.whose_work import Asked, Told
from lms.store.enrolments import of_cohort


@dataclass(frozen=True, slots=True)
class Allocated:
    """One learner's text: who is to mark it and who has, and who of the markers must not.

    ``roles`` map first, second and third to the marker's name; ``given`` are those that are in;
    ``open`` those that wait; ``barred`` maps the names of markers to the reason.
    """

    record: str
    name: str
    attempt: int
    needs: str
    roles: Mapping[str, str]
    given: frozenset[str]
    open: tuple[str, ...]
    barred: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Allocation:
    """A cohort's set of one assessment with its markers.

    ``waiting`` names those who declared an interest in one of the cohort, and to whom nothing of it
    is open until it is shared out again: they are not told whose work it is.
    """

    programme: Programme
    cohort: str
    cohort_name: str
    assessment: Assessment
    markers: tuple[Marker, ...]
    scripts: tuple[Allocated, ...]
    waiting: tuple[str, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        """The columns: the marks that this work gets from single markers."""
        both = ("first", "second", "third")
        return both if self.assessment.markers in TWO_MARKERS else ("first",)

    @property
    def load(self) -> Mapping[str, int]:
        """How many marks each marker is to give or has given, by name."""
        named = [name for s in self.scripts for name in s.roles.values()]
        return {m.name: named.count(m.name) for m in self.markers}


def assessments_of_cohort(
    site: Site, actor: Actor, programme: str, cohort: str
) -> tuple[Programme, str, tuple[Assessment, ...]]:
    """The newest version, the cohort's name, and the work of the stages that its learners take."""
    require(site, actor, ACT, Target(programme=programme, cohort=cohort))
    named = cohort_named(site, programme, cohort)
    version = load(site, programme, newest(site, programme).version)
    admissions = {e.admission for e in of_cohort(site.session(), cohort)}
    stages = [s for s in version.stages if not admissions or s.enrolment in admissions]
    return version, named.name, tuple(a for s in stages for a in s.assessments if not a.private)


def see_allocation(
    site: Site, actor: Actor, programme: str, cohort: str, assessment: str
) -> Allocation:
    """Who marks what of a cohort's set; in a fixed number of statements."""
    version, name, offered = assessments_of_cohort(site, actor, programme, cohort)
    found = next((a for a in offered if a.id == assessment), None)
    if found is None:
        raise NotFound("This cohort has no such work whose marking can be allocated.")
    scripts = scripts_of(site, cohort, assessment)
    markers = markers_of(site, programme, cohort)
    site.about(*(person(m.person) for m in markers))
    given_by = {who for s in scripts for who in _people_of(s)}
    names = {p: who.name for p, who in people(site.session(), given_by).items()}
    rows = tuple(_allocated(site, s, markers, names) for s in scripts)
    ordered = tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.record)))
    waiting = tuple(m.name for m in markers if _waits(site, m, scripts))
    return Allocation(version, cohort, name, found, markers, ordered, waiting)


def _waits(site: Site, marker: Marker, scripts: Sequence[Script]) -> bool:
    """Whether work that somebody could mark here waits for an allocation after an interest."""
    own = site.about_me(marker.person)
    closed = cohorts_closed(site, own)
    if not closed:
        return False
    actor, near = site.actor(marker.person), interests_of(own)
    free = [s for s in scripts if s.learner not in near and _is_open_to(s, marker.person)]
    asked = {s.record: _asked(s) for s in free}
    told = Told(site, actor, asked.values())
    return any(
        is_closed(closed, s.now.found.of, s.now.found.record, marker.person)
        and not told.tells(asked[s.record], target_of(site, s.now.found.of.enrolment, actor))
        for s in free
    )


def _is_open_to(script: Script, marker: str) -> bool:
    paper = script.now.paper
    return any(paper.allocated.get(role, marker) == marker for role in open_roles(script.now))


def _asked(script: Script) -> Asked:
    of, found = script.now.found.of, script.now.found
    where = (script.record, script.learner, of.enrolment.id, of.enrolment.cohort)
    return Asked(*where, of.programme, found.assessment)


def _people_of(script: Script) -> set[str]:
    paper = script.now.paper
    return {script.learner, *paper.given.values(), *paper.allocated.values()}


def _allocated(
    site: Site, script: Script, markers: tuple[Marker, ...], names: Mapping[str, str]
) -> Allocated:
    now, paper = script.now, script.now.paper
    records = site.about(*(person(m.person) for m in markers))
    learner = now.found.of.records
    barred = {
        m.name: why.reason
        for m in markers
        if (why := may_not_mark(m.person, script.learner, learner, records.about(person(m.person))))
    }
    roles = {**paper.allocated, **{k: v for k, v in paper.given.items() if k in ROLES}}
    return Allocated(
        record=script.record,
        name=names.get(script.learner, script.learner),
        attempt=now.found.attempt,
        needs=paper.needs,
        roles={role: names.get(who, who) for role, who in roles.items()},
        given=frozenset(paper.given),
        open=open_roles(now),
        barred=barred,
    )


ROLES = ("first", "second", "third")
