"""An id of somebody else's answers at every door as an id that is nobody's, and nothing is done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from werkzeug.routing import Rule

from tests.doors.acts import Act, Facts
from tests.doors.conftest import Doors
from tests.doors.doors import Answer, words
from tests.doors.table.every import ACTS

NOBODYS = "019aaaaa-0000-7000-8000-00000000beef"
STRANGERS = ("zoe", "olly")
"""Another learner, and somebody with every role in another programme."""
STEP = re.compile(r"<(?:[^<>:]*:)?(\w+)>")
WAYS = [
    pytest.param(door, act, id=f"{door}: {act.name}")
    for act in ACTS
    for door in act.doors
    if door != "cli"
]
"""The command line asks the API."""
SAID_ELSEWHERE = {
    "programme": "course",
    "item": "crs.paper",
    "assessment": "crs.essay",
    "stage": "year",
    "requirement": "crs.report",
    "kind": "submission",
    "register": "swe",
    "attempt": "1",
    "on": "2026-03-02",
}
"""What is no secret id of somebody's."""
LEARNER = "ben"
RECORDS = (
    "ben_paper",
    "ann_log",
    "hal_circumstances",
    "gus_misconduct",
    "sue_hours",
    "hal_absence",
)


def ids_in(doors: Doors, facts: Facts) -> dict[str, str]:
    """Those among the facts of an act that are ids of people or records."""
    known = {*map(str, doors.year.facts.values()), *doors.year.world.added}
    return {k: v for k, v in facts.items() if isinstance(v, str) and v in known}


def told(answer: Answer, ids: Mapping[str, str]) -> tuple[bool, int, str]:
    """What an answer tells, whatever the ids that were asked about."""
    said = answer.says.partition(" What you typed")[0]  # one's own words come back after it
    return answer.done, answer.status, without(said, ids)


def without(text: str, ids: Mapping[str, str]) -> str:
    """A text without the ids that were asked about."""
    either = "|".join(map(re.escape, sorted(ids.values(), key=len, reverse=True)))
    return re.sub(rf"\b(?:{either})\b", "ID", text) if either else text


@pytest.mark.parametrize(("name", "act"), WAYS)
def test_a_stranger_learns_nothing_by_an_act_on_an_id(doors: Doors, name: str, act: Act) -> None:
    door, facts = doors.doors[name], act.filled(doors.year.facts)
    ids = ids_in(doors, facts)
    made_up = dict.fromkeys(ids, NOBODYS)
    told_apart = {}
    with doors.unchanged():
        for stranger in (s for s in STRANGERS if s in act.strangers and s not in ids.values()):
            theirs = told(door.do(act, stranger, facts), ids)
            nobodys = told(door.do(act, stranger, {**facts, **made_up}), made_up)
            if theirs != nobodys or theirs[0]:
                told_apart[stranger] = theirs, nobodys
    assert told_apart == {}


@pytest.mark.parametrize(("name", "act"), WAYS)
def test_somebody_elses_id_in_ones_own_act_is_nobodys(doors: Doors, name: str, act: Act) -> None:
    door, facts = doors.doors[name], act.filled(doors.year.facts)
    if f"{act.by}_enrolment" not in doors.year.facts:
        return  # staff may act for many learners; strangers are tried above
    told_apart = {}
    with doors.unchanged():
        for fact, own in ids_in(doors, facts).items():
            for other in others(doors, act.by, own):
                theirs = told(door.do(act, act.by, {**facts, fact: other}), {fact: other})
                nobodys = told(door.do(act, act.by, {**facts, fact: NOBODYS}), {fact: NOBODYS})
                if theirs != nobodys or theirs[0]:
                    told_apart[fact, other] = theirs, nobodys
    assert told_apart == {}


def others(doors: Doors, by: str, own: str) -> list[str]:
    """Another learner's id of the same kind, and an id of another kind."""
    facts = doors.year.facts
    what = next((k.partition("_")[2] for k, v in facts.items() if v == own), "")
    found = [v for k, v in facts.items() if k.partition("_")[2] == what and v != own]
    theirs = [v for v in found if isinstance(v, str) and v not in of_person(facts, by)]
    return [*theirs[:1], str(facts["sue_certificate"])]


def of_person(facts: Mapping[str, Any], name: str) -> set[Any]:
    """All that is somebody's own."""
    return {v for k, v in facts.items() if k.startswith(f"{name}_")}


def readings(doors: Doors) -> Iterator[tuple[Rule, dict[str, str]]]:
    """Every address that is read by ids, with ids of a learner of the course."""
    facts = doors.year.facts
    for rule in doors.app.url_map.iter_rules():
        steps = [s for s in STEP.findall(rule.rule) if s not in SAID_ELSEWHERE]
        if "GET" not in (rule.methods or ()) or not set(steps) - {"path", "version", "page"}:
            continue
        if "token" in steps:  # a secret and no id: wrong ones are counted as guesses
            continue
        who = {"enrolment": str(facts[f"{LEARNER}_enrolment"]), "person": LEARNER, "who": LEARNER}
        who["cohort"] = "to-draw"
        if not set(steps) - set(who):
            yield rule, {s: who[s] for s in steps}
            continue
        for record in RECORDS:
            owner = record.partition("_")[0]
            own = {**who, "enrolment": str(facts.get(f"{owner}_enrolment", NOBODYS))}
            yield rule, {s: own.get(s, str(facts[record])) for s in steps}


def opened(doors: Doors, who: str, rule: Rule, ids: Mapping[str, str]) -> tuple[int, str]:
    """What opening an address gives somebody."""
    path = STEP.sub(lambda m: {**SAID_ELSEWHERE, **ids}[m[1]], rule.rule)
    door = doors.doors["api" if path.startswith("/api/") else "page"]
    answer = door.get(path, who)  # type: ignore[attr-defined]
    says = answer.text if path.startswith("/api/") else words(answer.text)
    return answer.status_code, without(says, ids)


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_learns_nothing_by_opening_an_address(doors: Doors, stranger: str) -> None:
    nobodys: dict[str, tuple[int, str]] = {}
    told_apart = {}
    for rule, ids in readings(doors):
        if rule.rule not in nobodys:
            nobodys[rule.rule] = opened(doors, stranger, rule, dict.fromkeys(ids, NOBODYS))
        theirs = opened(doors, stranger, rule, ids)
        if theirs != nobodys[rule.rule] or theirs[0] == 200:
            told_apart[rule.rule, str(ids)] = theirs[0], theirs[1][:200], nobodys[rule.rule]
    assert told_apart == {}
