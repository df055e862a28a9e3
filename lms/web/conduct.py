"""Conduct: returning work for a slip, reporting a suspicion, deciding on it, and closed copies."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment.slips import MAJOR, MINOR, NAMED, NO_STATEMENT, ONE, SEVERAL
from lms.domain.policy import may_somewhere
from lms.services.decide_misconduct import decide_misconduct
from lms.services.list_slips import list_slips
from lms.services.misconduct_cases import OPEN, list_cases, read_case, see_case
from lms.services.read_quarantined import list_quarantined, read_quarantined
from lms.services.report_misconduct import report_misconduct, see_to_report
from lms.services.return_for_slip import (
    Slip,
    ToReturn,
    return_for_slip,
    see_slip,
    see_to_return,
    take_back_slip,
)
from lms.web.act_form import (
    RADIOS,
    TEXT,
    ActForm,
    Input,
    Option,
    act_page,
    show,
    submit,
    the_key,
    typed,
)
from lms.web.guard import actor, permission, site
from lms.web.number_input import read_number
from lms.web.paging import page_of
from lms.web.shell import in_words_with_time
from lms.web.start import FINDERS, Group, Task

conduct = Blueprint("conduct", __name__, url_prefix="/conduct")

WHAT = {
    "one": Option("one", "One small slip", "A place, a school or a service named once: minor."),
    "several-minor": Option("several-minor", "Several slips, minor", "All can be corrected."),
    "several-major": Option("several-major", "Several slips, major", "Together they name people."),
    "named": Option("named", "A client is named", "This is a major slip."),
    "no-statement": Option(
        "no-statement", "There is no statement of confidentiality", "This is a major slip."
    ),
}
MEANS = {
    "one": (ONE, MINOR),
    "several-minor": (SEVERAL, MINOR),
    "several-major": (SEVERAL, MAJOR),
    "named": (NAMED, MAJOR),
    "no-statement": (NO_STATEMENT, MAJOR),
}


@conduct.get("/work/<record>/return")
@permission("return-for-slip")
def return_work(record: str) -> str:
    """A form to return work for a slip of confidentiality."""
    shown = see_to_return(site(), actor(), record)
    if shown.closed:
        return render_template("conduct/closed.html", work=shown, title="Return work for a slip")
    return show(_return_form(shown))


@conduct.post("/work/<record>/return")
@permission("return-for-slip")
def record_return(record: str) -> Response | tuple[str, int]:
    """Record the slip: the work goes back, or fails and its copy is closed."""
    return submit(_return_form(see_to_return(site(), actor(), record)))


def _return_form(shown: ToReturn) -> ActForm:
    def do() -> str:
        what, grade = MEANS.get(typed("what"), ("", ""))
        slip = Slip(what, grade, typed("reason"))
        return return_for_slip(site(), actor(), shown.record, slip, the_key())

    back = url_for("assessor.work", record=shown.record)
    return ActForm(
        title="Return work for a slip of confidentiality",
        caption=f"{shown.title}, {shown.name}, attempt {shown.attempt}",
        back=("The work", back),
        says=_what_follows(shown),
        warns="Do not repeat in your reason what could identify somebody. Say where it stands.",
        inputs=(
            Input(RADIOS, "what", "What happened?", options=_choices(shown)),
            Input(
                TEXT,
                "reason",
                "Where it is, and what to do",
                "The learner reads this: “On page 2, take out the name of the service.”",
            ),
        ),
        button="Record it and tell the learner",
        do=do,
        done="It is recorded. The learner is told by mail that there is something to read.",
        then=url_for("assessor.index"),
    )


def _what_follows(shown: ToReturn) -> tuple[str, ...]:
    """What a slip of each grade comes to, before anything is recorded."""
    closes = "nobody but the data-protection officer can open this copy again, you included."
    if shown.decided:
        return (
            shown.no_minor,
            f"A major slip closes the copy at once: {closes} The result stays as the board decided "
            f"it. The lead of the programme is told by mail, and the board finds it among its "
            f"papers and decides whether to change anything.",
        )
    if shown.held:
        decides = "Whoever decides the question about this work decides what it comes to."
        return (shown.no_minor, f"A major slip closes the copy at once: {closes} {decides}")
    minor = (
        f"A minor slip goes back at once, to be corrected by {in_words_with_time(shown.ends)}. "
        f"The hours of weekends and bank holidays do not count. Not corrected, it fails."
    )
    return (shown.no_minor or minor, f"A major slip fails the attempt, and {closes}")


def _choices(shown: ToReturn) -> tuple[Option, ...]:
    left_out = {"several-minor", "several-major"} if not shown.several else set()
    left_out |= {"no-statement"} if shown.stated else set()
    only_major = shown.stated is False or shown.no_minor
    left_out |= {"one", "several-minor"} if only_major else set()
    return tuple(option for name, option in WHAT.items() if name not in left_out)


@conduct.get("/slips")
@permission("return-for-slip")
def slips() -> str:
    """The slips recorded in one's programmes."""
    return render_template("conduct/slips.html", listed=page_of(list_slips(site(), actor())))


