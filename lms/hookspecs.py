"""Every hook: when it is asked, what it returns, and what its failure does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pluggy

from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.contributions import Page, Panel, PanelContext, Report
from lms.domain.evidence import RequirementKind
from lms.domain.records import RecordKind

hookspec = pluggy.HookspecMarker("lms")
hookimpl = pluggy.HookimplMarker("lms")


@dataclass(frozen=True, slots=True)
class RegisterContext:
    """What a plugin is told while it registers: the version of this API. Fields are only added."""

    api_version: int = 1


@hookspec
def lms_register_record_kinds(context: RegisterContext) -> tuple[RecordKind, ...]:
    """Declare kinds of fact.

    When: once, at start-up.
    Return: record kinds; their names must be new on this site.
    If it fails: leave out. The plugin is left out whole, by name; versions that need it close.
    Example: ``return (RecordKind("reading-note", "Reading note", (Field("day"),)),)``
    """


@hookspec
def lms_register_requirement_kinds(context: RegisterContext) -> tuple[RequirementKind, ...]:
    """Declare kinds of requirement that a curriculum naming this plugin may use.

    When: once, at start-up.
    Return: requirement kinds; ``evaluate`` must be pure.
    If it fails: leave out. An ``evaluate`` that raises later holds the verdict: never a pass.
    Example: ``return (RequirementKind("reading-notes", "Reading notes", evaluate),)``
    """


@hookspec
def lms_register_marking_policies(context: RegisterContext) -> tuple[MarkingPolicy, ...]:
    """Offer marking policies that a curriculum can choose by name and version.

    When: once, at start-up.
    Return: policies; a name and version must be new on this site, and what one version says never changes.
    If it fails: leave out. Marks under a policy that is not here are held: never a pass.
    Example: ``return (replace(LEVEL_7, name="our-college", late=LATE_PENALTIES["B"]),)``
    """


@hookspec
def lms_register_curricula(context: RegisterContext) -> tuple[Path, ...]:
    """Offer folders of Markdown that an operator can publish.

    When: once, at start-up.
    Return: folders, each with a programme.md.
    If it fails: leave out.
    Example: ``return (bundled("leadership"),)``
    """


@hookspec
def lms_register_reports(context: RegisterContext) -> tuple[Report, ...]:
    """Offer tables about a programme's learners to those who lead it.

    When: once, at start-up; a report is drawn for programmes whose version names the plugin.
    Return: reports; ``rows`` gets a frozen context and returns rows of text.
    If it fails: leave out. A report that raises when drawn costs its own page only.
    Example: ``return (Report("readings", "Readings by day", ("Learner", "Days"), rows),)``
    """


@hookspec
def lms_register_pages(context: RegisterContext) -> tuple[Page, ...]:
    """Offer a page of Markdown to the people of a programme.

    When: once, at start-up; the page is drawn for programmes whose version names the plugin.
    Return: pages; ``body`` gets a frozen context and returns Markdown, which is sanitised.
    If it fails: leave out. A page that raises when drawn says so and costs nothing else.
    Example: ``return (Page("reading-list", "Reading list", body),)``
    """


@hookspec
def lms_show_panels(context: PanelContext) -> tuple[Panel, ...]:
    """Add panels to a learner's programme page.

    When: while the page is drawn, for programmes whose version names the plugin.
    Return: panels of Markdown, which is sanitised.
    If it fails: skip. It is logged and the page still works.
    Example: ``return (Panel("Next reading", "Day 3: Mason, *Towards positions*"),)``
    """
