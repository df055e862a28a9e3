"""Whether a module has its parts, and its session the minutes that its hours say."""

from __future__ import annotations

from collections.abc import Iterable

from lms.curriculum.drafts import Draft
from lms.curriculum.problems import Problems, nearest, shown
from lms.curriculum.sections import Outline, Section, Table
from lms.domain.programme import Module
from lms.domain.verdicts import number

SESSION, EXERCISES, READING = "The session", "Exercises", "Reading"
PARTS = (
    "Aims",
    SESSION,
    "Key ideas",
    EXERCISES,
    "Vignette",
    READING,
    "For your log",
    "Links",
)
MINUTES = "Minutes"


def check_module(module: Draft[Module], parts: Outline, problems: Problems) -> None:
    """Note what is amiss in a module's body."""
    if not parts.readable:
        return
    _check_headings(module, parts, problems)
    for section in parts.sections:
        _check_section(module.path, section, problems)
    session = parts.section(SESSION)
    if session:
        _check_minutes(module, session, problems)


def _check_headings(module: Draft[Module], parts: Outline, problems: Problems) -> None:
    titles = [section.title for section in parts.sections]
    missing = [part for part in PARTS if part not in titles]
    for section in parts.sections:
        if section.title not in PARTS:
            meant = nearest(section.title, missing or PARTS)
            missing = [part for part in missing if part != meant]
            what = f'"## {section.title[:60]}" is not among a module\'s headings'
            instead = f'did you mean "## {meant}"?' if meant else "write ### under one of them"
            problems.add(module.path, section.line, what, instead)
    if missing:
        what = f"the module has no {_headings(missing)}"
        problems.add(module.path, module.body.line, what, "write it, in the order of the format")
    _check_order(module, parts, problems)


def _check_order(module: Draft[Module], parts: Outline, problems: Problems) -> None:
    last = -1
    for section in parts.sections:
        if section.title in PARTS:
            place = PARTS.index(section.title)
            if place == last or place < last:
                said = "stands twice" if place == last else f'comes after "## {PARTS[last]}"'
                what = f'"## {section.title}" {said}'
                problems.add(module.path, section.line, what, f"the order is {_headings(PARTS)}")
                return
            last = place


def _headings(titles: Iterable[str]) -> str:
    return ", ".join(f'"## {title}"' for title in titles)


def _check_section(path: str, section: Section, problems: Problems) -> None:
    said = f'"## {section.title[:60]}"'
    if not section.text:
        problems.add(path, section.line, f"nothing stands under {said}", "write it")
    elif section.title == EXERCISES and not section.headings:
        problems.add(
            path, section.line, f"{said} has no exercise", "begin each with ### and its name"
        )
    elif section.title == READING and not section.has_list:
        problems.add(path, section.line, f"{said} is not a list", "begin each work with a hyphen")


def _check_minutes(module: Draft[Module], session: Section, problems: Problems) -> None:
    tables = [table for table in session.tables if MINUTES in table.columns]
    if not tables:
        what = f'the session has no table with a column "{MINUTES}"'
        problems.add(module.path, session.line, what, f"write | {MINUTES} | What happens | …")
        return
    minutes = [_minutes(module.path, table, problems) for table in tables]
    total, wanted = sum(m for m in minutes if m is not None), module.value.hours * 60
    if None not in minutes and "hours" not in module.broken and total != wanted:
        hours = number(module.value.hours)
        what = f"the session's minutes add up to {total}, and {hours} hours are {number(wanted)}"
        problems.add(module.path, tables[0].line, what, 'change the table or "hours"')


def _minutes(path: str, table: Table, problems: Problems) -> int | None:
    column = table.columns.index(MINUTES)
    total, readable = 0, True
    for row in table.rows:
        cell = row.cells[column]
        if cell.isascii() and cell.isdigit() and len(cell) < 5:
            total += int(cell)
        else:
            readable = False
            problems.add(path, row.line, f"the minutes are {shown(cell)}", "write a whole number")
    return total if readable else None
