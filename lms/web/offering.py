"""What is decided about a programme's cohorts and its intake: accreditation, and closing to newcomers."""

from __future__ import annotations

from flask import Blueprint, url_for

from lms.domain.accreditation import ACCREDITED, NOT_YET
from lms.domain.calendar import in_words
from lms.domain.wording import capital
from lms.services.decide_accreditation import ACT, AccreditationDecision, decide_accreditation
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
