"""What an external examiner sees: cohorts and samples of the programmes examined, by pseudonym."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.assessment.anonymity import Candidates
from lms.domain.assessment.moderation import State
from lms.domain.assessment.outcome import LAYERS
from lms.domain.policy import POLICY, Actor, Target, may
from lms.domain.records import cohort as cohort_subject
from lms.domain.wording import titled
from lms.errors import Refused
from lms.services.cohort_work import cohort_work
from lms.services.moderation_sets import (
    Entry,
    ScriptSet,
    confirmed_markers,
    script_set,
    script_sets,
)
from lms.services.programmes import load, newest
from lms.services.read_audit import record_reading_of_others
from lms.services.read_script import asked_for, examined_because
from lms.services.see_cohort import cohort_named
from lms.services.see_sample import Names, PastDecision, note_decisions, past_decisions
from lms.services.site import Site, require
from lms.store import people
from lms.store.documents import contents_of, text_in
from lms.store.read_audits import records_read

ACT = "ask-for-script"
"""What only an external examiner may do: the pages of this view are for those who may."""


@dataclass(frozen=True, slots=True)
class ExaminedLine:
    """A cohort that may be examined; ``last`` is the last day of the role, None if it has none."""

    programme: str
    title: str
    cohort: str
    cohort_name: str
    last: date | None


@dataclass(frozen=True, slots=True)
class WorkLine:
    """An assessment of a cohort: how many scripts can be looked at, and where its moderation stands."""

    stage: str
    stage_title: str
    assessment: str
    title: str
    markers: str
    scripts: int
    in_sample: int
    state: State


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment to the board, with who wrote it and when."""

    record: str
    stage: str
    stage_title: str
    about: str
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ExaminedCohort:
    """A cohort with its work and the comments made so far; ``stages`` are those to comment on."""

    programme: str
    title: str
    cohort: str
    cohort_name: str
    works: tuple[WorkLine, ...]
    stages: tuple[tuple[str, str], ...]
    comments: tuple[CommentLine, ...]


@dataclass(frozen=True, slots=True)
class ExaminedScript:
    """A script by pseudonym with the mark of each layer; ``why`` if it is in a sample.

    ``open`` says that it may be read: it is in a sample, or was asked for.
    """

    submission: str
    name: str
    attempt: int
    layers: tuple[str, ...]
    recorded: str
    why: tuple[str, ...]
    asked_for: bool
    read: bool

    @property
    def open(self) -> bool:
        """Whether its text may be read without asking first."""
        return bool(self.why) or self.asked_for


@dataclass(frozen=True, slots=True)
class ExaminedWork:
    """An assessment of a cohort with every script that can be looked at, and its moderation."""

    programme: str
    cohort: str
    cohort_name: str
    assessment: str
    title: str
    marking: str
    state: State
    layers: tuple[str, ...]
    scripts: tuple[ExaminedScript, ...]
    decided: tuple[PastDecision, ...]


def list_examined(site: Site, actor: Actor) -> tuple[ExaminedLine, ...]:
    """The cohorts of the programmes that the actor examines today."""
    today, titles = site.today(), dict[str, str]()
    found = []
    for cohort in people.cohorts(site.session()):
        target = Target(programme=cohort.programme, cohort=cohort.id)
        if not may(actor, ACT, target, today):
            continue
        if cohort.programme not in titles:
            version = newest(site, cohort.programme).version
            titles[cohort.programme] = load(site, cohort.programme, version).title
        last = _last_day(actor, target, today)
        title = titles[cohort.programme]
        found.append(ExaminedLine(cohort.programme, title, cohort.id, cohort.name, last))
    return tuple(found)


def _last_day(actor: Actor, target: Target, today: date) -> date | None:
    """The last day on which a role of today still lets the actor examine."""
    covering = [g for g in actor.grants if g.role in POLICY[ACT] and g.covers(target, today)]
    ends = [g.last for g in covering]
    return None if None in ends or not ends else max(e for e in ends if e)


def see_examined(
    site: Site, actor: Actor, programme: str, cohort: str, *, handed: bool = True
) -> ExaminedCohort:
    """A cohort for its external examiner: each stage's work, and what was said to the board.

    Where no comment is shown, none is ``handed`` over.
    """
    require(site, actor, ACT, Target(programme=programme, cohort=cohort))
    group = cohort_named(site, programme, cohort)
    version = load(site, programme, newest(site, programme).version)
    known = confirmed_markers(site)
    works: list[WorkLine] = []
    for stage in version.stages:
        try:
            read = cohort_work(site, programme, cohort, stage.id)
        except Refused:  # its policy is not on this site, so no mark can be worked out
            continue
        works += [_work_line(s) for s in script_sets(read, known)]
    return ExaminedCohort(
        programme=programme,
        title=version.title,
        cohort=cohort,
        cohort_name=group.name,
        works=tuple(w for w in works if w.scripts),
        stages=tuple((s.id, s.title) for s in version.stages),
        comments=external_comments(site, actor, programme, cohort) if handed else (),
    )


