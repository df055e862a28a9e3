"""One learner for the programme lead: how the stages stand, and each decision on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, url_for

from lms.domain.calendar import in_words
from lms.domain.policy import may as allowed
from lms.domain.policy import may_somewhere
from lms.domain.programme import Requirement
from lms.errors import NotFound
from lms.services.brought_evidence import Brought, brought_evidence
from lms.services.decide import requirement_of
from lms.services.enrolments import target_of
from lms.services.entry_checks import record_entry_check
from lms.services.interrupt import come_back, interrupt
from lms.services.leave import withdraw
from lms.services.prior_learning import decide_prior_learning, waive
from lms.services.programmes import catalogue
from lms.services.see_enrolled import EnrolledPage, see_enrolled, waivable
from lms.web.act_form import (
    DAY,
    RADIOS,
    SELECT,
    TEXT,
    ActForm,
    Input,
    Option,
    act_page,
    the_key,
    typed,
    typed_day,
)
from lms.web.date_input import asked_day, asked_moment
from lms.web.guard import actor, permission, site

programme_learner = Blueprint(
    "programme_learner", __name__, url_prefix="/programmes/learners/<enrolment>"
)
REQUIREMENT, STAGE = "requirement:", "stage:"
CHECKING = ("record-entry-check", "record-certificate")
ACTS = (
    *("enrol", "interrupt", "withdraw", "move-learner", "waive", "decide-prior-learning"),
    "read-reason",
)


@programme_learner.get("/")
@permission("see-cohort")
def learner(enrolment: str) -> str:
    """How every requirement stands, what was decided, and what can be decided."""
    day = asked_day()
    page = see_enrolled(site(), actor(), enrolment, day, asked_moment())
    today = site().today()
    may = {a for a in (*ACTS, *CHECKING) if may_somewhere(actor(), a, today)}
    on_record = _on_record(page)
    return render_template(
        "programme_lead/learner.html", page=page, as_of=day, may=may, brought=on_record
    )


def _form(
    page: EnrolledPage,
    title: str,
    inputs: list[Input],
    button: str,
    do: Callable[[], object],
    done: str,
    **more: Any,
) -> ActForm:
    home = url_for("programme_learner.learner", enrolment=page.of.enrolment.id)
    return ActForm(title, page.name, (page.name, home), inputs, button, do, done, home, **more)


def _reason(label: str = "Reason", hint: str = "") -> Input:
    return Input(TEXT, "reason", label, hint or "Kept as a private text.")


READ_BY = (
    "The learner reads it, and those who teach and lead the programme; reading it is on record."
)


def _today(label: str, hint: str = "") -> Input:
    return Input(DAY, "on", label, hint, day=site().today())


@act_page(programme_learner, "/checks/<requirement>", "record-entry-check")
def check(enrolment: str, requirement: str) -> ActForm:
    """One entry check."""
    page = see_enrolled(site(), actor(), enrolment)
    wanted = requirement_of(page.of, requirement)
    now = next((v for v in page.checks if v.id == requirement), None)
    if now is None:
        raise NotFound("That requirement is no entry check.")
    outcomes = (Option("accepted", "Accepted"), Option("refused", "Refused"))
    return _form(
        page,
        wanted.title,
        [
            Input(RADIOS, "outcome", "What does the check come to?", options=outcomes),
            _today("Day of the check"),
            _reason(
                "What was looked at, and what it showed",
                READ_BY,
            ),
        ],
        "Record the check",
        lambda: record_entry_check(
            site(),
            actor(),
            enrolment,
            requirement,
            typed("outcome"),
            typed_day("on"),
            typed("reason"),
            the_key(),
        ),
        "The check is recorded.",
        facts=[
            ("Stands at", now.reason),
            ("Where it comes from", now.basis.says),
            *((f"On record, {in_words(b.on)}", b.says) for b in _brought(page, wanted)),
        ],
        explains=wanted.help,
    )


def _brought(page: EnrolledPage, check: Requirement) -> list[Brought]:
    """The certificates or judgements on record, where the check is about such."""
    about = check.settings.get("evidence")
    return [b for b in _on_record(page) if b.kind == about]


def _on_record(page: EnrolledPage) -> tuple[Brought, ...]:
    """What an entry check looks at, for whoever may decide one of this learner."""
    target = target_of(site(), page.of.enrolment, actor())
    if not allowed(actor(), "record-entry-check", target, site().today()):
        return ()
    return brought_evidence(site(), page.of.records, page.of.enrolment.programme)


@act_page(programme_learner, "/prior-learning", "decide-prior-learning")
def prior_learning(enrolment: str) -> ActForm:
    """A decision on prior learning."""
    page = see_enrolled(site(), actor(), enrolment)
    outcomes = (
        Option("credited", "Credited"),
        Option("credited-with-condition", "Credited on a condition", "Say which in the reason."),
        Option("refused", "Refused"),
    )
    about = typed("about")
    requirement = about.removeprefix(REQUIREMENT) if about.startswith(REQUIREMENT) else ""
    stage = about.removeprefix(STAGE) if about.startswith(STAGE) else ""
    return _form(
        page,
        "Decide about prior learning",
        [
            Input(SELECT, "about", "What is it about?", options=_prior_options(page)),
            Input(RADIOS, "outcome", "What was decided?", options=outcomes),
            _today("Day of the decision"),
            _reason(
                "Evidence",
                f"What shows that it is current, and what is short and how it is met. {READ_BY}",
            ),
        ],
        "Record the decision",
        lambda: decide_prior_learning(
            site(),
            actor(),
            enrolment,
            typed("outcome"),
            typed_day("on"),
            typed("reason"),
            requirement,
            stage,
            the_key(),
        ),
        "The decision on prior learning is recorded.",
        says=["A credited item has no mark. A credited stage counts as completed."],
    )


def _prior_options(page: EnrolledPage) -> list[Option]:
    requirements = [
        Option(f"{REQUIREMENT}{r.id}", f"{stage.title}: {r.title}")
        for stage in page.of.stages
        for r in stage.requirements
        if r.kind != "board" and r.part in ("entry", "stage")
    ]
    stages = [
        Option(f"{STAGE}{s}", f"The whole stage {s}") for s in sorted(catalogue(site()).stages)
    ]
    return [Option("", "Choose"), *requirements, *stages]


@act_page(programme_learner, "/waiver", "waive")
def waiver(enrolment: str) -> ActForm:
    """A waiver."""
    page = see_enrolled(site(), actor(), enrolment)
    options = [Option("", "Choose"), *(Option(r.id, r.title) for r in waivable(page.of))]
    return _form(
        page,
        "Waive a requirement",
        [
            Input(SELECT, "requirement", "Which requirement?", options=options),
            _today("Day of the decision"),
            _reason(hint=READ_BY),
        ],
        "Waive it",
        lambda: waive(
            site(),
            actor(),
            enrolment,
            typed("requirement"),
            typed_day("on"),
            typed("reason"),
            the_key(),
        ),
        "The waiver is recorded.",
        says=["Clinical work is not in the list: nobody may waive it."],
    )


@act_page(programme_learner, "/pause", "interrupt")
def pause(enrolment: str) -> ActForm:
    """A break."""
    page = see_enrolled(site(), actor(), enrolment)
    return _form(
        page,
        "Pause studies",
        [
            Input(
                DAY,
                "first",
                "First day of the break",
                "Today at the earliest: a break may not be back-dated.",
                day=site().today(),
            ),
            Input(DAY, "last", "Last day of the break", "It can be ended earlier."),
            _reason(),
        ],
        "Record the break",
        lambda: interrupt(
            site(),
            actor(),
            enrolment,
            typed_day("first"),
            typed_day("last"),
            typed("reason"),
            the_key(),
        ),
        "The break is recorded. The end of the stage moves by its days.",
    )


@act_page(programme_learner, "/return", "interrupt")
def back(enrolment: str) -> ActForm:
    """A return from a break."""
    page = see_enrolled(site(), actor(), enrolment)
    return _form(
        page,
        "Return from a break",
        [Input(DAY, "back", "First day back", day=site().today())],
        "Record the return",
        lambda: come_back(site(), actor(), enrolment, typed_day("back"), the_key()),
        "The return is recorded.",
    )


LAST_DAY = "The last day on which the learner is still here. The day after, he or she is gone."


@act_page(programme_learner, "/withdraw", "withdraw")
def leave(enrolment: str) -> ActForm:
    """A withdrawal."""
    page = see_enrolled(site(), actor(), enrolment)
    return _form(
        page,
        "Withdraw from the programme",
        [Input(DAY, "last", "Last day on the programme", LAST_DAY, day=site().today()), _reason()],
        "Record the withdrawal",
        lambda: withdraw(site(), actor(), enrolment, typed_day("last"), typed("reason"), the_key()),
        "The withdrawal is recorded. Everything done so far stays on record.",
        warns="To come back later, the person is enrolled afresh.",
    )
