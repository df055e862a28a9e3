"""Writing: logs and assessed work, drafted on the server, checked, handed in once, with a receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.word_count import RULE
from lms.errors import BadInput, CadreError, Conflict, NotFound
from lms.services.before_handing_in import ahead_of
from lms.services.check_writing import Checked, NotConfirmed, check_writing
from lms.services.drafts import OwnDraft, discard_draft, draft_of, save_draft
from lms.services.hand_in import HandedIn, hand_in
from lms.services.list_writing import list_logs, list_work
from lms.services.logs_with_work import logs_with_work
from lms.services.own_conduct import told_about
from lms.services.pieces import LOG, WORK, Piece, Written, piece, read_written
from lms.services.read_own import read_own
from lms.services.receipts import check_receipt, read_receipt
from lms.services.withdraw_writing import withdraw_writing
from lms.web.curriculum_links import resolver
from lms.web.guard import actor, permission, site
from lms.web.number_input import read_number
from lms.web.shell import in_words_with_time

writing = Blueprint("writing", __name__, url_prefix="/learning")
LOGS = "/<enrolment>/logs/<item>/"
ASSESSMENTS = "/<enrolment>/assessments/<item>/"
FOR_LOG, FOR_WORK = {"kind": LOG}, {"kind": WORK}


@writing.get("/<enrolment>/logs/")
@permission("write-log")
def logs(enrolment: str) -> str:
    """The templates to choose from, and the logs handed in."""
    page = list_logs(site(), actor(), enrolment)
    return render_template("writing/logs.html", page=page, of=page.of)


@writing.get("/<enrolment>/assessments/")
@permission("submit-work")
def assessments(enrolment: str) -> str:
    """The assessed work of one's stages, and how each piece stands."""
    of, lines = list_work(site(), actor(), enrolment)
    return render_template("writing/assessments.html", of=of, lines=lines)


@writing.get("/<enrolment>/assessments/<item>")
@permission("submit-work")
def assessment(enrolment: str, item: str) -> str:
    """The brief of a piece of assessed work with its criteria, and how it stands."""
    of, lines = list_work(site(), actor(), enrolment)
    line = next((line for line in lines if line.assessment.id == item), None)
    if line is None:
        raise NotFound("Your version of the programme has no such assessment.")
    return render_template(
        "writing/assessment.html",
        of=of,
        line=line,
        logs=logs_with_work(of, line.assessment),
        rule=RULE,
        resolve=resolver(of),
    )


@writing.get(LOGS)
@permission("write-log")
def log(enrolment: str, item: str) -> str:
    """The boxes of a log template."""
    of = piece(site(), actor(), enrolment, LOG, item)
    return _write_page(of, draft_of(site(), of))


@writing.get(ASSESSMENTS + "write")
@permission("submit-work")
def work(enrolment: str, item: str) -> str:
    """The box of a piece of assessed work."""
    of = piece(site(), actor(), enrolment, WORK, item)
    return _write_page(of, draft_of(site(), of))


def _write_page(of: Piece, draft: OwnDraft, other: OwnDraft | None = None, wrong: str = "") -> str:
    return render_template(
        "writing/write.html",
        piece=of,
        of=of.learning,
        draft=draft,
        ahead=ahead_of(site(), of),
        other=other,
        rule=of.word_rule,
        problems=[{"text": wrong, "href": "#draft"}] if wrong else [],
        resolve=resolver(of.learning),
    )


@writing.post(LOGS, defaults=FOR_LOG)
@writing.post(ASSESSMENTS + "write", defaults=FOR_WORK)
@permission("write-log")
def save(enrolment: str, item: str, kind: str) -> Response | tuple[str, int]:
    """Save the draft without JavaScript, and go on to the check if asked to."""
    of = piece(site(), actor(), enrolment, kind, item)
    written, seen = _typed(of), _revision(request.form)
    try:
        save_draft(site(), actor(), of, written, seen)
    except Conflict as conflict:
        other = conflict.newer if isinstance(conflict.newer, OwnDraft) else OwnDraft(written)
        typed = OwnDraft(written, other.revision, other.saved)
        return _write_page(of, typed, other, str(conflict)), 409
    except BadInput as fault:
        return _write_page(of, OwnDraft(written, seen), wrong=str(fault)), 422
    if request.form.get("action") == "check":
        return redirect(_address("writing.check", of))
    if request.form.get("action") == "files" and of.kind == WORK:
        return redirect(url_for("own_work.files", enrolment=enrolment, item=item))
    flash("Draft saved. Only you can see it.", "success")
    return redirect(_write_address(of))


def _typed(of: Piece) -> Written:
    texts = {
        name.removeprefix("text-"): typed
        for name, typed in request.form.items()
        if name.startswith("text-")
    }
    return read_written(of, texts, request.form.get("family"))


def _revision(given: Mapping[str, object]) -> int:
    return read_number(str(given.get("revision", ""))) or 0


def _address(endpoint: str, of: Piece) -> str:
    return url_for(endpoint, enrolment=of.learning.enrolment.id, item=of.id, kind=of.kind)


def _write_address(of: Piece) -> str:
    endpoint = "writing.log" if of.kind == LOG else "writing.work"
    return url_for(endpoint, enrolment=of.learning.enrolment.id, item=of.id)


