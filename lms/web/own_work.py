"""The files of one's own work, and what changed from one attempt to the next."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.word_count import RULE
from lms.services.before_handing_in import begin_again
from lms.services.compare_attempts import compare_for_marker, compare_own
from lms.services.draft_files import add_files, remove_file, state_words
from lms.services.drafts import draft_of
from lms.services.file_kinds import TAKEN
from lms.services.files import MOST_FILES, open_file
from lms.services.pieces import WORK, Piece, piece
from lms.web.attempt import Attempt, attempt
from lms.web.guard import actor, permission, site
from lms.web.uploads import give_out, make_room, uploaded

own_work = Blueprint("own_work", __name__)
FILES = "/learning/<enrolment>/assessments/<item>/files"
make_room(own_work, ["add"])


@own_work.get(FILES)
@permission("submit-work")
def files(enrolment: str, item: str) -> str:
    """The files of a draft."""
    return _page(piece(site(), actor(), enrolment, WORK, item))


def _page(of: Piece, tried: Attempt[object] | None = None) -> str:
    tried = tried or Attempt()
    return render_template(
        "own_work/files.html",
        piece=of,
        of=of.learning,
        files=draft_of(site(), of).written.files,
        most=MOST_FILES,
        taken=TAKEN,
        rule=RULE,
        typed=request.form,
        problems=tried.problems,
        errors=tried.errors,
    )


@own_work.post(FILES)
@permission("submit-work")
def add(enrolment: str, item: str) -> Response | tuple[str, int]:
    """Add files to the draft."""
    of = piece(site(), actor(), enrolment, WORK, item)
    sent = uploaded("files")
    return _answer(of, attempt(lambda: add_files(site(), actor(), of, sent)), "Added.")


def _answer(of: Piece, tried: Attempt[object], done: str) -> Response | tuple[str, int]:
    if not tried.done:
        return _page(of, tried), tried.status
    flash(done, "success")
    at = of.learning.enrolment.id
    return redirect(url_for("own_work.files", enrolment=at, item=of.id))


@own_work.post(f"{FILES}/words")
@permission("submit-work")
def words(enrolment: str, item: str) -> Response | tuple[str, int]:
    """Say how many words a file has, where nothing counted them or the count is wrong."""
    of = piece(site(), actor(), enrolment, WORK, item)
    stated, reasons = _typed("words-"), _typed("reason-")
    done = attempt(lambda: state_words(site(), actor(), of, stated, reasons))
    return _answer(of, done, "Saved.")


def _typed(prefix: str) -> dict[str, str]:
    """What was typed for each file into the fields whose names begin so."""
    return {
        name.removeprefix(prefix): typed
        for name, typed in request.form.items()
        if name.startswith(prefix)
    }


@own_work.post(f"{FILES}/<file>/remove")
@permission("submit-work")
def remove(enrolment: str, item: str, file: str) -> Response | tuple[str, int]:
    """Take a file out of the draft."""
    of = piece(site(), actor(), enrolment, WORK, item)
    return _answer(of, attempt(lambda: remove_file(site(), actor(), of, file)), "Taken away.")


@own_work.post("/learning/<enrolment>/assessments/<item>/begin")
@permission("submit-work")
def begin(enrolment: str, item: str) -> Response:
    """Begin a draft with what was handed in last."""
    begin_again(site(), actor(), enrolment, item)
    return redirect(url_for("writing.work", enrolment=enrolment, item=item))


@own_work.get("/work/<record>/files/<file>")
@permission("read-work")
def download(record: str, file: str) -> Response:
    """A file that was handed in, for its writer and for whoever may read the work."""
    return give_out(open_file(site(), actor(), record, file))


@own_work.get("/learning/<enrolment>/written/<record>/changes")
@permission("read-receipt")
def changes(enrolment: str, record: str) -> str:
    """One's own text beside the one before it, word by word."""
    page = compare_own(site(), actor(), enrolment, record)
    back = ("Your work", url_for("writing.written", enrolment=enrolment, record=record))
    return render_template("own_work/changes.html", page=page, back=back)


@own_work.get("/marking/<record>/changes")
@permission("mark-work")
def changes_for_marker(record: str) -> str:
    """The same for whoever marks it."""
    page = compare_for_marker(site(), actor(), record)
    back = ("The work", url_for("assessor.work", record=record))
    return render_template("own_work/changes.html", page=page, back=back)
