"""Files, comparisons, circumstances and appeals, for programs that act for a learner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, fields
from werkzeug.wrappers import Response

from lms.api.enrolments import BODY
from lms.api.schemas import ARGUMENTS, IDEMPOTENCY_KEY, AsOfQuery, idempotency_key
from lms.services.appeal import Appeal, OwnAppeal, appeal, list_own_appeals
from lms.services.compare_attempts import Comparison, compare_own
from lms.services.declare_circumstances import (
    ASKS,
    Claimed,
    OwnClaim,
    declare_circumstances,
    list_claims,
    own_evidence,
)
from lms.services.draft_files import add_files, remove_file, state_words
from lms.services.drafts import OwnDraft
from lms.services.files import Upload, open_file
from lms.services.pieces import WORK, piece
from lms.services.see_readers import ReadBy, see_readers
from lms.web.guard import actor, permission, site
from lms.web.uploads import give_out, make_room, sent_with, uploaded

own_work = Blueprint("own_work_api", __name__, description="One's own assessed work.")
make_room(own_work, ["DraftFiles", "EvidencedCircumstances"])
MULTIPART = "multipart/form-data"
FORM: dict[str, Any] = {"location": "form", "content_type": MULTIPART, "unknown": RAISE}
FILES: dict[str, Any] = {
    "type": "array",
    "items": {"type": "string", "contentMediaType": "application/octet-stream"},
    "description": "Each file under its own name.",
}
FILES_BODY = {
    "required": True,
    "content": {
        MULTIPART: {
            "schema": {"type": "object", "required": ["files"], "properties": {"files": FILES}}
        }
    },
}
"""What the form holds: nothing reads it with a schema, so that it is described here."""


class FileSchema(Schema):
    """A file of a draft or of work handed in; ``words`` is null where nothing could count them."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    type = fields.String(required=True)
    size = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    words = fields.Integer(allow_none=True)
    stated = fields.Boolean(required=True)
    unread = fields.List(fields.String(), required=True)
    stated_words = fields.Integer(allow_none=True)
    reason = fields.String(required=True)


class DraftFilesSchema(Schema):
    """The files of a draft, and the revision that it has with them."""

    revision = fields.Integer(required=True)
    words = fields.Integer(required=True)
    files = fields.List(fields.Nested(FileSchema), required=True)


class StatedSchema(Schema):
    """The writer's own count for a file; the reason where its words were counted too."""

    words = fields.Integer(required=True)
    reason = fields.String(load_default="")


class PassageSchema(Schema):
    """A stretch of text that is the same in both, gone from the old or new in the new."""

    how = fields.String(required=True)
    text = fields.String(required=True)


class ComparisonSchema(Schema):
    """What makes an earlier text into a later one."""

    earlier = fields.String(required=True, attribute="earlier.id")
    later = fields.String(required=True, attribute="later.id")
    gone = fields.Integer(required=True, metadata={"description": "Words taken out."})
    new = fields.Integer(required=True, metadata={"description": "Words put in."})
    changes = fields.List(fields.Nested(PassageSchema), required=True)


class ClaimSchema(Schema):
    """Circumstances that one declared, and what was decided; ``decision`` is empty while open."""

    record = fields.String(required=True)
    assessment = fields.String(required=True)
    attempt = fields.Integer(required=True)
    asks = fields.String(required=True)
    until = fields.Date(allow_none=True)
    declared = fields.Date(required=True)
    statement = fields.String(required=True, attribute="statement.text")
    files = fields.List(fields.Nested(FileSchema), attribute="statement.files")
    decision = fields.String(required=True)
    effect = fields.String(required=True)
    reason = fields.String(required=True)
    decided = fields.Date(allow_none=True)


class NewClaimSchema(Schema):
    """Circumstances to declare."""

    assessment = fields.String(required=True)
    asks = fields.String(required=True, metadata={"description": ", ".join(ASKS)})
    statement = fields.String(required=True)
    until = fields.Date(load_default=None, allow_none=True)


