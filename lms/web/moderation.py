"""The moderator's pages: sets to draw and to decide, the scripts of a sample, and the one decision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment.moderation import CONFIRMED, SENT_BACK, State
from lms.domain.policy import may_somewhere
from lms.domain.wording import many
from lms.services.draw_sample import draw_sample
from lms.services.list_sets import list_back_again, list_sets
from lms.services.moderate import Decided, moderate
from lms.services.moderation_notes import keep_note
from lms.services.read_script import open_script_file, read_script
from lms.services.see_sample import SetPage, script_row, see_set
from lms.web.act_form import RADIOS, TEXT, ActForm, Input, Option, act_page, the_key, typed
from lms.web.attempt import Attempt, attempt, form_key
from lms.web.guard import actor, permission, site
from lms.web.paging import page_of
from lms.web.start import FINDERS, Group, Task
from lms.web.uploads import give_out

moderation = Blueprint("moderation", __name__, url_prefix="/moderation")
SET = "/<programme>/<cohort>/<assessment>"
STATES = {
    State.DRAWN: ("To be decided", "blue"),
    State.TO_DRAW: ("Sample to be drawn", "yellow"),
    State.SENT_BACK: ("Sent back", "orange"),
    State.CONFIRMED: ("Confirmed", "green"),
    State.NOT_NEEDED: ("Nothing marked yet", "grey"),
}
REASONS = {
    "random": "Drawn at random",
    "fail": "Does not pass",
    "boundary": "Near a boundary",
    "new-marker": "New marker",
}
"""Why a script is in a sample, as people read it."""
DECISION = (
    Input(
        RADIOS,
        "decision",
        "What do you decide?",
        options=(
            Option(CONFIRMED, "Confirm the set", "All marks stand as they are."),
            Option(
                SENT_BACK,
                "Send the set back",
                "Every script is marked again, and a new sample is drawn.",
            ),
        ),
    ),
    Input(
        TEXT,
        "reason",
        "What your decision rests on",
        "Markers, the board and the external examiner read it. Your notes are kept with it.",
    ),
)


@moderation.get("/")
@permission("draw-sample")
def index() -> str:
    """Every set that one draws or moderates, what waits first."""
    return render_template(
        "moderation/index.html",
        listed=page_of(list_sets(site(), actor())),
        states=STATES,
        judges=may_somewhere(actor(), "declare-interest", site().today()),
    )


@moderation.get("/again")
@permission("mark-work")
def again() -> str:
    """The scripts of sets sent back that one has to mark again."""
    scripts = list_back_again(site(), actor())
    return render_template("moderation/again.html", scripts=scripts, listed=page_of(scripts))


@moderation.get(SET)
@permission("draw-sample")
def one(programme: str, cohort: str, assessment: str) -> str:
    """A set: how it was marked, the sample that is drawn, and what was decided."""
    return _set_page(see_set(site(), actor(), programme, cohort, assessment), Attempt())


def _set_page(page: SetPage, tried: Attempt[object]) -> str:
    return render_template(
        "moderation/set.html",
        page=page,
        listed=page_of(page.to_mark_again if page.state is State.SENT_BACK else page.sampled),
        here=_here(page),
        states=STATES,
        reasons=REASONS,
        problems=tried.problems,
        key=form_key(),
    )


def _here(page: SetPage) -> dict[str, Any]:
    return {
        "programme": page.programme,
        "cohort": page.cohort,
        "assessment": page.assessment,
    }


@moderation.post(f"{SET}/draw")
@permission("draw-sample")
def draw(programme: str, cohort: str, assessment: str) -> Response | tuple[str, int]:
    """Draw the sample."""
    tried = attempt(lambda: draw_sample(site(), actor(), programme, cohort, assessment, the_key()))
    if not tried.done:
        return _set_page(
            see_set(site(), actor(), programme, cohort, assessment), tried
        ), tried.status
    flash("The sample is drawn. Its seed is on record.", "success")
    return redirect(
        url_for("moderation.one", programme=programme, cohort=cohort, assessment=assessment)
    )


@moderation.get(f"{SET}/scripts/<submission>")
@permission("moderate")
def script(programme: str, cohort: str, assessment: str, submission: str) -> str:
    """A script of the sample with its marks; that it was opened is noted."""
    return _script_page((programme, cohort, assessment), submission, Attempt())


def _script_page(where: tuple[str, str, str], submission: str, tried: Attempt[object]) -> str:
    shown = read_script(site(), actor(), submission)
    page = see_set(site(), actor(), *where, handed=False)
    row = script_row(page, submission)
    rest = [s for s in page.sampled if not s.read]
    return render_template(
        "moderation/script.html",
        script=shown,
        page=page,
        here=_here(page),
        reasons=REASONS,
        note=request.form.get("note", row.note),
        following=rest[0] if rest else None,
        problems=tried.problems,
        errors=tried.errors,
        key=form_key(),
    )


@moderation.post(f"{SET}/scripts/<submission>")
@permission("moderate")
def note(
    programme: str, cohort: str, assessment: str, submission: str
) -> Response | tuple[str, int]:
    """Keep a note on a script, for the decision."""
    where = (programme, cohort, assessment)
    said = request.form.get("note", "")
    tried = attempt(lambda: keep_note(site(), actor(), *where, submission, said))
    if not tried.done:
        return _script_page(where, submission, tried), tried.status
    flash("Your note is kept for the decision.", "success")
    return redirect(
        url_for("moderation.one", programme=programme, cohort=cohort, assessment=assessment)
    )


@moderation.get("/scripts/<submission>/files/<file>")
@permission("read-sample")
def script_file(submission: str, file: str) -> Response:
    """A file of a script, for whoever may look at the script."""
    return give_out(open_script_file(site(), actor(), submission, file))


@act_page(moderation, f"{SET}/decision/<sample>", "moderate")
def decide(programme: str, cohort: str, assessment: str, sample: str) -> ActForm:
    """Confirm the whole set, or send the whole of it back."""
    page = see_set(site(), actor(), programme, cohort, assessment, handed=False)
    return _decision_form(page, sample)


def _decision_form(page: SetPage, sample: str) -> ActForm:
    notes = {s.submission: s.note for s in page.sampled if s.note}
    unread = sum(not s.read for s in page.sampled)
    where = (page.programme, page.cohort, page.assessment)
    back = url_for("moderation.one", **_here(page))

    def do() -> object:
        decided = Decided(sample, typed("decision"), typed("reason"), notes)
        return moderate(site(), actor(), *where, decided, the_key())

    return ActForm(
        title="Decide on the set",
        caption=f"{page.title}, {page.cohort_name}",
        back=(page.title, back),
        says=(
            f"Your decision is about all scripts of the set ({page.whole_set}), not about single ones. "
            "If you find marks too high or too low, send the set back.",
        ),
        warns=_unread(unread) if unread else "",
        facts=[(f"Your note on {s.name}", s.note) for s in page.sampled if s.note],
        inputs=DECISION,
        button="Record the decision",
        do=do,
        done="The decision is recorded.",
        then=back,
    )


def _unread(number: int) -> str:
    return f"You have not opened {many(number, 'script')} of the sample."


def find_moderation() -> Iterable[Group]:
    """What waits for a moderator, and what came back to a marker, for the start page."""
    tasks = [*_moderators_tasks(), *_markers_tasks()]
    if tasks:
        yield Group("Moderation", tuple(tasks))


def _moderators_tasks() -> Iterable[Task]:
    if not may_somewhere(actor(), "moderate", site().today()):
        return
    for line in list_sets(site(), actor()):
        if line.waits:
            text, colour = STATES[line.state]
            href = url_for(
                "moderation.one",
                programme=line.programme,
                cohort=line.cohort,
                assessment=line.assessment,
            )
            yield Task(f"{line.title}, {line.cohort_name}", href, status=text, colour=colour)


def _markers_tasks() -> Iterable[Task]:
    if not may_somewhere(actor(), "mark-work", site().today()):
        return
    number = len(list_back_again(site(), actor(), handed=False))
    if number:
        what = f"{many(number, 'script')} to mark again"
        hint = "A moderator sent the set back"
        yield Task(
            what, url_for("moderation.again"), hint=hint, status=str(number), colour="orange"
        )


FINDERS.append(find_moderation)
