"""Which rules a record of each kind is held against, beside its kind's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lms.domain.assessment.word_counts import CLAIM, DECISION
from lms.domain.records import RETRACTION, NewRecord, RecordKind, Refusal
from lms.domain.refusals import of_attempts as attempts
from lms.domain.refusals import of_cohort as cohort
from lms.domain.refusals import of_moves as moves
from lms.domain.refusals import of_practice as practice
from lms.domain.refusals import of_presence as presence
from lms.domain.refusals import of_programme as programme
from lms.domain.refusals import of_sets as sets
from lms.domain.refusals import of_version as version
from lms.domain.refusals import of_words as words
from lms.domain.refusals.of_attempts import about_work
from lms.domain.refusals.setting import Setting

Rule = Callable[[NewRecord, Setting], Refusal | None]
WORK = version.check_assessment

RULES: Mapping[str, tuple[Rule, ...]] = {
    "employment-end": (presence.check_employed,),
    "registration": (presence.check_looked,),
    "role": (presence.check_external,),
    "enrolment": (version.check_admission, programme.check_intake),
    "cohort-move": (
        presence.check_still_here,
        presence.check_other_cohort,
        presence.check_happened,
        moves.check_days_named,
    ),
    "interruption": (presence.check_not_left_yet,),
    "withdrawal": (presence.check_not_withdrawn, presence.check_since_enrolment),
    "entry-check": (version.check_entry, presence.check_happened),
    "credit": (version.check_credit, presence.check_happened),
    "waiver": (version.check_waiver, presence.check_happened),
    "agency-form": (presence.check_supervisor,),
    "attendance": (version.check_stage, version.check_attendance, presence.check_happened),
    "catch-up": (version.check_catch_up,),
    "hours": (
        presence.check_open,
        practice.check_unsigned,
        version.check_category,
        presence.check_since_enrolment,
        presence.check_happened,
    ),
    "correction": (presence.check_open,),
    "addendum": (presence.check_open,),
    "countersignature": (practice.check_countersignature,),
    "log": (presence.check_open, version.check_template),
    "declaration": (presence.check_open, version.check_declaration),
    "consent": (presence.check_open,),
    "submission": (presence.check_open, WORK, about_work(attempts.submission)),
    "circumstances": (presence.check_open, WORK, about_work(attempts.claim)),
    "circumstances-decision": (WORK, about_work(attempts.claim_decision)),
    CLAIM: (presence.check_open, WORK, about_work(words.claim)),
    DECISION: (WORK, about_work(words.decision)),
    "slip": (WORK, about_work(attempts.slip)),
    "misconduct": (WORK, about_work(attempts.misconduct)),
    "misconduct-decision": (attempts.case_decision,),
    "allocation": (WORK, about_work(attempts.allocation)),
    "mark": (WORK, attempts.scale, about_work(attempts.mark)),
    "appeal": (WORK, about_work(attempts.appeal)),
    "further-attempt": (WORK, about_work(attempts.further_attempt)),
    "report": (version.check_report, presence.check_happened),
    "judgement": (
        presence.check_open,
        version.check_judgement,
        presence.check_since_enrolment,
        presence.check_happened,
    ),
    "recording-watched": (
        presence.check_open,
        practice.check_watched,
        presence.check_since_enrolment,
        presence.check_happened,
    ),
    "certificate": (presence.check_happened,),
    "board-outcome": (
        version.check_outcome,
        presence.check_before_board,
        presence.check_since_enrolment,
        presence.check_happened,
        attempts.board_outcome,
    ),
    "award": (version.check_award_stage, presence.check_before_board, presence.check_happened),
    "cohort-stage": (version.check_stage,),
    "accreditation": (version.check_stage, presence.check_happened),
    "intake": (programme.check_ahead,),
    "cohort-policy": (cohort.check_policy,),
    "deadline": (WORK, cohort.check_deadline),
    "sample": (WORK, sets.check_sample),
    "moderation": (WORK, sets.check_moderation),
    "script-asked-for": (WORK,),
    "external-comment": (version.check_stage, WORK),
    "release": (version.check_stage, WORK, sets.check_release),
    "board-meeting": (version.check_stage, presence.check_happened),
    RETRACTION: (attempts.retraction, practice.check_taken_back, moves.check_taken_back),
}
"""Of the other kinds nothing is asked but what the kind itself asks."""


def refusal_of(new: NewRecord, kind: RecordKind, at: Setting) -> Refusal | None:
    """Why no site would take a fact; None where it would. The kind's own rule is asked first."""
    refusal = kind.refuse(new, at.records)
    rules = RULES.get(kind.name, (presence.check_open,) if kind.entered_by else ())
    return refusal or next((said for rule in rules if (said := rule(new, at))), None)
