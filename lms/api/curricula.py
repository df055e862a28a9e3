"""Curricula for programs: versions and files, a text checked before it is saved, and publishing."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from lms.api.enrolments import BODY
from lms.api.schemas import ARGUMENTS, PageQuery, page, page_schema
from lms.curriculum.problems import Problem
from lms.services.draft_curriculum import discard_draft, save_draft
from lms.services.list_curricula import find_curriculum, read_version
from lms.services.preview_curriculum import preview_file
from lms.services.publish_drafts import publish_drafts, review_drafts
from lms.services.working_copy import WorkingCopy, as_published, working_copy
from lms.store.programmes import Version
from lms.web.guard import actor, permission, site

curricula = Blueprint("curricula_api", __name__, description="Curricula and their versions.")


class VersionSchema(Schema):
    """A published version, and the learners who are on it."""

    programme = fields.String(required=True)
    version = fields.String(required=True)
    number = fields.Integer(required=True)
    digest = fields.String(required=True)
    published = fields.AwareDateTime(required=True)
    by = fields.String(required=True)
    note = fields.String(required=True)
    learners = fields.Integer(required=True)


class FilesQuery(PageQuery):
    """Which files."""

    version = fields.String(
        load_default=None,
        metadata={"description": "A published version; without it, the newest with its drafts."},
    )


class FileSchema(Schema):
    """A file; ``state`` is published, changed or new."""

    path = fields.String(required=True)
    state = fields.String(required=True)
    revision = fields.Integer(required=True)
    base_version = fields.String(required=True)
    text = fields.String()


class DraftSchema(Schema):
    """A changed file; ``revision`` is the one that it was changed from, 0 where there was none."""

    text = fields.String(required=True)
    revision = fields.Integer(load_default=0)
    base_version = fields.String(load_default=None, allow_none=True)


class CheckSchema(Schema):
    """A text as it would stand at a path."""

    path = fields.String(required=True)
    text = fields.String(required=True)


class CurriculumProblemSchema(Schema):
    """What keeps a curriculum from being published, where, and what to write instead."""

    path = fields.String(required=True)
    line = fields.Integer(required=True)
    what = fields.String(required=True)
    instead = fields.String(required=True)


class CheckedSchema(Schema):
    """A text laid out, with every problem of the whole folder."""

    title = fields.String(required=True)
    html = fields.String(required=True)
    problems = fields.List(fields.Nested(CurriculumProblemSchema), required=True)


class ReviewSchema(Schema):
    """What publishing the drafts would do."""

    base_version = fields.String(required=True)
    changes = fields.List(fields.String(), required=True)
    files = fields.List(fields.String(), required=True)
    outdated = fields.List(fields.String(), required=True)
    problems = fields.List(fields.Nested(CurriculumProblemSchema), required=True)
    learners = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    suggested_label = fields.String(required=True)
    mark = fields.String(
        required=True, metadata={"description": "Give it back when you publish exactly this."}
    )


class PublishSchema(Schema):
    """A version to publish from the drafts."""

    label = fields.String(required=True)
    note = fields.String(required=True)
    mark = fields.String(required=True)


class PublishedSchema(Schema):
    """The version that was published."""

    programme = fields.String(required=True)
    version = fields.String(required=True)
    number = fields.Integer(required=True)
    digest = fields.String(required=True)


@curricula.route("/curricula/<programme>/versions")
class Versions(MethodView):
    """The versions of a programme."""

    @permission("read-curriculum")
    @curricula.doc(operationId="list-versions")
    @curricula.arguments(PageQuery, **ARGUMENTS)
    @curricula.response(200, page_schema(VersionSchema))
    def get(self, query: dict[str, Any], programme: str) -> dict[str, Any]:
        """List the versions of a programme, oldest first."""
        found = find_curriculum(site(), actor(), programme)
        rows = [{**_version(v.version), "by": v.by, "learners": v.learners} for v in found.versions]
        return page(rows, lambda v: f"{v['number']:06}", query["limit"], query["cursor"])


def _version(version: Version) -> dict[str, Any]:
    names = ("programme", "version", "number", "digest", "published", "note")
    return {name: getattr(version, name) for name in names}


@curricula.route("/curricula/<programme>/files")
class Files(MethodView):
    """The files of a programme."""

    @permission("read-curriculum")
    @curricula.doc(operationId="list-curriculum-files")
    @curricula.arguments(FilesQuery, **ARGUMENTS)
    @curricula.response(200, page_schema(FileSchema))
    def get(self, query: dict[str, Any], programme: str) -> dict[str, Any]:
        """List the files of a version, or of the newest with the drafts laid over it."""
        copy = _copy(programme, query["version"])
        rows = [_file(copy, path, text=False) for path in copy.files]
        return page(rows, lambda f: str(f["path"]), query["limit"], query["cursor"])


def _copy(programme: str, version: str | None = None) -> WorkingCopy:
    if version is None:
        return working_copy(site(), actor(), programme, "read-curriculum")
    shown = read_version(site(), actor(), programme, version)
    return as_published(shown.version, shown.files)


def _file(copy: WorkingCopy, path: str, text: bool = True) -> dict[str, Any]:
    draft = copy.drafts.get(path)
    found = {
        "path": path,
        "state": copy.state(path),
        "revision": copy.revisions.get(path, 0),
        "base_version": draft.base_version if draft else copy.base.version,
    }
    return {**found, "text": copy.text(path)} if text else found


class VersionQuery(Schema):
    """Which version."""

    version = fields.String(load_default=None)


@curricula.route("/curricula/<programme>/files/<path:path>")
class OneFile(MethodView):
    """A file of a programme."""

    @permission("read-curriculum")
    @curricula.doc(operationId="read-curriculum-file")
    @curricula.arguments(VersionQuery, **ARGUMENTS)
    @curricula.response(200, FileSchema)
    def get(self, query: dict[str, Any], programme: str, path: str) -> dict[str, Any]:
        """Read a file with its text."""
        return _file(_copy(programme, query["version"]), path)

    @permission("edit-curriculum")
    @curricula.doc(operationId="save-curriculum-draft")
    @curricula.arguments(DraftSchema, **BODY)
    @curricula.response(200, FileSchema)
    def put(self, given: dict[str, Any], programme: str, path: str) -> dict[str, Any]:
        """Save a draft over the revision that was seen."""
        save_draft(
            site(),
            actor(),
            programme,
            path,
            given["text"],
            given["revision"],
            given["base_version"],
        )
        return _file(_copy(programme), path)

    @permission("edit-curriculum")
    @curricula.doc(operationId="throw-curriculum-draft-away")
    @curricula.response(204)
    def delete(self, programme: str, path: str) -> None:
        """Throw a draft away."""
        discard_draft(site(), actor(), programme, path)


@curricula.route("/curricula/<programme>/check")
class Check(MethodView):
    """A text before it is saved."""

    @permission("edit-curriculum")
    @curricula.doc(operationId="check-curriculum-text")
    @curricula.arguments(CheckSchema, **BODY)
    @curricula.response(200, CheckedSchema)
    def post(self, given: dict[str, Any], programme: str) -> dict[str, Any]:
        """Lay a text out and find every problem; nothing is saved."""
        shown = preview_file(
            site(), actor(), programme, given["path"], given["text"], _address(programme)
        )
        problems: list[Problem] = [*shown.problems, *shown.elsewhere]
        return {"title": shown.title, "html": str(shown.html), "problems": problems}


def _address(programme: str) -> Any:
    def address(target: str) -> str:
        kind, _, term = target.partition(":")
        if kind == "glossary":
            return url_for("start.glossary", _anchor=term)
        return url_for("curricula.file", programme=programme, path=target)

    return address


@curricula.route("/curricula/<programme>/publish")
class Publish(MethodView):
    """Publishing the drafts of a programme."""

    @permission("publish-curriculum")
    @curricula.doc(operationId="preview-publishing")
    @curricula.response(200, ReviewSchema)
    def get(self, programme: str) -> dict[str, Any]:
        """Say what publishing the drafts would change, and for whom."""
        review = review_drafts(site(), actor(), programme)
        return {
            "base_version": review.copy.base.version,
            "changes": review.changes,
            "files": sorted(review.copy.drafts),
            "outdated": sorted(review.copy.outdated),
            "problems": review.problems,
            "learners": review.learners,
            "suggested_label": review.suggested,
            "mark": review.copy.mark,
        }

    @permission("publish-curriculum")
    @curricula.doc(operationId="publish-curriculum")
    @curricula.arguments(PublishSchema, **BODY)
    @curricula.response(201, PublishedSchema)
    def post(self, given: dict[str, Any], programme: str) -> dict[str, Any]:
        """Publish the drafts as a new version; learners stay on theirs."""
        made = publish_drafts(
            site(), actor(), programme, given["label"], given["note"], given["mark"]
        )
        return _version(made)
