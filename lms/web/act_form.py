"""A page with one form for one act: its boxes described as data, drawn by one template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, TypeAlias

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from lms.services.problem_at import NO_DAY
from lms.web.attempt import Attempt, attempt, form_key
from lms.web.date_input import date_boxes, date_items, optional_date, read_date, typed_date
from lms.web.guard import permission

Answer: TypeAlias = Response | str | tuple[str, int]
DAY, TEXT, LINE, SELECT, RADIOS = "day", "text", "line", "select", "radios"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    value: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """One box of a form: what kind, its name, what it asks, and what it begins with."""

    kind: str
    name: str
    label: str
    hint: str = ""
    options: Sequence[Option] = ()
    begins: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ActForm:
    """One act's page: what it is called, where it comes from, what it asks and does.

    ``explains`` is Markdown of the curriculum. ``says`` and ``files`` (names and addresses) stand above the boxes and ``warns`` in front of
    them; ``done`` is what is said afterwards, if anything, on the page ``then``. Without a button nothing can be
    done any more, and the page is only read.
    """

    title: str
    caption: str
    back: tuple[str, str]
    inputs: Sequence[Input]
    button: str
    do: Callable[[], object]
    done: str
    then: str
    says: Sequence[str] = ()
    warns: str = ""
    facts: Sequence[tuple[str, str]] = ()
    files: Sequence[tuple[str, str]] = ()
    explains: str = ""


def act_page(
    pages: Blueprint, path: str, act: str
) -> Callable[[Callable[..., ActForm]], Callable[..., Answer]]:
    """Make a page of what describes its form: opened, it shows the form; sent, it does the act.

    Either asks for the permission ``act``.
    """

    def declare(describe: Callable[..., ActForm]) -> Callable[..., Answer]:
        @pages.route(path, methods=["GET", "POST"])
        @permission(act)
        @wraps(describe)
        def page(**address: Any) -> Answer:
            form = describe(**address)
            return submit(form) if request.method == "POST" else show(form)

        return page

    return declare


def show(form: ActForm, tried: Attempt[object] | None = None) -> str:
    """The page with its boxes as they begin, or as they were filled in."""
    tried = tried or Attempt()
    return render_template(
        "act.html",
        form=form,
        values={i.name: request.form.get(i.name, i.begins) for i in form.inputs},
        boxes={i.name: _boxes(i, tried) for i in form.inputs if i.kind == DAY},
        problems=tried.problems,
        errors=tried.errors,
        key=form_key(),
    )


def _boxes(one: Input, tried: Attempt[object]) -> list[dict[str, str]]:
    typed = request.method == "POST"
    values = typed_date(request.form, one.name) if typed else date_boxes(one.day)
    return date_items(values, wrong=one.name in tried.errors)


def submit(form: ActForm) -> Response | tuple[str, int]:
    """Do the act and go on, or show the page again with what is wrong."""
    tried = attempt(form.do, [i.name for i in form.inputs if i.kind == DAY])
    if not tried.done:
        return show(form, tried), tried.status
    if form.done:
        flash(form.done, "success")
    return redirect(form.then)


def typed_day(name: str) -> date:
    """The day in three boxes; NO_DAY where they mean none."""
    return read_date(request.form, name) or NO_DAY


def typed_day_if_any(name: str) -> date | None:
    """As ``typed_day``, for a day that may be left out: None where nothing was typed."""
    return optional_date(request.form, name)


def typed(name: str) -> str:
    """What one box holds."""
    return request.form.get(name, "").strip()


def the_key() -> str | None:
    """The key by which two clicks are one act."""
    return request.form.get("idempotency")
