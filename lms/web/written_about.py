"""What is written about a learner, read by that learner: the list, and each text with its readers."""

from __future__ import annotations

from flask import Blueprint, render_template

from lms.services.read_reason import WRITTEN, read_reason
from lms.services.see_readers import reason_readers
from lms.services.see_written_about import see_written_about
from lms.web.guard import actor, permission, site
from lms.web.paging import page_of

written_about = Blueprint("written_about", __name__, url_prefix="/learning/<enrolment>/about-me")


@written_about.get("/")
@permission("read-reason")
def index(enrolment: str) -> str:
    """Everything written about the learner in one enrolment, newest first."""
    page = see_written_about(site(), actor(), enrolment)
    return render_template("learner/written_about.html", listed=page_of(page.lines), of=page.of)


@written_about.get("/<record>")
@permission("read-reason")
def one(enrolment: str, record: str) -> str:
    """One text, who wrote it, and who else has read it."""
    of = see_written_about(site(), actor(), enrolment).of
    reason = read_reason(site(), actor(), record)
    read = reason_readers(site(), record)
    title = WRITTEN[reason.kind]
    shown = {"reason": reason, "title": title, "read": read, "of": of}
    return render_template("learner/reason.html", **shown)
