"""Who has read a log, told to its writer."""

from __future__ import annotations

from flask import Blueprint, render_template

from lms.services.see_readers import see_readers
from lms.web.guard import actor, permission, site
from lms.web.paging import page_of

log_readers = Blueprint("log_readers", __name__, url_prefix="/learning")


@log_readers.get("/<enrolment>/written/<record>/readers")
@permission("write-log")
def index(enrolment: str, record: str) -> str:
    """Everybody to whom the text was handed, and when."""
    page = see_readers(site(), actor(), enrolment, record)
    return render_template("writing/readers.html", page=page, listed=page_of(page.read), of=page.of)