def _work_line(found: ScriptSet) -> WorkLine:
    return WorkLine(
        stage=found.stage.stage.id,
        stage_title=found.stage.stage.title,
        assessment=found.assessment.id,
        title=found.assessment.title,
        markers=found.assessment.markers,
        scripts=len(found.entries),
        in_sample=sum(bool(examined_because(e)) for e in found.entries.values()),
        state=found.moderation.state,
    )


def see_examined_work(
    site: Site, actor: Actor, programme: str, cohort: str, assessment: str, *, handed: bool = True
) -> ExaminedWork:
    """One assessment: pseudonyms, the mark of each layer, the sample, the moderator's decisions.

    The reasons of those are noted as read; a form that shows none is not ``handed`` them.
    """
    require(site, actor, ACT, Target(programme=programme, cohort=cohort))
    found = script_set(site, programme, cohort, assessment)
    entries = list(found.entries.values())
    layers = tuple(x for x in LAYERS if any(x in e.result.layers for e in entries))
    read = records_read(site.session(), actor.person, found.entries)
    names = Names.of(site, found, anonymous=True)
    return ExaminedWork(
        programme=programme,
        cohort=cohort,
        cohort_name=found.stage.cohort.name,
        assessment=assessment,
        title=found.assessment.title,
        marking=found.assessment.marking,
        state=found.moderation.state,
        layers=layers,
        scripts=tuple(_rows(names.codes, entries, layers, read)),
        decided=_decided(site, actor, found, names) if handed else (),
    )


def _decided(site: Site, actor: Actor, found: ScriptSet, names: Names) -> tuple[PastDecision, ...]:
    note_decisions(site, actor, found)
    return past_decisions(site, found, names)


def _rows(
    codes: Candidates, entries: Iterable[Entry], layers: tuple[str, ...], read: frozenset[str]
) -> list[ExaminedScript]:
    rows = [
        ExaminedScript(
            submission=e.submission,
            name=codes.name(e.of.enrolment.id, e.submission),
            attempt=e.result.attempt,
            layers=tuple(_given(e, layer) for layer in layers),
            recorded=_said(e.result.recorded, e.result.result),
            why=examined_because(e),
            asked_for=asked_for(e) is not None,
            read=e.submission in read,
        )
        for e in entries
    ]
    return sorted(rows, key=lambda r: (not r.open, r.name, r.attempt))


def _given(entry: Entry, layer: str) -> str:
    mark = entry.result.layers.get(layer)
    return _said(mark.get("mark"), mark.get("result")) if mark else ""


def _said(mark: int | None, result: str | None) -> str:
    return str(mark) if mark is not None else titled(result or "")


def external_comments(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    stage: str = "",
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> tuple[CommentLine, ...]:
    """What external examiners said to the board about a cohort by a day, newest first."""
    target = Target(programme=programme, cohort=cohort)
    require(site, actor, "read-external-comments", target)
    version = load(site, programme, newest(site, programme).version)
    known = site.about(cohort_subject(cohort), known_at=known_at).of("external-comment")
    records = [r for r in known if r.on <= (as_of or site.today())]
    wanted = [r for r in records if stage in ("", str(r.get("stage")).partition("/")[2])]
    record_reading_of_others(site, actor, cohort, wanted, "read-external-comments")
    texts = contents_of(site.session(), [str(r.get("comment")) for r in wanted])
    by = people.people(site.session(), {r.recorded_by for r in wanted})
    titles = {a.id: a.title for s in version.stages for a in s.assessments}
    stages = {s.id: s.title for s in version.stages}
    found = []
    for record in reversed(wanted):
        named, text = str(record.get("stage")).partition("/")[2], texts.get(record.get("comment"))
        who = by.get(record.recorded_by)
        found.append(
            CommentLine(
                record=record.id,
                stage=named,
                stage_title=stages.get(named, named),
                about=titles.get(record.get("assessment") or "", ""),
                by=who.name if who else record.recorded_by,
                at=record.recorded,
                text=text_in(text),
            )
        )
    return tuple(found)
