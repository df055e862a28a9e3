"""The next smallest steps of a learner on a stage: what to do now, and what waits for others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial

from lms.domain.assessment.due import NOTHING_SAID, WhenDue, when_due
from lms.domain.assessment.work import Work
from lms.domain.attempts import next_attempt, waiting_submission
from lms.domain.programme import Assessment, Requirement, Stage
from lms.domain.progress import Progress, is_needed
from lms.domain.record_state import is_unsigned
from lms.domain.records import Record, Records, Refusal
from lms.domain.verdicts import Verdict, number
from lms.domain.wording import in_units, many


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, or to wait for.

    ``kind`` says where it is done: ``declaration``, ``log``, ``logs``, ``read-log``, ``work``,
    ``hours``, ``sign``, ``record`` or ``requirement``; ``item`` names which. ``status`` is a word
    for a tag, ``when`` says until when it is in time, ``mine`` whether the learner can do something
    about it.
    """

    kind: str
    says: str
    requirement: str
    item: str = ""
    hint: str = ""
    status: str = "To do"
    when: WhenDue = NOTHING_SAID
    mine: bool = True

    @property
    def due(self) -> date | None:
        """The last day on which it is in time; None where no deadline binds."""
        return self.when.day

    @property
    def planned(self) -> date | None:
        """The last day of the month for which the curriculum plans it, where no deadline binds."""
        return self.when.planned

    @property
    def due_words(self) -> str:
        """Until when it is in time or for when it is planned, in words."""
        return self.when.says


@dataclass(frozen=True, slots=True)
class Situation:
    """What the steps are worked out from: the progress, the enrolment's records, drafts begun."""

    progress: Progress
    own: Records
    work: Callable[[Assessment], Work | None]
    """A piece of work as its marks are derived; None where the policy's plugin is not here."""
    drafts: Collection[str]
    """Places of drafts, ``log:<enrolment>:<template>`` or ``submission:<enrolment>:<assessment>``."""

    @property
    def stage(self) -> Stage:
        return self.progress.stage

    def has_draft(self, kind: str, item: str) -> bool:
        return f"{kind}:{self.progress.enrolment.id}:{item}" in self.drafts


def next_steps(situation: Situation) -> tuple[Step, ...]:
    """The learner's own steps first, then what waits for others.

    What came back comes first, then what is due soon, then what has no day, the smallest first,
    then what is due later. A learner who has left, or is on an approved break, has no steps.
    """
    progress = situation.progress
    if progress.enrolment.gone_by(progress.as_of) or progress.paused:
        return ()
    steps = [
        step
        for verdict in progress.verdicts
        if is_needed(verdict)
        for leaf in _open_leaves(verdict)
        for step in _steps(leaf, situation)
    ]
    own = sorted((s for s in dict.fromkeys(steps) if s.mine), key=partial(_urgency, progress.as_of))
    first = [replace(own[0], status="Next")] if own and own[0].status == "To do" else own[:1]
    return (*first, *own[1:], *(s for s in dict.fromkeys(steps) if not s.mine))


SOON = timedelta(days=60)
"""What is due within so many days comes before what has no day."""
SMALLEST_FIRST = (
    "declaration",
    "sign",
    "record",
    "read-log",
    "log",
    "logs",
    "hours",
    "requirement",
    "work",
)


def _urgency(day: date, step: Step) -> tuple[object, ...]:
    expected = step.due or step.planned
    late_or_soon = expected is not None and expected <= day + SOON
    bucket = 0 if late_or_soon else 1 if expected is None else 2
    size = 0 if expected else SMALLEST_FIRST.index(step.kind)
    return step.status != "Returned", bucket, expected or date.max, size


def _open_leaves(verdict: Verdict) -> Iterator[Verdict]:
    """What a combined requirement still lacks, or the requirement itself."""
    if verdict.outcome.settles:
        return
    if not verdict.finding.children:
        yield verdict
    for child in verdict.finding.children:
        yield from _open_leaves(child)


def _steps(verdict: Verdict, situation: Situation) -> Iterator[Step]:
    requirement = situation.stage.requirement(verdict.id)
    settings = requirement.settings if requirement else {}
    if requirement is None:
        return
    if "declaration" in settings:
        yield Step("declaration", f"Sign: {verdict.title}", verdict.id, settings["declaration"])
    elif "assessment" in settings:
        yield from _work(verdict, settings["assessment"], situation)
    elif "category" in settings:
        yield from _practice(verdict, requirement, situation)
    elif verdict.kind == "reflective-logs":
        yield from _logs(verdict, requirement, situation)
    elif verdict.kind == "consented-recording" and not situation.own.of("consent"):
        says = "Enter a family’s consent to be recorded"
        yield Step("record", says, verdict.id, "consent", verdict.reason)
    else:
        yield _other(verdict)


