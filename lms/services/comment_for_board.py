"""An external examiner's comment to the board, on a stage or on one piece of its work."""

from __future__ import annotations

from lms.domain.policy import Actor, Target
from lms.domain.programme import Stage
from lms.domain.records import cohort as cohort_subject
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.programmes import load, newest
from lms.services.recording import recording, writes
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, fact, require

LONGEST_COMMENT = 20_000


@writes
def comment_for_board(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    stage: str,
    comment: str,
    assessment: str = "",
    key: str | None = None,
) -> str:
    """Record a comment, which stands on the board's papers from now on; gives its id."""
    require(site, actor, "comment-for-board", Target(programme=programme, cohort=cohort))
    cohort_named(site, programme, cohort)
    found = load(site, programme, newest(site, programme).version).stage(stage)
    refuse_form(_problems(found, comment, assessment), "This comment cannot be sent yet.")
    subject = cohort_subject(cohort)
    with recording(site, actor) as writer:

        def act() -> str:
            text = writer.document(subject, {"text": comment.replace("\r\n", "\n").strip()})
            new = fact(
                subject,
                "external-comment",
                site.today(),
                stage=f"{programme}/{stage}",
                assessment=assessment or None,
                comment=text,
            )
            return writer.append(new).id

        asked = ["comment-for-board", programme, cohort, stage, assessment, comment]
        return str(writer.answer_once(key, asked, act))


def _problems(stage: Stage | None, comment: str, assessment: str) -> list[ProblemAt]:
    found = []
    if stage is None:
        found.append(ProblemAt("stage", "Choose the stage that the comment is about."))
    elif assessment and (not (named := stage.assessment(assessment)) or named.private):
        found.append(ProblemAt("stage", "Choose a piece of work of this stage, or none."))
    if not comment.strip():
        found.append(ProblemAt("comment", "Write the comment."))
    if len(comment) > LONGEST_COMMENT:
        what = f"Write no more than {LONGEST_COMMENT:,} characters."
        found.append(ProblemAt("comment", what))
    return found
