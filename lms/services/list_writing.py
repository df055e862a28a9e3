"""All that a learner writes in one enrolment: logs and assessed work, begun, handed in, answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.assessment.due import WhenDue, when_due
from lms.domain.assessment.outcome import Result
from lms.domain.assessment.results import results
from lms.domain.attempts import next_attempt, waiting_submission
from lms.domain.latest import latest_by_day
from lms.domain.policy import Actor
from lms.domain.programme import Assessment, LogTemplate, Stage
from lms.domain.progress import Progress
from lms.domain.records import Record, Records, Refusal
from lms.services.assessed import work_of
from lms.services.drafts import drafts_begun
from lms.services.enrolments import Learning, learning
from lms.services.evaluation import progress_of
from lms.services.own_attempts import AttemptLine, Due, attempt_lines, due_now
from lms.services.pieces import LOG, piece_of
from lms.services.site import Site


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A log template; ``begun`` is when its draft was last saved, ``times`` how often it was used."""

    stage: Stage
    template: LogTemplate
    begun: datetime | None
    times: int


@dataclass(frozen=True, slots=True)
class LogLine:
    """A log handed in; ``state`` is ``unread``, ``accepted`` or ``returned``."""

    record: str
    title: str
    on: date
    words: int
    state: str


@dataclass(frozen=True, slots=True)
class LogList:
    """One's logs: the templates to choose from, and what was handed in, newest first."""

    of: Learning
    templates: tuple[TemplateLine, ...]
    handed_in: tuple[LogLine, ...]


def list_logs(
    site: Site,
    actor: Actor,
    enrolment: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> LogList:
    """The logs of one's own enrolment; their texts are not read here."""
    of = learning(site, actor, enrolment, "write-log", known_at)
    begun = drafts_begun(site, actor)
    logs = [r for r in of.own.of(LOG) if r.on <= (as_of or site.today())]
    templates = tuple(
        TemplateLine(
            stage,
            template,
            begun.get(piece_of(of, LOG, template.id).place),
            sum(r.get("template") == template.id for r in logs),
        )
        for stage in of.stages
        for template in stage.logs
    )
    return LogList(of, templates, tuple(_log_line(r, of) for r in reversed(logs)))


def _log_line(record: Record, of: Learning) -> LogLine:
    found = of.log(str(record.get("template")))
    title = found[1].title if found else str(record.get("template"))
    return LogLine(
        record.id, title, record.on, int(record.get("words") or 0), log_state(record, of.own)
    )


def log_state(log: Record, own: Records) -> str:
    """How a log was answered last."""
    answer = latest_by_day(own.of("log-response", log=log.id))
    return str(answer.get("decision")) if answer else "unread"


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A piece of assessed work.

    ``state`` is ``not-started``, ``draft``, ``handed-in``, ``feedback``, ``passed`` or
    ``not-passed``; ``mark`` the one that counts; ``attempt`` the next one, or None with
    ``refusal`` saying why there is none now; ``waiting`` the submission that nobody has marked.
    ``when`` says when that attempt is due, or for which month the curriculum plans it;
    ``deadline`` is the deadline in words with what being late costs. ``standing`` tells a
    provisional mark from a ratified one.
    """

    stage: Stage
    assessment: Assessment
    state: str
    when: WhenDue
    mark: int | None
    attempt: int | None
    refusal: str
    waiting: Record | None
    submissions: tuple[Record, ...]
    begun: datetime | None
    deadline: Due | None = None
    attempts: tuple[AttemptLine, ...] = ()

    @property
    def due(self) -> date | None:
        """The day of the deadline; None where none binds."""
        return self.when.day

    @property
    def planned(self) -> date | None:
        """The last day of the month for which the curriculum plans it, where no deadline binds."""
        return self.when.planned

    @property
    def standing(self) -> str:
        """Whether the mark that counts is provisional or ratified."""
        given = [a.standing for a in self.attempts if a.standing]
        return given[-1] if given else ""

    @property
    def returned(self) -> bool:
        """Whether it came back to be corrected and handed in again as the same attempt."""
        return bool(self.attempts) and self.attempts[-1].colour == "orange"


def list_work(
    site: Site, actor: Actor, enrolment: str, known_at: datetime | None = None
) -> tuple[Learning, tuple[WorkLine, ...]]:
    """The assessed work of one's own enrolment, as the curriculum orders it."""
    of = learning(site, actor, enrolment, "submit-work", known_at)
    found = progress_of(
        site, of.enrolment.person, site.today(), known_at, of.programme.id, shown=of.is_own(actor)
    )
    progresses = {p.stage.id: p for p in found if p.enrolment.id == enrolment}
    begun = drafts_begun(site, actor)
    lines = tuple(
        _work_line(site, of, stage, a, progresses.get(stage.id), begun.get(_place(of, a)))
        for stage in of.stages
        for a in stage.assessments
    )
    return of, lines


def _place(of: Learning, assessment: Assessment) -> str:
    return piece_of(of, "submission", assessment.id).place


def _work_line(
    site: Site,
    of: Learning,
    stage: Stage,
    assessment: Assessment,
    progress: Progress | None,
    begun: datetime | None,
) -> WorkLine:
    work = work_of(site, of, assessment)
    every = results(work)
    settled = [r for r in every if r.settled]
    last = settled[-1] if settled else None
    attempt = next_attempt(work)
    waiting = waiting_submission(work)
    shown = attempt if isinstance(attempt, int) else every[-1].attempt
    when = when_due(work, shown, progress.dates.first if progress else None)
    return WorkLine(
        stage=stage,
        assessment=assessment,
        state=_work_state(last, waiting, begun),
        when=when,
        mark=last.recorded if last else None,
        attempt=attempt if isinstance(attempt, int) else None,
        refusal=attempt.reason if isinstance(attempt, Refusal) else "",
        waiting=waiting,
        submissions=tuple(reversed(of.own.of("submission", assessment=assessment.id))),
        begun=begun,
        deadline=due_now(site, work, shown, when),
        attempts=attempt_lines(work),
    )


def _work_state(last: Result | None, waiting: Record | None, begun: datetime | None) -> str:
    if waiting is not None:
        return "handed-in"
    if last is None or (begun is not None and not last.passed):
        return "draft" if begun else "not-started"
    if last.result == "feedback":
        return "feedback"
    return "passed" if last.passed else "not-passed"
