"""The kinds of fact by which coursework is assessed: every layer a record of its own."""

from __future__ import annotations

from lms.domain import acceptance
from lms.domain.assessment import checks, claims, consents, moderation_checks, slips
from lms.domain.assessment.deadline_hours import check_deadline
from lms.domain.assessment.outcome import LAYERS
from lms.domain.assessment.word_counts import CLAIM, DECISION, HOLDS
from lms.domain.fields import (
    DATE,
    DOCUMENT,
    INTEGER,
    MOMENT,
    PERSON,
    REASON,
    RECORD,
    may,
    need,
    private_text,
)
from lms.domain.records import FieldType, RecordKind

BOARD_OUTCOMES = (
    "complete",
    "progress",
    "progress-with-condition",
    "referred",
    "deferred",
    "failed",
)
GROUNDS = ("procedure", "circumstances", "bias")
"""On which a mark may be appealed against; academic judgement is not among them."""
ASSESSMENT, ATTEMPT = need("assessment"), may("attempt", INTEGER, default=1, least=1)
TEXT = need("submission", RECORD)

HANDING_IN = (
    RecordKind(
        "submission",
        "Submission",
        (
            ASSESSMENT,
            ATTEMPT,
            may("family"),
            may("words", INTEGER, least=0),
            may(
                "stated-words", INTEGER, least=1, says="By the writer’s count, where it is another."
            ),
            private_text("document"),
            may("arrived", MOMENT, says="When it reached this site, before anything was checked."),
            may("in-person", FieldType.BOOLEAN, says="Shown to markers; nothing was handed in."),
            may("consent", RECORD, says="The consent under which a session was recorded."),
            may("statement", FieldType.BOOLEAN, says="The writer confirmed that nobody is named."),
            may("confirmed", INTEGER, least=0, says="How many warnings the writer looked at."),
            private_text("answers"),
        ),
        enrolled=True,
        check=consents.check_submission,
    ),
    RecordKind(
        CLAIM,
        "Word count contested",
        (ASSESSMENT, ATTEMPT, TEXT, need("words", INTEGER, least=1), REASON),
        enrolled=True,
        check=checks.check_word_count_claim,
    ),
    RecordKind(
        DECISION,
        "Decision on a word count",
        (
            ASSESSMENT,
            ATTEMPT,
            TEXT,
            need("holds", choices=HOLDS, says="What was counted, the writer’s number, or another."),
            need("words", INTEGER, least=0, says="The number that decides."),
            REASON,
        ),
        enrolled=True,
        check=checks.check_word_count_decision,
    ),
    RecordKind(
        "circumstances",
        "Circumstances declared",
        (
            ASSESSMENT,
            ATTEMPT,
            need("asks", choices=("extension", "lateness", "deferral")),
            may("asked-until", DATE, says="The new day that an extension is asked for."),
            private_text("statement"),
        ),
        enrolled=True,
        check=claims.check_claim,
    ),
    RecordKind(
        "circumstances-decision",
        "Decision on circumstances",
        (
            ASSESSMENT,
            ATTEMPT,
            may("claim", RECORD),
            need("decision", choices=("accepted", "refused")),
            may("effect", choices=("extension", "lateness", "deferral")),
            may("extended-to", DATE, says="The new day of an extension."),
            REASON,
        ),
        enrolled=True,
        check=checks.check_circumstances_decision,
    ),
    RecordKind(
        "slip",
        "Slip of confidentiality",
        (
            ASSESSMENT,
            ATTEMPT,
            need("grade", choices=(slips.MINOR, slips.MAJOR)),
            may("what", choices=slips.WHAT, says="What happened, without the passage."),
            may("at", MOMENT, says="When it was returned; the clock for a correction starts here."),
            may(
                slips.AFTER_BOARD,
                FieldType.BOOLEAN,
                says="Came to light after a board: it closes the copy and changes no result.",
            ),
            REASON,
        ),
        enrolled=True,
        check=slips.check_slip,
    ),
    RecordKind(
        "misconduct",
        "Suspected misconduct",
        (ASSESSMENT, ATTEMPT, REASON),
        enrolled=True,
        check=checks.check_misconduct,
    ),
    RecordKind(
        "misconduct-decision",
        "Decision on misconduct",
        (need("case", RECORD), need("outcome", choices=("no-case", "zero")), REASON),
        enrolled=True,
        check=checks.check_misconduct_decision,
    ),
)

