"""Circumstances and appeals of a cohort: the lists of what is open, and each decided on its page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment.outcome import Result
from lms.domain.calendar import in_words
from lms.domain.policy import may_somewhere
from lms.services.decide_appeal import decide_appeal, list_appeals, read_appeal
from lms.services.decide_circumstances import (
    Decided,
    claim_evidence,
    decide_circumstances,
    list_circumstances,
    read_claim,
)
from lms.services.handed_content import handed_content
from lms.services.open_decisions import OpenDecisions, open_decisions
from lms.services.people import cohort as cohort_of
from lms.web.act_form import (
    DAY,
    RADIOS,
    TEXT,
    ActForm,
    Input,
    Option,
    act_page,
    the_key,
    typed,
    typed_day_if_any,
)
from lms.web.date_input import asked_day, asked_moment
from lms.web.guard import actor, permission, site
from lms.web.paging import page_of
from lms.web.start import FINDERS, Group, Task
from lms.web.uploads import give_out

deciding = Blueprint("deciding", __name__, url_prefix="/programmes/<programme>/cohorts/<cohort>")
ACCEPTED_OR_NOT = (Option("accepted", "Accepted"), Option("refused", "Refused"))
EFFECTS = (
    Option("extension", "An extension", "The work is in time until the new day."),
    Option("lateness", "The lateness is accepted", "Nothing is taken off; the real mark counts."),
    Option("deferral", "A deferral", "The attempt is made again as if for the first time."),
)
ASKS = {
    "extension": "an extension",
    "lateness": "the lateness to be accepted",
    "deferral": "a deferral",
}
UPHELD_OR_NOT = (
    Option(
        "upheld",
        "Upheld",
        "What follows is an act of its own: the board's mark, another attempt or a corrected outcome.",
    ),
    Option("dismissed", "Dismissed", "The result stands."),
)
RECORD = "Record the decision"
GROUNDS = {
    "procedure": "The procedure was not followed",
    "circumstances": "Circumstances that could not be told before",
    "bias": "Bias",
}


@deciding.get("/circumstances")
@permission("decide-circumstances")
def circumstances(programme: str, cohort: str) -> str:
    """What learners declared, the open claims first; their statements are not on this page."""
    day, known_at = asked_day(), asked_moment()
    claims = list_circumstances(site(), actor(), programme, cohort, day, known_at)
    return render_template(
        "marks/circumstances.html",
        listed=page_of(claims),
        as_of=day,
        known_at=known_at,
        asks=ASKS,
        programme=programme,
        cohort=cohort_of(site().session(), cohort),
    )


def _written(statement: object) -> list[str]:
    """The paragraphs of a private statement."""
    return [line for line in handed_content(statement).text.splitlines() if line.strip()]


@act_page(deciding, "/circumstances/<claim>", "decide-circumstances")
def claim(programme: str, cohort: str, claim: str) -> ActForm:
    """One claim with its statement and the decision on it; that it was read is noted."""
    page = read_claim(site(), actor(), claim)
    one = page.claim
    home = url_for("deciding.circumstances", programme=programme, cohort=cohort)
    facts = [
        ("Asks for", ASKS[one.asks] + (f" until {in_words(one.until)}" if one.until else "")),
        ("Declared", in_words(one.declared)),
        ("Deadline now", in_words(page.deadline) if page.deadline else "None is set"),
    ]
    if one.decision:
        effect = f", {one.effect}" if one.effect else ""
        facts.append(("Decided already", f"{one.decision}{effect}: {page.reason}"))
    too_late = (
        "The board has met about this work; it is too late to decide." if page.too_late else ""
    )
    return ActForm(
        one.title,
        f"{one.name}, attempt {one.attempt}",
        ("Circumstances", home),
        [
            Input(RADIOS, "decision", "What is decided?", options=ACCEPTED_OR_NOT),
            Input(RADIOS, "effect", "What follows, if accepted?", options=EFFECTS),
            Input(DAY, "until", "New last day, for an extension or a deferral", day=one.until),
            Input(TEXT, "reason", "Reason", "The learner reads it. Repeat nothing private."),
        ],
        "" if one.decision or page.too_late else RECORD,
        lambda: decide_circumstances(site(), actor(), claim, _decided(), the_key()),
        "The decision is recorded, and the learner is told by mail.",
        home,
        says=["That you opened this is on record.", *_written(page.statement)],
        warns=too_late,
        facts=facts,
        files=[
            (file.name, _evidence(programme, cohort, claim, file.id))
            for file in handed_content(page.statement).files
        ],
    )


def _evidence(programme: str, cohort: str, claim: str, file: str) -> str:
    return url_for("deciding.evidence", programme=programme, cohort=cohort, claim=claim, file=file)


def _decided() -> Decided:
    wanted = typed("decision"), typed("reason"), typed("effect")
    return Decided(*wanted, typed_day_if_any("until"))


@deciding.get("/circumstances/<claim>/files/<file>")
@permission("decide-circumstances")
def evidence(programme: str, cohort: str, claim: str, file: str) -> Response:
    """A file given as evidence; that it was read is noted."""
    return give_out(claim_evidence(site(), actor(), claim, file))


@deciding.get("/appeals")
@permission("decide-appeal")
def appeals(programme: str, cohort: str) -> str:
    """The appeals, the open ones first; their statements are not on this page."""
    day, known_at = asked_day(), asked_moment()
    found = list_appeals(site(), actor(), programme, cohort, day, known_at)
    return render_template(
        "marks/appeals.html",
        listed=page_of(found),
        as_of=day,
        known_at=known_at,
        grounds=GROUNDS,
        programme=programme,
        cohort=cohort_of(site().session(), cohort),
    )


@act_page(deciding, "/appeals/<appeal>", "decide-appeal")
def appeal(programme: str, cohort: str, appeal: str) -> ActForm:
    """One appeal with its statement and the decision on it; that it was read is noted."""
    page = read_appeal(site(), actor(), appeal)
    one = page.line
    home = url_for("deciding.appeals", programme=programme, cohort=cohort)
    facts = [("Grounds", GROUNDS[one.grounds]), ("Made", in_words(one.made))]
    if page.against:
        facts.append(("Against", _came_about(page.against)))
    if one.outcome:
        facts.append(("Decided already", f"{one.outcome}: {page.reason}"))
    barred = "" if page.may_decide or one.outcome else _why_another(one.person)
    return ActForm(
        f"Appeal: {one.title}",
        f"{one.name}, attempt {one.attempt}",
        ("Appeals", home),
        [
            Input(RADIOS, "outcome", "What is decided?", options=UPHELD_OR_NOT),
            Input(TEXT, "reason", "Reason", "The learner reads it."),
        ],
        RECORD if page.may_decide else "",
        lambda: decide_appeal(
            site(), actor(), appeal, typed("outcome"), typed("reason"), the_key()
        ),
        "The decision is recorded, and the learner is told by mail.",
        home,
        says=[
            "That you opened this is on record. An appeal never questions academic judgement.",
            *_written(page.statement),
        ],
        warns=barred,
        facts=facts,
    )


def _why_another(learner: str) -> str:
    if learner == actor().person:
        return "This is your own appeal: another decides."
    return "You have marked this work: another decides."


def _came_about(result: Result) -> str:
    """The steps to a mark, each with the mark that it led to."""
    steps = ((s.because, "" if s.mark is None else f": {s.mark}") for s in result.steps)
    return "; ".join(because + mark for because, mark in steps)


def find_decisions() -> Iterable[Group]:
    """Claims and appeals that wait for a decision, for the start page."""
    today = site().today()
    acts = ("decide-circumstances", "decide-appeal")
    if not any(may_somewhere(actor(), act, today) for act in acts):
        return
    tasks = [task for waiting in open_decisions(site(), actor()) for task in _tasks(waiting)]
    if tasks:
        yield Group("Decisions about assessed work", tuple(tasks))


def _tasks(waiting: OpenDecisions) -> Iterable[Task]:
    where: dict[str, Any] = {"programme": waiting.programme, "cohort": waiting.cohort}
    if waiting.claims:
        href = url_for("deciding.circumstances", **where)
        yield Task("Circumstances to decide", href, waiting.name, str(waiting.claims))
    if waiting.appeals:
        href = url_for("deciding.appeals", **where)
        yield Task("Appeals to decide", href, waiting.name, str(waiting.appeals))
    for stage, slips in waiting.slips.items():
        href = url_for("marks.sheet", stage=stage, flag="slip", **where)
        yield Task("Slips found after the board", href, waiting.name, str(slips))


FINDERS.append(find_decisions)
