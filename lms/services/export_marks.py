"""A cohort's marks as a table for the student record system: one row for each attempt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from lms.domain.assessment.marks_sheet import Line
from lms.domain.assessment.turnaround import day_handed_in
from lms.domain.policy import Actor, Target
from lms.services.cohort_work import CohortWork, cohort_work
from lms.services.see_marks import Row, rows_of
from lms.services.site import Site, require
from lms.services.spreadsheet import as_csv

COLUMNS = (
    "person",
    "name",
    "programme",
    "version",
    "cohort",
    "stage",
    "assessment",
    "attempt",
    "raw",
    "recorded",
    "result",
    "stand",
    "status",
    "days_late",
    "deadline",
    "handed_in",
    "marked",
    "released",
    "board_outcome",
)
"""The columns in their order; docs/boards.md says what each holds."""


def export_marks(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    stage: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> str:
    """The table as CSV that no spreadsheet takes for formulas.

    Work about one's own family is there with its result alone; no text of anybody's is.
    """
    return as_csv(COLUMNS, marks_table(site, actor, programme, cohort, stage, as_of, known_at))


def marks_table(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    stage: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[tuple[object, ...]]:
    """The rows of the table, under COLUMNS."""
    require(site, actor, "export-marks", Target(programme=programme, cohort=cohort))
    work = cohort_work(site, programme, cohort, stage, as_of, known_at=known_at)
    return [_cells(work, row, line) for row in rows_of(site, work) for line in row.lines]


def _cells(work: CohortWork, row: Row, line: Line) -> tuple[object, ...]:
    return (
        row.person,
        row.name,
        work.programme.id,
        row.version,
        work.cohort.id,
        work.stage.id,
        line.assessment.id,
        line.result.attempt,
        *_marks(line),
        line.result.stand.value,
        line.status,
        line.result.late.calendar_days or None,
        *_days(line),
        row.outcome or None,
    )


def _marks(line: Line) -> Sequence[object]:
    """Raw and recorded mark and the result; of private work only the result."""
    result = line.result
    said = result.result or {True: "pass", False: "fail", None: None}[result.passed]
    if line.assessment.private:
        return (None, None, said)
    return (result.raw, result.recorded, said)


def _days(line: Line) -> Sequence[date | None]:
    """Deadline, handed in, marked, released: London days."""
    result, deciding = line.result, line.result.deciding
    return (
        result.deadline.day if result.deadline else None,
        day_handed_in(result.submission) if result.submission else None,
        deciding.on if deciding else None,
        line.shown,
    )
