"""Recording a report about a learner by a named person, such as a live supervisor's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.policy import Actor
from lms.domain.records import person
from lms.services.decide import deciding_result, requirement_of
from lms.services.enrolments import Learning, enrolled_fact
from lms.services.named_person import Named, find_or_add, named_problems
from lms.services.problem_at import ProblemAt, day_problems, refuse_form
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.store.writer import Writer

OUTCOMES = ("satisfactory", "not-satisfactory")
LONGEST_REPORT = 100_000
"""Characters: some forty pages."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the report says, who wrote it and when."""

    outcome: str
    by: Named
    on: date
    text: str


@writes
def record_report(
    site: Site,
    actor: Actor,
    enrolment: str,
    requirement: str,
    report: Report,
    key: str | None = None,
) -> str:
    """Record a report for a requirement that asks for one, and give its id."""
    learner = deciding_result(site, actor, "record-report", enrolment)
    asked_for = requirement_of(learner, requirement)
    problems = _problems(site, report)
    if asked_for.kind != "report":
        problems.append(ProblemAt("outcome", "That requirement asks for no report."))
    refuse_form(problems, "This report cannot be recorded yet.")
    name = asked_for.settings["report"]
    with recording(site, actor) as writer:
        asked = ["report", enrolment, name, report]
        return str(writer.answer_once(key, asked, lambda: _record(writer, learner, name, report)))


def _problems(site: Site, report: Report) -> list[ProblemAt]:
    found = named_problems(site, report.by)
    if report.outcome not in OUTCOMES:
        found.append(ProblemAt("outcome", "Say whether the report is satisfactory."))
    if not report.text.strip():
        found.append(ProblemAt("text", "Give the text of the report."))
    if len(report.text) > LONGEST_REPORT:
        what = f"The report is longer than {LONGEST_REPORT:,} characters."
        found.append(ProblemAt("text", what))
    if report.on > site.today():
        found += [ProblemAt("on-day", "The day of the report cannot lie ahead.")]
    return found + day_problems("on-day", report.on, "the day of the report")


def _record(writer: Writer, learner: Learning, name: str, report: Report) -> str:
    new = enrolled_fact(
        learner,
        "report",
        report.on,
        report=name,
        outcome=report.outcome,
        by=find_or_add(writer, report.by),
        document=writer.document(person(learner.enrolment.person), report.text.strip()),
    )
    return writer.append(new).id
