"""Facts about a learner that others enter: forms, countersignatures, catch-up, reports, judgements."""

from __future__ import annotations

from datetime import date

from tests.doors.acts import Act, Wrong

LEARNER = "/teaching/learners/{who}"
OWN = f"{LEARNER}/{{enrolment}}"
SUE = {"who": "sue", "enrolment": "{sue_enrolment}"}
REX = {"who": "rex", "enrolment": "{rex_enrolment}"}
KIT = {"who": "kit", "enrolment": "{kit_enrolment}"}
BY_ENROLMENT = {"enrolment": "{enrolment}"}
DAY, AHEAD, BEFORE = date(2026, 2, 27), date(2026, 3, 3), date(2026, 1, 4)
OWN_WORK = "his or her own"
FORM = {
    **SUE,
    "supervisor": "boss",
    "employer": "medway",
    "roles": ["line-manager"],
    "first": date(2026, 1, 5),
    "last": date(2026, 12, 31),
}
REPORT = {**SUE, "requirement": "crs.report", "outcome": "satisfactory", "on": DAY, "text": "So."}
WATCHED = {**SUE, "consent": "{sue_consent}", "on": DAY}
JUDGED = {**SUE, "requirement": "crs.suited", "outcome": "suitable", "on": DAY, "reason": "So."}
CERTIFICATE = {**SUE, "level": "foundation", "on": date(2024, 7, 12), "shown": True, "yes": "yes"}

BY_TUTORS = (
    Act(
        name="accept an agency form",
        by="tess",
        page=f"{LEARNER}/agency-form?enrolment={{enrolment}}",
        operation="accept-agency-form",
        facts=FORM,
        arguments=BY_ENROLMENT,
        body={
            "supervisor": {"person": "{supervisor}"},
            "employer": "{employer}",
            "roles": "{roles}",
            "first": "{first}",
            "last": "{last}",
        },
        form={
            "person": "{supervisor}",
            "employer": "{employer}",
            "roles": "{roles}",
            "first#day": "{first}",
            "last#day": "{last}",
        },
        about="sue",
        may=("lead",),
        again="more",
        wrongs=(
            Wrong("of oneself", OWN_WORK, "rex", REX),
            Wrong("that names the learner", "supervises himself", facts={"supervisor": "sue"}),
            Wrong("with no employer", "Choose the authority", facts={"employer": "nowhere"}),
            Wrong("that ends before it begins", "before the first", facts={"last": BEFORE}),
        ),
    ),
    Act(
        name="countersign",
        writes=("countersignature",),
        by="tess",
        page=f"{OWN}/countersign/{{signature}}",
        operation="countersign-signature",
        facts={**SUE, "signature": "{sue_signature}", "reason": "Her manager was rung."},
        arguments={"signature": "{signature}"},
        body={"reason": "{reason}"},
        form={"reason": "{reason}"},
        about="sue",
        again={
            "page": "does not wait",
            "api": "needs no countersignature",
            "cli": "needs no countersignature",
        },
        keyed=("api", "cli"),
        wrongs=(
            Wrong("without a word", "how you confirmed", facts={"reason": " "}),
            Wrong("a signature of one's own", "his or her own signature", "cory"),
        ),
    ),
    Act(
        name="grant catch-up",
        writes=("catch-up",),
        by="tess",
        page=f"{OWN}/catch-up/{{requirement}}",
        operation="grant-catch-up",
        facts={**SUE, "requirement": "crs.attend", "reason": "Came to a repeat."},
        arguments=BY_ENROLMENT,
        body={"requirement": "{requirement}", "reason": "{reason}"},
        form={"reason": "{reason}"},
        about="sue",
        again="more",
        wrongs=(
            Wrong("of oneself", OWN_WORK, "rex", REX),
            Wrong(
                "for what is no attendance", "attendance only", facts={"requirement": "crs.report"}
            ),
            Wrong("without a word", "what was missed", facts={"reason": " "}),
        ),
    ),
    Act(
        name="record a report",
        by="tess",
        page=f"{OWN}/reports/{{requirement}}",
        operation="record-report",
        facts={**REPORT, "by": "boss"},
        arguments=BY_ENROLMENT,
        body={
            "requirement": "{requirement}",
            "outcome": "{outcome}",
            "by": {"person": "{by}"},
            "on": "{on}",
            "text": "{text}",
        },
        form={"outcome": "{outcome}", "person": "{by}", "on#day": "{on}", "text": "{text}"},
        about="sue",
        may=("lead",),
        again="more",
        wrongs=(
            Wrong("of oneself", OWN_WORK, "rex", REX),
            Wrong("of tomorrow", "cannot lie ahead", facts={"on": AHEAD}),
            Wrong("without a word", "text of the report", facts={"text": " "}),
        ),
    ),
    Act(
        name="record that a session was watched",
        by="tess",
        page=f"{OWN}/watched",
        operation="record-recording-watched",
        facts=WATCHED,
        arguments=BY_ENROLMENT,
        body={"consent": "{consent}", "on": "{on}"},
        form={"consent": "{consent}", "on#day": "{on}"},
        about="sue",
        again="on record already",
        wrongs=(
            Wrong("of oneself", OWN_WORK, "rex", {**REX, "consent": "{rex_consent}"}),
            Wrong("ahead of time", "cannot lie ahead", facts={"on": AHEAD}),
            Wrong("before the consent", "not in date", facts={"on": date(2026, 1, 31)}),
            Wrong("after it", "not in date", facts={"on": date(2026, 6, 1)}, on=date(2026, 6, 2)),
            Wrong("before enrolment", "began later", facts={"on": BEFORE}),
            Wrong("given elsewhere", "given elsewhere", facts={"consent": "{sue_old_consent}"}),
            Wrong("under another's", "Choose the consent", facts={"consent": "{ivy_consent}"}),
            Wrong("under what is none", "Choose the consent", facts={"consent": "{sue_hours}"}),
            Wrong("after leaving", "left this", facts={**KIT, "consent": "{kit_consent}"}),
        ),
    ),
    Act(
        name="record a judgement",
        by="tess",
        page=f"{OWN}/judgements/{{requirement}}",
        operation="record-judgement",
        facts=JUDGED,
        arguments=BY_ENROLMENT,
        body={
            "requirement": "{requirement}",
            "outcome": "{outcome}",
            "on": "{on}",
            "reason": "{reason}",
        },
        form={"outcome": "{outcome}", "on#day": "{on}", "reason": "{reason}"},
        about="sue",
        again="more",
        wrongs=(
            Wrong("of oneself", OWN_WORK, "rex", REX),
            Wrong("in another role", "role of admissions tutor", facts={"requirement": "crs.fit"}),
            Wrong("of no such outcome", "Choose what was judged", facts={"outcome": "splendid"}),
            Wrong("ahead of time", "cannot lie ahead", facts={"on": AHEAD}),
            Wrong("before enrolment", "began later", facts={"on": BEFORE}),
            Wrong("without a word", "what it rests on", facts={"reason": " "}),
            Wrong("on what is none", "no judgement", facts={"requirement": "crs.report"}),
            Wrong("after leaving", "left this", facts=KIT),
        ),
    ),
)


