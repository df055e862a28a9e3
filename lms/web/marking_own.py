"""What a marker keeps for himself or herself: comments to use again, and interests declared."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.policy import may_somewhere
from lms.services.comment_bank import keep_comment, list_comments, throw_comment_away
from lms.services.declare_interest import (
    declare_interest,
    find_learners,
    list_interests,
    take_back_interest,
)
from lms.web.act_form import the_key, typed
from lms.web.attempt import Attempt, attempt, form_key
from lms.web.guard import actor, permission, site
from lms.web.paging import page_of

marking_own = Blueprint("marking_own", __name__, url_prefix="/marking")
NOTHING: Attempt[object] = Attempt()


@marking_own.get("/comments")
@permission("keep-comment-bank")
def comments() -> str:
    """One's own comments, which nobody else sees."""
    return _comments(NOTHING)


def _comments(tried: Attempt[object]) -> str:
    return render_template(
        "assessor/comments.html",
        listed=page_of(list_comments(site(), actor())),
        text=request.form.get("text", ""),
        problems=tried.problems,
        errors=tried.errors,
        key=form_key(),
    )


@marking_own.post("/comments")
@permission("keep-comment-bank")
def keep() -> Response | tuple[str, int]:
    """Keep a comment to use again."""
    tried = attempt(lambda: keep_comment(site(), actor(), request.form.get("text", "")))
    if not tried.done:
        return _comments(tried), tried.status
    flash("The comment is kept.", "success")
    return redirect(url_for("marking_own.comments"))


@marking_own.post("/comments/<comment>/delete")
@permission("keep-comment-bank")
def throw_away(comment: str) -> Response:
    """Throw one of one's own comments away."""
    throw_comment_away(site(), actor(), comment)
    flash("The comment is gone.", "success")
    return redirect(url_for("marking_own.comments"))


@marking_own.get("/interests")
@permission("declare-interest")
def interests() -> str:
    """The interests that one has declared, and a form for another."""
    return _interests(NOTHING)


def _interests(tried: Attempt[object]) -> str:
    asked = request.values.get("name", "").strip()
    return render_template(
        "assessor/interests.html",
        listed=page_of(list_interests(site(), actor())),
        name=asked,
        found=find_learners(site(), actor(), asked),
        learner=request.form.get("learner", ""),
        reason=request.form.get("reason", ""),
        problems=tried.problems,
        errors=tried.errors,
        key=form_key(),
        marks=may_somewhere(actor(), "mark-work", site().today()),
    )


@marking_own.post("/interests")
@permission("declare-interest")
def declare() -> Response | str | tuple[str, int]:
    """Look for a learner, or declare an interest in the one chosen."""
    if request.form.get("action") == "find":
        return _interests(NOTHING)
    tried = attempt(
        lambda: declare_interest(site(), actor(), typed("learner"), typed("reason"), the_key())
    )
    if not tried.done:
        return _interests(tried), tried.status
    flash("The interest is declared. You no longer judge this learner's work.", "success")
    return redirect(url_for("marking_own.interests"))


@marking_own.post("/interests/<record>/take-back")
@permission("declare-interest")
def take_back(record: str) -> Response:
    """Take an interest back."""
    take_back_interest(site(), actor(), record)
    flash("The interest is taken back. That it was declared stays on record.", "success")
    return redirect(url_for("marking_own.interests"))
