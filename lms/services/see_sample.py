"""A set as its moderator sees it: how it was marked, the sample with reasons, and what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from lms.domain.assessment.anonymity import Candidates, is_nameless
from lms.domain.assessment.moderation import State
from lms.domain.assessment.sampling import Script, band_of
from lms.domain.policy import SYSTEM, Actor, Target, may
from lms.domain.records import Record
from lms.domain.wording import titled
from lms.errors import NotFound
from lms.services.moderation_notes import own_notes
from lms.services.moderation_sets import (
    Entry,
    ScriptSet,
    candidates_of,
    script_set,
    why_not_independent,
)
from lms.services.read_audit import record_reading_of_others
from lms.services.site import Site, require
from lms.store import people
from lms.store.documents import contents_of
from lms.store.enrolments import cohort_sizes
from lms.store.people import Person
from lms.store.read_audits import records_read


@dataclass(frozen=True, slots=True)
class SampledScript:
    """A script in a sample: whose (or a pseudonym), by whom marked and how, and why it is here.

    ``changed`` says that it no longer belongs to this set: it was marked again or is not open now.
    """

    submission: str
    name: str
    attempt: int
    marker: str
    mark: int | None
    result: str | None
    why: tuple[str, ...]
    read: bool = False
    changed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class PastDecision:
    """A decision about an earlier or the present sample, with its reason and notes."""

    record: str
    decision: str
    by: str
    at: datetime
    scripts: int
    whole_set: int
    reason: str
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetPage:
    """The present set of an assessment in a cohort.

    ``spread`` counts its scripts by marker and band; ``bands`` names the bands from low to high.
    ``barred`` is why the reader may not moderate it, empty if free to; ``to_mark_again`` names the
    scripts that their markers still have to go back to.
    """

    programme: str
    cohort: str
    cohort_name: str
    assessment: str
    title: str
    state: State
    says: str
    scripts: int
    spread: tuple[tuple[str, tuple[int, ...]], ...]
    bands: tuple[str, ...]
    sample: str
    seed: str
    drawn_at: datetime | None
    sampled: tuple[SampledScript, ...]
    whole_set: int
    to_mark_again: tuple[SampledScript, ...]
    decided: tuple[PastDecision, ...]
    barred: str


def see_set(
    site: Site, actor: Actor, programme: str, cohort: str, assessment: str, *, handed: bool = True
) -> SetPage:
    """A set for somebody who moderates it, or leads and draws samples for others.

    The reasons of past decisions are noted as read; a page that shows none is not ``handed`` them.
    """
    target = Target(programme=programme, cohort=cohort)
    require(site, actor, "draw-sample", target)
    found = script_set(site, programme, cohort, assessment)
    names = Names.of(site, found)
    moderation, sample = found.moderation, found.moderation.sample
    rows = _sampled(site, actor, found, sample, names) if sample else ()
    if handed:
        note_decisions(site, actor, found)
    bands = _bands(found, moderation.scripts)
    return SetPage(
        programme=programme,
        cohort=cohort,
        cohort_name=found.stage.cohort.name,
        assessment=found.assessment.id,
        title=found.assessment.title,
        state=moderation.state,
        says=moderation.says,
        scripts=len(moderation.scripts),
        spread=_spread(found, moderation.scripts, bands, names),
        bands=tuple(bands.values()),
        sample=sample.id if sample else "",
        seed=str(sample.get("seed")) if sample else "",
        drawn_at=sample.recorded if sample else None,
        sampled=rows,
        whole_set=len(sample.get("whole-set")) if sample else 0,
        to_mark_again=by_name(sampled_script(e, names) for e in found.of(moderation.to_mark_again)),
        decided=past_decisions(site, found, names) if handed else (),
        barred=_barred(site, actor, target, found),
    )


def _barred(site: Site, actor: Actor, target: Target, found: ScriptSet) -> str:
    if actor is SYSTEM or not may(actor, "moderate", target, site.today()):
        return "You draw this sample for a moderator, who reads it and decides."
    refusal = why_not_independent(site, actor, found.of(found.moderation.scripts))
    return refusal.reason if refusal else ""


@dataclass(frozen=True, slots=True)
class Names:
    """How learners and markers are called before somebody who looks at a set."""

    known: Mapping[str, Person]
    codes: Candidates
    nameless: frozenset[str]

    @classmethod
    def of(cls, site: Site, found: ScriptSet, anonymous: bool = False) -> Names:
        """The names of a set, in a few statements; ``anonymous`` hides learners whatever the policy."""
        cohorts = {name for e in found.entries.values() for name in e.of.enrolment.cohorts}
        learners = cohort_sizes(site.session(), cohorts)
        hidden = frozenset(
            e.submission
            for e in found.entries.values()
            if anonymous or is_nameless(e.work, e.result.attempt, learners)
        )
        records = found.stage.records
        staff = {r.recorded_by for kind in ("sample", "moderation") for r in records.of(kind)}
        for entry in found.entries.values():
            staff |= {m.recorded_by for m in entry.result.layers.values()}
            staff.add(entry.of.enrolment.person)
        return cls(people.people(site.session(), staff), candidates_of(site, found), hidden)

    def of_person(self, identity: str) -> str:
        """The name of a marker or a moderator."""
        if identity == SYSTEM.person:
            return "Cadre itself"
        return self.known[identity].name if identity in self.known else identity

    def of_learner(self, entry: Entry) -> str:
        """The learner's name, or the pseudonym where names are hidden."""
        if entry.submission in self.nameless:
            return self.codes.name(entry.of.enrolment.id, entry.submission)
        return self.of_person(entry.of.enrolment.person)


