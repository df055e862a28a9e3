"""Deciding on suspected misconduct: no case, or no mark; the work was held until then."""

from __future__ import annotations

from lms.domain.policy import Actor
from lms.domain.records import Record, Refusal, person
from lms.errors import NotPermitted, Refused
from lms.services.closing import require_open
from lms.services.enrolments import Learning, as_it_stands, enrolled_fact
from lms.services.learner_record import expect_nothing_newer, learner_record
from lms.services.misconduct_cases import is_decided, submission_of, why_barred
from lms.services.notify import notify
from lms.services.plain_reason import reason_problems
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.store.writer import Writer

OUTCOMES = ("no-case", "zero")
DECIDED = "The board has decided about this work; what it decided is changed by the board alone."
ASK = "Give the reason; the learner reads it, and so does a board that is asked about it."


@writes
def decide_misconduct(
    site: Site,
    actor: Actor,
    case: str,
    outcome: str,
    reason: str,
    seen: int | None = None,
    key: str | None = None,
) -> str:
    """Record the decision on a case, give its id, and tell the learner.

    By a conduct officer who neither reported it nor ever marked the work. ``no-case`` lets marking
    go on as if nothing had been; ``zero`` gives the attempt no mark. Deciding again corrects the
    decision, until a board has decided the stage. Conflict where it was decided after ``seen``.
    """
    record, of = learner_record(site, actor, case, "decide-misconduct", "misconduct")
    barred = why_barred(site, actor, of, record)
    if barred:
        raise NotPermitted(barred)
    require_open(site, of.programme)
    problems = [] if outcome in OUTCOMES else [ProblemAt("outcome", "Say what you decide.")]
    problems += reason_problems(site, reason, ASK)
    refuse_form(problems, "This cannot be recorded yet.")
    with recording(site, actor) as writer:
        asked = ["decide-misconduct", case, outcome, reason]
        decided: str = writer.answer_once(
            key, asked, lambda: _record(site, writer, of, record, (outcome, reason), seen)
        )
    return decided


def _record(
    site: Site,
    writer: Writer,
    before: Learning,
    case: Record,
    given: tuple[str, str],
    seen: int | None,
) -> str:
    of = as_it_stands(before, writer)
    earlier = of.own.of("misconduct-decision", case=case.id)
    expect_nothing_newer(earlier, seen)
    if is_decided(site, of, case, writer):
        raise Refused(Refusal("board-decided", DECIDED))
    outcome, reason = given
    decision = writer.append(
        enrolled_fact(
            of,
            "misconduct-decision",
            site.today(),
            replaces=earlier[-1].id if earlier else None,
            case=case.id,
            outcome=outcome,
            reason=writer.document(person(of.enrolment.person), reason.strip()),
        )
    )
    submission = submission_of(of, case)
    path = f"/learning/{of.enrolment.id}" + (f"/written/{submission.id}" if submission else "")
    says = "The question about a piece of your work has been decided."
    notify(site, writer, of.enrolment.person, "A piece of your work", says, path)
    return decision.id
