"""Word counts: the learner says that one is wrong, and whoever marks decides which number holds."""

from __future__ import annotations

from flask import Blueprint, request, url_for

from lms.domain.assessment.word_counts import ANOTHER, COUNTED, STATED
from lms.domain.policy import may_somewhere
from lms.services.contest_word_count import ToContest, contest_word_count, see_own_count
from lms.services.decide_word_count import (
    CountDecision,
    ToDecide,
    decide_word_count,
    see_word_count,
)
from lms.services.word_counts import ShownCount
from lms.web.act_form import LINE, RADIOS, TEXT, ActForm, Input, Option, act_page, the_key, typed
from lms.web.guard import actor, site
from lms.web.number_input import read_number

word_counts = Blueprint("word_counts", __name__)


@act_page(word_counts, "/marking/<record>/word-count", "decide-word-count")
def decide(record: str) -> ActForm:
    """Which number of words holds, decided by somebody who marks the work."""
    shown = see_word_count(site(), actor(), record)
    seen = read_number(request.form.get("seen")) or shown.seen
    marks = may_somewhere(actor(), "mark-work", site().today())
    back = url_for("assessor.work", record=record) if marks else url_for("start.index")
    return ActForm(
        title="Decide how many words this work has",
        caption=f"{shown.title}, {shown.name}, attempt {shown.attempt}",
        back=("The work" if marks else "Start", back),
        says=(shown.closed or FOLLOWS, "That you opened this is on record."),
        facts=_facts(shown.count, "Stated by the writer"),
        inputs=_to_decide(shown),
        button="" if shown.closed else "Record the decision",
        do=lambda: decide_word_count(site(), actor(), record, _decision(), seen, the_key()),
        done="It is recorded which number of words holds.",
        then=back,
    )


FOLLOWS = (
    "The number that holds decides the penalty for over-long work, if the marking policy takes one. "
    "The learner reads it with your reason, and is told by mail where it is another number than the "
    "learner’s own, or where the count was contested."
)


def _facts(count: ShownCount | None, stated: str) -> list[tuple[str, str]]:
    if count is None:
        return []
    found = [("Counted", f"{count.counted:,}")]
    found += [("Not read", "; ".join(count.unread))] if count.unread else []
    if count.stated is not None:
        found.append((stated, f"{count.stated:,}. {count.reason}".strip()))
    if count.decision:
        found.append(("Decided", f"{count.decision.words:,}. {count.decision.reason}"))
    return found


def _to_decide(shown: ToDecide) -> tuple[Input, ...]:
    count = shown.count
    if count is None:
        return ()
    options = [Option(COUNTED, f"{count.counted:,}, as counted")]
    if count.stated is not None:
        options.append(Option(STATED, f"{count.stated:,}, as the writer states"))
    options.append(Option(ANOTHER, "Another number", "Give it below."))
    return (
        Input(RADIOS, "holds", "Which number holds?", options=options),
        Input(LINE, "words", "The number, if it is another one", "In digits, such as 3200."),
        Input(TEXT, "reason", "Your reason", "The learner reads this."),
    )


def _decision() -> CountDecision:
    holds = typed("holds")
    words = _number("words") if holds == ANOTHER else None
    return CountDecision(holds, typed("reason"), words)


def _number(name: str) -> int | None:
    """The number in a box; 0, which is none, where something else was typed."""
    said = typed(name).replace(",", "")
    return None if not said else read_number(said) or 0


@act_page(word_counts, "/learning/<enrolment>/written/<record>/word-count", "contest-word-count")
def contest(enrolment: str, record: str) -> ActForm:
    """One's own number of words, with the reason why the count is wrong."""
    shown = see_own_count(site(), actor(), enrolment, record)
    back = url_for("writing.written", enrolment=enrolment, record=record)
    return ActForm(
        title="Say that the word count is wrong",
        caption=f"{shown.title}, attempt {shown.attempt}",
        back=("What you handed in", back),
        says=(shown.closed or ASKED,),
        facts=_facts(shown.count, "Stated by you"),
        inputs=_to_contest(shown),
        button="" if shown.closed else "Send it to your marker",
        do=lambda: contest_word_count(
            site(), actor(), enrolment, record, _number("words"), typed("reason"), the_key()
        ),
        done="Your marker is asked to decide. You will be told by mail.",
        then=back,
    )


ASKED = (
    "Whoever marks this work decides which number holds and tells you why. If the two numbers lead "
    "to different penalties, no result is settled until then. You can say this until a board has "
    "decided about the work, and once: until somebody has answered you can change what you said."
)


def _to_contest(shown: ToContest) -> tuple[Input, ...]:
    count = shown.count
    begins = str(count.stated) if count and count.contested else ""
    why = count.reason if count and count.contested else ""
    return (
        Input(LINE, "words", "How many words has it?", "In digits, such as 3200.", begins=begins),
        Input(TEXT, "reason", "Why the count is wrong", "Name nobody.", begins=why),
    )