def certificate(where: str, page: str, *wrongs: Wrong) -> Act:
    """An outside certificate, from one of its pages."""
    return Act(
        name=f"record a certificate {where}",
        by="lead",
        page=page,
        operation="record-certificate",
        facts={**CERTIFICATE, "cohort": "facts"},
        arguments={"programme": "course"},
        body={
            "person": "{who}",
            "level": "{level}",
            "on": "{on}",
            "accredited": "{shown}",
            "hours_shown": "{shown}",
        },
        form={
            "person": "{who}",
            "level": "{level}",
            "on#day": "{on}",
            "accredited": "{yes}",
            "hours-shown": "{yes}",
        },
        about="sue",
        again="on record already",
        wrongs=(
            Wrong("ahead of time", "cannot lie ahead", facts={"on": AHEAD}),
            Wrong("of long ago", "cannot be meant", facts={"on": date(1980, 7, 12)}),
            *wrongs,
        ),
    )


CERTIFICATES = (
    certificate(
        "of a learner",
        "/programmes/learners/{enrolment}/certificate",
        Wrong("of oneself", "his or her own certificate", "rex", REX),
        Wrong("of nobody", "known here", facts={"who": "nobody"}),
    ),
    certificate("of an applicant", "/programmes/course/cohorts/{cohort}/enrol/{who}/certificate"),
)
TAKEN_BACK = Act(
    name="take a certificate back",
    by="lead",
    page="/programmes/learners/{enrolment}/certificates/{certificate}/take-back",
    operation="take-back-certificate",
    facts={**SUE, "certificate": "{sue_certificate}", "reason": "It was another's."},
    arguments={"enrolment": "{enrolment}", "record": "{certificate}"},
    body={"reason": "{reason}"},
    form={"reason": "{reason}"},
    about="sue",
    again="taken back already",
    wrongs=(
        Wrong("without a word", "what the mistake was", facts={"reason": " "}),
        Wrong("of another learner", "no such certificate", facts={**REX}),
        Wrong("of one's own", "his or her own", "rex", {**REX, "certificate": "{rex_certificate}"}),
        Wrong("that is none", "no such certificate", facts={"certificate": "{sue_hours}"}),
    ),
)
ENTRY_TAKEN_BACK = Act(
    name="take an entry back",
    by="tess",
    page=f"{OWN}/entries/{{record}}/take-back",
    operation="take-back-entry",
    facts={**SUE, "record": "{sue_recording_watched}", "reason": "It was another's."},
    arguments={"record": "{record}"},
    body={"reason": "{reason}"},
    form={"reason": "{reason}"},
    about="sue",
    again="taken back already",
    wrongs=(
        Wrong("without a word", "what the mistake was", facts={"reason": " "}),
        Wrong("of oneself", OWN_WORK, "rex", {**REX, "record": "{rex_recording_watched}"}),
        Wrong("that is none", "nothing under this address", facts={"record": "{sue_hours}"}),
    ),
)
ROWS = (*BY_TUTORS, *CERTIFICATES, TAKEN_BACK, ENTRY_TAKEN_BACK)
