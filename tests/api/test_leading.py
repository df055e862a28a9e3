"""What programme leads, planners and administrators do, as programs do it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from werkzeug.test import TestResponse

from lms.services.site import Site
from tests.fixtures.programs import Call
from tests.fixtures.training import Training
from tests.fixtures.workforce import Workforce

COHORT = "/programmes/craft/cohorts/craft-2025"
TODAY = "2026-03-02"


def test_a_cohort_is_made_read_and_dated(call: Call, training: Training) -> None:
    dates = {"first": {"first": "2026-09-01", "last": "2027-08-31"}}
    made = call("lead", "POST", "/programmes/craft/cohorts", {"name": "Next", "stages": dates})
    assert made.status_code == 201
    assert made.get_json() == {"cohort": "craft-next"}
    listed = call("lead", "GET", "/programmes/craft/cohorts").get_json()
    assert [c["id"] for c in listed["cohorts"]] == ["craft-2025", "craft-next"]
    path = "/programmes/craft/cohorts/craft-next"
    later = {"stages": {"first": {"first": "2026-10-01", "last": "2027-08-31"}}}
    assert call("lead", "PUT", f"{path}/dates", later).status_code == 204
    read = call("lead", "GET", f"{path}?as_of=2026-03-01").get_json()
    assert read["stages"][0]["first"] == "2026-10-01"
    refused = call("lead", "POST", "/programmes/craft/cohorts", {"name": "", "stages": {}})
    assert refused.status_code == 422
    assert len(refused.get_json()["problems"]) == 2


def test_somebody_is_enrolled_after_a_look_at_the_checks(call: Call, training: Training) -> None:
    query = "admission=craft&start=2026-03-09"
    checks = call("lead", "GET", f"{COHORT}/entry-checks?{query}").get_json()["requirements"]
    assert [(c["id"], c["verdict"]) for c in checks] == [("c1.letter", "not-yet")]
    body = {"new": {"name": "Nia"}, "admission": "craft", "start": "2026-03-09"}
    assert call("lead", "POST", f"{COHORT}/enrolments", body).status_code == 422
    body["accepted"] = {"c1.letter": "Letter of 2 March."}
    first = call("lead", "POST", f"{COHORT}/enrolments", body, key="k")
    again = call("lead", "POST", f"{COHORT}/enrolments", body, key="k")
    assert first.status_code == 201
    assert first.get_json() == again.get_json()
    assert call("starter", "POST", f"{COHORT}/enrolments", body).status_code == 403


DECISIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("entry-checks", {"requirement": "c1.letter", "outcome": "accepted"}),
    ("prior-learning", {"requirement": "c1.study", "outcome": "credited"}),
    ("waivers", {"requirement": "c1.study"}),
    ("withdrawal", {}),
)


@pytest.mark.parametrize(("what", "fields"), DECISIONS, ids=[d[0] for d in DECISIONS])
def test_each_decision_is_recorded_once_for_its_key(
    call: Call, training: Training, site: Site, what: str, fields: dict[str, str]
) -> None:
    enrolment = training.learner("ben")
    body = {"on": TODAY, "reason": "Looked at.", **fields}
    path = f"/enrolments/{enrolment}/{what}"
    first = call("lead", "POST", path, body, key="k")
    assert first.status_code == 201
    assert call("lead", "POST", path, body, key="k").get_json() == first.get_json()
    other = {**body, "reason": "Something else."}
    assert call("lead", "POST", path, other, key="k").status_code == 409
    assert call("lead", "POST", path, {**body, "reason": ""}).status_code == 422
    assert call("ben", "POST", path, body).status_code == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"last": "2026-03-01"}, 201),
        ({"on": TODAY}, 201),
        ({"on": TODAY, "last": "2026-03-01"}, 201),
        ({"on": TODAY, "last": TODAY}, 422),
        ({}, 422),
    ],
)
def test_a_withdrawal_names_the_last_day_and_the_first_day_gone_is_still_read(
    call: Call, training: Training, site: Site, body: dict[str, str], status: int
) -> None:
    enrolment = training.learner("ben")
    path = f"/enrolments/{enrolment}/withdrawal"
    assert call("lead", "POST", path, {**body, "reason": "Moving."}).status_code == status
    site.session().rollback()
    gone = [r.on.isoformat() for r in site.about_me("ben").of("withdrawal")]
    assert gone == ([TODAY] if status == 201 else [])


def test_a_break_begins_and_ends_and_a_learner_moves(call: Call, training: Training) -> None:
    enrolment = training.learner("ben")
    away = {"first": TODAY, "last": "2026-08-31", "reason": "Leave."}
    assert call("lead", "POST", f"/enrolments/{enrolment}/interruptions", away).status_code == 201
    back = {"back": "2026-06-01"}
    assert call("lead", "POST", f"/enrolments/{enrolment}/return", back).status_code == 204
    early = {**away, "first": "2026-03-01"}
    refused = call("lead", "POST", f"/enrolments/{enrolment}/interruptions", early)
    assert "back-dated" in refused.get_json()["problems"][0]
    dates = {"first": {"first": "2026-09-01", "last": "2027-08-31"}}
    call("lead", "POST", "/programmes/craft/cohorts", {"name": "Next", "stages": dates})
    move = {"cohort": "craft-next", "on": TODAY, "reason": "After the break."}
    path = f"/enrolments/{enrolment}/cohort-moves"
    seen = call("lead", "GET", f"{path}/preview?cohort=craft-next&on={TODAY}").get_json()
    assert (seen["cohort"], seen["on"]) == ("craft-next", TODAY)
    assert any("1 September 2026" in item["says"] for item in seen["items"])
    moved = call("lead", "POST", path, move)
    assert moved.status_code == 201
    record = moved.get_json()["record"]
    assert call("ben", "GET", f"{path}/{record}").get_json()["into"] == "Next"
    assert call("ben", "GET", f"{path}/preview?cohort=craft-next").status_code == 403
    back = {"reason": "The wrong learner."}
    assert call("ben", "POST", f"{path}/{record}/taken-back", back).status_code == 403
    assert call("lead", "POST", f"{path}/{record}/taken-back", back).status_code == 201
    assert call("lead", "POST", f"{path}/{record}/taken-back", back).status_code == 404


def test_clinical_work_is_refused_with_a_code(call: Call, training: Training) -> None:
    enrolment = training.learner("ben")
    body = {"requirement": "c1.clinic", "on": TODAY, "reason": "Experience."}
    refused = call("lead", "POST", f"/enrolments/{enrolment}/waivers", body)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "clinical")


def test_a_board_meets_on_what_its_papers_showed(call: Call, training: Training) -> None:
    enrolment = training.learner("ben")
    training.finish_first("ben", enrolment)
    papers = call("lead", "GET", f"{COHORT}/boards/first").get_json()
    ben = next(c for c in papers["candidates"] if c["person"] == "ben")
    assert (ben["open"], ben["outcomes"][0]) == ([], "progress")
    meeting = {
        "on": TODAY,
        "chair": "chair",
        "members": ["chair", "nour", "owen"],
        "minutes": "Held.",
        "seen": papers["seen"],
        "decisions": [{"person": "ben", "outcome": "progress"}],
    }
    training.hours("ben", enrolment, 30)
    assert call("lead", "POST", f"{COHORT}/boards/first", meeting).status_code == 409
    meeting["seen"] = call("lead", "GET", f"{COHORT}/boards/first").get_json()["seen"]
    first = call("lead", "POST", f"{COHORT}/boards/first", meeting, key="k")
    assert first.status_code == 201
    assert call("lead", "POST", f"{COHORT}/boards/first", meeting, key="k").status_code == 201
    (decision,) = call("lead", "GET", f"{COHORT}/decisions").get_json()["items"]
    assert (decision["outcome"], decision["differences"]) == ("progress", [])
    one = call("lead", "GET", f"{COHORT}/decisions/{decision['record']}").get_json()
    assert one["minutes"] == "Held."
    assert one["verdict"]["curriculum"] == "craft@1"
    earlier = call("lead", "GET", f"{COHORT}/decisions?known_at=2026-03-01T00:00:00Z")
    assert earlier.get_json() == {"items": [], "next_cursor": None}


def test_reports_are_listed(call: Call, training: Training) -> None:
    listed = call("lead", "GET", "/programmes/craft/reports").get_json()
    assert listed == {"version": "1", "items": []}
    assert call("lead", "GET", "/programmes/craft/reports/none").status_code == 404


def test_the_cadre_is_counted_and_named(call: Call, workforce: Workforce) -> None:
    counts = call("planner", "GET", "/cadre?as_of=2026-02-01").get_json()
    assert (counts["dual_qualified"]["people"], counts["rounded_to"]) == (0, 5)
    kent, medway = counts["parts"]
    assert (kent["dual_qualified"]["people"], kent["rounded_to"]) == (0, 5)
    assert (medway["dual_qualified"]["people"], medway["rounded_to"]) == (1, None)
    assert call("partnership", "GET", "/cadre").get_json()["dual_qualified"]["people"] == 2
    names = call("planner", "GET", "/cadre/people?stage=dual-qualified").get_json()
    assert [i["name"] for i in names["items"]] == ["Amara"]
    assert (names["others"], names["others_rounded_to"]) == ({"kent": 0}, 5)
    amara = call("planner", "GET", "/cadre/people/amara").get_json()
    assert amara["standing"] == "dual-qualified"
    assert len(amara["observations"]) == 2
    assert call("planner", "GET", "/cadre/people/cara").status_code == 404
    assert call("planner", "GET", "/cadre?as_of=yesterday").status_code == 422


def test_checks_are_listed_and_recorded(call: Call, workforce: Workforce, site: Site) -> None:
    due = call("planner", "GET", "/cadre/checks?as_of=2026-12-02").get_json()["items"]
    assert {d["person"] for d in due} == {"amara", "ben"}
    check = {
        "person": "ben",
        "register": "swe",
        "result": "entry",
        "checked": TODAY,
        "first": "2018-01-01",
        "last": "2026-11-30",
    }
    recorded = call("planner", "POST", "/cadre/checks", {"checks": [check]}, key="k")
    assert recorded.get_json() == {"recorded": 1}
    call("planner", "POST", "/cadre/checks", {"checks": [check]}, key="k")
    assert len(site.about_me("ben").of("registration")) == 2
    gone = {"person": "ben", "register": "swe", "result": "absent", "checked": TODAY}
    both = {**gone, "ended": "2026-02-27", "last": "2026-02-27"}
    assert call("planner", "POST", "/cadre/checks", {"checks": [both]}).status_code == 422
    for end in ({"ended": "2026-02-27"}, {"last": "2026-02-26"}):
        call("planner", "POST", "/cadre/checks", {"checks": [{**gone, **end}]})
        newest = site.about_me("ben").of("registration")[-1]
        assert newest.get("last") == date(2026, 2, 26)
    kept = call("planner", "PUT", "/cadre/people/ben/numbers/swe", {"number": "SW1"})
    assert kept.status_code == 204


def test_posts_are_recorded_and_ended(call: Call, workforce: Workforce) -> None:
    post = {"employer": "medway", "fte": "0.5", "first": TODAY}
    joined = call("planner", "POST", "/cadre/people/cara/employments", post)
    assert joined.get_json() == {"person": "cara"}
    ended = {"employer": "medway", "last": "2026-03-31"}
    path = "/cadre/people/cara/employment-ends"
    assert call("planner", "POST", path, ended).status_code == 201
    new = {"new": {"name": "Dele"}, "post": post}
    person = call("planner", "POST", "/cadre/people", new, key="k").get_json()["person"]
    assert re.fullmatch(r"[0-9a-f-]{36}", person)


def test_people_roles_and_places_are_administered(call: Call, workforce: Workforce) -> None:
    workforce.world.person("operator", role="operator")

    def act(method: str, path: str, body: Any = None) -> TestResponse:
        return call("operator", method, f"/administration{path}", body)

    nia = act("POST", "/people", {"name": "Nia", "email": "nia@x.org"}).get_json()["person"]
    found = act("POST", "/people/search", {"text": "nia"}).get_json()["items"]
    assert [p["id"] for p in found] == [nia]
    assert act("PUT", f"/people/{nia}", {"name": "Nia C", "email": "nia@x.org"}).status_code == 204
    assert act("POST", f"/people/{nia}/invitation").status_code == 204
    assert act("PUT", f"/people/{nia}/account", {"open": False}).status_code == 204
    assert act("PUT", f"/people/{nia}/account", {"open": True}).status_code == 204
    role = act("POST", f"/people/{nia}/roles", {"role": "planner", "first": TODAY}).get_json()
    read = act("GET", f"/people/{nia}").get_json()
    assert (read["account"], read["roles"][0]["record"]) == ("invited", role["record"])
    end = f"/people/{nia}/roles/{role['record']}/end"
    assert act("POST", end, {"last": TODAY}).status_code == 204
    assert act("POST", "/places", {"name": "Ealing"}).get_json() == {"place": "ealing"}
    assert "ealing" in {p["id"] for p in act("GET", "/places").get_json()["items"]}
    assert act("GET", "/plugins").get_json()["closed"] == []
    assert act("GET", "/readings").status_code == 403
    workforce.world.person("olu", role="data-protection-officer")
    assert call("olu", "GET", "/administration/readings").get_json() == {"items": [], "next": None}
