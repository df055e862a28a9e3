"""An external examiner asks for a further script, with a reason, and may open it at once."""

from __future__ import annotations

from lms.domain.policy import Actor, Target
from lms.domain.records import cohort as cohort_subject
from lms.errors import NotFound
from lms.services.decide import reason_problems
from lms.services.moderation_sets import script_set
from lms.services.problem_at import refuse_form
from lms.services.read_script import asked_for
from lms.services.recording import recording, writes
from lms.services.site import Site, fact, require
from lms.store.writer import Writer


@writes
def ask_for_script(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    assessment: str,
    submission: str,
    reason: str,
    key: str | None = None,
) -> str:
    """Record that a script was asked for; gives the record's id.

    Any script of the cohort that its markers have settled can be asked for, but for work about the
    learner's own family. Asked for again, it is the first asking that counts.
    """
    require(site, actor, "ask-for-script", Target(programme=programme, cohort=cohort))
    asks = "Write why you ask for this script; the programme's lead and the board read it."
    refuse_form(reason_problems(reason, asks), "This script cannot be opened yet.")
    with recording(site, actor) as writer:
        return str(
            writer.answer_once(
                key,
                ["ask-for-script", programme, cohort, submission, reason],
                lambda: _ask(site, writer, (programme, cohort, assessment), submission, reason),
            )
        )


def _ask(
    site: Site, writer: Writer, where: tuple[str, str, str], submission: str, reason: str
) -> str:
    found = script_set(site, *where, writer.session)
    if submission not in found.entries:
        raise NotFound("This script is not open to be looked at for now.")
    subject = cohort_subject(found.stage.cohort.id)
    before = asked_for(found.entries[submission])
    if before:
        return before.id
    return writer.append(
        fact(
            subject,
            "script-asked-for",
            site.today(),
            assessment=found.assessment.id,
            submission=submission,
            reason=writer.document(subject, {"text": reason.strip()}),
        )
    ).id
