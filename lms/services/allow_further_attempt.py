"""The board's leave for another attempt, where every attempt that the policy allows has failed."""

from __future__ import annotations

from lms.domain.policy import Actor
from lms.domain.refusals.of_work import why_no_further_attempt
from lms.errors import Refused
from lms.services.assessed import work_of
from lms.services.board_mark import assessment_of
from lms.services.decide import deciding_result, kept_reason, reason_problems
from lms.services.enrolments import Learning, as_it_stands, enrolled_fact
from lms.services.notify import notify
from lms.services.problem_at import refuse_form
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.store.writer import Writer


@writes
def allow_further_attempt(
    site: Site, actor: Actor, enrolment: str, assessment: str, reason: str, key: str | None = None
) -> str:
    """Write down that the board allows one more attempt, and why; gives the record's id.

    Only a board allows it (8a.9): its last outcome on the stage leaves the work open.
    """
    of = deciding_result(site, actor, "allow-further-attempt", enrolment)
    asked = ["allow-further-attempt", enrolment, assessment, reason]
    with recording(site, actor) as writer:
        return str(
            writer.answer_once(key, asked, lambda: _record(site, writer, of, assessment, reason))
        )


def _record(site: Site, writer: Writer, before: Learning, assessment: str, reason: str) -> str:
    of = as_it_stands(before, writer)
    work = work_of(site, of, assessment_of(of, assessment), writer)
    refuse_form(
        reason_problems(reason, "Write why the board allows another attempt."),
        "This attempt cannot be allowed yet.",
    )
    refusal = why_no_further_attempt(work)
    if refusal:
        raise Refused(refusal)
    record = writer.append(
        enrolled_fact(
            of,
            "further-attempt",
            site.today(),
            assessment=work.assessment.id,
            reason=kept_reason(writer, of.enrolment.person, reason),
        )
    )
    notify(
        site,
        writer,
        of.enrolment.person,
        "You may hand work in once more",
        "The board allows you another attempt at a piece of work.",
        f"/learning/{of.enrolment.id}/assessments/{work.assessment.id}",
    )
    return record.id
