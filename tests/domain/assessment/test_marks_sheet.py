"""A line of the marks sheet costs one look at its attempt, however much is asked about it."""

import pytest

from lms.domain.assessment import results as results_of
from lms.domain.assessment.marks_sheet import lines_of
from lms.domain.assessment.moderation import scripts_of
from lms.domain.records import Records
from tests.domain import essay
from tests.domain.facts import Facts, enrolled


def test_an_attempt_is_worked_out_once_for_all_that_a_sheet_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    facts, asked = Facts(), []
    enrolled(facts, on="2025-01-01", cohort="spring")
    essay.due(facts, "spring", "2025-06-01")
    essay.hand_in(facts, "2025-05-30")
    essay.mark(facts, "2025-06-10", 40)
    essay.hand_in(facts, "2025-07-10", attempt=2)
    essay.mark(facts, "2025-07-20", 62, attempt=2)
    work = essay.work(facts)
    worked_out, only = results_of._worked_out, Records.only
    monkeypatch.setattr(results_of, "_worked_out", lambda w, a: asked.append(a) or worked_out(w, a))
    monkeypatch.setattr(Records, "only", lambda *rest: asked.append("copied") or only(*rest))
    scripts_of([work])
    first, second = lines_of(work, "ana", "e", {})
    assert (first.result.recorded, second.result.recorded) == (40, 50)
    assert asked == [1, 2]