DECIDED_BY_OTHERS = frozenset(
    {
        "entry-check",
        "attendance",
        "report",
        "judgement",
        "board",
        "elapsed-time",
        "registration",
        "consented-recording",
    }
)
"""Kinds of requirement that a learner cannot settle: they are shown, not asked for."""


def _other(verdict: Verdict) -> Step:
    mine = not verdict.offered and verdict.kind not in DECIDED_BY_OTHERS
    status = "To do" if mine else "Not yours to do"
    return Step(
        "requirement", verdict.title, verdict.id, hint=verdict.reason, status=status, mine=mine
    )


def _work(verdict: Verdict, identity: str, situation: Situation) -> Iterator[Step]:
    assessment = situation.stage.assessment(identity)
    if assessment is None:
        return
    work = situation.work(assessment)
    if work is None:
        return
    if waiting_submission(work):
        says = f"{assessment.title}: handed in"
        yield Step("work", says, verdict.id, identity, verdict.reason, "Waiting", mine=False)
        return
    attempt = next_attempt(work)
    if isinstance(attempt, Refusal):
        yield Step(
            "requirement",
            verdict.title,
            verdict.id,
            hint=attempt.reason,
            status="Waiting",
            mine=False,
        )
        return
    when = when_due(work, attempt, situation.progress.dates.first)
    again = f" (attempt {attempt})" if attempt > 1 else ""
    begun = situation.has_draft("submission", identity)
    does = "Go on with" if begun else "Correct" if when.is_correction else "Hand in"
    status = "Returned" if when.is_correction else "Draft" if begun else "To do"
    says = f"{does}: {assessment.title}{again}"
    yield Step("work", says, verdict.id, identity, status=status, when=when)


def _logs(verdict: Verdict, requirement: Requirement, situation: Situation) -> Iterator[Step]:
    allowed = requirement.settings.get("templates") or [t.id for t in situation.stage.logs]
    yield from _returned(verdict, situation)
    waiting = [n for n in verdict.finding.not_counted if n.code == "unread"]
    missing = (verdict.finding.threshold or 0) - (verdict.finding.amount or 0) - len(waiting)
    if waiting:
        says = f"{many(len(waiting), 'log is', 'logs are')} with your tutor"
        yield Step("logs", says, verdict.id, hint=verdict.reason, status="Waiting", mine=False)
    begun = [
        t for t in situation.stage.logs if t.id in allowed and situation.has_draft("log", t.id)
    ]
    for template in begun:
        yield Step(
            "log", f"Go on with your log: {template.title}", verdict.id, template.id, status="Draft"
        )
    if (missing > 0 or verdict.finding.code == "short-term") and not begun:
        yield Step("logs", "Write a reflective log", verdict.id, hint=verdict.reason)


def _returned(verdict: Verdict, situation: Situation) -> Iterator[Step]:
    """Logs that came back with an answer and have not been followed by another on the template."""
    for found in verdict.finding.not_counted:
        log = situation.own.by_id(found.record) if found.code == "returned" else None
        if log is None or _written_since(log, situation.own):
            continue
        template = situation.stage.log(str(log.get("template")))
        title = template.title if template else "a log"
        yield Step(
            "read-log", f"Read your tutor’s answer: {title}", verdict.id, log.id, status="Returned"
        )


def _written_since(log: Record, own: Records) -> bool:
    return any(o.position > log.position for o in own.of("log", template=log.get("template")))


DECLINED = ("entry was declined; put it right", "entries were declined; put them right")
UNSIGNED = ("entry waits for a signature", "entries wait for a signature")


def _practice(verdict: Verdict, requirement: Requirement, situation: Situation) -> Iterator[Step]:
    finding = verdict.finding
    unsigned = [n for n in finding.not_counted if is_unsigned(n)]
    declined = [n for n in finding.not_counted if n.code == "declined"]
    category = requirement.settings["category"]
    for found, says, status in (
        (declined, DECLINED, "Returned"),
        (unsigned, UNSIGNED, "To do"),
    ):
        if found:
            text = f"{verdict.title}: {many(len(found), *says)}"
            yield Step("sign", text, verdict.id, category, status=status)
    coming = sum((n.amount for n in unsigned), Fraction(0)) + (finding.amount or 0)
    missing = (finding.threshold or 0) - coming
    if missing > 0:
        text = f"Log practice: {verdict.title}"
        hint = f"{number(missing)} {in_units(missing, finding.unit)} still to log"
        yield Step("hours", text, verdict.id, category, hint)
