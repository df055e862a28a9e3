"""Moderation and release in the example world: sets, samples by rule, decisions, marks let out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from lms.domain.assessment.moderation import CONFIRMED, SENT_BACK, needs_moderation
from lms.domain.assessment.outcome import FIRST, SECOND, TWO_MARKERS
from lms.domain.assessment.release import PROVISIONAL
from lms.domain.assessment.sampling import Script, draw
from lms.domain.programme import Assessment
from lms.domain.records import cohort
from lms.services.demo.cohorts import INTAKES
from lms.services.demo.course import LEAD
from lms.services.demo.dates import working_day
from lms.services.demo.story import Story, Told

MODERATOR = "benedict"
GAP = timedelta(days=10)
"""Marks further apart than that are of two sets."""
DRAWN, DECIDED, RELEASED = timedelta(days=2), timedelta(days=4), timedelta(days=1)
AGAIN = timedelta(days=7)
"""How long after the last mark a sample is drawn, after that decided, and after that released."""
WAITING = ("year-2-1", "y2.a3", 1)
"""The set whose sample is drawn and waits for the moderator: the cohort's second, counted from 0."""
BACK = ("qualifying-0", "y3.theory", 0)
MARKED_AGAIN = {"amara": 66, "idris": 63, "jocasta": 55}
"""The set that was sent back, and what its scripts were marked then."""
WHY_CONFIRMED = (
    "Read against the criteria; the marks and the comments say the same, also near the boundaries."
)
WHY_BACK = (
    "The comments on critique are those of work a class lower than the marks. Please mark the whole "
    "set again with the fourth criterion in front of you."
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Marks of one piece of work in one cohort that came in together; ``number`` counts from 0."""

    group: str
    stage: str
    assessment: Assessment
    number: int
    marks: tuple[Told, ...]

    @property
    def place(self) -> tuple[str, str, int]:
        return self.group, self.assessment.id, self.number

    @property
    def last(self) -> date:
        """The day of the last mark."""
        return max(mark.known for mark in self.marks)

    @property
    def is_settled(self) -> bool:
        """Whether both markers of every script have marked it."""
        by_script = defaultdict(set)
        for mark in self.marks:
            by_script[mark.fact.enrolment, mark.fact.get("attempt")].add(mark.fact.get("layer"))
        return all({FIRST, SECOND} <= layers for layers in by_script.values())


def tell_moderation(story: Story) -> None:
    """Every sampled set moderated, and every settled set released as provisional, in order of time."""
    known: list[tuple[date, str]] = []
    for batch in sorted(_batches(story), key=lambda b: (b.last, b.place)):
        if batch.assessment.markers in TWO_MARKERS:
            if batch.is_settled:
                _release(story, batch, working_day(batch.last + DRAWN))
        else:
            _moderate(story, batch, known)


def _moderate(story: Story, batch: Batch, known: list[tuple[date, str]]) -> None:
    """A sample drawn and decided; ``known`` are the markers confirmed before, with the days."""
    drawn = working_day(batch.last + DRAWN)
    sample = _draw(story, batch, drawn, {marker for day, marker in known if day < drawn})
    if batch.place == WAITING:
        return
    decided = working_day(drawn + DECIDED)
    if batch.place == BACK:
        _decide(story, batch, sample, decided, SENT_BACK, WHY_BACK)
        again = _mark_again(story, batch, working_day(decided + AGAIN))
        _moderate(story, again, known)
        return
    _decide(story, batch, sample, decided, CONFIRMED, WHY_CONFIRMED)
    known += [(decided, mark.by) for mark in batch.marks]
    _release(story, batch, working_day(decided + RELEASED))


def _draw(story: Story, batch: Batch, on: date, known: set[str]) -> str:
    policy = story.marking.policies[story.programmes[_programme(batch)].marking_policy]
    seed = sha256("/".join(map(str, (story.dates.today, *batch.place, on))).encode()).hexdigest()
    scripts = [_script(story, mark, batch.assessment, known) for mark in batch.marks]
    drawn = draw(scripts, policy, seed[:16])
    return story.tell(
        cohort(batch.group),
        "sample",
        on,
        by=MODERATOR,
        assessment=batch.assessment.id,
        seed=seed[:16],
        moderator=MODERATOR,
        whole_set=tuple(sorted(s.submission for s in scripts)),
        scripts=[
            {"submission": d.submission, "why": " ".join(d.why), "marker": d.marker} for d in drawn
        ],
    )


def _script(story: Story, mark: Told, assessment: Assessment, known: set[str]) -> Script:
    fact = mark.fact
    attempt = fact.get("attempt")
    handed_in = story.find("submission", fact.subject.id, assessment.id, attempt)
    given = fact.get("mark")
    return Script(
        submission=str(handed_in.fact.id),
        marker=mark.by,
        marked=0,
        mark=given,
        result=fact.get("result"),
        passed=given >= assessment.pass_mark if given is not None else True,
        new_marker=mark.by not in known,
    )


def _decide(story: Story, batch: Batch, sample: str, on: date, decision: str, reason: str) -> None:
    story.tell(
        cohort(batch.group),
        "moderation",
        on,
        by=MODERATOR,
        assessment=batch.assessment.id,
        sample=sample,
        decision=decision,
        texts={"reason": {"text": reason, "notes": {}}},
    )


def _mark_again(story: Story, batch: Batch, on: date) -> Batch:
    """Every mark of a set anew in place of the old one, as its marker gave it the second time."""
    for mark in batch.marks:
        story.tell(
            mark.fact.subject,
            "mark",
            on,
            by=mark.by,
            enrolment=mark.fact.enrolment,
            curriculum=mark.fact.curriculum,
            replaces=mark.fact.id,
            texts=mark.texts,
            **{**mark.fact.payload, "mark": MARKED_AGAIN[mark.fact.subject.id]},
        )
    marks = tuple(story.told[-len(batch.marks) :])
    return replace(batch, number=-1, marks=marks)


def _release(story: Story, batch: Batch, on: date) -> None:
    story.tell(
        cohort(batch.group),
        "release",
        on,
        by=LEAD,
        stage=f"{_programme(batch)}/{batch.stage}",
        assessment=batch.assessment.id,
        marks=PROVISIONAL,
    )


def _programme(batch: Batch) -> str:
    return INTAKES[batch.group].programme


def _batches(story: Story) -> Iterator[Batch]:
    """The marks told so far of work that is not shown at once, by cohort and work, put together."""
    found: Mapping[tuple[str, str], list[Told]] = _marks(story)
    for (group, assessment), marks in found.items():
        programme = story.programmes[INTAKES[group].programme]
        stage = next(s for s in programme.stages if s.assessment(assessment))
        wanted = stage.assessment(assessment)
        if wanted and (needs_moderation(wanted) or wanted.markers in TWO_MARKERS):
            for number, some in enumerate(_together(marks)):
                yield Batch(group, stage.id, wanted, number, tuple(some))


def _marks(story: Story) -> dict[tuple[str, str], list[Told]]:
    """By cohort and work; who moves brings marks along, which the next cohort sees from that day."""
    groups = {t.fact.id: t.fact.get("cohort") for t in story.told if t.fact.kind == "enrolment"}
    moves = {t.fact.enrolment: t for t in story.told if t.fact.kind == "cohort-move"}
    found = defaultdict(list)
    for told in story.told:
        if told.fact.kind == "mark":
            assessment, move = told.fact.get("assessment"), moves.get(told.fact.enrolment)
            found[groups[told.fact.enrolment], assessment].append(told)
            if move:
                brought = replace(told, known=max(told.known, move.known))
                found[move.fact.get("cohort"), assessment].append(brought)
    return found


def _together(marks: Iterable[Told]) -> list[Sequence[Told]]:
    found: list[list[Told]] = []
    for mark in sorted(marks, key=lambda m: m.known):
        if found and mark.known - found[-1][-1].known <= GAP:
            found[-1].append(mark)
        else:
            found.append([mark])
    return list(found)
