"""Marks, deadlines, releases, circumstances and appeals at the API, by the rules of the pages."""

from __future__ import annotations

from datetime import date, datetime

from lms.domain.board import Decision
from lms.testing import Clock
from tests.fixtures.boards import Judged
from tests.fixtures.programs import Call

COHORT = "/programmes/course/cohorts/spring"
MARKS = f"{COHORT}/marks/year"


def test_marks_are_read_released_and_changed(call: Call, judged: Judged) -> None:
    judged.essay("ada", 41)
    sheet = call("lead", "GET", MARKS).get_json()
    (row,) = sheet["learners"]
    assert (row["lines"][0]["recorded"], row["lines"][0]["flags"]) == (41, ["referred"])
    refused = call("lead", "POST", f"{MARKS}/releases", {"marks": "provisional"})
    assert refused.status_code == 422
    judged.moderate()
    made = call("lead", "POST", f"{MARKS}/releases", {"marks": "provisional"}, key="k")
    assert made.status_code == 201
    again = call("lead", "POST", f"{MARKS}/releases", {"marks": "provisional"}, key="k")
    assert again.get_json() == made.get_json()
    change = {"assessment": "crs.essay", "mark": 56, "reason": "An appeal."}
    enrolment = judged.enrolments["ada"]
    assert call("mark", "POST", f"/enrolments/{enrolment}/board-marks", change).status_code == 403
    assert call("lead", "POST", f"/enrolments/{enrolment}/board-marks", change).status_code == 201
    assert "crs.essay" in call("lead", "GET", f"{MARKS}/export").text


def test_a_deadline_lies_ahead_here_too(call: Call, judged: Judged) -> None:
    late = {"assessment": "crs.essay", "on": "2026-03-01"}
    assert call("lead", "POST", f"{COHORT}/deadlines", late).status_code == 422
    ahead = {"assessment": "crs.essay", "on": "2026-04-01", "at": "16:00"}
    assert call("lead", "POST", f"{COHORT}/deadlines", ahead).status_code == 201
    assert call("chair", "POST", f"{COHORT}/deadlines", ahead).status_code == 403


def test_claims_and_appeals_are_decided(call: Call, judged: Judged) -> None:
    claim = judged.claim("ada", "lateness")
    (listed,) = call("lead", "GET", f"{COHORT}/circumstances").get_json()["items"]
    assert (listed["record"], listed["decision"]) == (claim, "")
    read = call("lead", "GET", f"/circumstances/{claim}").get_json()
    assert read["statement"] == {"text": "My mother was in hospital."}
    decided = {"decision": "accepted", "effect": "lateness", "reason": "Seen."}
    assert call("lead", "POST", f"/circumstances/{claim}/decision", decided).status_code == 201
    judged.essay("ada", 41)
    made = judged.tell("ada", "appeal", by="ada", assessment="crs.essay", grounds="bias").id
    read = call("chair", "GET", f"/appeals/{made}/reading").get_json()
    assert read["may_decide"] is True
    assert read["against"]["passed"] is not None
    outcome = {"outcome": "dismissed", "reason": "The procedure was followed."}
    assert call("mark", "POST", f"/appeals/{made}/decision", outcome).status_code == 403
    assert call("chair", "POST", f"/appeals/{made}/decision", outcome).status_code == 201


def z(moment: datetime) -> str:
    """A moment as an address has it."""
    return moment.isoformat().replace("+00:00", "Z")


def test_claims_and_appeals_are_listed_as_of_a_day_and_as_known_then(
    call: Call, judged: Judged, clock: Clock
) -> None:
    claim = judged.claim("ada", "lateness")
    judged.essay("ada", 41)
    made = judged.tell("ada", "appeal", by="ada", assessment="crs.essay", grounds="bias").id
    then = z(clock.now)
    clock.forward(days=3)
    accepted = {"decision": "accepted", "effect": "lateness", "reason": "Seen."}
    call("lead", "POST", f"/circumstances/{claim}/decision", accepted)
    dismissed = {"outcome": "dismissed", "reason": "The procedure was followed."}
    call("chair", "POST", f"/appeals/{made}/decision", dismissed)
    for kind, what, decided in (
        ("circumstances", "decision", "accepted"),
        ("appeals", "outcome", "dismissed"),
    ):
        path = f"{COHORT}/{kind}"
        said = {
            asked: [one[what] for one in call("lead", "GET", f"{path}{asked}").get_json()["items"]]
            for asked in ("", "?as_of=2026-03-04", "?as_of=2026-03-01", f"?known_at={then}")
        }
        assert list(said.values()) == [[decided], [""], [], [""]]
        assert call("lead", "GET", f"{path}?asof=2026-03-04").status_code == 422


def test_marks_and_decisions_are_read_as_of_a_day_and_as_known_then(
    call: Call, judged: Judged, clock: Clock
) -> None:
    judged.hand_in("ada", on=date(2026, 2, 2))
    then = z(clock.now)
    clock.forward(hours=1)
    judged.mark("ada", 41, on=date(2026, 2, 16))
    judged.moderate()
    judged.meet(Decision("ada", "referred", "Failed.", reassess_by=date(2026, 6, 1)))

    def marks(asked: str) -> tuple[object, str]:
        (row,) = call("lead", "GET", f"{MARKS}{asked}").get_json()["learners"]
        return row["lines"][0]["recorded"], row["outcome"]

    assert marks("") == (41, "referred")
    assert marks("?as_of=2026-03-01") == (41, "")
    assert marks("?as_of=2026-02-15") == (None, "")
    assert marks(f"?known_at={then}") == (None, "")
    for asked, marked in (("", True), ("?as_of=2026-02-15", False), (f"?known_at={then}", False)):
        assert (",41," in call("lead", "GET", f"{MARKS}/export{asked}").text) is marked
    outcomes = {
        asked: len(call("lead", "GET", f"{COHORT}/decisions{asked}").get_json()["items"])
        for asked in ("", "?as_of=2026-03-01", f"?known_at={then}")
    }
    assert list(outcomes.values()) == [1, 0, 0]
