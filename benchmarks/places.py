"""Every page that grows with a cohort or with a learner's records, and who opens it."""

from __future__ import annotations

from datetime import date, timedelta

from benchmarks.facts import THEORY, WAITING, Learner
from benchmarks.world import COHORT, PROGRAMME, YEAR

GROUP = f"/programmes/{PROGRAMME}/cohorts/{COHORT}"
SET = f"/moderation/{PROGRAMME}/{COHORT}/{THEORY}"
PAST = date(2026, 3, 2)


def past_day(number: int) -> date:
    """A day behind, another for each number."""
    return PAST - timedelta(days=number)


def pages_of(learner: Learner, waiting: Learner) -> dict[str, tuple[str, str]]:
    """Who opens which page, by a short name; ``waiting`` has work that waits for its mark."""
    home, person = f"/learning/{learner.enrolment}", learner.id
    own = {
        "account": "/account/",
        "start": "/",
        "programme": f"{home}/",
        "module": f"{home}/modules/y3.m01",
        "modules": f"{home}/modules/",
        "hours": f"{home}/hours",
        "hours-form": f"{home}/hours/new",
        "logs": f"{home}/logs/",
        "assessments": f"{home}/assessments/",
        "assessment": f"{home}/assessments/{THEORY}",
        "requirement": f"{home}/requirements/y3.clinic",
        "about-me": f"{home}/about-me/",
    }
    tutor = {
        "tutor-start": "/",
        "queue": "/teaching/",
        "cohort": f"/teaching/cohorts/{COHORT}",
        "register": f"/teaching/cohorts/{COHORT}/register/{YEAR}/5",
        "learner": f"/teaching/learners/{person}",
    }
    marker = {
        "marking": "/marking/",
        "script": f"/marking/{waiting.submission(WAITING)}",
    }
    lead = {
        "lead-start": "/",
        "programmes": "/programmes/",
        "led": f"/programmes/{PROGRAMME}",
        "grid": GROUP,
        "marks": f"{GROUP}/marks/{YEAR}",
        "one-assessment": f"{GROUP}/marks/{YEAR}?assessment={THEORY}",
        "marks-csv": f"{GROUP}/marks/{YEAR}.csv",
        "board": f"{GROUP}/board/{YEAR}",
        "decisions": f"{GROUP}/decisions",
        "circumstances": f"{GROUP}/circumstances",
        "appeals": f"{GROUP}/appeals",
        "allocation": f"{GROUP}/marking/",
        "allocate-one": f"{GROUP}/marking/{THEORY}",
        "enrol": f"{GROUP}/enrol",
        "led-learner": f"/programmes/learners/{learner.enrolment}/",
        "reports": f"/programmes/{PROGRAMME}/reports/",
        "curricula": f"/curricula/{PROGRAMME}/",
    }
    others = {
        "moderator-start": ("moderator", "/"),
        "moderation": ("moderator", "/moderation/"),
        "set": ("moderator", SET),
        "member-start": ("member", "/"),
        "boards": ("member", "/boards/"),
        "examining": ("examiner", "/examining/"),
        "examined": ("examiner", f"/examining/{PROGRAMME}/{COHORT}"),
        "examined-work": ("examiner", f"/examining/{PROGRAMME}/{COHORT}/{THEORY}"),
        "conduct": ("officer", "/conduct/"),
        "cadre": ("planner", "/cadre/"),
        "people": ("planner", "/cadre/people"),
        "checks": ("planner", "/cadre/checks"),
        "administration": ("operator", "/administration/"),
        "readings": ("guardian", "/administration/readings"),
    }
    return {
        **{name: (person, path) for name, path in own.items()},
        **{name: ("tutor", path) for name, path in tutor.items()},
        **{name: ("marker-0", path) for name, path in marker.items()},
        **{name: ("lead", path) for name, path in lead.items()},
        **others,
    }
