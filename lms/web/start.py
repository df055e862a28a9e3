"""The start page: what needs me now, before anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms.curriculum.glossary import read_glossary
from lms.services.programmes import bundled_glossary
from lms.web.guard import OPEN, actor, permission
from lms.web.unavailable import health_answer

start = Blueprint("start", __name__)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that needs the person now."""

    text: str
    href: str
    hint: str = ""
    status: str = ""
    colour: str = "blue"


@dataclass(frozen=True, slots=True)
class Group:
    """The tasks of one of the person's parts: learner, tutor, planner."""

    title: str
    tasks: tuple[Task, ...]


FINDERS: list[Callable[[], Iterable[Group]]] = []
"""Each audience adds the one that says what needs its people now."""


@start.get("/")
@permission(OPEN)
def index() -> str | Response:
    """The sign-in page, or the person's own start page."""
    if not actor().person:
        return redirect(url_for("security.login"))
    tasks = [group for find in FINDERS for group in find()]
    return render_template("start.html", groups=tasks)


@start.get("/health")
@permission(OPEN)
def health() -> Response:
    """Whether the database answers and can be written, and files can be kept; for load balancers."""
    return health_answer()


@start.get("/glossary")
@permission(OPEN)
def glossary() -> str:
    """The vocabulary of all programmes."""
    return render_template("glossary.html", entries=read_glossary(bundled_glossary()).entries)
