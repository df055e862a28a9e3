"""The menu: only what the person could use today."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g, request, url_for

from lms.domain.policy import may_somewhere
from lms.web.guard import actor, site


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the menu; it is left out where its page does not exist or is not allowed."""

    text: str
    endpoint: str
    act: str
    section: str


ITEMS = (
    Item("Start", "start.index", "see-own-start-page", "/"),
    Item("My learning", "learner.index", "write-log", "/learning/"),
    Item("Teaching", "tutor.index", "see-teaching-queue", "/teaching/"),
    Item("Curricula", "curricula.index", "read-curriculum", "/curricula/"),
    Item("Marking", "assessor.index", "mark-work", "/marking/"),
    Item("Moderation", "moderation.index", "draw-sample", "/moderation/"),
    Item("Examining", "external.index", "ask-for-script", "/examining/"),
    Item("Programmes", "programme_lead.index", "see-cohort", "/programmes/"),
    Item("Boards", "board_start.index", "read-board", "/boards/"),
    Item("Cadre", "planner.index", "see-cadre-counts", "/cadre/"),
    Item("Conduct", "conduct.index", "read-misconduct", "/conduct/"),
    Item("Quarantine", "conduct.quarantine", "read-quarantined", "/conduct/quarantine"),
    Item("Administration", "administration.index", "manage-people", "/administration/"),
    Item(
        "Who read what",
        "administration.readings",
        "see-read-audit",
        "/administration/readings",
    ),
)


def menu() -> list[dict[str, object]]:
    """The entries for this person, with the one that is open marked."""
    if not actor().person:
        return []
    if "menu" not in g:
        today = site().today()
        g.menu = [
            {
                "text": item.text,
                "href": url_for(item.endpoint),
                "active": _is_open(item.section),
            }
            for item in ITEMS
            if item.endpoint in current_app.view_functions
            and may_somewhere(actor(), item.act, today)
            and (item.endpoint != "learner.index" or _is_learner())
        ]
    return g.menu  # type: ignore[no-any-return]


def _is_open(section: str) -> bool:
    """Whether the page lies in a section; where sections lie in one another, the innermost only."""
    return section == max((i.section for i in ITEMS if _holds(i.section)), key=len, default="")


def _holds(section: str) -> bool:
    return request.path == section if section == "/" else request.path.startswith(section)


def _is_learner() -> bool:
    return site().is_enrolled(actor().person)
