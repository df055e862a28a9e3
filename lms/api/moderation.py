"""Moderation and external examining for programs: sets, samples, scripts, decisions, comments."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from lms.api.enrolments import BODY, RecordSchema
from lms.api.schemas import (
    ARGUMENTS,
    IDEMPOTENCY_KEY,
    PageQuery,
    PartSchema,
    asked,
    idempotency_key,
    paged,
)
from lms.api.word_counts import WordCountSchema
from lms.domain.part import part_of
from lms.services.draw_sample import draw_sample
from lms.services.list_sets import list_sets
from lms.services.moderate import DECISIONS, Decided, moderate
from lms.services.read_script import ReadScript, read_script
from lms.services.see_sample import see_set
from lms.web.guard import actor, permission, site

moderation = Blueprint("moderation_api", __name__, description="Moderation by sample.")
SET = "/programmes/<programme>/cohorts/<cohort>/assessments/<assessment>/moderation"
WHY = {"description": "random, fail, boundary, new-marker: every reason that holds."}


class SetLineSchema(Schema):
    """A set in a list."""

    programme = fields.String(required=True)
    cohort = fields.String(required=True)
    stage = fields.String(required=True)
    assessment = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    scripts = fields.Integer(required=True)
    in_sample = fields.Integer(required=True)


class SetsSchema(PartSchema):
    """The sets, what waits first."""

    items = fields.List(fields.Nested(SetLineSchema), required=True)


class SampledScriptSchema(Schema):
    """A script of a sample; `name` is a pseudonym where marking is anonymous."""

    submission = fields.String(required=True)
    name = fields.String(required=True)
    attempt = fields.Integer(required=True)
    marker = fields.String(required=True)
    mark = fields.Integer(allow_none=True, required=True)
    result = fields.String(allow_none=True, required=True)
    why = fields.List(fields.String(), required=True, metadata=WHY)
    read = fields.Boolean(required=True)
    changed = fields.Boolean(required=True)


class PastDecisionSchema(Schema):
    """A decision about a set."""

    record = fields.String(required=True)
    decision = fields.String(required=True)
    by = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    scripts = fields.Integer(required=True)
    whole_set = fields.Integer(required=True)
    reason = fields.String(required=True)
    notes = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class SetSchema(Schema):
    """The present set of an assessment in a cohort."""

    state = fields.String(required=True)
    scripts = fields.Integer(required=True)
    sample = fields.String(required=True, metadata={"description": "Empty while none waits."})
    seed = fields.String(required=True)
    whole_set = fields.Integer(required=True)
    sampled = fields.List(fields.Nested(SampledScriptSchema), required=True)
    to_mark_again = fields.List(fields.Nested(SampledScriptSchema), required=True)
    decided = fields.List(fields.Nested(PastDecisionSchema), required=True)
    barred = fields.String(required=True, metadata={"description": "Why you may not decide."})


class DecidedSchema(Schema):
    """One decision about the whole set of a sample; `notes` are by submission."""

    sample = fields.String(required=True)
    decision = fields.String(required=True, validate=validate.OneOf(DECISIONS))
    reason = fields.String(required=True)
    notes = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)


class AnchoredSchema(Schema):
    """A comment beside a passage of the text."""

    quote = fields.String(required=True)
    at = fields.Integer(required=True)
    says = fields.String(required=True)


class LayerSchema(Schema):
    """The mark of one layer with its feedback or reason."""

    layer = fields.String(required=True)
    by = fields.String(required=True)
    on = fields.Date(required=True)
    mark = fields.Integer(allow_none=True, required=True)
    result = fields.String(allow_none=True, required=True)
    bands = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)
    overall = fields.String(required=True)
    comments = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    anchored = fields.List(fields.Nested(AnchoredSchema), required=True)
    reason = fields.String(required=True)


class ScriptFileSchema(Schema):
    """A file of a script; what its owner called it stays private."""

    id = fields.String(required=True)
    type = fields.String(required=True)
    size = fields.Integer(required=True)


class ReadScriptSchema(Schema):
    """A script of a sample with its text; that it was read is on record."""

    submission = fields.String(required=True)
    programme = fields.String(required=True)
    cohort = fields.String(required=True)
    assessment = fields.String(required=True)
    name = fields.String(required=True)
    attempt = fields.Integer(required=True)
    family = fields.String(required=True)
    on = fields.Date(required=True)
    words = fields.Integer(required=True)
    word_count = fields.Nested(WordCountSchema, allow_none=True, required=True)
    text = fields.String(required=True)
    files = fields.List(fields.Nested(ScriptFileSchema), required=True)
    erased = fields.Boolean(required=True)
    layers = fields.List(fields.Nested(LayerSchema), required=True)
    recorded = fields.Integer(allow_none=True, required=True)
    result = fields.String(allow_none=True, required=True)
    why = fields.List(fields.String(), required=True, metadata=WHY)


@moderation.route("/moderation")
class Sets(MethodView):
    """The sets that one draws or moderates."""

    @permission("draw-sample")
    @moderation.doc(operationId="list-moderation")
    @moderation.arguments(PageQuery, **ARGUMENTS)
    @moderation.response(200, SetsSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List the sets whose marking is moderated, what waits first."""
        return paged(part_of(list_sets(site(), actor()), asked(query)))


