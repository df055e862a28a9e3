"""The kinds of fact that core knows: what each holds, when it happens and what it refuses."""

from __future__ import annotations

from lms.domain import acceptance, practice_time, signed_entries
from lms.domain.accreditation import ACCREDITED, NOT_YET
from lms.domain.assessment.kinds import ASSESSMENT_KINDS
from lms.domain.fields import (
    DATE,
    DOCUMENT,
    INTEGER,
    PERSON,
    REASON,
    RECORD,
    may,
    need,
    private_text,
)
from lms.domain.intake import CLOSED, OPEN
from lms.domain.records import RETRACTION, FieldType, RecordKind
from lms.domain.registers import MEMBERSHIPS, RESTRICTIONS, SYSTEMIC_TITLE, upgrade_check
from lms.domain.requirements.practice import SESSION_CATEGORIES
from lms.domain.requirements.settings import ROLES

REGISTERS = (
    *("swe", "ukcp", "aft-supervisors", "scw", "sssc", "niscc", "hcpc", "nmc"),
    *MEMBERSHIPS,
)
"""The professional registers, and the associations whose membership is looked up likewise."""
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
    "conduct-officer",
)
LEVELS = ("foundation", "intermediate", "qualifying", "other")
WORKFORCE = (
    RecordKind(
        "employment",
        "Employment",
        (
            need("employer"),
            may("team"),
            may("fte", FieldType.DECIMAL, default="1.0"),
            may("post"),
        ),
        period=True,
        check=acceptance.check_employment,
    ),
    RecordKind("employment-end", "End of employment", (need("employer"),)),
    RecordKind(
        "registration",
        "Register check",
        (
            need("register", choices=REGISTERS),
            may("result", choices=("entry", "absent"), default="entry"),
            may("title", choices=(SYSTEMIC_TITLE, "other")),
            may("checked", DATE),
            may("last", DATE, says="Where there is no entry: the last day on the register."),
            may("conditions", FieldType.BOOLEAN),
            may("sanctions", FieldType.BOOLEAN),
            may("suspended", FieldType.BOOLEAN),
            may(
                "touches",
                FieldType.CODES,
                choices=RESTRICTIONS,
                says="What the conditions or the sanctions touch.",
            ),
            may("source"),
        ),
        version=2,
        period=True,
        check=acceptance.check_registration,
        upgrade=upgrade_check,
        former=(may("ended", DATE),),
    ),
    RecordKind(
        "certificate",
        "Outside certificate",
        (
            need("level", choices=LEVELS),
            may("accredited", FieldType.BOOLEAN),
            may("hours-shown", FieldType.BOOLEAN),
            may("provider"),
        ),
    ),
    RecordKind(
        "role",
        "Role",
        (
            need("role", choices=STAFF_ROLES),
            may("programme"),
            may("cohort"),
            may("authority"),
        ),
        period=True,
        check=acceptance.check_period,
    ),
)

