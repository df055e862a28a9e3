"""What a plugin may add to the pages: panels, pages and reports, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from lms.domain.programme import Programme
from lms.domain.progress import Progress
from lms.domain.records import Records


@dataclass(frozen=True, slots=True)
class PanelContext:
    """One learner's programme page: the progress shown there. Fields are only added."""

    progress: Progress
    records: Records
    """The learner's records of this enrolment; ids, dates and codes, never text."""
    today: date


@dataclass(frozen=True, slots=True)
class Panel:
    """A titled piece of Markdown beside the page's own content."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """One learner in a report: the name as the reader may see it, and the progress."""

    person: str
    name: str
    progress: Progress
    records: Records


@dataclass(frozen=True, slots=True)
class ReportContext:
    """A programme version and the learners on it that the reader may see. Fields are only added."""

    programme: Programme
    learners: tuple[LearnerRow, ...]
    as_of: date


@dataclass(frozen=True, slots=True)
class Report:
    """A table for those who lead a programme; ``rows`` is pure and gives text cells."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: Callable[[ReportContext], Iterable[tuple[str, ...]]]
    says: str = ""


@dataclass(frozen=True, slots=True)
class PageContext:
    """The programme version that a page belongs to. Fields are only added."""

    programme: Programme
    today: date


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a programme; ``body`` is pure and gives Markdown."""

    id: str
    title: str
    body: Callable[[PageContext], str]