@writing.put("/<enrolment>/drafts/<kind>/<item>")
@permission("write-log")
def autosave(enrolment: str, kind: str, item: str) -> tuple[dict[str, object], int]:
    """Keep the draft while it is being typed; what another device saved comes back with 409."""
    given = request.get_json(silent=True)
    try:
        of = piece(site(), actor(), enrolment, kind, item)
        given = given if isinstance(given, dict) else {}
        texts = given.get("texts")
        written = read_written(of, texts if isinstance(texts, dict) else {}, given.get("family"))
        return _said(save_draft(site(), actor(), of, written, _revision(given))), 200
    except Conflict as conflict:
        other = conflict.newer if isinstance(conflict.newer, OwnDraft) else None
        texts = other.written.boxes if other else {}
        family = other.written.family if other else ""
        return {**_said(other or OwnDraft(Written({}))), "texts": texts, "family": family}, 409
    except CadreError as fault:
        return {"message": f"Not saved: {fault}"}, 422


def _said(draft: OwnDraft) -> dict[str, object]:
    at = in_words_with_time(draft.saved).rpartition(", ")[2]
    return {"revision": draft.revision, "saved": at}


@writing.post(LOGS + "discard", defaults=FOR_LOG)
@writing.post(ASSESSMENTS + "discard", defaults=FOR_WORK)
@permission("write-log")
def discard(enrolment: str, item: str, kind: str) -> Response:
    """Throw a draft away."""
    discard_draft(site(), actor(), enrolment, kind, item)
    flash("The draft is gone.", "success")
    if kind == LOG:
        return redirect(url_for("writing.logs", enrolment=enrolment))
    return redirect(url_for("writing.assessment", enrolment=enrolment, item=item))


@writing.get(LOGS + "check", defaults=FOR_LOG)
@writing.get(ASSESSMENTS + "check", defaults=FOR_WORK)
@permission("write-log")
def check(enrolment: str, item: str, kind: str) -> str | Response:
    """What will be handed in, with its words and whatever could identify somebody."""
    of = piece(site(), actor(), enrolment, kind, item)
    draft = draft_of(site(), of)
    if not draft.revision:
        return redirect(_write_address(of))
    return _check_page(of, draft, check_writing(site(), of, draft.written))


def _check_page(
    of: Piece, draft: OwnDraft, checked: Checked, problems: Sequence[Mapping[str, str]] = ()
) -> str:
    return render_template(
        "writing/check.html",
        piece=of,
        of=of.learning,
        draft=draft,
        checked=checked,
        ahead=ahead_of(site(), of),
        consent=request.form.get("consent", ""),
        confirmed=request.form.getlist("confirmed"),
        stated=request.form.get("statement"),
        key=request.form.get("idempotency") or uuid4().hex,
        write_address=_write_address(of),
        problems=problems,
        rule=RULE,
    )


@writing.post(LOGS + "check", defaults=FOR_LOG)
@writing.post(ASSESSMENTS + "check", defaults=FOR_WORK)
@permission("write-log")
def submit(enrolment: str, item: str, kind: str) -> Response | tuple[str, int]:
    """Hand it in: once, however often one clicks."""
    arrived = site().now()
    handed = HandedIn(
        arrived=arrived,
        consent=request.form.get("consent", ""),
        revision=_revision(request.form),
        confirmed=request.form.getlist("confirmed"),
        statement=request.form.get("statement") == "yes",
    )
    key = request.form.get("idempotency")
    try:
        receipt = hand_in(site(), actor(), enrolment, kind, item, handed, key)
    except BadInput as fault:
        of = piece(site(), actor(), enrolment, kind, item)
        draft = draft_of(site(), of)
        checked = check_writing(site(), of, draft.written)
        return _check_page(of, draft, checked, _problems(fault)), 422
    except Conflict as conflict:
        flash(str(conflict))
        return redirect(url_for("writing.check", enrolment=enrolment, item=item, kind=kind))
    return redirect(url_for("writing.receipt", enrolment=enrolment, record=receipt.record))


def _problems(fault: BadInput) -> list[dict[str, str]]:
    """What stands in the way, each line leading to where it is settled."""
    if isinstance(fault, NotConfirmed):
        return [{"text": str(fault), "href": "#warnings"}]
    problems = fault.problems or (fault,)
    return [
        {"text": str(p), "href": f"#{getattr(p, 'field', '') or 'what-to-do'}"} for p in problems
    ]


@writing.get("/<enrolment>/receipts/<record>")
@permission("read-receipt")
def receipt(enrolment: str, record: str) -> str:
    """When it was handed in, and the code by which it can be checked."""
    shown = read_receipt(site(), actor(), enrolment, record)
    return render_template("writing/receipt.html", receipt=shown, enrolment=enrolment)


@writing.route("/receipts/check", methods=["GET", "POST"])
@permission("check-receipt")
def receipt_check() -> str:
    """Whether a receipt that somebody shows is genuine."""
    number, code = (request.form.get(name, "").strip() for name in ("record", "code"))
    asked = request.method == "POST"
    genuine = check_receipt(site(), actor(), number, code) if asked else None
    return render_template("writing/receipt_check.html", record=number, code=code, genuine=genuine)


@writing.get("/<enrolment>/written/<record>")
@permission("read-receipt")
def written(enrolment: str, record: str) -> str:
    """Something one handed in, with the answers to it."""
    page = read_own(site(), actor(), enrolment, record)
    template = "writing/attempt.html" if page.receipt.kind == WORK else "writing/written.html"
    told = told_about(site(), page.of, record)
    return render_template(template, page=page, of=page.of, record=record, told=told)


@writing.post("/<enrolment>/written/<record>/take-back")
@permission("write-log")
def take_back(enrolment: str, record: str) -> Response:
    """Take back a log not answered, or work not opened; it is a draft again."""
    shown = read_receipt(site(), actor(), enrolment, record)
    of = withdraw_writing(site(), actor(), enrolment, shown.kind, shown.item, record)
    flash("Taken back. It is a draft again; nobody else can see it.", "success")
    return redirect(_write_address(of))
