"""What people see of joint visits: a page, a panel and a report."""

from __future__ import annotations

from collections.abc import Iterable

from joint_visits.noting import AGENCY_KINDS
from lms.plugin import Page, PageContext, Panel, PanelContext, Report, ReportContext


def agencies(context: PageContext) -> str:
    """Whom one could visit with, as Markdown."""
    listed = "\n".join(f"- {kind}" for kind in AGENCY_KINDS)
    return f"On *{context.programme.title}* you visit with colleagues from:\n\n{listed}\n"


AGENCIES = Page("agencies", "Whom to visit with", agencies)


def next_visit(context: PanelContext) -> tuple[Panel, ...]:
    """The first kind of agency the learner has not been with yet."""
    been = {visit.get("agency") for visit in context.records.of("joint-visit")}
    left = [kind for kind in AGENCY_KINDS if kind not in been]
    return (Panel("Next joint visit", f"Not yet: **{left[0]}**."),) if left else ()


def visits(context: ReportContext) -> Iterable[tuple[str, ...]]:
    """A row for each learner and stage: how many agencies, and which."""
    for learner in context.learners:
        been = sorted({v.get("agency") for v in learner.records.of("joint-visit")})
        yield learner.name, learner.progress.stage.title, str(len(been)), ", ".join(been)


VISITS = Report(
    id="joint-visits",
    title="Joint visits",
    columns=("Learner", "Stage", "Agencies", "Which"),
    rows=visits,
    says="With which agencies each learner has visited.",
)
