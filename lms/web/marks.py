"""A cohort's marks on one screen, and what a programme lead does with them: deadlines, release, changes."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from lms.domain.assessment.marks_sheet import FLAGS
from lms.domain.assessment.release import PROVISIONAL, RATIFIED
from lms.domain.policy import may_somewhere
from lms.domain.wording import many
from lms.services.allow_further_attempt import allow_further_attempt
from lms.services.board_mark import Change, assessment_of, give_board_mark
from lms.services.decide import deciding
from lms.services.export_marks import export_marks
from lms.services.people import name_of
from lms.services.release_marks import Preview, Wanted, release_marks, see_release
from lms.services.see_marks import see_marks
from lms.services.set_deadline import set_deadline
from lms.web.act_form import (
    DAY,
    LINE,
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
from lms.web.clock_input import read_clock
from lms.web.guard import actor, permission, site
from lms.web.number_input import read_number
from lms.web.paging import asked_page
from lms.web.reports import csv_response

marks = Blueprint("marks", __name__, url_prefix="/programmes")
STAGE = "/<programme>/cohorts/<cohort>/marks/<stage>"
WORK = "/learners/<enrolment>/marks/<assessment>"
PASS_FAIL = (Option("pass", "Pass"), Option("fail", "Fail"))


@marks.get(STAGE)
@permission("see-marks")
def sheet(programme: str, cohort: str, stage: str) -> str:
    """Every learner and every piece of work, with what is missing, late or still open."""
    flag, work = request.args.get("flag", ""), request.args.get("assessment", "")
    flag = flag if flag in FLAGS else ""
    page = see_marks(site(), actor(), programme, cohort, stage, flag, work, asked=asked_page())
    today = site().today()
    acts = (
        *("set-deadline", "export-marks", "release-marks", "change-mark", "see-cohort"),
        "decide-word-count",
    )
    return render_template(
        "marks/sheet.html",
        page=page,
        listed=page.rows,
        flags=FLAGS,
        flag=flag,
        assessment=work,
        may={act for act in acts if may_somewhere(actor(), act, today)},
    )


@marks.get(f"{STAGE}.csv")
@permission("export-marks")
def download(programme: str, cohort: str, stage: str) -> Response:
    """The marks for the student record system."""
    text = export_marks(site(), actor(), programme, cohort, stage)
    name = f"{cohort}-{stage}-marks-{site().today().isoformat()}.csv"
    return csv_response(text, name)


def _home(programme: str, cohort: str, stage: str) -> str:
    return url_for("marks.sheet", programme=programme, cohort=cohort, stage=stage)


@act_page(marks, f"{STAGE}/deadline", "set-deadline")
def deadline(programme: str, cohort: str, stage: str) -> ActForm:
    """A deadline set or moved."""
    page = see_marks(site(), actor(), programme, cohort, stage)
    home = _home(programme, cohort, stage)
    policy = page.work.policy
    options = [Option("", "Choose"), *(Option(a.id, a.title) for a in page.assessments)]
    attempts = [Option(str(n), f"Attempt {n}") for n in range(1, policy.attempts + 2)]
    return ActForm(
        "Set a deadline",
        page.work.cohort.name,
        ("Marks", home),
        [
            Input(SELECT, "assessment", "For which work?", options=options),
            Input(SELECT, "attempt", "For which attempt?", options=attempts, begins="1"),
            Input(DAY, "on", "Last day", "It lies ahead: nobody is late for a day that is over."),
            Input(
                LINE,
                "at",
                "Hour, London time",
                f"Such as 16:00. Left empty, it is {policy.deadline_at:%H:%M}.",
            ),
        ],
        "Set the deadline",
        lambda: set_deadline(
            site(),
            actor(),
            programme,
            cohort,
            typed("assessment"),
            typed_day("on"),
            read_clock(typed("at")) if typed("at") else "",
            read_number(typed("attempt")) or 0,
            the_key(),
        ),
        "The deadline is set. Learners see it.",
        home,
        says=["A deadline that there is already is moved. Whoever has an extension keeps it."],
    )


@act_page(marks, f"{STAGE}/release", "release-marks")
def release(programme: str, cohort: str, stage: str) -> ActForm:
    """A release of marks, with what it would come to."""
    home = _home(programme, cohort, stage)
    previews = {
        kind: see_release(site(), actor(), Wanted(programme, cohort, stage, kind))
        for kind in (PROVISIONAL, RATIFIED)
    }
    work = previews[PROVISIONAL].work
    kinds = (
        Option(PROVISIONAL, "Provisional", _hint(previews[PROVISIONAL])),
        Option(RATIFIED, "Ratified", _hint(previews[RATIFIED])),
    )
    all_work = [Option("", "All work of the stage")]
    options = [*all_work, *(Option(a.id, a.title) for a in work.assessments)]
    return ActForm(
        "Release marks",
        f"{work.cohort.name}: {work.stage.title}",
        ("Marks", home),
        [
            Input(RADIOS, "marks", "Release marks as", options=kinds),
            Input(SELECT, "assessment", "Of which work?", options=options),
            Input(TEXT, "reason", "Note, if there is one", "Kept with the release."),
        ],
        "Release",
        lambda: release_marks(site(), actor(), _wanted(programme, cohort, stage), the_key()),
        "The marks are released. The learners concerned are told by mail.",
        home,
        says=[
            "Work with one marker, and formative work, goes back to learners without a release "
            "where the policy says so.",
        ],
        warns="What has been released cannot be taken back.",
    )


def _wanted(programme: str, cohort: str, stage: str) -> Wanted:
    return Wanted(programme, cohort, stage, typed("marks"), typed("assessment"), typed("reason"))


def _hint(preview: Preview) -> str:
    """What releasing would come to, in a line."""
    left = f" Held, and left out: {', '.join(preview.left_out)}." if preview.left_out else ""
    if preview.open:
        more = len(preview.open) - 3
        also = f" And {more} more." if more > 0 else ""
        return f"Not yet. {' '.join(preview.open[:3])}{also}{left}"
    return f"Shows something new to {many(len(preview.shows), 'learner')}.{left}"


@act_page(marks, f"{WORK}/<int:attempt>/change", "change-mark")
def change(enrolment: str, assessment: str, attempt: int) -> ActForm:
    """A change of a mark after its release."""
    of = deciding(site(), actor(), "change-mark", enrolment)
    work = assessment_of(of, assessment)
    home = url_for("programme_learner.learner", enrolment=enrolment)
    what = (
        Input(LINE, "mark", "New mark", "0 to 100, as it counts: nothing more is taken off.")
        if work.marking == "mark"
        else Input(RADIOS, "result", "New result", options=PASS_FAIL)
    )
    return ActForm(
        "Change a mark after its release",
        f"{name_of(site().session(), of.enrolment.person)}: {work.title}, attempt {attempt}",
        (name_of(site().session(), of.enrolment.person), home),
        [what, Input(TEXT, "reason", "Reason", "The learner reads it.")],
        "Change the mark",
        lambda: give_board_mark(
            site(), actor(), enrolment, _typed_change(assessment, attempt), the_key()
        ),
        "The mark is changed, and the earlier one stays on record.",
        home,
        warns="The learner sees the change at once. Where a board has decided, look at its outcome.",
    )


def _typed_change(assessment: str, attempt: int) -> Change:
    number = read_number(typed("mark"))
    return Change(assessment, attempt, typed("reason"), number, typed("result"))


@act_page(marks, f"{WORK}/further-attempt", "allow-further-attempt")
def further(enrolment: str, assessment: str) -> ActForm:
    """The board's leave for another attempt."""
    of = deciding(site(), actor(), "allow-further-attempt", enrolment)
    work = assessment_of(of, assessment)
    home = url_for("programme_learner.learner", enrolment=enrolment)
    name = name_of(site().session(), of.enrolment.person)
    return ActForm(
        "Allow another attempt",
        f"{name}: {work.title}",
        (name, home),
        [Input(TEXT, "reason", "Why the board allows it", "Kept as a private text.")],
        "Allow another attempt",
        lambda: allow_further_attempt(
            site(), actor(), enrolment, assessment, typed("reason"), the_key()
        ),
        "Another attempt is allowed.",
        home,
        says=["Only a board allows it. Record its outcome “referred” first, with its date."],
    )
