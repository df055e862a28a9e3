"""The one list of page groups: what is here is open, under the permission each route declares."""

from __future__ import annotations

from flask import Blueprint

from lms.web.account import account
from lms.web.administration import administration
from lms.web.appeals import appeals
from lms.web.assessor import assessor
from lms.web.board_start import board_start
from lms.web.boards import boards
from lms.web.certificates import certificates
from lms.web.checks import checks
from lms.web.circumstances import circumstances
from lms.web.conduct import conduct
from lms.web.corrections import corrections
from lms.web.curricula import curricula
from lms.web.deciding import deciding
from lms.web.enrolling import enrolling
from lms.web.external import external
from lms.web.in_person import in_person
from lms.web.invitation import invitation
from lms.web.learner import learner
from lms.web.log_readers import log_readers
from lms.web.marking_allocation import marking_allocation
from lms.web.marking_decided import marking_decided
from lms.web.marking_own import marking_own
from lms.web.marks import marks
from lms.web.moderation import moderation
from lms.web.moving import moving
from lms.web.objections import objections, signed
from lms.web.offering import offering
from lms.web.own_records import own_records
from lms.web.own_work import own_work
from lms.web.planner import planner
from lms.web.planner_acts import planner_acts
from lms.web.portfolio import portfolio
from lms.web.practice import practice
from lms.web.programme_lead import programme_lead
from lms.web.programme_learner import programme_learner
from lms.web.reports import reports
from lms.web.signer import signer
from lms.web.start import start
from lms.web.tutor import tutor
from lms.web.tutor_cohort import tutor_cohort
from lms.web.tutor_facts import tutor_facts
from lms.web.tutor_learner import tutor_learner
from lms.web.word_counts import word_counts
from lms.web.writing import writing
from lms.web.written_about import written_about

BLUEPRINTS: tuple[Blueprint, ...] = (
    start,
    account,
    learner,
    writing,
    log_readers,
    written_about,
    own_work,
    circumstances,
    appeals,
    portfolio,
    practice,
    corrections,
    own_records,
    signer,
    signed,
    objections,
    tutor,
    tutor_cohort,
    tutor_learner,
    tutor_facts,
    marking_own,
    marking_decided,
    marking_allocation,
    word_counts,
    assessor,
    conduct,
    in_person,
    moderation,
    external,
    curricula,
    programme_lead,
    moving,
    programme_learner,
    enrolling,
    offering,
    certificates,
    board_start,
    boards,
    marks,
    deciding,
    reports,
    planner,
    planner_acts,
    checks,
    administration,
    invitation,
)
