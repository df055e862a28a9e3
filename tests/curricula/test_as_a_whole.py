"""The four bundled curricula are whole: they can be published, and they ask what was decided."""

from typing import Any

import pytest

from tests.curricula.bundled import PROGRAMMES, programmes, reading, stages

# What each requirement must be and must set; a row for every row of the requirement tables.
TABLES: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {
    "foundation": {
        "fnd.entry.ppq": ("entry-check", {"decided-by": "admissions-tutor"}),
        "fnd.entry.practice": ("entry-check", {"evidence": "letter", "decided-by": "line-manager"}),
        "fnd.taught": ("taught-hours", {"at-least": 60}),
        "fnd.study": ("hours", {"category": "study", "at-least": 120}),
        "fnd.attend": ("attendance", {"register": "taught", "days": 12, "at-least-percent": 80}),
        "fnd.tutor_group": ("attendance", {"register": "tutor-group", "at-least-percent": 80}),
        "fnd.rlog": ("reflective-logs", {"at-least": 8, "each-term": 2}),
        "fnd.genogram": ("assessed-work", {"assessment": "fnd.genogram"}),
        "fnd.interview": ("assessed-work", {"assessment": "fnd.interview"}),
        "fnd.case": ("assessed-work", {"assessment": "fnd.case"}),
        "fnd.coaching": ("sessions", {"category": "coaching", "at-least": 2}),
        "fnd.ethics": ("declaration", {"declaration": "fnd.ethics-code"}),
        "fnd.complete": ("board", {"outcome": "complete"}),
    },
    "year-2": {
        "y2.entry.foundation": ("entry-check", {"completed-stage": "foundation/foundation"}),
        "y2.entry.setting": ("entry-check", {"evidence": "form"}),
        "y2.taught": ("taught-hours", {"at-least": 60}),
        "y2.attend": ("attendance", {"days": 15, "at-most-missed": 2, "also-says-percent": 90}),
        "y2.practice": ("hours", {"category": "agency", "at-least": 60}),
        "y2.supervision": (
            "hours",
            {"category": "supervision-received", "at-least": 10, "systemic": True},
        ),
        "y2.study": ("hours", {"category": "study", "at-least": 180}),
        "y2.recording": ("consented-recording", {"at-least": 1}),
        "y2.a1": ("assessed-work", {"assessment": "y2.a1"}),
        "y2.a2": ("assessed-work", {"assessment": "y2.a2"}),
        "y2.a3": ("assessed-work", {"assessment": "y2.a3"}),
        "y2.families": ("distinct-families", {"assessments": ["y2.a1", "y2.a2", "y2.a3"]}),
        "y2.rlog": ("all-of", {}),
        "y2.report": ("report", {"by": "agency-supervisor"}),
        "y2.complete": ("board", {"outcome": "complete"}),
        "y2.suitability": ("judgement", {"by": "tutor"}),
    },
    "year-3": {
        "y3.entry.intermediate": ("entry-check", {"warn-after-years": 4}),
        "y3.entry.ppq": ("entry-check", {"evidence": "register"}),
        "y3.entry.suitability": ("entry-check", {"evidence": "judgement", "decided-by": "tutor"}),
        "y3.entry.manager": ("entry-check", {"evidence": "letter", "decided-by": "line-manager"}),
        "y3.clinic": ("hours", {"category": "clinic", "at-least": 150}),
        "y3.direct": ("hours", {"category": "clinic", "within": "direct", "at-least": 20}),
        "y3.agency": (
            "hours",
            {
                "category": "agency",
                "at-least": 100,
                "signed-by": ["agency-supervisor", "line-manager"],
            },
        ),
        "y3.days": ("attendance", {"register": "taught", "days": 20, "at-least-percent": 80}),
        "y3.ppd": ("sessions", {"category": "ppd", "at-least": 3}),
        "y3.tape": ("assessed-work", {"assessment": "y3.tape"}),
        "y3.theory": ("assessed-work", {"assessment": "y3.theory"}),
        "y3.research": ("assessed-work", {"assessment": "y3.research"}),
        "y3.rlog": ("reflective-logs", {"each-term": 1}),
        "y3.ls_report": ("report", {"by": "live-supervisor"}),
        "y3.progress": ("board", {"outcome": "progress"}),
    },
    "year-4": {
        "y4.entry.progress": ("entry-check", {"decided-by": "board", "or-conditional": True}),
        "y4.clinic": ("hours", {"category": "clinic", "at-least": 300}),
        "y4.direct": ("hours", {"category": "clinic", "within": "direct", "at-least": 40}),
        "y4.agency": (
            "hours",
            {"category": "agency", "at-least": 200, "signed-by": ["agency-supervisor"]},
        ),
        "y4.case": ("assessed-work", {"assessment": "y4.case"}),
        "y4.tape": ("assessed-work", {"assessment": "y4.tape"}),
        "y4.dissertation": ("assessed-work", {"assessment": "y4.dissertation"}),
        "y4.portfolio": ("assessed-work", {"assessment": "y4.portfolio"}),
        "y4.ls_report": ("report", {"by": "live-supervisor"}),
        "y4.time": ("elapsed-time", {"at-least-academic-years": 2, "at-most-months": 60}),
        "y4.award": ("board", {"outcome": "award"}),
        "reg.ukcp": (
            "registration",
            {"register": "ukcp", "title": "family-and-systemic-psychotherapist"},
        ),
        "reg.swe": ("registration", {"register": "swe"}),
    },
    "supervision": {
        "sup.entry.role": ("entry-check", {"evidence": "letter", "decided-by": "line-manager"}),
        "sup.entry.foundation": ("entry-check", {"or-concurrent": True}),
        "sup.attend": ("attendance", {"at-least-percent": 80}),
        "sup.group": ("sessions", {"form": "group", "at-least": 10, "all-sign": True}),
        "sup.individual": ("sessions", {"form": "individual", "at-least": 10, "all-sign": True}),
        "sup.sos": ("hours", {"category": "supervision-received", "at-least": 10}),
        "sup.peer": ("sessions", {"category": "peer-observation", "at-least": 2}),
        "sup.rec1": ("assessed-work", {"assessment": "sup.rec1"}),
        "sup.rec2": ("assessed-work", {"assessment": "sup.rec2"}),
        "sup.portfolio": ("assessed-work", {"assessment": "sup.portfolio"}),
        "sup.overall": ("weighted-mark", {"pass-mark": 50}),
        "sup.complete": ("board", {"outcome": "complete"}),
        "sup.aft": ("all-of", {}),
    },
    "leadership": {
        "lead.days": ("attendance", {"days": 6, "at-most-missed": 1}),
        "lead.reading": ("reading-notes", {"days": 6}),
        "lead.rlog": ("reflective-logs", {"at-least": 3}),
        "lead.mentoring": ("sessions", {"category": "mentoring", "at-least": 3}),
        "lead.change": ("assessed-work", {"assessment": "lead.change"}),
        "lead.complete": ("board", {"outcome": "complete"}),
    },
}

