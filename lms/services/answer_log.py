"""Answering a learner's log: feedback in words, and whether it is accepted or returned."""

from __future__ import annotations

from lms.domain.policy import Actor
from lms.domain.records import person
from lms.services.closing import require_open
from lms.services.enrolments import Learning, enrolled_fact
from lms.services.learner_record import expect_nothing_newer, learner_record, require_another
from lms.services.notify import notify
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.store.writer import Writer

ACCEPTED, RETURNED = "accepted", "returned"
DECISIONS = (ACCEPTED, RETURNED)
LONGEST_FEEDBACK = 50_000
"""Characters: more than any answer to a page of writing."""


@writes
def answer_log(
    site: Site,
    actor: Actor,
    log: str,
    decision: str,
    feedback: str,
    seen: int | None = None,
    key: str | None = None,
) -> str:
    """Record an answer, give its id, and tell the learner by mail that there is one.

    Conflict where another answer was recorded after position ``seen``; Refused where the log is
    already accepted.
    """
    record, of = learner_record(site, actor, log, "answer-log", "log")
    require_another(actor, of)
    require_open(site, of.programme)
    feedback = feedback.replace("\r\n", "\n").strip()
    refuse_form(answer_problems(decision, feedback), "This answer cannot be recorded yet.")
    with recording(site, actor) as writer:
        asked = ["answer-log", record.id, decision, feedback]
        answer: str = writer.answer_once(
            key, asked, lambda: _record(site, writer, of, record.id, decision, feedback, seen)
        )
    return answer


def answer_problems(decision: str, feedback: str) -> list[ProblemAt]:
    """What keeps an answer from being recorded; the fields are ``feedback`` and ``decision``."""
    found = []
    if decision == RETURNED and not feedback:
        what = "A log that you return needs an answer that says what to do next."
        found.append(ProblemAt("feedback", what))
    if len(feedback) > LONGEST_FEEDBACK:
        what = f"The answer is longer than {LONGEST_FEEDBACK:,} characters."
        found.append(ProblemAt("feedback", what))
    if decision not in DECISIONS:
        found.append(ProblemAt("decision", "Say whether you accept the log or return it."))
    return found


def _record(
    site: Site,
    writer: Writer,
    of: Learning,
    log: str,
    decision: str,
    feedback: str,
    seen: int | None,
) -> str:
    expect_nothing_newer(writer.about(of.subject).of("log-response", log=log), seen)
    document = writer.document(person(of.enrolment.person), feedback) if feedback else None
    answer = writer.append(
        enrolled_fact(
            of,
            "log-response",
            site.today(),
            log=log,
            decision=decision,
            feedback=document,
        )
    )
    notify(
        site,
        writer,
        of.enrolment.person,
        "Your tutor has answered a log of yours",
        "Your tutor has answered one of your reflective logs.",
        f"/learning/{of.enrolment.id}/written/{log}",
    )
    return answer.id
