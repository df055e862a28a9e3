"""The accepted logs that go with a piece of work: a list by title and date, never their texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.programme import Assessment
from lms.services.enrolments import Learning


@dataclass(frozen=True, slots=True)
class LogWithWork:
    """An accepted log: its template's title, when it was written and accepted, its words."""

    title: str
    on: date
    accepted: date
    words: int


def logs_with_work(of: Learning, assessment: Assessment) -> tuple[LogWithWork, ...]:
    """The accepted logs of the work's stage, oldest first; none where the brief asks for none.

    A log's text is between the learner and the tutor. A marker sees that it exists, and reads of it
    only what the learner has put into the work.
    """
    found = of.assessment(assessment.id)
    if not assessment.with_logs or found is None:
        return ()
    accepted = {r.get("log"): r.on for r in of.own.of("log-response", decision="accepted")}
    titles = {template.id: template.title for template in found[0].logs}
    logs = [
        LogWithWork(titles[r.get("template")], r.on, accepted[r.id], int(r.get("words") or 0))
        for r in of.own.of("log")
        if r.id in accepted and r.get("template") in titles
    ]
    return tuple(sorted(logs, key=lambda log: (log.on, log.title)))
