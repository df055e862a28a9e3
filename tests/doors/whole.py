"""Somebody goes through every stage of a bundled programme by one door, and nobody writes past it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from math import ceil
from typing import Any

from lms.domain.programme import Assessment, LogTemplate, Programme, Requirement, Stage
from lms.domain.records import Record, Subject, cohort, person
from lms.domain.to_sign import waiting_for
from lms.domain.verdicts import Verdict
from lms.services.evaluation import progress_of
from lms.testing import Clock
from lms.testing_world import Sent, World
from tests.doors.acts import Act
from tests.doors.doors import Door, Program
from tests.doors.table import way
from tests.doors.year import Year

FIRST, LONG = date(2026, 9, 1), date(2032, 12, 31)
BEFORE = date(2024, 7, 12)
LINK = re.compile(r"/sign/([\w-]+)")
STAFF = {
    "tess": "tutor",
    "mark": "marker",
    "mona": "marker",
    "mo": "moderator",
    "lead": "programme-lead",
    "chair": "board",
    "nour": "board",
    "owen": "board",
    "plan": "planner",
    "op": "operator",
    "adam": "admissions-tutor",
}
SYSTEMIC = "family-and-systemic-psychotherapist"


@dataclass
class Going:
    """The way: who opens the door, and what is known by now."""

    year: Year
    door: Door
    clock: Clock
    sent: Sent
    programme: Programme
    facts: dict[str, Any] = field(default_factory=dict)
    families: Iterator[int] = field(default_factory=lambda: count(1))

    def do(self, what: Act, **facts: Any) -> None:
        """Do an act by the door; it writes what the table says of it."""
        site = self.year.site
        site.session().rollback()
        before = site.ledger.head(site.session())[0]
        given = {"programme": self.programme.id, **self.facts, **facts}
        answer = self.door.do(what, what.by, given)
        assert answer.done, (what.name, answer.status, answer.says[:1000], facts)
        site.session().rollback()
        wrote = {record.kind for record in site.ledger.after(site.session(), before)}
        assert wrote >= set(what.writes), (what.name, facts, wrote)

    def on(self, day: date) -> None:
        """Let time pass: a program's token lasts a year, so its owner makes a new one."""
        self.clock.set(day)
        if isinstance(self.door, Program):
            self.door.forget()

    def own(self, kind: str, **fields: Any) -> list[Record]:
        """The learner's records of a kind."""
        self.year.site.session().rollback()
        return self.year.site.about_me(way.LEARNER).of(kind, **fields)

    def verdicts(self) -> dict[str, Verdict]:
        """How every requirement of the programme stands today."""
        site = self.year.site
        site.session().rollback()
        found = progress_of(site, way.LEARNER, site.today(), programme=self.programme.id)
        return {v.id: v for progress in found for top in progress.verdicts for v in top.walk()}

    @property
    def today(self) -> date:
        return self.year.site.today()


def people(world: World) -> None:
    """Everybody there is before the first day: staff, a supervisor, the learner, and an authority."""
    for name, role in STAFF.items():
        world.person(name, role)
    world.employment("tess", "medway")
    for name in ("sid", way.LEARNER):
        world.person(name)


def begin(going: Going, admission: str) -> None:
    """A cohort, its dates, who signs, and the enrolment."""
    going.on(FIRST)
    stages = going.programme.stages_of(admission)
    starts = [FIRST.replace(year=FIRST.year + n) for n in range(len(stages) + 1)]
    dates = {
        s.id: {"first": starts[n], "last": starts[n + 1] - timedelta(days=1)}
        for n, s in enumerate(stages)
    }
    boxes = {f"{end}-{s}#day": day for s, ends in dates.items() for end, day in ends.items()}
    made = replace(way.COHORT_MADE, form={"name": "Autumn", **boxes})
    going.do(made, stages=dates)
    going.facts["cohort"] = f"{going.programme.id}-autumn"
    going.do(way.ROLE, who="sid", role="supervisor-of-supervision", **{"from": BEFORE})
    going.do(way.POST, who=way.LEARNER, **{"from": BEFORE})
    registered = {"register": "ukcp", "title": SYSTEMIC, "day": FIRST, "from": BEFORE}
    going.do(way.CHECK, who="sid", until=LONG, **registered)
    going.do(way.ENROLLED, admission=admission, **{"from": FIRST})
    going.facts["enrolment"] = going.own("enrolment")[-1].id
    going.do(way.FORM, **{"from": FIRST})