MARKING = (
    RecordKind(
        "allocation",
        "Marker allocated",
        (
            ASSESSMENT,
            ATTEMPT,
            need("role", choices=("first", "second", "third")),
            need("marker", PERSON),
            REASON,
        ),
        enrolled=True,
        check=checks.check_allocation,
    ),
    RecordKind(
        "mark",
        "Mark",
        (
            ASSESSMENT,
            ATTEMPT,
            may("layer", choices=LAYERS, default="first"),
            may("mark", INTEGER),
            may("result", choices=("pass", "fail", "feedback")),
            may("criteria", FieldType.TABLE, says="A band, or a rating, for each criterion."),
            may("after-release", FieldType.BOOLEAN, says="Changes what the learner has seen."),
            private_text("feedback"),
            REASON,
        ),
        enrolled=True,
        check=checks.check_mark,
    ),
    RecordKind(
        "appeal",
        "Appeal",
        (ASSESSMENT, ATTEMPT, need("grounds", choices=GROUNDS), private_text("statement")),
        enrolled=True,
        check=claims.check_appeal,
    ),
    RecordKind(
        "appeal-decision",
        "Decision on an appeal",
        (need("appeal", RECORD), need("outcome", choices=("upheld", "dismissed")), REASON),
        enrolled=True,
        check=checks.check_appeal_decision,
    ),
    RecordKind(
        "interest",
        "Interest declared",
        (need("with", PERSON, says="The learner whose work this person must not mark."), REASON),
    ),
    RecordKind(
        "further-attempt", "Further attempt allowed", (need("assessment"), REASON), enrolled=True
    ),
)

OF_A_COHORT = (
    RecordKind(
        "cohort-policy",
        "Marking policy of a cohort",
        (need("programme"), need("policy")),
        subject="cohort",
    ),
    RecordKind(
        "deadline",
        "Deadline",
        (ASSESSMENT, ATTEMPT, may("time", FieldType.TIME)),
        subject="cohort",
        check=check_deadline,
    ),
    RecordKind(
        "sample",
        "Sample drawn",
        (
            ASSESSMENT,
            need("seed"),
            may("moderator", PERSON),
            need("whole-set", FieldType.CODES, says="Every submission of the set."),
            need("scripts", FieldType.TABLES, says="Those in the sample, each with its reason."),
        ),
        subject="cohort",
        check=moderation_checks.check_sample,
    ),
    RecordKind(
        "script-asked-for",
        "Further script asked for",
        (ASSESSMENT, need("submission", RECORD), REASON),
        subject="cohort",
        check=moderation_checks.check_script_asked_for,
    ),
    RecordKind(
        "moderation",
        "Moderation",
        (
            ASSESSMENT,
            need("sample", RECORD),
            need("decision", choices=("confirmed", "sent-back")),
            REASON,
        ),
        subject="cohort",
        check=moderation_checks.check_moderation,
    ),
    RecordKind(
        "external-comment",
        "External examiner's comment",
        (need("stage", FieldType.STAGE), may("assessment"), private_text("comment")),
        subject="cohort",
        check=moderation_checks.check_external_comment,
    ),
    RecordKind(
        "release",
        "Marks released",
        (
            need("stage", FieldType.STAGE),
            may("assessment"),
            need("marks", choices=("provisional", "ratified", "outcome")),
            may("enrolments", FieldType.CODES, says="Whose; everybody's where none is named."),
            REASON,
        ),
        subject="cohort",
    ),
    RecordKind(
        "board-meeting",
        "Board meeting",
        (
            need("stage", FieldType.STAGE),
            need("chair", PERSON),
            may("by", choices=("meeting", "chairs-action"), default="meeting"),
            may("members", FieldType.PEOPLE),
            may("earlier", RECORD, says="The meeting between which and the next a chair acted."),
            private_text("interests"),
            private_text("minutes"),
        ),
        subject="cohort",
    ),
)

DECIDED = (
    RecordKind(
        "report",
        "Report",
        (
            need("report"),
            need("outcome", choices=("satisfactory", "not-satisfactory")),
            may("by", PERSON),
            private_text("document"),
        ),
        enrolled=True,
    ),
    RecordKind(
        "judgement", "Judgement", (need("requirement"), need("outcome"), REASON), enrolled=True
    ),
    RecordKind(
        "board-outcome",
        "Board outcome",
        (
            need("stage", FieldType.STAGE),
            need("outcome", choices=BOARD_OUTCOMES),
            may("meeting", RECORD),
            may("condition"),
            may("condition-by", DATE),
            may("reassess-by", DATE, says="The day by which failed work is handed in again."),
            may("verdict", DOCUMENT),
            may(
                "in-place-of",
                FieldType.INTEGER,
                says="Of a correction: where the ledger has the outcome that was given first.",
            ),
            REASON,
        ),
        enrolled=True,
        check=checks.check_board_outcome,
    ),
    RecordKind(
        "award",
        "Award confirmed",
        (need("stage", FieldType.STAGE), may("meeting", RECORD), may("verdict", DOCUMENT)),
        enrolled=True,
        check=acceptance.check_award,
    ),
)

ASSESSMENT_KINDS = (*HANDING_IN, *MARKING, *OF_A_COHORT, *DECIDED)
