"""Curricula: versions published, files to change with a preview, and publishing a new version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.curriculum.listing import list_files, title_of
from lms.domain.policy import Target, may
from lms.errors import BadInput, CadreError, Conflict, NotFound
from lms.services.draft_curriculum import (
    NewFile,
    begin_file,
    discard_draft,
    folders,
    plain,
    save_draft,
)
from lms.services.list_curricula import find_curriculum, list_curricula, read_version
from lms.services.people import name_of
from lms.services.preview_curriculum import compare, laid_out, preview, preview_file
from lms.services.publish_drafts import Review, publish_drafts, review_drafts
from lms.services.working_copy import WorkingCopy, working_copy
from lms.store.curriculum_drafts import FileDraft
from lms.web.form_problems import by_field, summary
from lms.web.guard import actor, permission, site
from lms.web.number_input import read_number
from lms.web.shell import in_words_with_time

curricula = Blueprint("curricula", __name__, url_prefix="/curricula")
KINDS = {
    "modules": "Module",
    "assessments": "Assessment",
    "logs": "Log",
    "cases": "Case",
}


def _address(programme: str, version: str | None = None) -> Any:
    """Where links inside a curriculum lead while somebody works on it."""

    def address(target: str) -> str:
        kind, _, term = target.partition(":")
        if kind == "glossary":
            return url_for("start.glossary", _anchor=term)
        if version:
            return url_for(
                "curricula.version_file", programme=programme, version=version, path=target
            )
        return url_for("curricula.file", programme=programme, path=target)

    return address


@curricula.get("/")
@permission("read-curriculum")
def index() -> str:
    """The programmes with all their versions."""
    return render_template("curricula/index.html", curricula=list_curricula(site(), actor()))


@curricula.get("/<programme>/")
@permission("read-curriculum")
def programme(programme: str) -> str:
    """The newest version's files by stage, with drafts marked, and every version."""
    shown = find_curriculum(site(), actor(), programme)
    copy = working_copy(site(), actor(), programme, "read-curriculum")
    return render_template(
        "curricula/programme.html",
        shown=shown,
        copy=copy,
        groups=list_files(copy.files),
        may_edit=_may_edit(programme),
        names=_names(copy),
    )


def _may_edit(programme: str) -> bool:
    return may(actor(), "edit-curriculum", Target(programme=programme), site().today())


def _names(copy: WorkingCopy) -> dict[str, str]:
    who = {draft.saved_by for draft in copy.drafts.values()}
    return {identity: name_of(site().session(), identity) for identity in who}


@curricula.get("/<programme>/versions/<version>/")
@permission("read-curriculum")
def version(programme: str, version: str) -> str:
    """The files of one published version, to read."""
    shown = read_version(site(), actor(), programme, version)
    return render_template("curricula/version.html", shown=shown, groups=list_files(shown.files))


@curricula.get("/<programme>/versions/<version>/files/<path:path>")
@permission("read-curriculum")
def version_file(programme: str, version: str, path: str) -> str:
    """One file of a published version, to read."""
    shown = read_version(site(), actor(), programme, version)
    if path not in shown.files:
        raise NotFound("There is no such file in this version.")
    return render_template(
        "curricula/version_file.html",
        shown=shown,
        path=path,
        title=title_of(path, shown.files[path]),
        text=shown.files[path],
        html=laid_out(shown.files, path, _address(programme, version)),
    )


@dataclass(frozen=True, slots=True)
class Editor:
    """What the editor holds: the text as typed and the revision that it was typed over."""

    text: str
    revision: int


@curricula.get("/<programme>/files/<path:path>")
@permission("edit-curriculum")
def file(programme: str, path: str) -> str:
    """A file to change, with its preview and every problem."""
    copy = working_copy(site(), actor(), programme)
    return _file_page(copy, path, Editor(copy.text(path), copy.revisions.get(path, 0)))


def _file_page(
    copy: WorkingCopy,
    path: str,
    editor: Editor,
    theirs: FileDraft | None = None,
    fault: BadInput | None = None,
    newer: str = "",
) -> str:
    draft = copy.drafts.get(path)
    return render_template(
        "curricula/file.html",
        copy=copy,
        path=path,
        editor=editor,
        draft=draft,
        preview=preview(site(), copy, path, plain(editor.text), _address(copy.programme)),
        theirs=theirs,
        changes=compare(theirs.text, plain(editor.text)) if theirs else [],
        newer=newer,
        names=_names(copy),
        problems=summary(fault) if fault else [],
    )


@curricula.post("/<programme>/files/<path:path>")
@permission("edit-curriculum")
def save(programme: str, path: str) -> Response | str | tuple[str, int]:
    """Save the draft; or only look at it, where the Preview button was pressed."""
    text = request.form.get("text", "")
    seen = read_number(request.form.get("revision")) or 0
    if request.form.get("action") == "preview":
        return _file_page(working_copy(site(), actor(), programme), path, Editor(text, seen))
    base = request.form.get("base") or None
    try:
        save_draft(site(), actor(), programme, path, text, seen, base)
    except Conflict as conflict:
        theirs = conflict.newer if isinstance(conflict.newer, FileDraft) else None
        copy = working_copy(site(), actor(), programme)
        editor = Editor(text, theirs.revision if theirs else 0)
        return _file_page(copy, path, editor, theirs, newer=str(conflict)), 409
    except BadInput as fault:
        copy = working_copy(site(), actor(), programme)
        return _file_page(copy, path, Editor(text, seen), fault=fault), 422
    flash("Draft saved. Learners see it when it is published.", "success")
    return redirect(url_for("curricula.file", programme=programme, path=path))