def go_through(going: Going, stage: Stage, number: int) -> None:
    """Meet every requirement of a stage but the board's, then hold the board."""
    first = FIRST.replace(year=FIRST.year + number)
    going.facts["stage"] = stage.id
    asked = [r for top in stage.requirements for r in top.walk()]
    going.on(first + timedelta(days=20))
    for requirement in asked:
        _early(going, requirement, stage)
    if any(a.consent for a in stage.assessments) or _of(asked, "consented-recording"):
        going.do(way.CONSENT, day=going.today, until=first + timedelta(days=360))
        going.facts["consent"] = going.own("consent")[-1].id
    for requirement in _of(asked, "reflective-logs"):
        _logs(going, requirement, stage, first)
    going.on(first + timedelta(days=100))
    for assessment in stage.assessments:
        _work(going, assessment)
    going.on(first + timedelta(days=330))
    for requirement in asked:
        _late(going, requirement, first)
    _sign(going)
    going.on(first + timedelta(days=370))
    for requirement in _of(asked, "board"):
        outcome = requirement.settings["outcome"]
        seen = going.year.site.ledger.head(going.year.site.session())[0]
        met = way.AWARDED if outcome == "award" else way.BOARD_MET
        going.do(met, outcome=outcome, day=going.today, seen=seen)
    for requirement in _of(asked, "judgement"):
        judged = {"outcome": requirement.settings["outcomes"][0], "day": going.today}
        going.do(way.JUDGED, requirement=requirement.id, **judged)


def _of(asked: list[Requirement], kind: str) -> list[Requirement]:
    return [r for r in asked if r.kind == kind]


def _early(going: Going, requirement: Requirement, stage: Stage) -> None:
    settings = requirement.settings
    if requirement.kind == "entry-check":
        other = settings.get("completed-stage")
        if other is None:
            going.do(way.ENTRY, requirement=requirement.id, day=going.today)
        elif not _own_stage(going, other):
            level = {"family-therapy/year-2": "intermediate"}.get(other, "foundation")
            going.do(way.CERTIFIED, level=level, **{"from": BEFORE})
    if requirement.kind == "declaration":
        going.do(way.AGREED, declaration=settings["declaration"])
    if requirement.kind == "registration":
        title = SYSTEMIC if settings["register"] == "ukcp" else ""
        seen = {"register": settings["register"], "title": title, "day": going.today}
        going.do(way.CHECK, who=way.LEARNER, until=LONG, **seen, **{"from": BEFORE})


def _own_stage(going: Going, other: str) -> bool:
    programme, _, stage = other.partition("/")
    now = going.programme.stage(going.facts["stage"])
    then = going.programme.stage(stage) if programme == going.programme.id else None
    return now is not None and then is not None and then.enrolment == now.enrolment


def _logs(going: Going, requirement: Requirement, stage: Stage, first: date) -> None:
    each = ceil(int(requirement.settings["at-least"]) / 3)
    templates = requirement.settings.get("templates") or [stage.logs[0].id]
    template = stage.log(templates[0])
    assert template
    for days in (40, 160, 280):
        going.on(first + timedelta(days=days))
        for _ in range(each):
            _log(going, template)


def _log(going: Going, template: LogTemplate) -> None:
    words = ceil((template.words_at_least or 30) / len(template.prompts)) + 1
    texts = {p.id: "repeats " * words for p in template.prompts}
    if going.door.name == "page":
        _draft(going, "log", f"logs/{template.id}/", template.id, texts)
    going.do(way.LOG, item=template.id, texts=texts)
    going.do(way.ANSWERED, log=going.own("log")[-1].id)


def _draft(
    going: Going, kind: str, place: str, item: str, texts: Mapping[str, str], family: str = ""
) -> None:
    form = {"revision": 0, "family": family, **{f"text-{name}": t for name, t in texts.items()}}
    facts = {"kind": kind, "place": place, "item": item, "texts": texts, "family": family}
    going.do(replace(way.DRAFT, form=form), **facts)


