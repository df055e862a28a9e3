"""The kinds of fact that core knows: what each holds, when it happens and what it refuses."""

from __future__ import annotations

from lms.domain import acceptance
from lms.domain.records import RETRACTION, Field, FieldType, Privacy, RecordKind
from lms.domain.registers import SYSTEMIC_TITLE
from lms.domain.requirements.practice import SESSION_CATEGORIES
from lms.domain.requirements.settings import ROLES

REGISTERS = ("swe", "ukcp", "aft-supervisors", "scw", "sssc", "niscc", "hcpc", "nmc")
STAFF_ROLES = (
    "tutor",
    "marker",
    "moderator",
    "external-examiner",
    "board",
    "admissions-tutor",
    "programme-lead",
    "planner",
    "data-protection-officer",
    "operator",
    "supervisor-of-supervision",
)
LEVELS = ("foundation", "intermediate", "qualifying", "other")
BOARD_OUTCOMES = (
    "complete",
    "progress",
    "progress-with-condition",
    "referred",
    "deferred",
    "failed",
)


def _need(name: str, type: FieldType = FieldType.CODE, **more: object) -> Field:
    return Field(name, type, required=True, **more)  # type: ignore[arg-type]


def _may(name: str, type: FieldType = FieldType.CODE, **more: object) -> Field:
    return Field(name, type, **more)  # type: ignore[arg-type]


DOCUMENT, DATE, INTEGER = FieldType.DOCUMENT, FieldType.DATE, FieldType.INTEGER
REASON = _may("reason", DOCUMENT, privacy=Privacy.SPECIAL)

WORKFORCE = (
    RecordKind(
        "employment",
        "Employment",
        (
            _need("employer"),
            _may("team"),
            _may("fte", FieldType.DECIMAL, default="1.0"),
            _may("post"),
        ),
        period=True,
        check=acceptance.check_employment,
    ),
    RecordKind("employment-end", "End of employment", (_need("employer"),)),
    RecordKind(
        "registration",
        "Register check",
        (
            _need("register", choices=REGISTERS),
            _may("result", choices=("entry", "absent"), default="entry"),
            _may("title", choices=(SYSTEMIC_TITLE, "other")),
            _may("checked", DATE),
            _may("ended", DATE),
            _may("conditions", FieldType.BOOLEAN),
            _may("sanctions", FieldType.BOOLEAN),
            _may("suspended", FieldType.BOOLEAN),
            _may("source"),
        ),
        period=True,
        check=acceptance.check_period,
    ),
    RecordKind(
        "certificate",
        "Outside certificate",
        (
            _need("level", choices=LEVELS),
            _may("accredited", FieldType.BOOLEAN),
            _may("hours-shown", FieldType.BOOLEAN),
            _may("provider"),
        ),
    ),
    RecordKind(
        "role",
        "Role",
        (
            _need("role", choices=STAFF_ROLES),
            _may("programme"),
            _may("cohort"),
            _may("authority"),
        ),
        period=True,
        check=acceptance.check_period,
    ),
)

ENROLMENT = (
    RecordKind(
        "enrolment",
        "Enrolment",
        (_need("programme"), _need("version"), _need("admission"), _may("cohort"), REASON),
        check=acceptance.check_enrolment,
    ),
    RecordKind("cohort-move", "Move to another cohort", (_need("cohort"), REASON), enrolled=True),
    RecordKind(
        "interruption",
        "Interruption of studies",
        (
            _may("approved", DATE, says="The day of approval; a break cannot begin before it."),
            REASON,
        ),
        period=True,
        enrolled=True,
        check=acceptance.check_interruption,
    ),
    RecordKind("withdrawal", "Withdrawal", (REASON,), enrolled=True),
    RecordKind(
        "entry-check",
        "Entry check",
        (_need("requirement"), _need("outcome", choices=("accepted", "refused")), REASON),
        enrolled=True,
    ),
    RecordKind(
        "credit",
        "Prior learning",
        (
            _may("requirement"),
            _may("stage", FieldType.STAGE),
            _need("outcome", choices=("credited", "credited-with-condition", "refused")),
            REASON,
        ),
    ),
    RecordKind("waiver", "Waiver", (_need("requirement"), REASON), enrolled=True),
    RecordKind(
        "agency-form",
        "Agency form",
        (
            _need("employer"),
            _need("supervisor", FieldType.PERSON),
            _need("roles", FieldType.CODES, choices=ROLES),
        ),
        period=True,
        enrolled=True,
        check=acceptance.check_period,
    ),
)