ENROLMENT = (
    RecordKind(
        "enrolment",
        "Enrolment",
        (need("programme"), need("version"), need("admission"), may("cohort"), REASON),
        check=acceptance.check_enrolment,
    ),
    RecordKind(
        "cohort-move",
        "Move to another cohort",
        (
            need("cohort"),
            may(
                "due",
                FieldType.TABLES,
                says="A day for each piece of work whose deadline in the new cohort had passed.",
            ),
            REASON,
        ),
        enrolled=True,
    ),
    RecordKind(
        "interruption",
        "Interruption of studies",
        (
            may("approved", DATE, says="The day of approval; a break cannot begin before it."),
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
        (need("requirement"), need("outcome", choices=("accepted", "refused")), REASON),
        enrolled=True,
    ),
    RecordKind(
        "credit",
        "Prior learning",
        (
            may("requirement"),
            may("stage", FieldType.STAGE),
            need("outcome", choices=("credited", "credited-with-condition", "refused")),
            REASON,
        ),
    ),
    RecordKind("waiver", "Waiver", (need("requirement"), REASON), enrolled=True),
    RecordKind(
        "agency-form",
        "Agency form",
        (
            need("employer"),
            need("supervisor", FieldType.PERSON),
            need("roles", FieldType.CODES, choices=ROLES),
        ),
        period=True,
        enrolled=True,
        check=acceptance.check_period,
    ),
)

ONCE_SIGNED = (
    RecordKind(
        "correction",
        "Correction of a signed entry",
        (
            need("entry", RECORD),
            need("day", DATE, says="The day of the session as it should be."),
            may("taken-back", FieldType.BOOLEAN, says="It should not be there at all."),
            may("category", choices=SESSION_CATEGORIES, says="Only where the kind was wrong."),
            may("form", choices=("group", "individual")),
            may("start", FieldType.TIME),
            may("end", FieldType.TIME),
            may("next-day", FieldType.BOOLEAN),
            need("minutes", INTEGER),
            may("direct", INTEGER),
            may("with"),
            may("family"),
            may("online", FieldType.BOOLEAN),
            private_text("note"),
            REASON,
        ),
        enrolled=True,
        check=practice_time.check_correction,
    ),
    RecordKind(
        "correction-answer",
        "Answer to a correction",
        (
            need("correction", RECORD),
            need("signer", PERSON),
            need("role", choices=ROLES),
            need("decision", choices=("signed", "declined")),
            REASON,
        ),
        enrolled=True,
        check=signed_entries.check_answer,
    ),
    RecordKind(
        "reversal",
        "Reversal of a signed entry",
        (need("entry", RECORD), need("correction", RECORD), REASON),
        enrolled=True,
        check=signed_entries.check_reversal,
    ),
    RecordKind(
        "addendum",
        "Addendum to a signed entry",
        (need("entry", RECORD), private_text("text")),
        enrolled=True,
        check=signed_entries.check_addendum,
    ),
    RecordKind("links-ended", "End of a signer's links", (need("signer", PERSON),)),
    RecordKind(
        "objection",
        "Objection to a signature",
        (need("signature", RECORD), REASON),
        enrolled=True,
        check=signed_entries.check_objection,
    ),
    RecordKind(
        "objection-decision",
        "Decision on an objection",
        (need("objection", RECORD), need("outcome", choices=("upheld", "dismissed")), REASON),
        enrolled=True,
        check=signed_entries.check_objection_decision,
    ),
)

LEARNING = (
    RecordKind(
        "attendance",
        "Attendance",
        (
            need("register", choices=("taught", "tutor-group")),
            may("stage", FieldType.STAGE),
            need("day", INTEGER, least=1),
            may("half", choices=("am", "pm", "whole"), default="whole"),
            need("present", FieldType.BOOLEAN),
        ),
        enrolled=True,
        once=True,
    ),
    RecordKind("catch-up", "Catch-up granted", (need("requirement"), REASON), enrolled=True),
    RecordKind(
        "hours",
        "Practice entry",
        (
            need("category", choices=SESSION_CATEGORIES),
            may("start", FieldType.TIME),
            may("end", FieldType.TIME),
            may("next-day", FieldType.BOOLEAN, says="It ended on the day after, past midnight."),
            need("minutes", INTEGER),
            may("direct", INTEGER),
            may("form", choices=("group", "individual")),
            may("with"),
            may("family"),
            may("online", FieldType.BOOLEAN),
            may("corrects", RECORD, says="The signed entry in whose place it stands."),
            private_text("note"),
        ),
        version=2,
        enrolled=True,
        once=True,
        check=practice_time.check_hours,
        upgrade=practice_time.upgrade_hours,
    ),
    RecordKind(
        "signature",
        "Signature",
        (
            need("entry", FieldType.RECORD),
            need("signer", FieldType.PERSON),
            need("role", choices=ROLES),
            may("decision", choices=("signed", "declined"), default="signed"),
            REASON,
        ),
        enrolled=True,
        check=acceptance.check_signature,
    ),
    RecordKind(
        "countersignature",
        "Countersignature",
        (need("signature", FieldType.RECORD), REASON),
        enrolled=True,
    ),
    RecordKind(
        "log",
        "Reflective log",
        (
            need("template"),
            private_text("document"),
            may("words", INTEGER, least=0),
        ),
        enrolled=True,
    ),
    RecordKind(
        "log-response",
        "Answer to a log",
        (
            need("log", FieldType.RECORD),
            need("decision", choices=("accepted", "returned")),
            private_text("feedback"),
        ),
        enrolled=True,
        check=acceptance.check_answer,
    ),
    RecordKind("declaration", "Declaration", (need("declaration"),), enrolled=True),
    RecordKind(
        "consent",
        "Consent to recording",
        (may("family"), may("purpose"), may("employer")),
        period=True,
        enrolled=True,
        entered_by=("learner",),
        check=acceptance.check_period,
    ),
    RecordKind(
        "recording-watched",
        "Recording watched",
        (need("consent", FieldType.RECORD),),
        enrolled=True,
    ),
)

OTHERS = (
    RecordKind(
        "cohort-stage",
        "Stage dates of a cohort",
        (need("stage", FieldType.STAGE),),
        subject="cohort",
        period=True,
        check=acceptance.check_period,
    ),
    RecordKind(
        "accreditation",
        "Accreditation of a cohort",
        (need("stage", FieldType.STAGE), need("outcome", choices=(ACCREDITED, NOT_YET)), REASON),
        subject="cohort",
    ),
    RecordKind(
        "intake",
        "New enrolments closed or opened",
        (need("outcome", choices=(CLOSED, OPEN)), REASON),
        subject="curriculum",
    ),
    RecordKind(
        "publication",
        "Publication",
        (need("version"), need("digest"), may("from-version"), may("note", DOCUMENT)),
        subject="curriculum",
    ),
    RecordKind(RETRACTION, "Retraction", (REASON,), subject="any"),
)

CORE_RECORD_KINDS = (
    *WORKFORCE,
    *ENROLMENT,
    *LEARNING,
    *ONCE_SIGNED,
    *ASSESSMENT_KINDS,
    *OTHERS,
)
