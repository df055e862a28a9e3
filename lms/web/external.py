"""The external examiner's pages: cohorts, samples, scripts by pseudonym, and comments to the board."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, render_template, url_for

from lms.domain.calendar import in_words
from lms.domain.policy import may_somewhere
from lms.services.ask_for_script import ask_for_script
from lms.services.comment_for_board import comment_for_board
from lms.services.examined import (
    ExaminedCohort,
    list_examined,
    see_examined,
    see_examined_work,
)
from lms.services.read_script import LAYER_TITLES, read_script
from lms.web.act_form import SELECT, TEXT, ActForm, Input, Option, act_page, the_key, typed
from lms.web.guard import actor, permission, site
from lms.web.moderation import REASONS, STATES
from lms.web.paging import page_of
from lms.web.start import FINDERS, Group, Task

external = Blueprint("external", __name__, url_prefix="/examining")
COHORT = "/<programme>/<cohort>"
MARKERS = {
    "single": "One marker",
    "sampled": "One marker; a sample is moderated",
    "double": "Two markers",
    "blind-double": "Two markers who do not see each other's marks",
}


@external.get("/")
@permission("ask-for-script")
def index() -> str:
    """The cohorts that one examines, and until when."""
    return render_template("external/index.html", listed=page_of(list_examined(site(), actor())))


@external.get(COHORT)
@permission("ask-for-script")
def cohort(programme: str, cohort: str) -> str:
    """A cohort's assessed work, and what was said to the board."""
    page = see_examined(site(), actor(), programme, cohort)
    return render_template("external/cohort.html", page=page, states=STATES, markers=MARKERS)


@external.get(f"{COHORT}/<assessment>")
@permission("ask-for-script")
def work(programme: str, cohort: str, assessment: str) -> str:
    """The scripts of one piece of work, those in the sample first."""
    page = see_examined_work(site(), actor(), programme, cohort, assessment)
    return render_template(
        "external/work.html",
        page=page,
        listed=page_of(page.scripts),
        states=STATES,
        reasons=REASONS,
        layers=LAYER_TITLES,
    )


@external.get(f"{COHORT}/<assessment>/scripts/<submission>")
@permission("ask-for-script")
def script(programme: str, cohort: str, assessment: str, submission: str) -> str:
    """A script with every layer's mark; that it was opened is noted."""
    shown = read_script(site(), actor(), submission)
    return render_template("external/script.html", script=shown, reasons=REASONS)


@act_page(external, f"{COHORT}/<assessment>/scripts/<submission>/ask", "ask-for-script")
def ask(programme: str, cohort: str, assessment: str, submission: str) -> ActForm:
    """Ask for a script that is not in the sample; it opens at once."""
    page = see_examined_work(site(), actor(), programme, cohort, assessment, handed=False)
    here: dict[str, Any] = {"programme": programme, "cohort": cohort, "assessment": assessment}
    name = next((s.name for s in page.scripts if s.submission == submission), "")
    return ActForm(
        title="Ask for a script",
        caption=f"{name}, {page.title}" if name else page.title,
        back=(page.title, url_for("external.work", **here)),
        says=("It opens at once. That you asked for it, and why, is on record.",),
        inputs=(Input(TEXT, "reason", "Why you ask for it"),),
        button="Open the script",
        do=lambda: ask_for_script(
            site(), actor(), programme, cohort, assessment, submission, typed("reason"), the_key()
        ),
        done="You have asked for this script, and it is open to you.",
        then=url_for("external.script", submission=submission, **here),
    )


@act_page(external, f"{COHORT}/comment", "comment-for-board")
def comment(programme: str, cohort: str) -> ActForm:
    """Say something to the board."""
    page = see_examined(site(), actor(), programme, cohort, handed=False)
    back = url_for("external.cohort", programme=programme, cohort=cohort)

    def do() -> object:
        stage, _, about = typed("stage").partition(" ")
        return comment_for_board(
            site(), actor(), programme, cohort, stage, typed("comment"), about, the_key()
        )

    return ActForm(
        title="Comment to the board",
        caption=f"{page.title}, {page.cohort_name}",
        back=(page.cohort_name, back),
        says=("The board reads it on its papers, and the programme's lead beforehand.",),
        inputs=(
            Input(SELECT, "stage", "What it is about", options=_abouts(page)),
            Input(TEXT, "comment", "Your comment", "Name no learner; candidates have codes."),
        ),
        button="Send the comment",
        do=do,
        done="Your comment stands on the board's papers.",
        then=back,
    )


def _abouts(page: ExaminedCohort) -> list[Option]:
    """Each stage, and each piece of its work."""
    found = []
    for stage, title in page.stages:
        found.append(Option(stage, title))
        found += [
            Option(f"{stage} {w.assessment}", f"{title}: {w.title}")
            for w in page.works
            if w.stage == stage
        ]
    return found


def find_examining() -> Iterable[Group]:
    """What an external examiner can look at, for the start page."""
    if not may_somewhere(actor(), "ask-for-script", site().today()):
        return
    tasks = [
        Task(
            f"{line.title}, {line.cohort_name}",
            url_for("external.cohort", programme=line.programme, cohort=line.cohort),
            hint=f"Open to you until {in_words(line.last)}" if line.last else "",
        )
        for line in list_examined(site(), actor())
    ]
    if tasks:
        yield Group("External examining", tuple(tasks))


FINDERS.append(find_examining)
