"""Rules and pages say which of two things they mean by some months: a period, or a limit after a day."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
BARE = re.compile(r"\badd_(months|years)\b")
TELLS_A_STORY = ROOT / "lms" / "services" / "demo"


def test_no_rule_counts_months_without_saying_on_which_day_they_end() -> None:
    paths = [p for top in ("lms", "plugins") for p in (ROOT / top).rglob("*.py")]
    found = {str(p.relative_to(ROOT)) for p in paths if BARE.search(p.read_text())}
    assert {p for p in found if not (ROOT / p).is_relative_to(TELLS_A_STORY)} == {
        "lms/domain/calendar.py"
    }
