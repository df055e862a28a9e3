"""Where a member of a board begins: the papers, the marks and the decisions of every cohort."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, render_template, url_for

from lms.domain.policy import may_somewhere
from lms.services.list_boards import list_boards
from lms.web.guard import actor, permission, site
from lms.web.paging import page_of
from lms.web.start import FINDERS, Group, Task

board_start = Blueprint("board_start", __name__, url_prefix="/boards")


@board_start.get("/")
@permission("read-board")
def index() -> str:
    """The cohorts whose boards one sits on or records."""
    today = site().today()
    return render_template(
        "marks/boards.html",
        listed=page_of(list_boards(site(), actor())),
        today=today,
        appeals=may_somewhere(actor(), "decide-appeal", today),
        judges=may_somewhere(actor(), "declare-interest", today),
        claims=may_somewhere(actor(), "decide-circumstances", today),
    )


def find_boards() -> Iterable[Group]:
    """Stages that are over and about which no board has met, for those who sit on boards."""
    today = site().today()
    if not may_somewhere(actor(), "read-board", today):
        return
    tasks = tuple(
        Task(
            f"Board to meet: {stage.title}",
            url_for("boards.papers", programme=one.programme, cohort=one.cohort, stage=stage.stage),
            one.name,
        )
        for one in list_boards(site(), actor())
        for stage in one.stages
        if stage.is_due(today)
    )
    if tasks:
        yield Group("Boards", tasks)


FINDERS.append(find_boards)
