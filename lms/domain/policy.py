"""Who may do what: one table, read by every service; what is not in it nobody may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

SELF = "self"
SIGNED_IN = "signed-in"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held on dated days, everywhere or only within what it names."""

    role: str
    first: date
    last: date | None = None
    programme: str | None = None
    cohort: str | None = None
    authority: str | None = None

    def covers(self, target: Target, day: date) -> bool:
        """Whether the role holds on the day for what the act is about.

        A grant limited to a programme says nothing about an act that names none.
        """
        in_force = self.first <= day and (self.last is None or day <= self.last)
        return (
            in_force
            and self.programme in (None, target.programme)
            and self.cohort in (None, target.cohort)
            and (self.authority is None or self.authority in target.authorities)
        )


@dataclass(frozen=True, slots=True)
class Target:
    """What an act is about; what is left empty is not known to the act."""

    person: str = ""
    programme: str = ""
    cohort: str = ""
    authorities: frozenset[str] = frozenset()


ANYTHING = Target()


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts, and the roles granted. ``""`` is nobody signed in."""

    person: str
    grants: tuple[Grant, ...] = ()

    def roles(self, day: date) -> frozenset[str]:
        """The roles held anywhere on a day: for navigation, never for a decision."""
        return frozenset(
            g.role for g in self.grants if g.first <= day and (g.last is None or day <= g.last)
        )


SYSTEM = Actor("system")
"""The site itself: migrations, the example world, scheduled work.

It is told apart by being this very object: somebody whose id is the same word has no rights by it.
"""

LEARNERS_OWN = (SELF,)
TEACHING = ("tutor", "programme-lead")
LEADING = ("programme-lead",)
PLANNING = ("planner",)
MARKING = ("tutor", "marker", "moderator")
CONDUCT = ("conduct-officer", "programme-lead")

POLICY: Mapping[str, tuple[str, ...]] = {
    "see-own-start-page": (SIGNED_IN,),
    "read-modules": (SELF, *TEACHING, "external-examiner"),
    "read-progress": (SELF, *TEACHING, "admissions-tutor"),
    "read-standing": (SELF, *PLANNING),
    "write-log": LEARNERS_OWN,
    "read-log": (SELF, "tutor"),
    "answer-log": ("tutor",),
    "log-hours": LEARNERS_OWN,
    "read-hours": (SELF, *TEACHING),
    "ask-for-signature": LEARNERS_OWN,
    "ask-for-correction": LEARNERS_OWN,
    "add-addendum": LEARNERS_OWN,
    "decide-objection": ("tutor",),
    "accept-agency-form": ("tutor", "programme-lead", "admissions-tutor"),
    "countersign": ("tutor",),
    "end-signing-links": ("tutor", "programme-lead", "admissions-tutor"),
    "sign-declaration": LEARNERS_OWN,
    "submit-work": LEARNERS_OWN,
    "read-receipt": LEARNERS_OWN,
    "check-receipt": (SIGNED_IN,),
    "enter-own-record": LEARNERS_OWN,
    "read-work": (SELF, "tutor", "marker"),
    "read-private-work": ("tutor",),
    "see-whose-work": ("tutor",),
    "mark-work": ("tutor", "marker"),
    "take-register": ("tutor",),
    "grant-catch-up": ("tutor",),
    "see-teaching-queue": ("tutor", "marker"),
    "read-curriculum": (*TEACHING, "external-examiner"),
    "edit-curriculum": TEACHING,
    "publish-curriculum": TEACHING,
    "see-cohort": (*TEACHING, "admissions-tutor"),
    "manage-cohort": LEADING,
    "decide-accreditation": LEADING,
    "decide-intake": ("programme-lead", "operator"),
    "record-entry-check": ("admissions-tutor", "programme-lead"),
    "enrol": LEADING,
    "interrupt": LEADING,
    "withdraw": LEADING,
    "move-learner": LEADING,
    "waive": LEADING,
    "decide-prior-learning": ("admissions-tutor", "programme-lead"),
    "record-board": LEADING,
    "read-board": (*LEADING, "board"),
    "read-reason": (SELF, *TEACHING),
    "record-report": ("tutor", "programme-lead"),
    "record-watched": ("tutor",),
    "take-back-entry": TEACHING,
    "record-judgement": ("tutor", "admissions-tutor"),
    "record-certificate": ("admissions-tutor", "programme-lead"),
    "read-report": TEACHING,
    # assessment
    "see-marking-queue": MARKING,
    "read-other-layers": ("moderator", *TEACHING),
    "allocate-marking": LEADING,
    "declare-interest": (*MARKING, "external-examiner", "board"),
    "keep-comment-bank": (SIGNED_IN,),
    "record-in-person": ("tutor", "marker"),
    "decide-word-count": ("tutor", "marker", "programme-lead"),
    "contest-word-count": LEARNERS_OWN,
    "return-for-slip": ("tutor", "marker", "programme-lead"),
    "decide-several-slips": TEACHING,
    "read-quarantined": ("data-protection-officer",),
    "report-misconduct": (*MARKING, "programme-lead"),
    "read-misconduct": CONDUCT,
    "decide-misconduct": ("conduct-officer",),
    "claim-circumstances": LEARNERS_OWN,
    "read-circumstances": (SELF, *LEADING),
    "decide-circumstances": LEADING,
    "set-deadline": LEADING,
    "see-marks": (*LEADING, "board", "external-examiner"),
    "export-marks": LEADING,
    "draw-sample": ("moderator", *LEADING),
    "read-sample": ("moderator", "external-examiner"),
    "moderate": ("moderator",),
    "ask-for-script": ("external-examiner",),
    "comment-for-board": ("external-examiner",),
    "read-external-comments": (*LEADING, "board", "external-examiner"),
    "release-marks": LEADING,
    "change-mark": LEADING,
    "allow-further-attempt": LEADING,
    "correct-board-outcome": LEADING,
    "appeal": LEARNERS_OWN,
    "read-appeal": (SELF, *LEADING, "board"),
    "decide-appeal": (*LEADING, "board"),
    # workforce
    "see-cadre-counts": PLANNING,
    "see-cadre-names": PLANNING,
    "record-register-check": PLANNING,
    "record-employment": PLANNING,
    "manage-people": ("operator",),
    "grant-roles": ("operator",),
    "see-plugins": ("operator",),
    "see-read-audit": ("data-protection-officer",),
    "use-api": (SIGNED_IN,),
    "manage-own-sessions": (SELF,),
    "manage-own-tokens": (SELF,),
    "change-own-password": (SELF,),
}


def may(actor: Actor, act: str, target: Target, day: date) -> bool:
    """Whether somebody may do an act on a day; an act that is not in the table, never."""
    if actor is SYSTEM:
        return True
    allowed = POLICY.get(act, ())
    if SIGNED_IN in allowed and actor.person:
        return True
    if SELF in allowed and actor.person and actor.person == target.person:
        return True
    return any(grant.role in allowed and grant.covers(target, day) for grant in actor.grants)


def may_somewhere(actor: Actor, act: str, day: date) -> bool:
    """Whether a role held today could allow the act for something: decides what to offer, no more."""
    if actor is SYSTEM:
        return True
    allowed = POLICY.get(act, ())
    own = {SELF, SIGNED_IN} & set(allowed)
    return bool(own and actor.person) or bool(actor.roles(day) & set(allowed))
