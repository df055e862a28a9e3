"""The reports that plugins offer to those who lead a programme, as a table and as CSV."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from lms.services.draw_report import Drawn, draw_report, list_reports
from lms.services.list_programmes import programme_line
from lms.services.spreadsheet import as_csv
from lms.web.date_input import asked_day
from lms.web.guard import actor, permission, site
from lms.web.paging import page_of

reports = Blueprint("reports", __name__, url_prefix="/programmes/<programme>/reports")


@reports.get("/")
@permission("read-report")
def index(programme: str) -> str:
    """The reports of a programme's newest version."""
    line = programme_line(site(), actor(), programme)
    _, offered = list_reports(site(), actor(), programme)
    return render_template("programme_lead/reports.html", line=line, reports=offered)


@reports.get("/<report>")
@permission("read-report")
def report(programme: str, report: str) -> str | tuple[str, int]:
    """One report; where it cannot be drawn, this page says so and no other is touched."""
    drawn = _drawn(programme, report)
    line = programme_line(site(), actor(), programme)
    html = render_template(
        "programme_lead/report.html",
        drawn=drawn,
        listed=page_of(drawn.rows),
        line=line,
        as_of=asked_day(),
    )
    return (html, 500) if drawn.fault else html


@reports.get("/<report>.csv")
@permission("read-report")
def download(programme: str, report: str) -> Response | tuple[str, int]:
    """The report's table for a spreadsheet; cells that look like formulas are disarmed."""
    drawn = _drawn(programme, report)
    if drawn.fault:
        return f"This report could not be drawn ({drawn.fault}).", 500
    name = f"{programme}-{drawn.report.id}-{drawn.as_of.isoformat()}.csv"
    return csv_response(as_csv(drawn.report.columns, drawn.rows), name)


def csv_response(text: str, name: str) -> Response:
    """A table that the browser saves under a name."""
    return Response(
        "\ufeff" + text,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _drawn(programme: str, report: str) -> Drawn:
    version = request.args.get("version", "")
    return draw_report(site(), actor(), programme, report, version, asked_day())
