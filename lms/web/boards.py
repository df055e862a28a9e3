"""The board: its papers with one outcome per learner, and the decisions it has made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.board import Decision, outcomes_of, unsettled
from lms.domain.part import Asked, page_asked
from lms.domain.policy import may_somewhere
from lms.domain.records import Record
from lms.domain.wording import parted, titled
from lms.errors import Conflict
from lms.services.board_meeting import CHAIRS_ACTION, MEETING
from lms.services.board_papers import BoardPapers, board_papers
from lms.services.correct_outcome import Correction, correct_outcome
from lms.services.list_decisions import list_decisions, read_decision, see_decision
from lms.services.people import people
from lms.services.problem_at import NO_DAY
from lms.services.ratify import Meeting, ratify
from lms.services.see_cohort import cohort_named
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
)
from lms.web.attempt import Attempt, attempt, form_key
from lms.web.date_input import asked_day, asked_moment, date_boxes, date_items, typed_date
from lms.web.guard import actor, permission, site
from lms.web.number_input import read_number
from lms.web.paging import asked_page

DECISION, DAYS = ("outcome", "reason", "condition"), ("by", "again")
"""The boxes about each learner; a day is three, with what each is at the end of its name."""

boards = Blueprint("boards", __name__, url_prefix="/programmes/<programme>/cohorts/<cohort>")


@boards.get("/board/<stage>")
@permission("read-board")
def papers(programme: str, cohort: str, stage: str) -> str:
    """Every learner's verdict on a stage as of the meeting, and the form for the outcomes."""
    where = (programme, cohort, stage)
    return _papers(board_papers(site(), actor(), *where, asked_day("on"), asked_page()), Attempt())


def _papers(shown: BoardPapers, tried: Attempt[object]) -> str:
    newer = _newer(tried)
    boxes = typed_date(request.form, "on") if request.form else date_boxes(shown.on)
    return render_template(
        "programme_lead/board.html",
        papers=shown,
        listed=shown.candidates,
        carried=_carried(shown),
        elsewhere=_elsewhere(shown, tried),
        records=may_somewhere(actor(), "record-board", site().today()),
        on=date_items(boxes, "on" in tried.errors),
        conditions={c.person: _boxes(f"by-{c.person}", tried) for c in shown.candidates},
        reassessments={c.person: _boxes(f"again-{c.person}", tried) for c in shown.candidates},
        present=request.form.getlist("members"),
        sees_cohort=may_somewhere(actor(), "see-cohort", site().today()),
        chairs_action=CHAIRS_ACTION,
        newer=_told(newer),
        values=request.form,
        problems=tried.problems,
        errors=tried.errors,
        key=form_key(),
    )


def _newer(tried: Attempt[object]) -> Mapping[str, tuple[Record, ...]]:
    """What is new about each learner concerned, by person."""
    newer = tried.fault.newer if isinstance(tried.fault, Conflict) else {}
    return newer if isinstance(newer, Mapping) else {}


def _concerned(tried: Attempt[object]) -> frozenset[str]:
    """The learners about whom something is new, or at whose boxes something is wrong."""
    return frozenset(_newer(tried)) | {name.partition("-")[2] for name in tried.errors}


def _elsewhere(shown: BoardPapers, tried: Attempt[object]) -> list[str]:
    """The names of those concerned who are on other pages."""
    concerned = _concerned(tried) - {c.person for c in shown.candidates}
    return [name for person, name in shown.names.items() if person in concerned]


def _carried(shown: BoardPapers) -> list[tuple[str, str]]:
    """What was typed about learners on other pages: it goes along until the meeting is recorded."""
    others = shown.undecided - {c.person for c in shown.candidates}
    return [(name, text) for name, text in request.form.items() if _about(name) in others]


def _about(name: str) -> str:
    """Whom a box of the form is about."""
    box, _, person = name.partition("-")
    return person if box in DECISION else _of_day(box, person)


def _of_day(box: str, rest: str) -> str:
    return rest.rpartition("-")[0] if box in DAYS else ""


def _boxes(name: str, tried: Attempt[object]) -> list[dict[str, str]]:
    return date_items(typed_date(request.form, name), name in tried.errors)


def _told(newer: Mapping[str, tuple[Record, ...]]) -> dict[str, list[str]]:
    """What is new about each learner, as a sentence a record."""
    by = people(site().session(), {r.recorded_by for found in newer.values() for r in found})
    return {
        person: [_sentence(r, by[r.recorded_by].name if r.recorded_by in by else "") for r in found]
        or ["Something was taken back."]
        for person, found in newer.items()
    }


def _sentence(record: Record, by: str) -> str:
    kind = site().registry.record_kinds.get(record.kind)
    title = kind.title if kind else record.kind
    outcome = f": {record.get('outcome')}" if record.get("outcome") else ""
    return f"{title}{parted(outcome)}{f', recorded by {by}' if by else ''}"