class ClaimWithEvidenceSchema(NewClaimSchema):
    """The same as a multipart form, with files."""

    evidence = fields.Raw(metadata=FILES)


class AppealSchema(Schema):
    """An appeal that one made, and its decision; ``outcome`` is empty while it is open."""

    record = fields.String(required=True)
    assessment = fields.String(required=True)
    attempt = fields.Integer(required=True)
    grounds = fields.String(required=True)
    made = fields.Date(required=True)
    statement = fields.String(required=True)
    outcome = fields.String(required=True)
    reason = fields.String(required=True)
    decided = fields.Date(allow_none=True)


class NewAppealSchema(Schema):
    """An appeal to make; ``not_judgement`` confirms that it is not against academic judgement."""

    assessment = fields.String(required=True)
    attempt = fields.Integer(load_default=1)
    grounds = fields.String(required=True)
    statement = fields.String(required=True)
    not_judgement = fields.Boolean(required=True)


class MadeSchema(Schema):
    """The record that was written."""

    record = fields.String(required=True)


@own_work.route("/enrolments/<enrolment>/drafts/submission/<item>/files")
class DraftFiles(MethodView):
    """The files of a draft of assessed work."""

    @permission("submit-work")
    @own_work.doc(
        operationId="add-files-to-draft", parameters=[IDEMPOTENCY_KEY], requestBody=FILES_BODY
    )
    @own_work.response(201, DraftFilesSchema)
    def post(self, enrolment: str, item: str) -> dict[str, Any]:
        """Add files to a draft, sent as the ``files`` of a multipart form."""
        of = piece(site(), actor(), enrolment, WORK, item)
        return _files(add_files(site(), actor(), of, uploaded("files"), idempotency_key()))


@own_work.route("/enrolments/<enrolment>/drafts/submission/<item>/files/<file>")
class DraftFile(MethodView):
    """One file of a draft."""

    @permission("submit-work")
    @own_work.doc(operationId="state-words-of-file")
    @own_work.arguments(StatedSchema, **BODY)
    @own_work.response(200, DraftFilesSchema)
    def put(self, given: dict[str, Any], enrolment: str, item: str, file: str) -> dict[str, Any]:
        """Say how many words a file has, where nothing counted them or the count is wrong."""
        of = piece(site(), actor(), enrolment, WORK, item)
        words, reasons = {file: str(given["words"])}, {file: str(given["reason"])}
        return _files(state_words(site(), actor(), of, words, reasons))

    @permission("submit-work")
    @own_work.doc(operationId="remove-file-from-draft")
    @own_work.response(200, DraftFilesSchema)
    def delete(self, enrolment: str, item: str, file: str) -> dict[str, Any]:
        """Take a file out of a draft."""
        of = piece(site(), actor(), enrolment, WORK, item)
        return _files(remove_file(site(), actor(), of, file))


def _files(draft: OwnDraft) -> dict[str, Any]:
    written = draft.written
    return {"revision": draft.revision, "words": written.words, "files": written.files}


@own_work.route("/submissions/<record>/files/<file>")
class HandedInFile(MethodView):
    """A file that was handed in."""

    @permission("read-work")
    @own_work.doc(operationId="read-file-of-work")
    def get(self, record: str, file: str) -> Response:
        """Give a file to its writer or to whoever may read the work; that is noted."""
        return give_out(open_file(site(), actor(), record, file))


@own_work.route("/enrolments/<enrolment>/submissions/<record>/changes")
class Changes(MethodView):
    """What changed since the submission before."""

    @permission("read-receipt")
    @own_work.doc(operationId="compare-own-attempts")
    @own_work.response(200, ComparisonSchema)
    def get(self, enrolment: str, record: str) -> Comparison:
        """Compare one's own text with the one before it, word by word."""
        return compare_own(site(), actor(), enrolment, record)


