"""Opening a script of a sample: the text and every mark with its feedback; the reading is noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.outcome import LAYERS
from lms.domain.marking import WordRule, word_rule
from lms.domain.policy import Actor, Target, may
from lms.domain.programme import Assessment
from lms.domain.records import Record
from lms.errors import NotFound, NotPermitted, Refused
from lms.services.enrolments import Learning
from lms.services.feedback import Feedback, Passage, feedback_of, passages
from lms.services.files import Download, file_of
from lms.services.handed_content import HandedFile, handed_content
from lms.services.learner_record import learner_record
from lms.services.moderation_sets import NOT_INDEPENDENT, Entry, ScriptSet, is_free, script_set
from lms.services.quarantine import readable_content, require_readable
from lms.services.read_audit import record_reading
from lms.services.see_sample import Names, past_decisions
from lms.services.site import Site
from lms.services.word_counts import ShownCount, shown_count
from lms.store.documents import contents_of

LAYER_TITLES = {
    "first": "First marker",
    "second": "Second marker",
    "third": "Third marker",
    "agreed": "Agreed by the markers",
    "board": "Decided by the board",
}
NOT_IN_SAMPLE = (
    "This script is not in a sample. An external examiner can ask for it, with a reason, on the "
    "page of the work."
)


@dataclass(frozen=True, slots=True)
class LayerShown:
    """The mark of one layer: by whom, when, what was given, and the feedback or reason."""

    layer: str
    title: str
    by: str
    on: date
    mark: int | None
    result: str | None
    bands: Mapping[str, str]
    feedback: Feedback
    reason: str


@dataclass(frozen=True, slots=True)
class ReadScript:
    """A script as somebody who does not mark it reads it; ``text`` is empty where it was erased.

    ``notes`` are those of moderators, each with its author, once they have decided.
    """

    submission: str
    programme: str
    cohort: str
    assessment: Assessment
    name: str
    attempt: int
    family: str
    on: date
    words: int
    word_rule: WordRule | None
    count: ShownCount | None
    text: str
    passages: tuple[Passage, ...]
    files: tuple[HandedFile, ...]
    erased: bool
    in_person: bool
    layers: tuple[LayerShown, ...]
    recorded: int | None
    result: str | None
    why: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]


def read_script(site: Site, actor: Actor, identity: str) -> ReadScript:
    """A script of a sample, or one that an external examiner asked for.

    NotPermitted where it is neither, is about the learner's own family, or its text is under
    quarantine; NotFound while it is not settled, so that nobody learns why.
    """
    record, of, found = _find(site, actor, identity)
    entry = found.entries[identity]
    moderates = may(actor, "moderate", _target(of), site.today())
    content = readable_content(site, actor, of, record)
    record_reading(site, actor, of.enrolment.person, record.id, "read-sample")
    names = Names.of(site, found, anonymous=not moderates)
    return _shown(site, found, entry, record, content, names)


def _find(site: Site, actor: Actor, identity: str) -> tuple[Record, Learning, ScriptSet]:
    """A script that the actor may look at, with whose it is and the set it belongs to."""
    record, of = learner_record(site, actor, identity, "read-sample", "submission")
    named = of.assessment(record.get("assessment"))
    if named is None or named[1].private:
        raise NotPermitted("This work is not read by anybody but a tutor of the cohort.")
    found = script_set(site, of.programme.id, of.enrolment.cohort, named[1].id)
    entry = found.entries.get(identity)
    if entry is None:
        raise NotFound("This script is not open to be looked at for now.")
    examines = may(actor, "ask-for-script", _target(of), site.today())
    require_in_sample(found, entry, examines)
    _require_free(site, actor, found, identity)
    return record, of, found


def _require_free(site: Site, actor: Actor, found: ScriptSet, identity: str) -> None:
    """Refused where somebody must not judge one of the learners, alike for every script of the set.

    Of the present set its own scripts decide, of an earlier one all: one alone that does not open
    would tell the code of a learner whom the reader can name.
    """
    present = {s.submission for s in found.moderation.scripts}
    together = present if identity in present else found.entries.keys()
    if not is_free(site, actor, (found.entries[submission] for submission in together)):
        raise Refused(NOT_INDEPENDENT)


def _target(of: Learning) -> Target:
    return Target(programme=of.programme.id, cohort=of.enrolment.cohort)


def open_script_file(site: Site, actor: Actor, identity: str, file: str) -> Download:
    """A file of such a script, under a name that says nothing; the reading is noted."""
    record, of, _ = _find(site, actor, identity)
    require_readable(site, actor, of, record)
    record_reading(site, actor, of.enrolment.person, record.id, "read-sample")
    return file_of(site, record, "document", file)


def require_in_sample(found: ScriptSet, entry: Entry, examines: bool) -> None:
    """NotPermitted unless it is in a sample of its cohort or, for an external examiner, in any
    sample or asked for, in whichever cohort of the programme its learner was then.
    """
    if sampled_because(found.stage.records.of("sample"), entry.submission):
        return
    if examines and (examined_because(entry) or asked_for(entry)):
        return
    raise NotPermitted(NOT_IN_SAMPLE)


def sampled_because(samples: Iterable[Record], submission: str) -> tuple[str, ...]:
    """Why a script is in a sample, by the latest that holds it; empty where none does."""
    rows = [r for s in samples for r in s.get("scripts")]
    why = [str(r["why"]) for r in rows if r["submission"] == submission]
    return tuple(why[-1].split()) if why else ()


def examined_because(entry: Entry) -> tuple[str, ...]:
    """The same over every cohort that its learner was in: a script stays examined when one moves."""
    return sampled_because(entry.work.of_cohorts("sample"), entry.submission)


def asked_for(entry: Entry) -> Record | None:
    """The first asking of an external examiner for a script; None where nobody asked."""
    asked = entry.work.of_cohorts("script-asked-for")
    return next((r for r in asked if r.get("submission") == entry.submission), None)


def _shown(
    site: Site, found: ScriptSet, entry: Entry, record: Record, content: Any, names: Names
) -> ReadScript:
    layers = tuple(_layers(site, entry, names))
    handed = handed_content(content)
    count = shown_count(site, entry.work, record, handed)
    anchored = layers[0].feedback.anchored if layers else ()
    return ReadScript(
        submission=record.id,
        programme=found.stage.programme.id,
        cohort=found.stage.cohort.id,
        assessment=entry.work.assessment,
        name=names.of_learner(entry),
        attempt=attempt_in(entry.work.own, record),
        family=record.get("family") or "",
        on=record.on,
        words=count.counted if count else 0,
        word_rule=word_rule(entry.work.assessment, count.words if count else 0),
        count=count,
        text=handed.readable,
        passages=passages(handed.readable, anchored),
        files=handed.files,
        erased=content is None and not record.get("in-person"),
        in_person=bool(record.get("in-person")),
        layers=layers,
        recorded=entry.result.recorded,
        result=entry.result.result,
        why=examined_because(entry),
        notes=tuple(
            (d.by, d.notes[record.id])
            for d in past_decisions(site, found, names)
            if record.id in d.notes
        ),
    )


def _layers(site: Site, entry: Entry, names: Names) -> Iterable[LayerShown]:
    """Every layer that has a mark, first to last, with its texts in one statement."""
    marks = [m for layer in LAYERS if (m := entry.result.layers.get(layer))]
    fields = [str(m.get(f)) for m in marks for f in ("feedback", "reason") if m.get(f)]
    texts = contents_of(site.session(), fields)
    for mark in marks:
        layer = mark.get("layer") or LAYERS[0]
        reason = texts.get(str(mark.get("reason")))
        yield LayerShown(
            layer=layer,
            title=LAYER_TITLES[layer],
            by=names.of_person(mark.recorded_by),
            on=mark.on,
            mark=mark.get("mark"),
            result=mark.get("result"),
            bands=mark.get("criteria") or {},
            feedback=feedback_of(texts.get(str(mark.get("feedback")))),
            reason=str(reason.get("text") or "") if isinstance(reason, dict) else str(reason or ""),
        )
