"""The assessor's pages: the queue, and work marked against its criteria beside its text."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.marking import suggested_mark
from lms.errors import BadInput, CadreError, Conflict, Refused
from lms.services.comment_bank import keep_comment, list_comments
from lms.services.declare_interest import list_interests
from lms.services.mark_work import mark_work
from lms.services.marking_drafts import (
    MarkingDraft,
    discard_marking_draft,
    read_marking_draft,
    save_marking_draft,
)
from lms.services.marking_queue import marking_queue
from lms.services.read_work import ReadWork, read_work
from lms.web.form_problems import by_field, summary
from lms.web.guard import actor, permission, site
from lms.web.marking_form import Typed, boxes_of, typed_again, typed_in
from lms.web.number_input import read_number
from lms.web.paging import page_of
from lms.web.shell import in_words_with_time

assessor = Blueprint("assessor", __name__, url_prefix="/marking")
KEEP = "keep:"


@assessor.get("/")
@permission("mark-work")
def index() -> str:
    """Work to mark: one's own allocations first, then by the day on which feedback is due."""
    return render_template(
        "assessor/queue.html",
        listed=page_of(marking_queue(site(), actor())),
        waits=bool(list_interests(site(), actor())),
    )


@assessor.get("/<record>")
@permission("mark-work")
def work(record: str) -> str:
    """A submission with its brief and its criteria as a form; that it is read is noted."""
    shown = read_work(site(), actor(), record)
    draft = read_marking_draft(site(), actor(), record)
    return _work_page(shown, _begins(shown, draft), draft=draft)


def _begins(shown: ReadWork, draft: MarkingDraft) -> Typed:
    if draft.revision:
        return typed_in(shown.assessment, draft.typed, revision=draft.revision)
    return typed_again(shown.given) if shown.given and shown.turn.correcting else Typed()


def _work_page(
    shown: ReadWork,
    typed: Typed,
    fault: BadInput | None = None,
    newer: str = "",
    draft: MarkingDraft | None = None,
) -> str:
    return render_template(
        "assessor/work.html",
        work=shown,
        typed=typed,
        newer=newer,
        draft=draft,
        bank=list_comments(site(), actor()),
        suggested=suggested_mark(shown.assessment, typed.marking.bands),
        problems=summary(fault) if fault else [],
        errors=by_field(fault) if fault else {},
        own=shown.person == actor().person,
    )


@assessor.post("/<record>")
@permission("mark-work")
def mark(record: str) -> Response | str | tuple[str, int]:
    """Record the marking, or do what else a button of the form asks for and show it again."""
    shown = read_work(site(), actor(), record)
    typed = _typed(shown)
    action = request.form.get("action", "record")
    if action == "suggest":
        return _work_page(shown, typed)
    if action == "another":
        return _work_page(shown, replace(typed, boxes=2))
    if action == "save":
        return _save(shown, typed)
    if action.startswith(KEEP):
        return _keep(shown, typed, request.form.get(action.removeprefix(KEEP), ""))
    return _record(shown, typed)


def _typed(shown: ReadWork) -> Typed:
    form = request.form
    key = form.get("idempotency") or uuid4().hex
    revision = read_number(form.get("revision")) or 0
    return typed_in(shown.assessment, form, key=key, revision=revision)


def _record(shown: ReadWork, typed: Typed) -> Response | tuple[str, int]:
    seen = read_number(request.form.get("seen"))
    try:
        mark_work(site(), actor(), shown.record, typed.marking, seen, typed.key)
    except BadInput as fault:
        return _work_page(shown, typed, fault), 422
    except Conflict as conflict:
        return _conflict_page(shown, typed, str(conflict)), 409
    except Refused as refusal:
        return _work_page(shown, replace(typed, key=uuid4().hex), newer=str(refusal)), 409
    flash("Your marking is recorded as provisional.", "success")
    return redirect(url_for("assessor.index"))


def _conflict_page(shown: ReadWork, typed: Typed, why: str) -> str:
    """What somebody else recorded meanwhile beside what was typed; nothing of either is lost."""
    now = read_work(site(), actor(), shown.record)
    return render_template(
        "assessor/conflict.html",
        work=now,
        typed=typed,
        boxes=boxes_of(request.form),
        why=why,
        key=uuid4().hex,
    )


def _save(shown: ReadWork, typed: Typed) -> Response | tuple[str, int]:
    """Keep what is typed, without JavaScript."""
    boxes = boxes_of(request.form)
    try:
        save_marking_draft(site(), actor(), shown.record, boxes, typed.revision)
    except BadInput as fault:
        return _work_page(shown, typed, fault), 422
    except Conflict:
        kept = read_marking_draft(site(), actor(), shown.record)
        newer = (
            "A draft of this was saved from another window meanwhile. What you typed here is not "
            "saved yet: save it again to keep it in place of the other."
        )
        return _work_page(shown, replace(typed, revision=kept.revision), newer=newer), 409
    flash("Draft saved. Only you can see it.", "success")
    return redirect(url_for("assessor.work", record=shown.record))


def _keep(shown: ReadWork, typed: Typed, text: str) -> str | tuple[str, int]:
    """Keep a comment in one's own bank, and go on marking."""
    try:
        keep_comment(site(), actor(), text)
    except BadInput as fault:
        return _work_page(shown, typed, BadInput(str(fault), [*map(str, fault.problems)])), 422
    flash("The comment is kept. You find it under “Your comments”.", "success")
    return _work_page(shown, typed)


@assessor.put("/<record>/draft")
@permission("mark-work")
def autosave(record: str) -> tuple[dict[str, object], int]:
    """Keep what is being typed; 409 where another window of the same person saved meanwhile."""
    given = request.get_json(silent=True)
    given = given if isinstance(given, dict) else {}
    revision = given.get("revision")
    try:
        seen = revision if isinstance(revision, int) else 0
        kept = save_marking_draft(site(), actor(), record, boxes_of(given), seen)
    except Conflict:
        said = "Not saved: a draft was saved from another window. Save it here with the button."
        return {"message": said}, 409
    except CadreError as fault:
        return {"message": f"Not saved: {fault}"}, 422
    at = in_words_with_time(kept.saved).rpartition(", ")[2]
    return {"revision": kept.revision, "saved": at}, 200


@assessor.post("/<record>/discard")
@permission("mark-work")
def discard(record: str) -> Response:
    """Throw one's own draft away."""
    discard_marking_draft(site(), actor(), record)
    flash("The draft is gone.", "success")
    return redirect(url_for("assessor.work", record=record))
