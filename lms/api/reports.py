"""The reports that plugins offer about a programme's learners."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint, abort
from marshmallow import Schema, fields

from lms.api.schemas import ARGUMENTS, can_be_meant
from lms.services.draw_report import draw_report, list_reports
from lms.web.guard import actor, permission, site

reports = Blueprint("reports_api", __name__, description="Reports of plugins.")


class ReportQuery(Schema):
    """The version, the newest if not given, and the day."""

    version = fields.String(load_default="")
    as_of = fields.Date(load_default=None, validate=can_be_meant)


class ReportSchema(Schema):
    """A report that can be drawn."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    says = fields.String(required=True)
    columns = fields.List(fields.String(), required=True)


class ReportsSchema(Schema):
    """The reports of one version."""

    version = fields.String(required=True)
    items = fields.List(fields.Nested(ReportSchema), required=True)


class DrawnSchema(Schema):
    """A report's table."""

    report = fields.String(required=True)
    title = fields.String(required=True)
    version = fields.String(required=True)
    as_of = fields.Date(required=True)
    columns = fields.List(fields.String(), required=True)
    rows = fields.List(fields.List(fields.String()), required=True)


@reports.route("/programmes/<programme>/reports")
class Reports(MethodView):
    """The reports of a programme."""

    @permission("read-report")
    @reports.doc(operationId="list-reports")
    @reports.arguments(ReportQuery(only=("version",)), **ARGUMENTS)
    @reports.response(200, ReportsSchema)
    def get(self, query: dict[str, Any], programme: str) -> dict[str, Any]:
        """List the reports that the plugins of a version offer."""
        found, offered = list_reports(site(), actor(), programme, query["version"])
        return {"version": found.version, "items": offered}


@reports.route("/programmes/<programme>/reports/<report>")
class OneReport(MethodView):
    """One report."""

    @permission("read-report")
    @reports.doc(operationId="draw-report")
    @reports.arguments(ReportQuery, **ARGUMENTS)
    @reports.response(200, DrawnSchema)
    def get(self, query: dict[str, Any], programme: str, report: str) -> dict[str, Any]:
        """Draw a report; one that fails costs its own answer only."""
        drawn = draw_report(site(), actor(), programme, report, query["version"], query["as_of"])
        if drawn.fault:
            abort(500, f"This report could not be drawn: {drawn.fault}")
        return {
            "report": drawn.report.id,
            "title": drawn.report.title,
            "version": drawn.programme.version,
            "as_of": drawn.as_of,
            "columns": drawn.report.columns,
            "rows": drawn.rows,
        }
