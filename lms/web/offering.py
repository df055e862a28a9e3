"""What is decided about a programme's cohorts and its intake: accreditation, and closing to newcomers."""

from __future__ import annotations

from flask import Blueprint, url_for

from lms.domain.accreditation import ACCREDITED, NOT_YET
from lms.domain.calendar import in_words
from lms.domain.intake import CLOSED, OPEN
from lms.domain.policy import Target, may
from lms.domain.wording import capital
from lms.services.decide_accreditation import ACT, AccreditationDecision, decide_accreditation
from lms.services.decide_intake import ACT as INTAKE
from lms.services.decide_intake import IntakeDecision, IntakeLine, decide_intake, see_intake
from lms.services.see_accreditation import AccreditationPage, see_accreditation
from lms.web.act_form import (
    DAY,
    RADIOS,
    SELECT,
    TEXT,
    ActForm,
    Input,
    Option,
    act_page,
    the_key,
    typed,
    typed_day,
)
from lms.web.guard import actor, site

offering = Blueprint("offering", __name__, url_prefix="/programmes/<programme>")
OUTCOMES = (
    Option(ACCREDITED, "Accredited", "From the cohort’s completion, whenever that was."),
    Option(NOT_YET, "Not accredited yet", "Entry checks that ask for it wait."),
)
INTAKES = (Option(CLOSED, "Closed to new enrolments"), Option(OPEN, "Open to new enrolments"))


@act_page(offering, "/cohorts/<cohort>/accreditation", ACT)
def accreditation(programme: str, cohort: str) -> ActForm:
    """A cohort's accreditation."""
    page = see_accreditation(site(), actor(), programme, cohort)
    home = url_for("programme_lead.cohort", programme=programme, cohort=cohort)
    stages = [Option("", "Choose"), *(Option(s, title) for s, title, _ in page.stages)]
    return ActForm(
        title="Accreditation",
        caption=page.name,
        back=(page.name, home),
        inputs=[
            Input(SELECT, "stage", "Which stage was decided about?", options=stages),
            Input(RADIOS, "outcome", "What was decided?", options=OUTCOMES),
            Input(DAY, "on", "Day of the decision"),
            Input(TEXT, "reason", "Who decided it, and where that stands"),
        ],
        button="Record the decision",
        do=lambda: decide_accreditation(site(), actor(), programme, cohort, _typed(), the_key()),
        done="The decision is recorded. Entry checks that turn on it follow; nobody is enrolled by it.",
        then=url_for("offering.accreditation", programme=programme, cohort=cohort),
        says=[
            "A cohort can be accredited after it is over. It then counts as accredited from its "
            "completion, and everybody knows so from the day of recording. A check that was refused "
            "before is looked at again; the refusal stays on record beside it."
        ],
        facts=_facts(page),
    )


def _typed() -> AccreditationDecision:
    return AccreditationDecision(typed("stage"), typed("outcome"), typed_day("on"), typed("reason"))


def _facts(page: AccreditationPage) -> list[tuple[str, str]]:
    """What is on record, and each entry check that turns on it, before and now."""
    nothing = "Nothing has been decided, so it counts as accredited."
    holds = [(title, f"{capital(words)}." if words else nothing) for _, title, words in page.stages]
    said = {o.value: o.text.lower() for o in OUTCOMES}
    decided = [
        (
            f"Decided on {in_words(d.on)}",
            f"{d.title}: {said[d.outcome]}. {d.reason} (recorded by {d.by})",
        )
        for d in page.decisions
    ]
    checks = [
        (f"{c.name}, {c.title}", f"Before: {c.reason_before or c.before} Now: {c.reason}")
        for c in page.checks
    ]
    return [*holds, *decided, *checks]


@act_page(offering, "/intake", INTAKE)
def intake(programme: str) -> ActForm:
    """Whether a programme takes new enrolments."""
    page = see_intake(site(), actor(), programme)
    today = site().today()
    leads = may(actor(), "see-cohort", Target(programme=programme), today)
    at_home = url_for("programme_lead.programme", programme=programme)
    home = (page.title, at_home) if leads else ("Administration", url_for("administration.index"))
    return ActForm(
        title="New enrolments",
        caption=page.title,
        back=home,
        inputs=[
            Input(RADIOS, "outcome", "From that day on the programme is", options=INTAKES),
            Input(DAY, "on", "First day on which it holds", "Today at the earliest.", day=today),
            Input(TEXT, "reason", "Reason", "Shown to whoever may decide this."),
        ],
        button="Record the decision",
        do=lambda: decide_intake(
            site(),
            actor(),
            programme,
            IntakeDecision(typed("outcome"), typed_day("on"), typed("reason")),
            the_key(),
        ),
        done="The decision is recorded.",
        then=home[1],
        says=[
            page.says or "It is open to new enrolments.",
            "While it is closed nobody new is enrolled, and nobody from a day on which it is. "
            "Whoever is on it already finishes, nothing is deleted, and it can be opened again.",
        ],
        facts=[_decided(d) for d in page.decisions],
    )


def _decided(line: IntakeLine) -> tuple[str, str]:
    since = f"{capital(line.outcome)} from {in_words(line.on)}"
    return since, f"{line.reason} (recorded by {line.by})"
