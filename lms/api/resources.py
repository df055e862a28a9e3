"""The one list of the API's resources, each under the permission that its methods declare."""

from __future__ import annotations

from flask_smorest import Blueprint

from lms.api.administration import administration
from lms.api.boards import boards
from lms.api.cadre import cadre
from lms.api.curricula import curricula
from lms.api.deciding import deciding
from lms.api.enrolments import enrolments
from lms.api.leading import leading
from lms.api.marking import marking
from lms.api.me import me
from lms.api.people import people
from lms.api.practice import practice
from lms.api.programmes import programmes
from lms.api.reports import reports
from lms.api.teaching import teaching
from lms.api.writing import writing

API_BLUEPRINTS: list[Blueprint] = [
    me,
    people,
    programmes,
    enrolments,
    writing,
    practice,
    teaching,
    marking,
    curricula,
    leading,
    deciding,
    boards,
    reports,
    cadre,
    administration,
]
