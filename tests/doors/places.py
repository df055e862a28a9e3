"""The addresses at which a text could show: every one that is opened with the text's ids in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from werkzeug.routing import Rule

from lms.domain.policy import POLICY, SELF, SIGNED_IN
from lms.domain.records import Record
from lms.services.read_reason import TEXTS
from lms.services.take_back_entry import ENTERED_BY
from lms.web.guard import OPEN, permission_of
from tests.doors.conftest import Doors
from tests.doors.texts import Text, every_record

STEP = re.compile(r"<(?:[^<>:]*:)?(\w+)>")
KIND_OF = {
    "claim": "circumstances",
    "case": "misconduct",
    "decision": "board-outcome",
    "entry": "hours",
    "appeal": "appeal",
    "slip": "slip",
    "objection": "objection",
    "signature": "signature",
    "submission": "submission",
    "sample": "sample",
    "correction": "correction",
}
"""The kind of the record whose id is a step of an address."""
SAID = {
    "programme": "course",
    "stage": "year",
    "assessment": "crs.essay",
    "attempt": "1",
    "requirement": "crs.report",
    "module": "crs.m1",
    "register": "swe",
    "version": "2026.1",
    "path": "programme.md",
    "page": "none",
    "report": "none",
    "on": "2026-03-02",
    "day": "1",
    "batch": "1",
    "signer": "boss",
    "role": "agency-supervisor",
}
"""Steps that are no ids of records; the course has no page or report of a plugin's."""
LINKS = ("boss_link", "boss_copy")
WORK = (
    *("assessor.work", "word_counts.decide", "marking_decided.agree", "conduct.quarantined"),
    *("own_work.changes_for_marker", "conduct.report", "conduct.return_work"),
    *("conduct_api.QuarantinedCopies", "marking_api.Submissions"),
)
REASONS = ("tutor_learner.reason", "written_about.one", "facts_api.Reasons")
MOVES = ("moving.own_move", "moving.take_back", "moving_api.OneMove")
WITHOUT_TEXTS = ("administration.ending", "certificates.take_back", "planner_acts.mistake")
OF_KINDS: Mapping[str, Collection[str]] = {
    **dict.fromkeys(WORK, ("submission",)),
    **dict.fromkeys(REASONS, TEXTS),
    **dict.fromkeys(MOVES, ("cohort-move",)),
    **dict.fromkeys(("tutor.log", "teaching_api.Logs"), ("log",)),
    **dict.fromkeys(WITHOUT_TEXTS, ("report",)),
    "boards_api.OneDecision": ("board-outcome",),
    "tutor_facts.take_back": ENTERED_BY,
}
"""Of which kinds ``record`` is at these addresses; at any other every kind is tried."""


@dataclass(frozen=True)
class Place:
    """An address, and the text whose ids stand in it."""

    endpoint: str
    path: str
    text: Text


class Places:
    """Every address for each of some texts."""

    def __init__(self, doors: Doors, texts: Sequence[Text]) -> None:
        self._app, self._facts, self._texts = doors.app, doors.year.facts, texts
        self._known = list(every_record(doors))

    def by_link(self) -> list[Place]:
        """Those that whoever has the link may open."""
        return self._at(r for r in self._rules(OPEN) if "token" in STEP.findall(r.rule))

    def by_role(self) -> list[Place]:
        """Those that a role may open; what only learners may is the business of no role."""
        acts = [act for act, roles in POLICY.items() if set(roles) - {SELF, SIGNED_IN}]
        return self._at(self._rules(*acts))

    def _rules(self, *acts: str) -> Iterator[Rule]:
        for rule in self._app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and permission_of(self._app, rule.endpoint) in acts:
                yield rule

    def _at(self, rules: Iterator[Rule]) -> list[Place]:
        every = (place for r in rules for text in self._texts for place in self._places(r, text))
        return list({place.path: place for place in every}.values())

    def _places(self, rule: Rule, text: Text) -> Iterator[Place]:
        kinds = OF_KINDS.get(rule.endpoint, (text.record.kind,))
        steps = [self._ids(step, text, kinds) for step in STEP.findall(rule.rule)]
        for ids in product(*steps):
            left = iter(ids)
            yield Place(rule.endpoint, STEP.sub(lambda _, i=left: next(i), rule.rule), text)

    def _ids(self, step: str, text: Text, kinds: Collection[str]) -> Sequence[str]:
        """What a step of an address can be for a text; KeyError of a step that nothing tells."""
        record = text.record
        if step == "record":
            return (record.id,) if record.kind in kinds else ()
        if step == "file":
            return text.files[:1]
        if step == "token":
            return [self._facts[link] for link in LINKS]
        if step in ("person", "who", "enrolment", "cohort"):
            return self._whose(step, record)
        if step in KIND_OF:
            return self._beside(record, KIND_OF[step])
        own = record.get(step) if step in ("assessment", "attempt") else None
        return (str(own or SAID[step]),)

    def _whose(self, step: str, record: Record) -> Sequence[str]:
        about = record.subject
        if step == "enrolment":
            return (record.enrolment,) if record.enrolment else ()
        if about.type == ("cohort" if step == "cohort" else "person"):
            return (about.id,)
        if about.type == "cohort":
            return ()
        found = [str(r.get("cohort")) for r in self._known if r.subject == about if r.get("cohort")]
        return found[-1:]

    def _beside(self, record: Record, kind: str) -> Sequence[str]:
        """The record of a kind that an address can name beside another: itself, or the newest near."""
        near = [r.id for r in self._known if r.kind == kind and _is_near(r, record)]
        return (record.id,) if record.id in near else near[-1:]


def _is_near(record: Record, to: Record) -> bool:
    """Whether it is about the same work, or one names the other."""
    same_work = to.get("assessment") in (None, record.get("assessment"))
    named = (*record.payload.values(), *to.payload.values())
    return (record.subject == to.subject and same_work) or to.id in named or record.id in named
