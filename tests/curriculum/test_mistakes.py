"""Mistakes that people make in curricula, each with exactly what is said about it."""

import pytest

from tests.curriculum.example import changed, problems

PROGRAMME_FILE = "programme.md"
STAGE_FILE = "year/stage.md"
MODULE_FILE = "year/modules/01-drawing.md"
ASSESSMENT_FILE = "year/assessments/case.md"
LOG_FILE = "year/logs/moment.md"

MISTAKES = [
    (
        PROGRAMME_FILE,
        'version: "2026.1"',
        "version: 2026.1",
        [
            'programme.md:4: "version" is 2026.1 without quotes, which is not text; write "2026.1" in quotes',
        ],
    ),
    (
        PROGRAMME_FILE,
        "id: small",
        "id: Small One",
        [
            'programme.md:2: "id" is "Small One", which cannot be an id; use small letters and digits, with hyphens',
        ],
    ),
    (
        PROGRAMME_FILE,
        "[lms_example]",
        "[lms_exmple]",
        [
            'programme.md:5: the plugin "lms_exmple" is not on this site; did you mean "lms_example"?',
        ],
    ),
    (
        PROGRAMME_FILE,
        "level-7@1",
        "level-7",
        [
            'programme.md:6: "marking-policy" is "level-7"; write name@version: level-7@1',
        ],
    ),
    (
        PROGRAMME_FILE,
        "title: A small programme",
        "titel: A small programme",
        [
            'programme.md:3: "titel" is not known here; did you mean "title"?',
        ],
    ),
    (
        PROGRAMME_FILE,
        "---\nid: small",
        "id: small",
        [
            'programme.md:1: no front matter; begin the file with "---", the settings, and "---" again',
        ],
    ),
    (
        PROGRAMME_FILE,
        "level-7@1\n---",
        "level-7@1\n",
        [
            'programme.md:1: the front matter has no end; begin the file with "---", the settings, and "---" again',
        ],
    ),
    (
        PROGRAMME_FILE,
        "(module:sm.m01)",
        "(module:sm.m1)",
        [
            'programme.md:9: the link "module:sm.m1" leads to nothing; did you mean "sm.m01"?',
        ],
    ),
    (
        PROGRAMME_FILE,
        "(module:sm.m01)",
        "(modul:sm.m01)",
        [
            'programme.md:9: "modul:" is no kind of link; did you mean "module"?',
        ],
    ),
    (
        PROGRAMME_FILE,
        "(module:sm.m01)",
        "(modules/01.md)",
        [
            'programme.md:9: the link "modules/01.md" leads to no page; write module:ID, assessment:ID …, or https:// and so on',
        ],
    ),
    (
        STAGE_FILE,
        "award: false",
        "award: no",
        [
            'year/stage.md:7: "no" may be read as false; write true or false, or "no" in quotes if it is a word',
        ],
    ),
    (
        STAGE_FILE,
        "order: 1",
        "order: 01",
        [
            'year/stage.md:4: "01" is a number that YAML reads in its own way; write 1, or "01" in quotes if it is text',
        ],
    ),
    (
        STAGE_FILE,
        "order: 1",
        "order: 2",
        [
            'year/stage.md:4: "order" is 2, and this is stage 1 of the programme; number the stages 1, 2, 3 …, each once',
        ],
    ),
    (
        STAGE_FILE,
        "level: foundation",
        "level: foundatoin",
        [
            'year/stage.md:6: "level" is "foundatoin", which is not among its values; did you mean "foundation"?',
        ],
    ),
    (
        STAGE_FILE,
        "months: 12",
        "months: twelve",
        [
            'year/stage.md:8: "months" is the text "twelve"; write a whole number from 1 to 120, without quotes',
        ],
    ),
    (
        STAGE_FILE,
        "months: 12\n",
        "",
        [
            'year/stage.md:2: "months" is missing; add "months: …"',
        ],
    ),
    (
        STAGE_FILE,
        "terms: 3",
        "terms: 3\nterms: 4",
        [
            'year/stage.md:12: "terms" is given twice; the first is in line 11; keep one of them',
        ],
    ),
    (
        STAGE_FILE,
        "taught-hours: 7.5",
        "taught-hours: 8",
        [
            'year/stage.md:10: the modules have 7.5 hours in all, and "taught-hours" is 8; change it, or the modules\' hours',
        ],
    ),
    (
        STAGE_FILE,
        "days: 3\n",
        "days: 4\n",
        [
            'year/stage.md:9: no module is on day 4; write that module, or change "days"',
            'year/stage.md:19: "sm.attend": the stage has 4 taught days, not 3',
        ],
    ),
    (
        STAGE_FILE,
        "{id: sm.o2, text: Write about it}",
        "{id: sm.o2, text: Write about it}\n  - {id: sm.o3, text: Fly}",
        [
            'year/stage.md:15: no assessment or log shows the outcome "sm.o3"; name it under "outcomes" of one',
            'year/stage.md:15: no module teaches the outcome "sm.o3"; name it under "outcomes" of one',
        ],
    ),
    (
        STAGE_FILE,
        "kind: attendance",
        "kind: attendence",
        [
            'year/stage.md:18: "attendence" is no kind of requirement here; did you mean "attendance"? Where a plugin brings it, name the plugin in programme.md',
        ],
    ),
    (
        STAGE_FILE,
        "at-least-percent: 80}",
        "at-least-percent: 80, at-most-missed: 1}",
        [
            'year/stage.md:19: "sm.attend": give exactly one of "at-least-percent" and "at-most-missed"; the other can be shown with "also-says-percent"',
        ],
    ),
    (
        STAGE_FILE,
        "at-least-percent: 80}",
        "at-lest-percent: 80}",
        [
            'year/stage.md:19: "at-lest-percent" is not known here; did you mean "at-least-percent"?',
        ],
    ),
    (
        STAGE_FILE,
        "register: taught, ",
        "",
        [
            'year/stage.md:19: "register" is missing; add "register: …"',
        ],
    ),
    (
        STAGE_FILE,
        "register: taught, ",
        "register: tought, ",
        [
            'year/stage.md:19: "register" is "tought", which is not among its values; did you mean "taught"?',
        ],
    ),
    (
        STAGE_FILE,
        "days: 3, at",
        "days: 2, at",
        [
            'year/stage.md:19: "sm.attend": the stage has 3 taught days, not 2',
        ],
    ),
    (
        STAGE_FILE,
        "settings: {assessment: sm.case}",
        "settings: {assessment: sm.cas}",
        [
            'year/stage.md:30: "sm.case": there is no assessment "sm.cas" in this stage; it has sm.case',
        ],
    ),
    (
        STAGE_FILE,
        "settings: {assessment: sm.case}",
        "",
        [
            'year/stage.md:27: "settings" is missing; add settings: {assessment: …}',
        ],
    ),
    (
        STAGE_FILE,
        "templates: [sm.log]",
        "templates: [sm.log, sm.log]",
        [
            'year/stage.md:35: "templates" names something twice; keep one of them',
        ],
    ),
    (
        STAGE_FILE,
        "templates: [sm.log]",
        "templates: sm.log",
        [
            'year/stage.md:35: "templates" is the text "sm.log"; write templates: [one, two]',
        ],
    ),
    (
        STAGE_FILE,
        "sm.case\n          title",
        "sm.case\n          part: entry\n          title",
        [
            'year/stage.md:28: "part" stands in a requirement that is itself part of one; set it on the whole and take it out here',
        ],
    ),
    (
        STAGE_FILE,
        "part: milestone",
        "part: mile-stone",
        [
            'year/stage.md:45: "part" is "mile-stone", which is not among its values; did you mean "milestone"?',
        ],
    ),
    (
        STAGE_FILE,
        "optional: true",
        'optional: "true"',
        [
            'year/stage.md:46: "optional" is the text "true"; write true or false, unquoted',
        ],
    ),
    (
        STAGE_FILE,
        "    basis: {sure: verified, says: Its own page.}\n",
        "",
        [
            'year/stage.md:43: "basis" is missing; add "basis: …"',
        ],
    ),
    (
        STAGE_FILE,
        "sure: verified, says: Its own page.",
        "sure: verified",
        [
            'year/stage.md:49: "says" is missing; add "says: …"',
        ],
    ),
    (
        STAGE_FILE,
        "sure: verified",
        "sure: sure",
        [
            'year/stage.md:49: "sure" is "sure", which is not among its values; choose from decided, one-provider, recalled, verified',
        ],
    ),
    (
        STAGE_FILE,
        "declaration: sm.code",
        "declaration: sm.codes",
        [
            'year/stage.md:41: "sm.ethics": there is no declaration "sm.codes" in stage.md; it has sm.code',
        ],
    ),
    (
        STAGE_FILE,
        "id: sm.ethics",
        "id: sm.attend",
        [
            'year/stage.md:38: the id "sm.attend" is used for two requirements; the first is at year/stage.md:16; give this one another',
        ],
    ),
    (
        STAGE_FILE,
        "(requirement:sm.attend)",
        "(requirement:sm.atend)",
        [
            'year/stage.md:21: the link "requirement:sm.atend" leads to nothing; did you mean "sm.attend"?',
        ],
    ),
    (
        STAGE_FILE,
        "title: Code of ethics\n    kind",
        "title: *anchor\n    kind",
        [
            "year/stage.md:39: an anchor or alias (& or *) is not read here; write the value out; put text that begins so in quotes",
        ],
    ),
    (
        STAGE_FILE,
        "title: Attendance",
        "title: Attendance: all days",
        [
            'year/stage.md:17: the front matter cannot be read here: mapping values are not allowed in this context; put text that holds ":", "#" or quotation marks in quotes',
        ],
    ),
    (
        STAGE_FILE,
        "title: Attendance",
        "title: !!python/object/apply:os.system [ls]",
        [
            'year/stage.md:17: "title" is a list, where words are needed; write them behind the colon',
            'year/stage.md:17: the tag "tag:yaml.org,2002:python/object/apply:os.system" is not read here; leave it out',
        ],
    ),
    (
        STAGE_FILE,
        "title: Attendance",
        "title: 2026-01-01",
        [
            'year/stage.md:17: "2026-01-01" is read as a date; write "2026-01-01" in quotes',
        ],
    ),
    (
        STAGE_FILE,
        "title: Attendance",
        "title:",
        [
            'year/stage.md:17: "title" is empty; write something behind the colon',
        ],
    ),
    (
        STAGE_FILE,
        "title: Attendance",
        "title: [a, b]",
        [
            'year/stage.md:17: "title" is a list, where words are needed; write them behind the colon',
        ],
    ),
    (
        MODULE_FILE,
        "hours: 2.5",
        "hours: five",
        [
            'year/modules/01-drawing.md:5: "hours" is the text "five"; write a number such as 5 or 2.5, without quotes',
        ],
    ),
    (
        MODULE_FILE,
        "hours: 2.5",
        "hours: 3",
        [
            'year/modules/01-drawing.md:15: the session\'s minutes add up to 150, and 3 hours are 180; change the table or "hours"',
            'year/stage.md:10: the modules have 8 hours in all, and "taught-hours" is 7.5; change it, or the modules\' hours',
        ],
    ),
    (
        MODULE_FILE,
        "day: 1",
        "day: one",
        [
            'year/modules/01-drawing.md:4: "day" is the text "one"; write the day\'s number, or [1, 2]',
        ],
    ),
    (
        MODULE_FILE,
        "day: 1",
        "day: 9",
        [
            "year/modules/01-drawing.md:4: the module is on day 9, and the stage has 3 days; write a day from 1 to 3",
            'year/stage.md:9: no module is on day 1; write that module, or change "days"',
        ],
    ),
    (
        MODULE_FILE,
        "[sm.o1]",
        "[sm.o9]",
        [
            'year/modules/01-drawing.md:6: "sm.o9" is no outcome of this stage; did you mean "sm.o2"?',
        ],
    ),
    (
        MODULE_FILE,
        "| 90 |",
        "| 80 |",
        [
            'year/modules/01-drawing.md:15: the session\'s minutes add up to 140, and 2.5 hours are 150; change the table or "hours"',
        ],
    ),
    (
        MODULE_FILE,
        "| 90 |",
        "| ninety |",
        [
            'year/modules/01-drawing.md:18: the minutes are "ninety"; write a whole number',
        ],
    ),
    (
        MODULE_FILE,
        "| Minutes |",
        "| Time |",
        [
            'year/modules/01-drawing.md:13: the session has no table with a column "Minutes"; write | Minutes | What happens | …',
        ],
    ),
    (
        MODULE_FILE,
        "## Vignette",
        "## Vignete",
        [
            'year/modules/01-drawing.md:30: "## Vignete" is not among a module\'s headings; did you mean "## Vignette"?',
        ],
    ),
    (
        MODULE_FILE,
        "## Vignette\n\nAn invented family.\n\n",
        "",
        [
            'year/modules/01-drawing.md:8: the module has no "## Vignette"; write it, in the order of the format',
        ],
    ),
    (
        MODULE_FILE,
        "### Draw\n\n",
        "",
        [
            'year/modules/01-drawing.md:24: "## Exercises" has no exercise; begin each with ### and its name',
        ],
    ),
    (
        MODULE_FILE,
        "- McG",
        "McG",
        [
            'year/modules/01-drawing.md:34: "## Reading" is not a list; begin each work with a hyphen',
        ],
    ),
    (
        MODULE_FILE,
        "To draw.",
        "",
        [
            'year/modules/01-drawing.md:9: nothing stands under "## Aims"; write it',
        ],
    ),
    (
        MODULE_FILE,
        "## Aims",
        "## Links\n\nx\n\n## Aims",
        [
            'year/modules/01-drawing.md:13: "## Aims" comes after "## Links"; the order is "## Aims", "## The session", "## Key ideas", "## Exercises", "## Vignette", "## Reading", "## For your log", "## Links"',
        ],
    ),
    (
        MODULE_FILE,
        "## Aims",
        "# Aims",
        [
            'year/modules/01-drawing.md:8: the module has no "## Aims"; write it, in the order of the format',
            "year/modules/01-drawing.md:9: a heading with a single # stands in the text; write ##; the title stands above, as title",
        ],
    ),
    (
        MODULE_FILE,
        "(glossary:genogram)",
        "(glossary:genograms)",
        [
            'year/modules/01-drawing.md:22: the link "glossary:genograms" leads to nothing; did you mean "genogram"?',
        ],
    ),
    (
        MODULE_FILE,
        "id: sm.m01",
        "id: sm.m02",
        [
            'programme.md:9: the link "module:sm.m01" leads to nothing; did you mean "sm.m02"?',
            'year/modules/02-more.md:2: the id "sm.m02" is used for two modules; the first is at year/modules/01-drawing.md:2; give this one another',
        ],
    ),
    (
        ASSESSMENT_FILE,
        "marking: mark",
        "marking: marks",
        [
            'year/assessments/case.md:5: "marking" is "marks", which is not among its values; did you mean "mark"?',
        ],
    ),
    (
        ASSESSMENT_FILE,
        "marking: mark",
        "marking: pass-fail",
        [
            'year/assessments/case.md:8: "pass-mark" has no meaning with marking: pass-fail; take it out, or write marking: mark',
            "year/assessments/case.md:20: the columns are Criterion | Weight | Fail | Pass | Merit | Distinction; with marking: pass-fail write Criterion | Not yet | Pass",
        ],
    ),
    (
        ASSESSMENT_FILE,
        "kind: case-report",
        "kind: case",
        [
            'year/assessments/case.md:4: "kind" is "case", which is not among its values; choose from case-report, case-study, critical-review, dissertation, essay, genogram, interview, observation, portfolio, presentation, recorded-session, viva',
        ],
    ),
    (
        ASSESSMENT_FILE,
        "pass-mark: 50",
        "pass-mark: 500",
        [
            'year/assessments/case.md:8: "pass-mark" is 500; write a whole number from 0 to 100, without quotes',
        ],
    ),
    (
        ASSESSMENT_FILE,
        "words: 4000\n",
        "",
        [
            'year/assessments/case.md:6: "tolerance" is given without "words"; take it out',
        ],
    ),
    (
        ASSESSMENT_FILE,
        "| Drawing | 40",
        "| Drawing | 30",
        [
            "year/assessments/case.md:20: the weights add up to 90; make them add up to 100",
        ],
    ),
    (
        ASSESSMENT_FILE,
        "| Drawing | 40 | none",
        "| Drawing | 40 | none | more",
        [
            "year/assessments/case.md:22: the row has 7 cells, the table 6; write \\| for a bar within a cell",
        ],
    ),
    (
        ASSESSMENT_FILE,
        "| Drawing | 40 | none",
        "| Drawing | 40 | ",
        [
            'year/assessments/case.md:22: the cell under "Fail" is empty; fill it',
        ],
    ),
    (
        ASSESSMENT_FILE,
        "## Marking criteria",
        "## Marking critera",
        [
            'year/assessments/case.md:18: "## Marking critera" is no heading here; write the heading "## Marking criteria" and a table under it',
        ],
    ),
    (
        ASSESSMENT_FILE,
        "Merit | ",
        "",
        [
            'year/assessments/case.md:18: "## Marking criteria" holds no tables; write one, with the columns Criterion | Weight | Fail | Pass | Merit | Distinction',
            'year/assessments/case.md:20: "| Criterion | Weight | Fail | Pass | Distinction |" is a row of no table; write a table\'s headings, under them |---|---| with as many cells, and no empty line between',
        ],
    ),
    (
        ASSESSMENT_FILE,
        "| Thinking",
        "| Drawing",
        [
            'year/assessments/case.md:23: "Drawing" stands twice; keep one row',
        ],
    ),
    (
        LOG_FILE,
        "As a camera saw it.\n",
        "",
        [
            'year/logs/moment.md:11: nothing stands under the prompt "What happened?"; write the guidance shown with it',
        ],
    ),
    (
        LOG_FILE,
        "## What now?",
        "## What happened?",
        [
            'year/logs/moment.md:15: the prompt "What happened?" stands twice, or reads like another; use other words',
        ],
    ),
    (
        LOG_FILE,
        "at-least: 100",
        "at-least: 1000",
        [
            'year/logs/moment.md:5: "at-least" (1000) is more than "at-most" (500); write the smaller number as at-least',
        ],
    ),
    (
        LOG_FILE,
        "at-least: 100",
        "atleast: 100",
        [
            'year/logs/moment.md:5: "atleast" is not known here; did you mean "at-least"?',
        ],
    ),
    (
        LOG_FILE,
        "tradition: Gibbs, 1988\n",
        "",
        [
            'year/logs/moment.md:2: "tradition" is missing; add "tradition: …"',
        ],
    ),
]


@pytest.mark.parametrize(("path", "old", "new", "said"), MISTAKES)
def test_each_mistake_is_told_with_its_line_and_what_to_write(
    path: str, old: str, new: str, said: list[str]
) -> None:
    assert problems(changed(path, old, new)) == said