@own_work.route("/enrolments/<enrolment>/circumstances")
class Circumstances(MethodView):
    """What one has declared in an enrolment."""

    @permission("claim-circumstances")
    @own_work.doc(operationId="list-own-circumstances")
    @own_work.arguments(AsOfQuery, **ARGUMENTS)
    @own_work.response(200, ClaimSchema(many=True))
    def get(self, query: dict[str, Any], enrolment: str) -> list[OwnClaim]:
        """List one's own claims with their decisions."""
        return list(list_claims(site(), actor(), enrolment, **query))

    @permission("claim-circumstances")
    @own_work.doc(operationId="declare-circumstances", parameters=[IDEMPOTENCY_KEY])
    @own_work.arguments(NewClaimSchema, **BODY)
    @own_work.response(201, MadeSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """Declare circumstances about the last attempt at a piece of work."""
        return _declare(enrolment, given)


@own_work.route("/enrolments/<enrolment>/circumstances/with-evidence")
class EvidencedCircumstances(MethodView):
    """Circumstances with files that show them."""

    @permission("claim-circumstances")
    @own_work.doc(operationId="declare-circumstances-with-evidence", parameters=[IDEMPOTENCY_KEY])
    @own_work.arguments(ClaimWithEvidenceSchema, **FORM)
    @own_work.response(201, MadeSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """Declare circumstances with files, sent as the ``evidence`` of a multipart form."""
        return _declare(enrolment, given, sent_with("evidence"))


def _declare(
    enrolment: str, given: dict[str, Any], evidence: Sequence[Upload] = ()
) -> dict[str, str]:
    claimed = Claimed(given["asks"], given["statement"], given["until"])
    item, key = given["assessment"], idempotency_key()
    made = declare_circumstances(site(), actor(), enrolment, item, claimed, evidence, key)
    return {"record": made}


@own_work.route("/enrolments/<enrolment>/circumstances/<claim>/files/<file>")
class OwnEvidence(MethodView):
    """A file that one gave as evidence."""

    @permission("claim-circumstances")
    @own_work.doc(operationId="read-own-evidence")
    def get(self, enrolment: str, claim: str, file: str) -> Response:
        """Give the bytes of a file that one gave as evidence oneself."""
        return give_out(own_evidence(site(), actor(), enrolment, claim, file))


@own_work.route("/enrolments/<enrolment>/appeals")
class Appeals(MethodView):
    """The appeals of an enrolment."""

    @permission("appeal")
    @own_work.doc(operationId="list-own-appeals")
    @own_work.arguments(AsOfQuery, **ARGUMENTS)
    @own_work.response(200, AppealSchema(many=True))
    def get(self, query: dict[str, Any], enrolment: str) -> list[OwnAppeal]:
        """List one's own appeals with their decisions."""
        return list(list_own_appeals(site(), actor(), enrolment, **query))

    @permission("appeal")
    @own_work.doc(operationId="make-appeal", parameters=[IDEMPOTENCY_KEY])
    @own_work.arguments(NewAppealSchema, **BODY)
    @own_work.response(201, MadeSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """Appeal against the ratified result of an attempt, never against academic judgement."""
        made = Appeal(given["grounds"], given["statement"], given["not_judgement"])
        item, attempt = given["assessment"], given["attempt"]
        key = idempotency_key()
        return {"record": appeal(site(), actor(), enrolment, item, attempt, made, key)}


class ReadBySchema(Schema):
    """One handing over of a log's text: to whom, in which role, and when."""

    name = fields.String(required=True)
    role = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


@own_work.route("/enrolments/<enrolment>/logs/<record>/readers")
class LogReaders(MethodView):
    """Who has read a log."""

    @permission("write-log")
    @own_work.doc(operationId="list-readers-of-log")
    @own_work.response(200, ReadBySchema(many=True))
    def get(self, enrolment: str, record: str) -> list[ReadBy]:
        """List everybody to whom the text of one's log was handed, the newest first."""
        return list(see_readers(site(), actor(), enrolment, record).read)
