"""The acts of a learner's whole way through a programme, each as every door does it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.doors.acts import Act

LEARNER = "nadia"
SIGNS = (
    "agency-supervisor",
    "line-manager",
    "live-supervisor",
    "supervisor-of-supervision",
    "coach",
    "mentor",
    "peer",
    "provider",
)
BOARD = ("chair", "nour", "owen")
REASON = "It was looked at and talked over."


def act(operation: str, page: str, by: str, **more: Any) -> Act:
    """An act of the way: at the page as ``form`` says, at the API as ``body`` says."""
    return Act(name=operation, by=by, page=page, operation=operation, **more)


# Before the year: a cohort, the people who sign, and the enrolment itself.

STAGES = "{stages}"
COHORT_MADE = act(
    "make-cohort",
    "/programmes/{programme}/cohorts/new",
    "lead",
    arguments={"programme": "{programme}"},
    body={"name": "Autumn", "stages": STAGES},
    form={"name": "Autumn", "{first}#day": "{from}", "{last}#day": "{until}"},
    writes=("cohort-stage", "cohort-policy"),
)
ROLE = act(
    "grant-role",
    "/administration/people/{who}/roles/new",
    "op",
    arguments={"person": "{who}"},
    body={"role": "{role}", "first": "{from}"},
    form={"role": "{role}", "first#day": "{from}"},
    writes=("role",),
)
POST = act(
    "record-employment",
    "/cadre/people/{who}/employment",
    "plan",
    arguments={"person": "{who}"},
    body={"employer": "medway", "first": "{from}"},
    form={"employer": "medway", "fte": "1", "first#day": "{from}"},
    writes=("employment",),
)
CHECK = act(
    "record-register-checks",
    "/cadre/checks/enter?register={register}&person={who}",
    "plan",
    body={
        "checks": [
            {
                "person": "{who}",
                "register": "{register}",
                "result": "entry",
                "title": "{title}",
                "checked": "{day}",
                "first": "{from}",
                "last": "{until}",
            }
        ]
    },
    form={
        "register": "{register}",
        "people": "{who}",
        "checked#day": "{day}",
        "result-{who}": "entry",
        "title-{who}": "{title}",
        "first-{who}#day": "{from}",
        "last-{who}#day": "{until}",
    },
    writes=("registration",),
)
ENROLLED = act(
    "enrol-person",
    "/programmes/{programme}/cohorts/{cohort}/enrol/nadia?admission={admission}",
    "lead",
    arguments={"programme": "{programme}", "cohort": "{cohort}"},
    body={"person": LEARNER, "admission": "{admission}", "start": "{from}", "reason": REASON},
    form={"admission": "{admission}", "start#day": "{from}", "reason": REASON},
    writes=("enrolment",),
)
FORM = act(
    "accept-agency-form",
    "/teaching/learners/nadia/agency-form?enrolment={enrolment}",
    "tess",
    arguments={"enrolment": "{enrolment}"},
    body={
        "supervisor": {"person": "sid"},
        "employer": "medway",
        "roles": SIGNS,
        "first": "{from}",
    },
    form={"person": "sid", "employer": "medway", "roles": SIGNS, "first#day": "{from}"},
    writes=("agency-form",),
)
CERTIFIED = act(
    "record-certificate",
    "/programmes/learners/{enrolment}/certificate",
    "adam",
    arguments={"programme": "{programme}"},
    body={
        "person": LEARNER,
        "level": "{level}",
        "on": "{from}",
        "accredited": True,
        "hours_shown": True,
    },
    form={
        "person": LEARNER,
        "level": "{level}",
        "on#day": "{from}",
        "accredited": "yes",
        "hours-shown": "yes",
    },
    writes=("certificate",),
)

# What requirements ask for.

ENTRY = act(
    "decide-on-entry-check",
    "/programmes/learners/{enrolment}/checks/{requirement}",
    "adam",
    arguments={"enrolment": "{enrolment}"},
    body={
        "requirement": "{requirement}",
        "outcome": "accepted",
        "on": "{day}",
        "reason": REASON,
    },
    form={"outcome": "accepted", "on#day": "{day}", "reason": REASON},
    writes=("entry-check",),
)
REGISTER = act(
    "take-register",
    "/teaching/cohorts/{cohort}/register/{stage}/{number}?register={register}",
    "tess",
    arguments={"cohort": "{cohort}"},
    body={
        "stage": "{stage}",
        "day": "{number}",
        "register": "{register}",
        "on": "{day}",
        "rows": [{"person": LEARNER, "am": True, "pm": True}],
    },
    form={"on#day": "{day}", "rest": "present"},
    writes=("attendance",),
)
HOURS = act(
    "log-hours",
    "/learning/{enrolment}/hours/new",
    LEARNER,
    arguments={"enrolment": "{enrolment}"},
    body={
        "on": "{day}",
        "category": "{category}",
        "start": "08:00",
        "end": "{end}",
        "direct": "{direct}",
        "form": "{form}",
        "with": "{with}",
    },
    form={
        "on#day": "{day}",
        "category": "{category}",
        "start": "08:00",
        "end": "{end}",
        "direct": "{direct}",
        "form": "{form}",
        "with": "{with}",
    },
    writes=("hours",),
)
ASKED = act(
    "ask-for-signature",
    "/learning/{enrolment}/hours/ask",
    LEARNER,
    arguments={"enrolment": "{enrolment}"},
    body={"signer": "sid"},
    form={"signer": "sid"},
)
SIGNED = act(
    "sign-entries",
    "/sign/{link}",
    "",
    arguments={"token": "{link}"},
    body={"entries": "{entries}", "role": "{role}", "declared": True},
    form={"entry": "{entries}", "role": "{role}", "declared": "yes"},
    writes=("signature",),
)
DRAFT = act(
    "save-draft",
    "/learning/{enrolment}/{place}",
    LEARNER,
    arguments={"enrolment": "{enrolment}", "kind": "{kind}", "item": "{item}"},
    body={"texts": "{texts}", "family": "{family}", "revision": 0},
    form={"revision": 0, "family": "{family}", "text-{box}": "{text}"},
)
LOG = act(
    "hand-in-log",
    "/learning/{enrolment}/logs/{item}/check",
    LEARNER,
    arguments={"enrolment": "{enrolment}"},
    body={"template": "{item}", "texts": "{texts}"},
    form={"revision": 1},
    writes=("log",),
)
ANSWERED = act(
    "answer-log",
    "/teaching/logs/{log}",
    "tess",
    arguments={"record": "{log}"},
    body={"decision": "accepted", "feedback": REASON},
    form={"decision": "accepted", "feedback": REASON},
    writes=("log-response",),
)
AGREED = act(
    "sign-declaration",
    "/learning/{enrolment}/declarations/{declaration}",
    LEARNER,
    arguments={"enrolment": "{enrolment}", "declaration": "{declaration}"},
    form={"agreed": "yes"},
    writes=("declaration",),
)
CONSENT = act(
    "enter-own-record",
    "/learning/{enrolment}/record/consent",
    LEARNER,
    arguments={"enrolment": "{enrolment}", "kind": "consent"},
    body={"on": "{day}", "until": "{until}"},
    form={"on#day": "{day}", "until#day": "{until}"},
    writes=("consent",),
)
NOTE = act(
    "enter-own-record",
    "/learning/{enrolment}/record/reading-note",
    LEARNER,
    arguments={"enrolment": "{enrolment}", "kind": "reading-note"},
    body={"on": "{day}", "fields": {"day": "{number}"}},
    form={"on#day": "{day}", "field-day": "{number}"},
    writes=("reading-note",),
)
WATCHED = act(
    "record-recording-watched",
    "/teaching/learners/nadia/{enrolment}/watched",
    "tess",
    arguments={"enrolment": "{enrolment}"},
    body={"consent": "{consent}", "on": "{day}"},
    form={"consent": "{consent}", "on#day": "{day}"},
    writes=("recording-watched",),
)
WORK = act(
    "hand-in-work",
    "/learning/{enrolment}/assessments/{item}/check",
    LEARNER,
    arguments={"enrolment": "{enrolment}"},
    body={"assessment": "{item}", "draft": 1, "statement": True, "consent": "{consent}"},
    form={"revision": 1, "statement": "yes", "consent": "{consent}"},
    writes=("submission",),
)
SHOWN = act(
    "record-in-person",
    "/marking/in-person/{programme}/{cohort}/{item}",
    "tess",
    arguments={"programme": "{programme}", "cohort": "{cohort}", "assessment": "{item}"},
    body={
        "on": "{day}",
        "shown": [{"person": LEARNER, "consent": "{consent}", "family": "{family}"}],
    },
    form={
        "on#day": "{day}",
        "shown": LEARNER,
        "consent-nadia": "{consent}",
        "family-nadia": "{family}",
    },
    writes=("submission",),
)
MARKED = act(
    "mark-submission",
    "/marking/{work}",
    "mark",
    arguments={"record": "{work}"},
    body={"bands": "{bands}", "mark": "{mark}", "result": "{result}", "overall": REASON},
    form={"mark": "{mark}", "result": "{result}", "overall": REASON},
    writes=("mark",),
)
DRAWN = act(
    "draw-sample",
    "/moderation/{programme}/{cohort}/{item}/draw",
    "mo",
    arguments={"programme": "{programme}", "cohort": "{cohort}", "assessment": "{item}"},
    writes=("sample",),
)
CONFIRMED = act(
    "decide-on-set",
    "/moderation/{programme}/{cohort}/{item}/decision/{sample}",
    "mo",
    arguments={"programme": "{programme}", "cohort": "{cohort}", "assessment": "{item}"},
    body={"sample": "{sample}", "decision": "confirmed", "reason": REASON},
    form={"decision": "confirmed", "reason": REASON},
    writes=("moderation",),
)
REPORTED = act(
    "record-report",
    "/teaching/learners/nadia/{enrolment}/reports/{requirement}",
    "tess",
    arguments={"enrolment": "{enrolment}"},
    body={
        "requirement": "{requirement}",
        "outcome": "satisfactory",
        "by": {"person": "sid"},
        "on": "{day}",
        "text": REASON,
    },
    form={"outcome": "satisfactory", "person": "sid", "on#day": "{day}", "text": REASON},
    writes=("report",),
)
JUDGED = act(
    "record-judgement",
    "/teaching/learners/nadia/{enrolment}/judgements/{requirement}",
    "tess",
    arguments={"enrolment": "{enrolment}"},
    body={
        "requirement": "{requirement}",
        "outcome": "{outcome}",
        "on": "{day}",
        "reason": REASON,
    },
    form={"outcome": "{outcome}", "on#day": "{day}", "reason": REASON},
    writes=("judgement",),
)
BOARD_MET = act(
    "record-board-meeting",
    "/programmes/{programme}/cohorts/{cohort}/board/{stage}",
    "lead",
    arguments={"programme": "{programme}", "cohort": "{cohort}", "stage": "{stage}"},
    body={
        "on": "{day}",
        "chair": "chair",
        "members": BOARD,
        "minutes": REASON,
        "seen": "{seen}",
        "decisions": [{"person": LEARNER, "outcome": "{outcome}"}],
    },
    form={
        "on#day": "{day}",
        "chair": "chair",
        "members": BOARD,
        "minutes": REASON,
        "by": "meeting",
        "seen": "{seen}",
        "outcome-nadia": "{outcome}",
    },
    writes=("board-outcome",),
)
AWARDED = replace(BOARD_MET, writes=("board-outcome", "award"))

WAY: tuple[Act, ...] = tuple(each for each in globals().values() if isinstance(each, Act))
"""All of them."""