def _work(going: Going, work: Assessment) -> None:
    """A piece of work handed in or shown, marked by as many as it needs, and moderated."""
    family = f"F{next(going.families)}" if work.family_code else ""
    consent = going.facts["consent"] if work.consent else ""
    if work.in_person:
        shown = {"item": work.id, "day": going.today, "consent": consent, "family": family}
        going.do(way.SHOWN, **shown)
    else:
        place = f"assessments/{work.id}/write"
        _draft(going, "submission", place, work.id, {"text": _text(work)}, family)
        going.do(way.WORK, item=work.id, consent=consent)
    submission = going.own("submission")[-1].id
    markers = ("mark", "mona") if work.markers in ("double", "blind-double") else ("mark",)
    for marker in markers:
        _mark(going, work, submission, "tess" if work.private else marker)
    if work.markers == "sampled":
        going.do(way.DRAWN, item=work.id)
        (sample,) = going.year.site.about(_cohort(going)).of("sample", assessment=work.id)
        going.do(way.CONFIRMED, item=work.id, sample=sample.id)


def _text(work: Assessment) -> str:
    return "repeats " * 30


def _mark(going: Going, work: Assessment, submission: str, by: str) -> None:
    bands = {c.id: c.bands[-1][0] for c in work.criteria}
    given: dict[str, Any] = {"mark": 60 if work.marking == "mark" else None}
    given["result"] = "pass" if work.marking == "pass-fail" else None
    form = {**way.MARKED.form, **{f"band-{name}": band for name, band in bands.items()}}
    going.do(replace(way.MARKED, by=by, form=form), work=submission, bands=bands, **given)


def _cohort(going: Going) -> Subject:
    going.year.site.session().rollback()
    return cohort(going.facts["cohort"])


def _late(going: Going, requirement: Requirement, first: date) -> None:
    settings = requirement.settings
    if requirement.kind == "attendance":
        for number in range(1, int(settings["days"]) + 1):
            seen = {"register": settings["register"], "day": first + timedelta(days=7 * number)}
            going.do(way.REGISTER, number=number, **seen)
    if requirement.kind in ("hours", "sessions"):
        _practise(going, requirement, first)
    if requirement.kind == "report":
        going.do(way.REPORTED, requirement=requirement.id, day=going.today)
    if requirement.kind == "consented-recording":
        going.do(way.WATCHED, day=going.today)
    if requirement.kind == "reading-notes":
        for number in range(1, int(settings["days"]) + 1):
            going.do(way.NOTE, number=number, day=going.today)


def _practise(going: Going, requirement: Requirement, first: date) -> None:
    """As many entries of a category as are still wanting, a day after the last one each."""
    settings, hours = requirement.settings, requirement.kind == "hours"
    form = settings.get("form") or ""
    with_whom = {"group": "G1", "individual": "S1"}.get(form, "")
    every = going.own("hours", category=settings["category"])
    logged = [e for e in every if not form or e.get("form") == form]
    done = sum(e.get("minutes") for e in logged) / 60 if hours else len(logged)
    wanting = float(settings["at-least"]) - done
    for _ in range(ceil(wanting / 10) if hours else ceil(wanting)):
        days = len([e for e in going.own("hours") if e.on > first])
        facts = {"day": first + timedelta(days=1 + days), "category": settings["category"]}
        direct = 120 if settings["category"] == "clinic" else None
        facts |= {"end": "18:00" if hours else "09:00", "direct": direct, "form": form}
        going.do(way.HOURS, **facts, **{"with": with_whom})


def _sign(going: Going) -> None:
    """The supervisor opens the link that came by mail, and signs what waits in each role."""
    if not going.own("hours"):
        return
    going.do(way.ASKED)
    (link,) = LINK.findall(str(going.sent[-1].body))[:1]
    for role in way.SIGNS:
        waiting = _waiting(going, role)
        if waiting:
            going.do(way.SIGNED, link=link, entries=waiting, role=role)


def _waiting(going: Going, role: str) -> list[str]:
    site = going.year.site
    site.session().rollback()
    own = site.about(person(way.LEARNER)).in_enrolment(going.facts["enrolment"])
    stages = [s for s in going.programme.stages if s.id == going.facts["stage"]]
    return [w.entry.id for w in waiting_for("sid", own, stages) if role in w.roles]
