"""assessments/….md: a piece of assessed work and the table it is marked by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from lms.curriculum.assessment_checks import CRITERIA, check_kind_of_work
from lms.curriculum.drafts import Draft, draft
from lms.curriculum.front_matter import Document, Text
from lms.curriculum.keys import Keys
from lms.curriculum.markdown_parser import is_plain
from lms.curriculum.names import slug
from lms.curriculum.problems import Problems, nearest, shown
from lms.curriculum.sections import Outline, Row, Table, outline, titles_with_comments
from lms.domain.assessment.ratings import HIGHEST_RATING
from lms.domain.programme import ON_A_SCALE, Assessment, Criterion

KINDS = (
    "case-report",
    "case-study",
    "interview",
    "observation",
    "viva",
    "presentation",
    "essay",
    "recorded-session",
    "portfolio",
    "dissertation",
    "genogram",
    "critical-review",
)
MARKERS = ("single", "sampled", "double", "blind-double")
HANDED_IN = ("text", "in-person", "portfolio")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "mark": ("Criterion", "Weight", "Fail", "Pass", "Merit", "Distinction"),
    "pass-fail": ("Criterion", "Not yet", "Pass"),
    "formative": ("Criterion", "To develop", "Secure"),
}
ANCHORS = ("0", "3", "6")
"""The ratings that a criteria table describes, where work is rated on a scale."""
SCALED = ("Criterion", *ANCHORS)


def read_assessment(document: Document, problems: Problems) -> Draft[Assessment]:
    """An assessment with its criteria."""
    keys = Keys(document.front, document.path, problems)
    parts = outline(document.body, problems)
    marking = keys.choice("marking", COLUMNS)
    scale = keys.choice("scale", (ON_A_SCALE,), "")
    criteria, line = _criteria(document.body, parts, _columns(marking, scale), problems)
    words, tolerance = keys.maybe_integer("words", 1), keys.maybe_integer("tolerance", 0, 100)
    assessment = Assessment(
        id=keys.identity(),
        title=keys.text("title"),
        kind=keys.choice("kind", KINDS),
        marking=marking,
        body=document.body.markdown,
        criteria=criteria,
        words=words,
        tolerance=10 if tolerance is None else tolerance,
        pass_mark=_pass_mark(keys, marking),
        markers=keys.choice("markers", MARKERS),
        due_month=keys.maybe_integer("due-month", 1, 120),
        family_code=keys.truth("family-code"),
        private=keys.truth("private"),
        outcomes=tuple(keys.texts("outcomes")),
        path=document.path,
        handed_in=keys.choice("handed-in", HANDED_IN, "text"),
        consent=keys.truth("consent"),
        scale=scale,
        with_logs=keys.truth("with-logs"),
    )
    check_kind_of_work(assessment, keys)
    if words is None and tolerance is not None and "words" not in keys.broken:
        keys.complain("tolerance", '"tolerance" is given without "words"', "take it out")
    keys.finish()
    return draft(assessment, keys, document.body, {CRITERIA: line})


def _pass_mark(keys: Keys, marking: str) -> int:
    given = keys.maybe_integer("pass-mark", 0, 100)
    if "pass-mark" in keys.values and marking in ("pass-fail", "formative"):
        what = f'"pass-mark" has no meaning with marking: {marking}'
        keys.complain("pass-mark", what, "take it out, or write marking: mark")
    return 50 if given is None else given


def _columns(marking: str, scale: str) -> tuple[str, ...] | None:
    """The columns that the criteria table must have; None where that is not known."""
    return SCALED if scale and marking else COLUMNS.get(marking)


def _criteria(
    body: Text, parts: Outline, columns: tuple[str, ...] | None, problems: Problems
) -> tuple[tuple[Criterion, ...], int]:
    """The criteria, and the line on which their table begins."""
    section = parts.section(CRITERIA)
    if section is None:
        if parts.readable:
            _no_section(body, parts, problems)
        return (), body.line
    if len(section.tables) != 1:
        what = f'"## {CRITERIA}" holds {len(section.tables) or "no"} tables'
        instead = f"write one, with the columns {' | '.join(columns or COLUMNS['mark'])}"
        problems.add(body.path, section.line, what, instead)
        return (), section.line
    table = section.tables[0]
    if columns is None:
        return (), table.line
    if table.columns != columns and not _has_other_bands(table.columns, columns):
        what = f"the columns are {' | '.join(table.columns)}"
        instead = f"with {_named(columns)} write {' | '.join(columns)}"
        problems.add(body.path, table.line, what, instead)
        return (), table.line
    return _read_table(body, table, problems), table.line


def _has_other_bands(columns: tuple[str, ...], usual: tuple[str, ...]) -> bool:
    """Whether these are weighed criteria in other bands: which ones, the marking policy decides."""
    return (
        usual == COLUMNS["mark"]
        and columns[:3] == usual[:3]
        and len(set(columns)) == len(columns) > len(usual[:3])
    )


def _named(columns: tuple[str, ...]) -> str:
    """The setting that asks for these columns."""
    named = next((name for name, asked in COLUMNS.items() if asked == columns), None)
    return f"marking: {named}" if named else f"scale: {ON_A_SCALE}"


def _no_section(body: Text, parts: Outline, problems: Problems) -> None:
    near = [s for s in parts.sections if nearest(s.title, [CRITERIA])]
    line = near[0].line if near else body.line
    what = f"{shown('## ' + near[0].title)} is no heading here" if near else "no marking criteria"
    problems.add(body.path, line, what, f'write the heading "## {CRITERIA}" and a table under it')


def _read_table(body: Text, table: Table, problems: Problems) -> tuple[Criterion, ...]:
    found: dict[str, Criterion] = {}
    path, written = body.path, titles_with_comments(body)
    before = len(problems)
    for row in table.rows:
        criterion = _criterion(path, table, row, problems)
        if written.get(row.line, criterion.title) != criterion.title:
            what = f"a comment stands in the criterion {shown(criterion.title)}"
            problems.add(path, row.line, what, "put it in a line of its own, above the table")
            title = written[row.line]  # marks are kept under it
            criterion = replace(criterion, id=slug(title) or title)
        if criterion.id in found:
            problems.add(path, row.line, f"{shown(criterion.title)} stands twice", "keep one row")
        found[criterion.id] = criterion
    if not table.rows:
        problems.add(path, table.line, "the table has no rows", "write one for each criterion")
    weights = [c.weight for c in found.values() if c.weight is not None]
    if weights and len(problems) == before and sum(weights) != 100:
        what = f"the weights add up to {sum(weights)}"
        problems.add(path, table.line, what, "make them add up to 100")
    return tuple(found.values())


def _criterion(path: str, table: Table, row: Row, problems: Problems) -> Criterion:
    if row.spare:
        what = f"the row has {len(table.columns) + row.spare} cells, the table {len(table.columns)}"
        problems.add(path, row.line, what, r"write \| for a bar within a cell")
    cells = dict(zip(table.columns, row.cells, strict=True))
    for column, cell in cells.items():
        if not cell:
            problems.add(path, row.line, f'the cell under "{column}" is empty', "fill it")
        elif not is_plain(cell):
            what = f'marks of Markdown in the cell under "{column}" are shown as they stand'
            problems.add(path, row.line, what, "write plain words")
    title = cells.pop("Criterion")
    weight = _weight(path, row, cells.pop("Weight"), problems) if "Weight" in cells else None
    bands = _ratings(cells) if tuple(cells) == ANCHORS else tuple(cells.items())
    return Criterion(slug(title) or title, title, weight, bands)


def _ratings(cells: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The ratings 0 to 6; the table describes three of them, and the others lie between."""
    return tuple((str(rating), cells.get(str(rating), "")) for rating in range(HIGHEST_RATING + 1))


def _weight(path: str, row: Row, cell: str, problems: Problems) -> int | None:
    if re.fullmatch(r"[0-9]{1,3}", cell):
        return int(cell)
    if cell:
        problems.add(path, row.line, f"the weight is {shown(cell)}", "write a whole number")
    return None
