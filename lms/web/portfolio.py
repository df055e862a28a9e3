"""A portfolio assembled from what is already on record: choose, and it is set into the draft."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment.portfolio import RULE
from lms.services.assemble_portfolio import assemble_portfolio
from lms.services.drafts import draft_of
from lms.services.pieces import TEXT
from lms.services.portfolio_material import SORTS, portfolio_material
from lms.web.attempt import Attempt, attempt
from lms.web.guard import actor, permission, site
from lms.web.number_input import read_number

portfolio = Blueprint("portfolio", __name__, url_prefix="/learning")
PAGE = "/<enrolment>/assessments/<item>/portfolio"


@portfolio.get(PAGE)
@permission("submit-work")
def choose(enrolment: str, item: str) -> str:
    """What may go in, by sort; what stands in the draft already is said."""
    return _page(enrolment, item)


def _page(
    enrolment: str,
    item: str,
    chosen: tuple[str, ...] = (),
    tried: Attempt[object] | None = None,
) -> str:
    of, material = portfolio_material(site(), actor(), enrolment, item)
    draft = draft_of(site(), of)
    there = {line.strip() for line in draft.written.texts.get(TEXT, "").splitlines()}
    tried = tried or Attempt()
    return render_template(
        "portfolio/choose.html",
        piece=of,
        of=of.learning,
        sorts=[(sort, [one for one in material if one.sort == sort]) for sort in SORTS],
        there={one.id for one in material if one.extract.first_line in there},
        chosen=chosen,
        draft=draft,
        rule=RULE,
        problems=tried.problems,
        errors=tried.errors,
    )


@portfolio.post(PAGE)
@permission("submit-work")
def set_in(enrolment: str, item: str) -> Response | tuple[str, int]:
    """Set what was chosen into the draft, and go on to it."""
    chosen = tuple(request.form.getlist("chosen"))
    seen = read_number(request.form.get("revision"))
    tried = attempt(lambda: assemble_portfolio(site(), actor(), enrolment, item, chosen, seen))
    if not tried.done:
        return _page(enrolment, item, chosen, tried), tried.status
    flash("What you chose is in your draft. Only you can see it until you hand it in.", "success")
    return redirect(url_for("writing.work", enrolment=enrolment, item=item))
