"""The tutor's pages: what waits, and the logs to read and answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.policy import may_somewhere
from lms.domain.wording import many
from lms.errors import BadInput, Conflict, Refused
from lms.services.answer_log import answer_log
from lms.services.list_programmes import list_programmes
from lms.services.list_waiting import LOG, OBJECTION, UNSIGNED, WORK, Waiting, list_waiting
from lms.services.read_log import read_log
from lms.web.form_problems import by_field, summary
from lms.web.guard import actor, permission, site
from lms.web.number_input import read_number
from lms.web.paging import page_of
from lms.web.start import FINDERS, Group, Task

tutor = Blueprint("tutor", __name__, url_prefix="/teaching")
KINDS = {
    LOG: "Logs to read",
    WORK: "Work to mark",
    UNSIGNED: "Entries unsigned for a fortnight",
    OBJECTION: "Objections to decide",
}
TASKS = {
    LOG: ("log to read", "logs to read"),
    WORK: ("piece of work to mark", "pieces of work to mark"),
    OBJECTION: ("objection to a signature to decide", "objections to signatures to decide"),
    UNSIGNED: (
        "learner’s entries unsigned for a fortnight",
        "learners’ entries unsigned for a fortnight",
    ),
}


@tutor.get("/")
@permission("see-teaching-queue")
def index() -> str:
    """What waits for me, oldest first, and my cohorts."""
    only = request.args.get("kind")
    queue = list_waiting(site(), actor(), only if only in KINDS else None)
    mine = may_somewhere(actor(), "see-cohort", site().today())
    programmes = list_programmes(site(), actor()) if mine else []
    return render_template(
        "tutor/queue.html",
        counts=queue.counts,
        listed=page_of(queue.items),
        kinds=KINDS,
        only=only,
        programmes=programmes,
        address=address_of,
    )


def address_of(item: Waiting) -> str:
    """Where the thing that waits is dealt with."""
    if item.what == LOG:
        return url_for("tutor.log", record=item.record)
    if item.what == WORK:
        return url_for("assessor.work", record=item.record)
    if item.what == OBJECTION:
        return url_for("objections.decide", objection=item.record)
    return url_for("tutor_learner.learner", person=item.person)


def find_teaching() -> Iterable[Group]:
    """What waits for a tutor or marker, for the start page."""
    if not may_somewhere(actor(), "see-teaching-queue", site().today()):
        return
    counts = list_waiting(site(), actor()).counts
    tasks = [
        Task(
            many(counts[what], *said),
            url_for("tutor.index", kind=what),
            status=str(counts[what]),
        )
        for what, said in TASKS.items()
        if counts[what]
    ]
    if tasks:
        yield Group("Teaching", tuple(tasks))


FINDERS.append(find_teaching)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the answer, kept when it could not be recorded."""

    feedback: str = ""
    decision: str = ""
    seen: int | None = None
    key: str = field(default_factory=lambda: uuid4().hex)


@tutor.get("/logs/<record>")
@permission("answer-log")
def log(record: str) -> str:
    """A log to read and answer; that it is read is noted."""
    return _log_page(record, Typed())


def _log_page(record: str, typed: Typed, fault: BadInput | None = None, newer: str = "") -> str:
    shown = read_log(site(), actor(), record)
    return render_template(
        "tutor/log.html",
        log=shown,
        typed=typed,
        newer=newer,
        problems=summary(fault) if fault else [],
        errors=by_field(fault) if fault else {},
        own=shown.person == actor().person,
    )


@tutor.post("/logs/<record>")
@permission("answer-log")
def answer(record: str) -> Response | tuple[str, int]:
    """Record the answer, and go back to the queue."""
    typed = Typed(
        request.form.get("feedback", ""),
        request.form.get("decision", ""),
        read_number(request.form.get("seen")),
        request.form.get("idempotency") or uuid4().hex,
    )
    try:
        answer_log(site(), actor(), record, typed.decision, typed.feedback, typed.seen, typed.key)
    except BadInput as fault:
        return _log_page(record, typed, fault), 422
    except (Conflict, Refused) as newer:
        again = Typed(typed.feedback, typed.decision)
        return _log_page(record, again, newer=str(newer)), 409
    done = "accepted" if typed.decision == "accepted" else "returned with your answer"
    flash(f"The log is {done}. The learner is told by mail that there is an answer.", "success")
    return redirect(url_for("tutor.index"))
