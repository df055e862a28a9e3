"""The one list of the API's resources, each under the permission that its methods declare."""

from __future__ import annotations

from flask_smorest import Blueprint

from lms.api.administration import administration
from lms.api.boards import boards
from lms.api.cadre import cadre
from lms.api.checks import checks
from lms.api.claims import claims
from lms.api.conduct import conduct
from lms.api.corrections import corrections
from lms.api.curricula import curricula
from lms.api.deciding import deciding
from lms.api.enrolments import enrolments
from lms.api.examining import examining
from lms.api.facts import facts
from lms.api.in_person import in_person
from lms.api.leading import leading
from lms.api.marking import marking
from lms.api.marking_queue import marking_queue
from lms.api.marks import marks
from lms.api.me import me
from lms.api.moderation import moderation
from lms.api.moving import moving
from lms.api.offering import offering
from lms.api.own_work import own_work
from lms.api.people import people
from lms.api.practice import practice
from lms.api.programmes import programmes
from lms.api.reports import reports
from lms.api.signing import signing
from lms.api.teaching import teaching
from lms.api.word_counts import word_counts
from lms.api.writing import writing

API_BLUEPRINTS: list[Blueprint] = [
    me,
    people,
    programmes,
    enrolments,
    writing,
    own_work,
    practice,
    signing,
    corrections,
    teaching,
    marking,
    marking_queue,
    word_counts,
    moderation,
    examining,
    in_person,
    conduct,
    curricula,
    leading,
    offering,
    deciding,
    facts,
    moving,
    boards,
    marks,
    claims,
    reports,
    cadre,
    checks,
    administration,
]