@moderation.route(SET)
class OneSet(MethodView):
    """The present set of an assessment in a cohort."""

    @permission("draw-sample")
    @moderation.doc(operationId="read-moderation")
    @moderation.response(200, SetSchema)
    def get(self, programme: str, cohort: str, assessment: str) -> Any:
        """Give a set with its sample and the decisions so far."""
        return see_set(site(), actor(), programme, cohort, assessment)


@moderation.route(f"{SET}/sample")
class Samples(MethodView):
    """The sample of a set."""

    @permission("draw-sample")
    @moderation.doc(operationId="draw-sample", parameters=[IDEMPOTENCY_KEY])
    @moderation.response(201, RecordSchema)
    def post(self, programme: str, cohort: str, assessment: str) -> dict[str, str]:
        """Draw a set's sample by rule; the site throws the seed and keeps it."""
        key = idempotency_key()
        return {"record": draw_sample(site(), actor(), programme, cohort, assessment, key)}


@moderation.route(f"{SET}/decisions")
class SetDecisions(MethodView):
    """The decision about a set."""

    @permission("moderate")
    @moderation.doc(operationId="decide-on-set", parameters=[IDEMPOTENCY_KEY])
    @moderation.arguments(DecidedSchema, **BODY)
    @moderation.response(201, RecordSchema)
    def post(
        self, given: dict[str, Any], programme: str, cohort: str, assessment: str
    ) -> dict[str, str]:
        """Confirm the whole set, or send the whole of it back; no mark can be changed."""
        where, key = (programme, cohort, assessment), idempotency_key()
        return {"record": moderate(site(), actor(), *where, Decided(**given), key)}


@moderation.route("/scripts/<submission>")
class Scripts(MethodView):
    """A script of a sample."""

    @permission("read-sample")
    @moderation.doc(operationId="read-script")
    @moderation.response(200, ReadScriptSchema)
    def get(self, submission: str) -> dict[str, Any]:
        """Read a script; the reading is noted before the text is given."""
        return _script(read_script(site(), actor(), submission))


SAME = (
    *("submission", "programme", "cohort", "name", "attempt", "family", "on", "words", "text"),
    *("files", "erased", "recorded", "result", "why"),
)
"""What the answer calls as the service does."""


def _script(shown: ReadScript) -> dict[str, Any]:
    return {
        **{name: getattr(shown, name) for name in SAME},
        "assessment": shown.assessment.id,
        "word_count": shown.count,
        "layers": [
            {
                **{n: getattr(x, n) for n in ("layer", "by", "on", "mark", "result", "bands")},
                "overall": x.feedback.overall,
                "comments": x.feedback.criteria or {},
                "anchored": [asdict(a) for a in x.feedback.anchored],
                "reason": x.reason,
            }
            for x in shown.layers
        ],
    }