OPTIONAL = {"fnd.coaching", "sup.rlog", "lead.mentoring"}
OUTSIDE = {
    "y2.suitability": "judgement",
    "sup.aft": "milestone",
    "reg.ukcp": "milestone",
    "reg.swe": "milestone",
}


@pytest.mark.parametrize("name", PROGRAMMES)
def test_it_can_be_published_without_a_problem(name: str) -> None:
    assert [str(problem) for problem in reading(name).problems] == []


@pytest.mark.parametrize("stage", sorted(TABLES))
def test_every_row_of_the_requirement_tables_is_asked(stage: str) -> None:
    found = next(s for s in stages() if s.id == stage)
    asked = {}
    for identity, (_, settings) in TABLES[stage].items():
        requirement = found.requirement(identity)
        if requirement:
            given = {name: _plain(requirement.settings.get(name)) for name in settings}
            asked[identity] = (requirement.kind, given)
    assert asked == TABLES[stage]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def test_only_what_the_tables_call_optional_is_optional() -> None:
    assert {r.id for s in stages() for r in s.requirements if r.optional} == OPTIONAL


def test_judgements_and_milestones_are_no_part_of_completing_a_stage() -> None:
    named = {r.id: r.part for s in stages() for r in s.requirements}
    assert {identity: named[identity] for identity in OUTSIDE} == OUTSIDE
    entries = {identity for identity, part in named.items() if part == "entry"}
    assert entries == {identity for identity in named if ".entry." in identity}


def test_every_threshold_says_where_it_comes_from() -> None:
    silent = [
        r.id for s in stages() for top in s.requirements for r in top.walk() if not r.basis.says
    ]
    assert silent == []


def test_years_3_and_4_share_one_enrolment_and_only_year_4_gives_an_award() -> None:
    family_therapy = next(p for p in programmes() if p.id == "family-therapy")
    assert [s.id for s in family_therapy.stages_of("qualifying")] == ["year-3", "year-4"]
    assert [s.id for s in stages() if s.award] == ["year-4"]


def test_supervision_and_leadership_mean_nothing_for_the_pipeline() -> None:
    assert {s.id: s.level for s in stages() if s.level == "none"} == {
        "supervision": "none",
        "leadership": "none",
    }


def test_each_supervision_piece_has_a_floor_of_40_under_an_overall_mark_of_50() -> None:
    supervision = next(s for s in stages() if s.id == "supervision")
    assert {a.id: a.pass_mark for a in supervision.assessments} == {
        "sup.rec1": 40,
        "sup.rec2": 40,
        "sup.portfolio": 40,
    }
    overall = supervision.requirement("sup.overall")
    assert overall is not None
    weights = {p["assessment"]: p["weight"] for p in overall.settings["parts"]}
    assert weights == {"sup.rec1": 30, "sup.rec2": 30, "sup.portfolio": 40}