@boards.post("/board/<stage>")
@permission("record-board")
def record(programme: str, cohort: str, stage: str) -> Response | tuple[str, int]:
    """Record the meeting and its outcomes, all or none; or show another page with all that is typed."""
    on, where = typed_day("on"), (programme, cohort, stage)
    day = on if on != NO_DAY and on <= site().today() else None
    here = page_asked(read_number(typed("to") or typed("page")))
    if typed("to"):
        return _papers(board_papers(site(), actor(), *where, day, here), Attempt()), 200
    meeting = Meeting(
        programme=programme,
        cohort=cohort,
        stage=stage,
        on=on,
        chair=typed("chair"),
        minutes=typed("minutes"),
        decisions=tuple(
            _decision(_about(name))
            for name, outcome in request.form.items()
            if outcome and name.startswith("outcome-")
        ),
        seen=_position(typed("seen")),
        members=tuple(request.form.getlist("members")),
        interests=typed("interests"),
        by=CHAIRS_ACTION if typed("by") == CHAIRS_ACTION else MEETING,
        earlier=typed("earlier") if typed("by") == CHAIRS_ACTION else "",
        release=typed("release") != "later",
    )
    tried = attempt(lambda: ratify(site(), actor(), meeting, the_key()), ["on"])
    if not tried.done:
        site().session().rollback()
        fresh = board_papers(site(), actor(), *where, day, here, about=_concerned(tried))
        return _papers(fresh, tried), tried.status
    flash("The board's decisions are recorded.", "success")
    return redirect(url_for("boards.decisions", programme=programme, cohort=cohort))


def _decision(person: str) -> Decision:
    by, again = typed_day(f"by-{person}"), typed_day(f"again-{person}")
    outcome = typed(f"outcome-{person}")
    conditional = outcome == "progress-with-condition"
    return Decision(
        person=person,
        outcome=outcome,
        reason=typed(f"reason-{person}"),
        condition=typed(f"condition-{person}") if conditional else "",
        condition_by=by if conditional and by != NO_DAY else None,
        reassess_by=again if outcome == "referred" and again != NO_DAY else None,
    )


def _position(text: str) -> int | None:
    """The position that the papers showed; a form without one was opened before everything."""
    return read_number(text) or 0


@boards.get("/decisions")
@permission("read-board")
def decisions(programme: str, cohort: str) -> str:
    """Every outcome, and where a later evaluation disagrees with what it rested on."""
    day, known_at = asked_day(), asked_moment()
    lines = list_decisions(site(), actor(), programme, cohort, day, known_at, asked_page())
    return render_template(
        "programme_lead/decisions.html",
        listed=lines,
        as_of=day,
        known_at=known_at,
        programme=programme,
        cohort=cohort_named(site(), programme, cohort),
        sees_cohort=may_somewhere(actor(), "see-cohort", site().today()),
    )


@boards.get("/decisions/<decision>")
@permission("read-board")
def decision(programme: str, cohort: str, decision: str) -> str:
    """One decision with its reason, its minutes and the verdict it rests on."""
    shown = read_decision(site(), actor(), programme, cohort, decision)
    return render_template(
        "programme_lead/decision.html",
        shown=shown,
        programme=programme,
        cohort=cohort,
        corrects=may_somewhere(actor(), "correct-board-outcome", site().today()),
    )


@act_page(boards, "/decisions/<decision>/correct", "correct-board-outcome")
def correction(programme: str, cohort: str, decision: str) -> ActForm:
    """An outcome given by mistake, and another put in its place."""
    shown = see_decision(site(), actor(), programme, cohort, decision)
    stage = shown.stage.partition("/")[2]
    person, one = shown.line.person, Asked(size=1)
    where = (programme, cohort, stage)
    papers = board_papers(site(), actor(), *where, None, one, about={person}, handed=False)
    home = url_for("boards.decision", programme=programme, cohort=cohort, decision=decision)
    return ActForm(
        "Correct an outcome given by mistake",
        f"{shown.line.name}: {parted(shown.line.outcome)}",
        (shown.line.name, home),
        _correction_inputs(papers, person),
        "Correct the outcome",
        lambda: correct_outcome(site(), actor(), decision, _typed_correction(person), the_key()),
        "The outcome is corrected. The old one stays on record, and the learner is told.",
        url_for("boards.decisions", programme=programme, cohort=cohort),
        warns="This is for a mistake in recording or in the papers. What changed later comes "
        "before the board.",
    )


def _correction_inputs(papers: BoardPapers, person: str) -> list[Input]:
    mine = next((c for c in papers.candidates if c.person == person), None)
    outcomes = [(o, titled(o)) for o in outcomes_of(papers.stage)]
    conditions = [(v.id, v.title) for v in (unsettled(mine.progress) if mine else ())]
    chairs = [(c.id, c.name) for c in papers.chairs]
    return [
        _choice(f"outcome-{person}", "What should it have been?", outcomes),
        Input(TEXT, "decision-reason", "Reason of that outcome", "Not needed for the first."),
        _choice("condition", "Condition, if it is one with a condition", conditions),
        Input(DAY, "by", "To be met by"),
        Input(DAY, "again", "Failed work again by, if it is referred"),
        _choice("chair", "Chair", chairs),
        Input(TEXT, "reason", "What the mistake was", "Kept as the minutes of a chair's action."),
    ]


def _choice(name: str, label: str, options: Iterable[tuple[str, str]]) -> Input:
    every = [Option("", "Choose"), *(Option(value, text) for value, text in options)]
    return Input(SELECT, name, label, options=every)


def _typed_correction(person: str) -> Correction:
    outcome, by, again = typed(f"outcome-{person}"), typed_day("by"), typed_day("again")
    conditional = outcome == "progress-with-condition"
    decision = Decision(
        person,
        outcome,
        typed("decision-reason"),
        typed("condition") if conditional else "",
        by if conditional and by != NO_DAY else None,
        again if outcome == "referred" and again != NO_DAY else None,
    )
    return Correction(decision, typed("chair"), typed("reason"))