LEARNING = (
    RecordKind(
        "attendance",
        "Attendance",
        (
            _need("register", choices=("taught", "tutor-group")),
            _may("stage", FieldType.STAGE),
            _need("day", INTEGER),
            _may("half", choices=("am", "pm", "whole"), default="whole"),
            _need("present", FieldType.BOOLEAN),
        ),
        enrolled=True,
        once=True,
    ),
    RecordKind("catch-up", "Catch-up granted", (_need("requirement"), REASON), enrolled=True),
    RecordKind(
        "hours",
        "Practice entry",
        (
            _need("category", choices=SESSION_CATEGORIES),
            _may("start", FieldType.TIME),
            _may("end", FieldType.TIME),
            _need("minutes", INTEGER),
            _may("direct", INTEGER),
            _may("form", choices=("group", "individual")),
            _may("with"),
            _may("family"),
            _may("online", FieldType.BOOLEAN),
            _may("note", DOCUMENT, privacy=Privacy.SPECIAL),
        ),
        enrolled=True,
        once=True,
        check=acceptance.check_hours,
    ),
    RecordKind(
        "signature",
        "Signature",
        (
            _need("entry", FieldType.RECORD),
            _need("signer", FieldType.PERSON),
            _need("role", choices=ROLES),
            _may("decision", choices=("signed", "declined"), default="signed"),
            REASON,
        ),
        enrolled=True,
        check=acceptance.check_signature,
    ),
    RecordKind(
        "countersignature",
        "Countersignature",
        (_need("signature", FieldType.RECORD), REASON),
        enrolled=True,
    ),
    RecordKind(
        "log",
        "Reflective log",
        (
            _need("template"),
            _may("document", DOCUMENT, privacy=Privacy.SPECIAL),
            _may("words", INTEGER),
        ),
        enrolled=True,
    ),
    RecordKind(
        "log-response",
        "Answer to a log",
        (
            _need("log", FieldType.RECORD),
            _need("decision", choices=("accepted", "returned")),
            _may("feedback", DOCUMENT, privacy=Privacy.SPECIAL),
        ),
        enrolled=True,
        check=acceptance.check_answer,
    ),
    RecordKind("declaration", "Declaration", (_need("declaration"),), enrolled=True),
    RecordKind(
        "consent",
        "Consent to recording",
        (_may("family"), _may("purpose"), _may("employer")),
        period=True,
        enrolled=True,
        entered_by=("learner",),
        check=acceptance.check_period,
    ),
    RecordKind(
        "recording-watched",
        "Recording watched",
        (_need("consent", FieldType.RECORD),),
        enrolled=True,
    ),
)

ASSESSMENT = (
    RecordKind(
        "submission",
        "Submission",
        (
            _need("assessment"),
            _may("attempt", INTEGER, default=1),
            _may("family"),
            _may("words", INTEGER),
            _may("document", DOCUMENT, privacy=Privacy.SPECIAL),
        ),
        enrolled=True,
    ),
    RecordKind(
        "mark",
        "Mark",
        (
            _need("assessment"),
            _may("attempt", INTEGER, default=1),
            _may("mark", INTEGER),
            _may("result", choices=("pass", "fail", "feedback")),
            _may("criteria", FieldType.TABLE),
            _may("feedback", DOCUMENT, privacy=Privacy.SPECIAL),
        ),
        enrolled=True,
    ),
    RecordKind(
        "further-attempt", "Further attempt allowed", (_need("assessment"), REASON), enrolled=True
    ),
    RecordKind(
        "report",
        "Report",
        (
            _need("report"),
            _need("outcome", choices=("satisfactory", "not-satisfactory")),
            _may("by", FieldType.PERSON),
            _may("document", DOCUMENT, privacy=Privacy.SPECIAL),
        ),
        enrolled=True,
    ),
    RecordKind(
        "judgement", "Judgement", (_need("requirement"), _need("outcome"), REASON), enrolled=True
    ),
    RecordKind(
        "board-outcome",
        "Board outcome",
        (
            _need("stage", FieldType.STAGE),
            _need("outcome", choices=BOARD_OUTCOMES),
            _may("meeting", FieldType.RECORD),
            _may("condition"),
            _may("condition-by", DATE),
            _may("verdict", DOCUMENT),
            REASON,
        ),
        enrolled=True,
    ),
    RecordKind(
        "award",
        "Award confirmed",
        (
            _need("stage", FieldType.STAGE),
            _may("meeting", FieldType.RECORD),
            _may("verdict", DOCUMENT),
        ),
        enrolled=True,
        check=acceptance.check_award,
    ),
)

OTHERS = (
    RecordKind(
        "cohort-stage",
        "Stage dates of a cohort",
        (_need("stage", FieldType.STAGE),),
        subject="cohort",
        period=True,
        check=acceptance.check_period,
    ),
    RecordKind(
        "board-meeting",
        "Board meeting",
        (
            _need("stage", FieldType.STAGE),
            _need("chair", FieldType.PERSON),
            _may("minutes", DOCUMENT, privacy=Privacy.SPECIAL),
        ),
        subject="cohort",
    ),
    RecordKind(
        "publication",
        "Publication",
        (_need("version"), _need("digest"), _may("from-version"), _may("note", DOCUMENT)),
        subject="curriculum",
    ),
    RecordKind(RETRACTION, "Retraction", (REASON,), subject="any"),
)

CORE_RECORD_KINDS = (*WORKFORCE, *ENROLMENT, *LEARNING, *ASSESSMENT, *OTHERS)