def sampled_script(
    entry: Entry,
    names: Names,
    why: tuple[str, ...] = (),
    read: bool = False,
    changed: bool = False,
    note: str = "",
) -> SampledScript:
    """A script as a row, with the marker's own mark, before penalties."""
    mark = entry.result.layers.get("first") or entry.result.deciding
    return SampledScript(
        submission=entry.submission,
        name=names.of_learner(entry),
        attempt=entry.result.attempt,
        marker=names.of_person(mark.recorded_by) if mark else "",
        mark=mark.get("mark") if mark else None,
        result=mark.get("result") if mark else None,
        why=why,
        read=read,
        changed=changed,
        note=note,
    )


def _sampled(
    site: Site, actor: Actor, found: ScriptSet, sample: Record, names: Names
) -> tuple[SampledScript, ...]:
    """The scripts of a sample that are still open, by name."""
    members = {s.submission for s in found.moderation.members}
    rows = [r for r in sample.get("scripts") if r["submission"] in found.entries]
    read = records_read(site.session(), actor.person, [r["submission"] for r in rows])
    notes = own_notes(site, actor, sample.id)
    shown = [
        sampled_script(
            found.entries[r["submission"]],
            names,
            tuple(str(r["why"]).split()),
            r["submission"] in read,
            r["submission"] not in members,
            notes.get(r["submission"], ""),
        )
        for r in rows
    ]
    return by_name(shown)


def by_name(scripts: Iterable[SampledScript]) -> tuple[SampledScript, ...]:
    """Scripts in an order that tells nobody who was enrolled before whom."""
    return tuple(sorted(scripts, key=lambda s: (s.name.casefold(), s.attempt, s.submission)))


def _bands(found: ScriptSet, scripts: Iterable[Script]) -> dict[str, str]:
    """The bands that occur, each in words, from low to high."""
    policy = found.stage.policy
    edges = (0, *policy.boundaries, 101)
    occurring = {band_of(s, policy) for s in scripts}
    marked = {
        str(n): f"{low} to {min(high - 1, 100)}"
        for n, (low, high) in enumerate(pairwise(edges))
        if str(n) in occurring
    }
    return marked | {b: titled(b) for b in ("fail", "pass") if b in occurring}


def _spread(
    found: ScriptSet, scripts: Iterable[Script], bands: Mapping[str, str], names: Names
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    counts = Counter((s.marker, band_of(s, found.stage.policy)) for s in scripts)
    markers = sorted({m for m, _ in counts}, key=names.of_person)
    return tuple((names.of_person(m), tuple(counts[m, band] for band in bands)) for m in markers)


def note_decisions(site: Site, actor: Actor, found: ScriptSet) -> None:
    """Note that the texts of what was decided about the sets of an assessment are read."""
    decisions = found.stage.records.of("moderation", assessment=found.assessment.id)
    texts = [d for d in decisions if d.get("reason")]
    record_reading_of_others(site, actor, found.stage.cohort.id, texts, "moderation")


def past_decisions(site: Site, found: ScriptSet, names: Names) -> tuple[PastDecision, ...]:
    """What was decided about the sets of an assessment, newest first, in one statement."""
    records = found.stage.records
    decisions = records.of("moderation", assessment=found.assessment.id)
    texts = contents_of(site.session(), [str(d.get("reason")) for d in decisions])
    return tuple(
        _past(d, records.by_id(d.get("sample")), texts.get(str(d.get("reason"))), names)
        for d in reversed(decisions)
    )


def _past(decision: Record, sample: Record | None, text: object, names: Names) -> PastDecision:
    kept = text if isinstance(text, dict) else {}
    return PastDecision(
        record=decision.id,
        decision=str(decision.get("decision")),
        by=names.of_person(decision.recorded_by),
        at=decision.recorded,
        scripts=len(sample.get("scripts")) if sample else 0,
        whole_set=len(sample.get("whole-set")) if sample else 0,
        reason=str(kept.get("text") or ""),
        notes={str(s): str(n) for s, n in (kept.get("notes") or {}).items()},
    )


def script_row(page: SetPage, submission: str) -> SampledScript:
    """One script of the sample that waits; NotFound where it is not in it."""
    found = next((s for s in page.sampled if s.submission == submission), None)
    if found is None:
        raise NotFound("This script is not in the sample.")
    return found
