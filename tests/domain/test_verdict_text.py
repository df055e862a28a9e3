"""A verdict tree as lines of plain text."""

from fractions import Fraction

from lms.domain.verdict_text import progress_text, verdict_lines
from lms.domain.verdicts import Finding, NotCounted, Outcome, Verdict
from tests.domain.facts import Facts, enrolled, programme, progress, requirement, stage

UNSIGNED = tuple(NotCounted(f"h{n}", "unsigned", "Not signed.", Fraction(2)) for n in range(8))


def test_a_verdict_says_its_outcome_its_reason_and_its_warning() -> None:
    finding = Finding(Outcome.MET, "13 of 15 days.", warning="Also 90 %.")
    lines = list(verdict_lines(Verdict("y2.attend", "Attendance", "attendance", finding)))
    assert lines == ["met       y2.attend: 13 of 15 days.", "  warning: Also 90 %."]


def test_records_that_did_not_count_are_told_once_for_each_reason() -> None:
    finding = Finding(Outcome.NOT_YET, "Short.", not_counted=UNSIGNED)
    lines = list(verdict_lines(Verdict("v", "v", "hours", finding)))
    assert lines[1] == (
        "  not counted, unsigned: h0, h1, h2, h3, h4, h5 and 2 more (16 in all). Not signed."
    )


def test_parts_stand_below_and_further_in() -> None:
    inner = Verdict("inner", "", "k", Finding(Outcome.MET, "Yes."))
    outer = Verdict("outer", "", "k", Finding(Outcome.NOT_YET, "No.", children=(inner,)))
    assert [line.index(line.strip()) for line in verdict_lines(outer)] == [0, 2]


def test_a_stage_is_headed_by_what_it_comes_to() -> None:
    facts = Facts()
    enrolled(facts)
    facts.add("interruption", "2024-10-01", "2024-12-31")
    of = programme(stage(requirement("declaration", declaration="a", optional=True)))
    text = progress_text(progress(facts, of, "2024-11-01"))
    head, line = text.splitlines()
    assert head == "met (paused): course: year, version 1, as of 2024-11-01"
    assert line.startswith("  not-yet   r (optional): ")


def test_what_the_version_offers_stands_apart() -> None:
    facts = Facts()
    enrolled(facts)
    taught = requirement("taught-hours", "taught", at_least=1)
    sign = requirement("declaration", "sign", declaration="a")
    text = progress_text(progress(facts, programme(stage(taught, sign)), "2024-11-01"))
    _, asked, heading, offered = text.splitlines()
    assert asked.startswith("  not-yet   sign: ")
    assert heading == "  What the programme offers:"
    assert offered.startswith("    not-met   taught: ")