@curricula.put("/<programme>/drafts/<path:path>")
@permission("edit-curriculum")
def autosave(programme: str, path: str) -> tuple[dict[str, object], int]:
    """Keep a file while it is being typed; 409 where somebody else saved it meanwhile."""
    given = request.get_json(silent=True)
    given = given if isinstance(given, dict) else {}
    text, seen = given.get("text"), given.get("revision")
    if not isinstance(text, str) or not isinstance(seen, int):
        return {"message": "Not saved: save the draft with the button."}, 422
    try:
        kept = save_draft(site(), actor(), programme, path, text, seen)
    except Conflict:
        said = "Not saved: somebody else saved this file meanwhile. Save it here to compare both."
        return {"message": said}, 409
    except CadreError as fault:
        return {"message": f"Not saved: {fault}"}, 422
    at = in_words_with_time(kept.saved).rpartition(", ")[2]
    return {"revision": kept.revision, "saved": at}, 200


@curricula.post("/<programme>/preview")
@permission("edit-curriculum")
def preview_fragment(programme: str) -> str:
    """The preview and the problems of a text that is being typed, as a piece of page."""
    path = request.form.get("path", "")
    text = request.form.get("text", "")
    shown = preview_file(site(), actor(), programme, path, text, _address(programme))
    return render_template("curricula/preview.html", preview=shown)


@curricula.get("/<programme>/changes/<path:path>")
@permission("edit-curriculum")
def changes(programme: str, path: str) -> str:
    """What a draft changes in its file, line by line."""
    copy = working_copy(site(), actor(), programme)
    found = compare(copy.published.get(path, ""), copy.text(path))
    draft = copy.drafts.get(path)
    return render_template(
        "curricula/changes.html", copy=copy, path=path, changes=found, draft=draft
    )


@curricula.post("/<programme>/discard/<path:path>")
@permission("edit-curriculum")
def discard(programme: str, path: str) -> Response:
    """Throw a draft away."""
    discard_draft(site(), actor(), programme, path)
    flash("The draft is gone; the file is as it was published.", "success")
    return redirect(url_for("curricula.programme", programme=programme))


@curricula.route("/<programme>/new", methods=["GET", "POST"])
@permission("edit-curriculum")
def new(programme: str) -> str | Response | tuple[str, int]:
    """Begin a file."""
    copy = working_copy(site(), actor(), programme)
    if request.method != "POST":
        return _new_page(copy)
    form = request.form
    wanted = NewFile(form.get("folder", ""), form.get("kind", ""), form.get("title", ""))
    try:
        path = begin_file(site(), actor(), programme, wanted)
    except BadInput as fault:
        return _new_page(copy, fault), 422
    return redirect(url_for("curricula.file", programme=programme, path=path))


def _new_page(copy: WorkingCopy, fault: BadInput | None = None) -> str:
    return render_template(
        "curricula/new.html",
        copy=copy,
        kinds=KINDS,
        folders=folders(copy),
        typed=request.form,
        problems=summary(fault) if fault else [],
        errors=by_field(fault) if fault else {},
    )


@curricula.get("/<programme>/publish")
@permission("publish-curriculum")
def review(programme: str) -> str:
    """What publishing would change, in the programme's own words, and who stays on which version."""
    return _review_page(review_drafts(site(), actor(), programme))


def _review_page(
    shown: Review, fault: BadInput | None = None, newer: str = "", differs: object = None
) -> str:
    return render_template(
        "curricula/publish.html",
        review=shown,
        copy=shown.copy,
        typed=request.form,
        newer=newer,
        differs=differs,
        names=_names(shown.copy),
        groups=list_files(shown.copy.files),
        problems=summary(fault) if fault else [],
        errors=by_field(fault) if fault else {},
    )


@curricula.post("/<programme>/publish")
@permission("publish-curriculum")
def publish(programme: str) -> Response | tuple[str, int]:
    """Publish the drafts as a new version."""
    form = request.form
    try:
        made = publish_drafts(
            site(),
            actor(),
            programme,
            form.get("label", ""),
            form.get("note", ""),
            form.get("mark", ""),
        )
    except Conflict as conflict:
        shown = review_drafts(site(), actor(), programme)
        return _review_page(shown, newer=str(conflict), differs=conflict.newer), 409
    except BadInput as fault:
        return _review_page(review_drafts(site(), actor(), programme), fault), 422
    flash(f"{made.key} is published. Whoever is enrolled from now on is on it.", "success")
    return redirect(url_for("curricula.programme", programme=programme))
