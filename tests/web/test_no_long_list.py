"""No page shows more of a list than a page is for: every page, seen by the first to whom it is open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask
from lxml import html
from lxml.html import HtmlElement

from lms.domain.part import LEARNERS, ROWS
from tests.fixtures.boards import Judged
from tests.fixtures.crowd import MANY

STEP = re.compile(r"<(?:\w+:)?(\w+)>")
WIDE = {
    "in_person.cohort",
    "programme_lead.cohort",
    "tutor_cohort.cohort",
    "tutor_cohort.register",
}
"""Registers and cohorts at a glance, which are read down a list of names."""
FORMS = {"marking_allocation.work", "marking_own.interests"}
"""Where somebody is chosen among everybody."""
READERS = (
    *("lead", "chair", "tutor", "mona", "moderator", "external-examiner"),
    *("guardian", "conduct-officer", "ada"),
)


@pytest.fixture
def long_lists(crowd: Judged) -> Judged:
    """The crowd with a concern and a slip about everybody's project, and a decision on all."""
    for name in crowd.enrolments:
        about = {"assessment": "crs.project", "attempt": 1}
        crowd.tell(name, "slip", by="mona", grade="major", **about)
        crowd.tell(name, "misconduct", by="mona", **about)
        outcome = {
            "stage": "course/year",
            "outcome": "deferred",
            "verdict": "none",
            "reason": "none",
        }
        crowd.tell(name, "board-outcome", **outcome)
    crowd.site.session().rollback()
    return crowd


def addresses(app: Flask, crowd: Judged) -> Iterator[tuple[str, str]]:
    """Every page of the site about the crowd, with its name."""
    enrolment = crowd.enrolments["ada"]
    own = crowd.site.about_me("ada")
    told = {
        "programme": ["course"],
        "cohort": ["spring"],
        "stage": ["year"],
        "assessment": ["crs.essay", "crs.project"],
        "item": ["crs.essay", "crs.project"],
        "enrolment": [enrolment],
        "person": ["ada"],
        "who": ["ada"],
        "day": ["1"],
        "requirement": ["crs.essay-passed", "crs.board"],
        "record": [own.of("submission")[0].id],
        "submission": [own.of("submission")[0].id],
        "decision": [own.of("board-outcome")[0].id],
        "appeal": [own.of("appeal")[0].id],
        "claim": [own.of("circumstances")[0].id],
        "version": ["2026.1"],
    }
    for rule in app.url_map.iter_rules():
        steps = STEP.findall(rule.rule)
        if "GET" in (rule.methods or ()) and set(steps) <= told.keys():
            for values in product(*(told[s] for s in steps)):
                filled = iter(values)
                yield rule.endpoint, STEP.sub(lambda _: next(filled), rule.rule)  # noqa: B023


def longest(page: HtmlElement) -> int:
    """How many rows, items, choices or cards the longest list of a page has."""
    groups = [len(body.findall("tr")) for body in page.iter("tbody")]
    groups += [len(one.findall("li")) for one in page.iter("ul", "ol")]
    groups += [len(one.findall("div")) for one in page.iter("dl")]
    groups += [len(one.findall("option")) for one in page.iter("select")]
    groups.append(len(page.findall(".//section[@class]")))
    return max(groups, default=0)


def test_no_page_shows_more_of_a_list_than_a_page_is_for(app: Flask, long_lists: Judged) -> None:
    too_long, turned, shown = {}, set(), set()
    for reader in READERS:
        client = long_lists.world.client(app, reader)
        for endpoint, address in addresses(app, long_lists):
            if address.startswith(("/api/", "/static/")) or endpoint in FORMS or address in shown:
                continue
            answer = client.get(address)
            assert answer.status_code < 500, address
            if answer.status_code != 200 or "html" not in answer.content_type:
                continue
            shown.add(address)
            if "govuk-pagination" in answer.text or 'name="to"' in answer.text:
                turned.add(endpoint)
            rows = longest(html.document_fromstring(answer.text))
            if rows > (LEARNERS if endpoint in WIDE else ROWS):
                too_long[f"{address} ({reader})"] = rows
    assert too_long == {}
    assert MANY > ROWS
    assert turned >= {
        "assessor.index",
        "boards.decisions",
        "boards.papers",
        "conduct.index",
        "conduct.quarantine",
        "conduct.slips",
        "deciding.appeals",
        "deciding.circumstances",
        "external.work",
        "marks.sheet",
    }
