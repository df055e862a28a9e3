"""Moving a learner to another cohort: choose, look at what it changes, record it, or take it back."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, url_for

from lms.domain.assessment.moving_words import title_of
from lms.domain.calendar import in_words
from lms.errors import NotFound
from lms.services.move_cohort import CANNOT, FIELD, move_cohort, move_problems
from lms.services.people import cohorts
from lms.services.preview_move import MovePage, preview_move
from lms.services.problem_at import NO_DAY, ProblemAt, refuse_form
from lms.services.see_enrolled import EnrolledPage, see_enrolled
from lms.services.see_own_move import items_of, see_recorded_move
from lms.services.site import Site
from lms.services.take_back_move import see_move_to_take_back, take_back_move
from lms.web.act_form import (
    DAY,
    SELECT,
    TEXT,
    ActForm,
    Input,
    Option,
    act_page,
    the_key,
    typed,
    typed_day,
    typed_day_if_any,
)
from lms.web.guard import actor, permission, site

moving = Blueprint("moving", __name__)
LEARNER = "/programmes/learners/<enrolment>"
KEPT = "Kept as a private text."


@act_page(moving, f"{LEARNER}/move", "move-learner")
def move(enrolment: str) -> ActForm:
    """Which cohort, and from which day; the next page shows what that changes."""
    page = see_enrolled(site(), actor(), enrolment)
    own = page.of.enrolment
    others = [c for c in cohorts(site().session(), own.programme) if c.id != own.cohort]
    cohort, on = typed("cohort"), typed_day("on")
    return ActForm(
        title="Move to another cohort",
        caption=page.name,
        back=(page.name, _home(enrolment)),
        inputs=[
            Input(
                SELECT,
                "cohort",
                "Which cohort?",
                options=[Option("", "Choose"), *(Option(c.id, c.name) for c in others)],
            ),
            Input(DAY, "on", "Day of the move", day=site().today()),
        ],
        button="Look at what it changes",
        do=lambda: _check(site(), page, cohort, on),
        done="",
        then=url_for("moving.look", enrolment=enrolment, cohort=cohort or "none", on=str(on)),
        says=[
            f"Now in {page.cohort or 'no cohort'}. The curriculum version stays {own.version}.",
            "Nothing is recorded yet: the next page shows what stays and what is due when.",
        ],
    )


def _check(at: Site, page: EnrolledPage, cohort: str, on: date) -> None:
    chosen = [] if cohort else [ProblemAt("cohort", "Choose a cohort.")]
    refuse_form([*chosen, *move_problems(at, page.of, cohort, on)], CANNOT)


def _home(enrolment: str) -> str:
    return url_for("programme_learner.learner", enrolment=enrolment)


@act_page(moving, f"{LEARNER}/move/<cohort>/<on>", "move-learner")
def look(enrolment: str, cohort: str, on: str) -> ActForm:
    """What the move comes to, item by item, with a day to name for each piece that needs one."""
    page = preview_move(site(), actor(), enrolment, cohort, _day(on))
    days = {p.assessment.id: typed_day_if_any(FIELD + p.assessment.id) for p in page.to_name}
    named = {identity: day or NO_DAY for identity, day in days.items()}
    return ActForm(
        title=f"Move to {page.into.name}",
        caption=page.name,
        back=("Choose again", url_for("moving.move", enrolment=enrolment)),
        inputs=[*_days_to_name(page), Input(TEXT, "reason", "Reason", KEPT)],
        button="Move",
        do=lambda: move_cohort(
            site(), actor(), enrolment, cohort, page.on, typed("reason"), the_key(), named
        ),
        done="The move is recorded, and the learner is told by mail.",
        then=_home(enrolment),
        says=[f"From {in_words(page.on)}. It can be taken back."],
        facts=[(item.title, item.says) for item in items_of(page)],
    )


def _days_to_name(page: MovePage) -> list[Input]:
    why = "Every day for it had passed before the move. Name one ahead."
    return [
        Input(DAY, FIELD + p.assessment.id, f"Last day for “{title_of(p)}”", why)
        for p in page.to_name
    ]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound("There is nothing under this address.") from None


@act_page(moving, f"{LEARNER}/moves/<record>/back", "move-learner")
def take_back(enrolment: str, record: str) -> ActForm:
    """A move that was a mistake."""
    page = see_move_to_take_back(site(), actor(), record)
    if page.of.enrolment.id != enrolment:
        raise NotFound("There is nothing under this address.")
    stands = bool(page.stands)
    return ActForm(
        title="Take the move back",
        caption=page.name,
        back=(page.name, _home(enrolment)),
        inputs=[] if stands else [Input(TEXT, "reason", "Why is it taken back?", KEPT)],
        button="" if stands else "Take the move back",
        do=lambda: take_back_move(site(), actor(), record, typed("reason"), the_key()),
        done="The move is taken back, and the learner is told by mail.",
        then=_home(enrolment),
        says=[
            f"From {page.left} to {page.into}, on {in_words(page.move.on)}.",
            *(
                ["It cannot be taken back any more.", *page.stands]
                if stands
                else ["Everything is then as it was before the move. Both stay on record."]
            ),
        ],
    )


@moving.get("/learning/<enrolment>/moves/<record>")
@permission("read-progress")
def own_move(enrolment: str, record: str) -> str:
    """What a move means for the learner."""
    page = see_recorded_move(site(), actor(), enrolment, record)
    return render_template("learner/move.html", page=page, of=page.of)