@act_page(conduct, "/slips/<slip>/take-back", "return-for-slip")
def take_back(slip: str) -> ActForm:
    """A slip taken back that was wrong."""
    shown = see_slip(site(), actor(), slip)
    return ActForm(
        title="Take back what was decided about a slip",
        caption=f"{shown.title}, {shown.name}, attempt {shown.attempt}",
        back=("Slips of confidentiality", url_for("conduct.slips")),
        says=("The work is then as it was before, and its copy can be opened again.",),
        inputs=(Input(TEXT, "reason", "Why it was wrong", "Without repeating what it was about."),),
        button="Take it back",
        do=lambda: take_back_slip(site(), actor(), slip, typed("reason"), the_key()),
        done="It is taken back. The learner is told by mail.",
        then=url_for("conduct.slips"),
    )


@conduct.get("/work/<record>/report")
@permission("report-misconduct")
def report(record: str) -> str:
    """A form to report suspected misconduct."""
    shown = see_to_report(site(), actor(), record)
    if shown.closed:
        return render_template("conduct/closed.html", work=shown, title="Report a concern")
    return show(_report_form(record))


@conduct.post("/work/<record>/report")
@permission("report-misconduct")
def record_report(record: str) -> Response | tuple[str, int]:
    """Report it: the mark is held until a conduct officer has decided."""
    return submit(_report_form(record))


def _report_form(record: str) -> ActForm:
    shown = see_to_report(site(), actor(), record)
    return ActForm(
        title="Report a concern about this work",
        caption=f"{shown.title}, {shown.name}, attempt {shown.attempt}",
        back=("The work", url_for("assessor.work", record=record)),
        says=(
            "Use this where you suspect that the work is not the learner's own, or that it was made "
            "by unfair means. A conduct officer decides; you only say what you saw.",
            "The work is held at once: neither passed nor failed, and nobody marks it until it is "
            "decided. What you write is read by the conduct officer and the programme lead only. "
            "The learner is told that a question is being looked at, and not by whom it was asked.",
        ),
        inputs=(Input(TEXT, "reason", "What you saw", "Passages, sources, what does not fit."),),
        button="Report it and hold the mark",
        do=lambda: report_misconduct(site(), actor(), record, typed("reason"), the_key()),
        done="It is reported, and the work is held. A conduct officer decides.",
        then=url_for("assessor.index"),
    )


@conduct.get("/")
@permission("read-misconduct")
def index() -> str:
    """The cases of one's programmes, open ones first."""
    return render_template("conduct/cases.html", listed=page_of(list_cases(site(), actor())))


@conduct.get("/cases/<case>")
@permission("read-misconduct")
def case(case: str) -> str:
    """One case with its reason and the work; that it is read is noted."""
    return render_template("conduct/case.html", case=read_case(site(), actor(), case))


@act_page(conduct, "/cases/<case>/decide", "decide-misconduct")
def decide(case: str) -> ActForm:
    """The decision on a case."""
    shown = see_case(site(), actor(), case)
    seen = read_number(request.args.get("seen")) or shown.seen
    return ActForm(
        title="Correct the decision" if shown.decision else "Decide",
        caption=f"{shown.title}, {shown.name}, attempt {shown.attempt}",
        back=("The case", url_for("conduct.case", case=shown.case)),
        inputs=(
            Input(
                RADIOS,
                "outcome",
                "What do you decide?",
                options=(
                    Option("no-case", "No case", "Marking goes on as if nothing had been."),
                    Option("zero", "No mark", "The attempt fails with a mark of 0."),
                ),
            ),
            Input(TEXT, "reason", "Your reason", "The learner reads this."),
        ),
        button="Record the decision",
        do=lambda: decide_misconduct(
            site(), actor(), shown.case, typed("outcome"), typed("reason"), seen, the_key()
        ),
        done="The decision is recorded. The learner is told by mail.",
        then=url_for("conduct.case", case=shown.case),
    )


@conduct.get("/quarantine")
@permission("read-quarantined")
def quarantine() -> str:
    """Copies that only the data-protection officer opens."""
    return render_template(
        "conduct/quarantine.html", listed=page_of(list_quarantined(site(), actor()))
    )


@conduct.get("/quarantine/<record>")
@permission("read-quarantined")
def quarantined(record: str) -> str:
    """One such copy; that it is read is noted."""
    return render_template(
        "conduct/quarantined.html", copy=read_quarantined(site(), actor(), record)
    )


def find_cases() -> Iterable[Group]:
    """The cases that wait for a conduct officer's decision."""
    if not may_somewhere(actor(), "decide-misconduct", site().today()):
        return
    waiting = [one for one in list_cases(site(), actor()) if one.state == OPEN]
    if waiting:
        yield Group("Conduct", tuple(_task(one.case, one.title, one.days) for one in waiting[:5]))


def _task(case: str, title: str, days: int) -> Task:
    since = "reported today" if not days else f"reported {days} day{'s' if days > 1 else ''} ago"
    return Task(f"Decide: {title}", url_for("conduct.case", case=case), since, "Held", "yellow")


FINDERS.append(find_cases)
