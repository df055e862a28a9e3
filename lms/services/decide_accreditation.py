"""Recording what was decided about a cohort's accreditation, also long after it was complete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.accreditation import ACCREDITED, KIND, NOT_YET
from lms.domain.policy import Actor, Target
from lms.domain.records import cohort as cohort_subject
from lms.services.decide import reason_problems
from lms.services.problem_at import ProblemAt, past_day_problems, refuse_form
from lms.services.programmes import load, newest
from lms.services.recording import recording, writes
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, fact, require
from lms.store.writer import Writer

ACT = "decide-accreditation"
OUTCOMES = (ACCREDITED, NOT_YET)


@dataclass(frozen=True, slots=True)
class AccreditationDecision:
    """What was decided about one stage of a cohort, on which day, and on what it rests."""

    stage: str
    outcome: str
    on: date
    reason: str


@writes
def decide_accreditation(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    decision: AccreditationDecision,
    key: str | None = None,
) -> str:
    """Record it, and give the record's id (8a.14).

    Entry checks that turn on it follow by themselves; whoever was refused is enrolled by nobody.
    An earlier decision stays on record.
    """
    require(site, actor, ACT, Target(programme=programme, cohort=cohort))
    cohort_named(site, programme, cohort)
    version = load(site, programme, newest(site, programme).version)
    known = {stage.id for stage in version.stages}
    with recording(site, actor) as writer:

        def act() -> str:
            refuse_form(_problems(site, decision, known), "This cannot be recorded yet.")
            return _record(writer, programme, cohort, decision)

        asked = [ACT, programme, cohort, decision]
        return str(writer.answer_once(key, asked, act))


def _problems(site: Site, decision: AccreditationDecision, known: set[str]) -> list[ProblemAt]:
    found = []
    if decision.stage not in known:
        found.append(ProblemAt("stage", "Choose the stage that was decided about."))
    if decision.outcome not in OUTCOMES:
        found.append(ProblemAt("outcome", "Choose what was decided."))
    found += past_day_problems("on", decision.on, site.today(), "the day of the decision")
    return found + reason_problems(decision.reason, "Write who decided it and where that stands.")


def _record(writer: Writer, programme: str, cohort: str, decision: AccreditationDecision) -> str:
    subject = cohort_subject(cohort)
    new = fact(
        subject,
        KIND,
        decision.on,
        stage=f"{programme}/{decision.stage}",
        outcome=decision.outcome,
        reason=writer.document(subject, {"text": decision.reason.strip()}),
    )
    return writer.append(new).id
