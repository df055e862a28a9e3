"""Every act of the API from the command line: as oneself, under the same rules, with the same record."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from click.testing import Result
from flask import Flask

from lms.services.site import Site
from lms.services.tokens import READ, WRITE, make_token
from lms.testing import Clock
from lms.testing_world import World
from tests.cli.conftest import Shell
from tests.fixtures.boards import Judged
from tests.fixtures.learning import Course
from tests.fixtures.marking import Marked, bands
from tests.fixtures.moderating import Seminar

Act = Callable[..., Result]
COHORT = ("course", "spring")
DECLARED = ("--assessment", "pat.case", "--asks", "lateness", "--statement", "Ill.")
ON_ONE_ENGINE = pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
"""For what is about words and files, and about no table."""


@pytest.fixture
def act(lms: Shell, site: Site, clock: Clock) -> Act:
    """``act("amara", "list-own-work", …)`` does an act with a new token of Amara's; ``""`` has none."""

    def do(who: str, *words: object, scope: str = WRITE, secret: str = "", **more: str) -> Result:
        if who:
            site.session().rollback()
            _, secret = make_token(site, site.actor(who), "a test", scope)
        environment = {**lms.environment, "LMS_TOKEN": secret, **more.pop("settings", {})}
        with time_machine.travel(clock(), tick=False):
            return Shell(environment)("act", *words, **more)

    return do


def answered(result: Result) -> dict[str, str]:
    """What an act printed as JSON."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(result: Result) -> str:
    """What an act that was refused said."""
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    return result.stderr


@ON_ONE_ENGINE
def test_the_list_names_every_operation_of_the_description(act: Act, app: Flask) -> None:
    spec = app.test_client().get("/api/v1/openapi.json").get_json()
    described = {
        o["operationId"] for p in spec["paths"].values() for o in p.values() if "tags" in o
    }
    listed = json.loads(act("", "list", "--format", "json").stdout)
    assert {each["name"] for each in listed} == described
    text = act("").stdout
    assert all(f"  {name} " in text for name in described)
    assert "release-marks" in act("", "list", "RELEASE").stdout
    assert "release-marks" not in act("", "list", "appeal").stdout


@ON_ONE_ENGINE
def test_every_act_says_what_it_can_be_given(act: Act) -> None:
    for each in json.loads(act("", "list", "--format", "json").stdout):
        said = act("", each["name"], "--help")
        assert said.exit_code == 0, said.output
        assert each["path"] in "".join(said.stdout.split())
    said = act("", "release-marks", "--help").stdout
    assert "PROGRAMME COHORT STAGE" in said
    assert "--marks [provisional|ratified]" in said
    assert "--key" not in act("", "read-marks", "--help").stdout


def test_the_help_of_lms_does_not_wait_for_the_site() -> None:
    asks = "import sys; from lms.cli import main; main(['--help'], standalone_mode=False)"
    code = f"{asks}; assert not {{'flask_smorest', 'lms.api', 'lms.app'}} & set(sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert " act " in ran.stdout


def test_a_learner_hands_in_from_a_file(act: Act, course: Course, tmp_path: Path) -> None:
    text = tmp_path / "case.txt"
    text.write_text("A mother looked away, and nobody asked her why.\n", "utf-8")
    words = ("hand-in-work", course.enrolment, "--assessment", "pat.case", "--family", "F1")
    receipt = answered(
        act("amara", *words, "--text", f"@{text}", "--statement", "--format", "json")
    )
    (record,) = course.records("submission")
    assert (record.id, record.recorded_by, receipt["words"]) == (receipt["record"], "amara", 9)
    own = act("amara", "read-own-work", course.enrolment, record.id).stdout
    assert "A mother looked away, and nobody asked her why." in own
    taken = act("amara", "take-back-work", course.enrolment, record.id)
    assert (taken.exit_code, taken.stdout) == (0, "Done.\n")
    assert course.records("submission") == []


def test_what_could_identify_somebody_is_confirmed_by_its_marks(act: Act, course: Course) -> None:
    texts = {"what-happened": "Ring me on 07700 900123, please do.", "what-does-it-tell-you": "No."}
    words = ("hand-in-log", course.enrolment, "--template", "pat.log", "--texts", "@-")
    said = refused(act("amara", *words, typed=json.dumps(texts)))
    assert course.records("log") == []
    assert "07700" not in said
    headings, warning = said.splitlines()[-2:]
    mark = warning[headings.index("mark") :].split()[0]
    done = act("amara", *words, "--confirmed", mark, typed=json.dumps(texts))
    assert done.exit_code == 0, done.output
    assert [log.recorded_by for log in course.records("log")] == ["amara"]


def test_a_marker_marks_with_text_from_standard_input(
    act: Act, marked: Callable[..., Marked]
) -> None:
    essay = marked("single")
    seen = answered(act("mark", "read-submission", essay.work, "--format", "json"))["seen"]
    given = ("--bands", json.dumps(bands(essay.school, "Merit")), "--mark", 64, "--seen", seen)
    done = act("mark", "mark-submission", essay.work, *given, "--overall", "@-", typed="Well seen.")
    assert done.exit_code == 0, done.output
    assert essay.layers() == {"first": ("mark", 64)}
    assert f"record: {essay.records()[0].id}" in done.stdout
    assert "no role" in refused(act("ben", "mark-submission", essay.work, *given, "--overall", "x"))


def test_a_moderator_draws_and_decides_once(act: Act, seminar: Seminar) -> None:
    seminar.scripts(45, 65)
    where = (*COHORT, "crs.essay")
    (line,) = answered(act("mo", "list-moderation", "--format", "json"))["items"]
    assert line["state"] == "to-draw"
    assert act("mo", "draw-sample", *where).exit_code == 0
    (sample,) = seminar.told("sample")
    assert sample.recorded_by == "mo"
    assert "decision" in refused(act("mo", "draw-sample", *where))
    decision = ("--sample", sample.id, "--decision", "confirmed", "--reason", "Fair.")
    refused(act("mark", "decide-on-set", *where, *decision))
    assert seminar.told("moderation") == []
    assert act("mo", "decide-on-set", *where, *decision).exit_code == 0
    refused(act("mo", "decide-on-set", *where, *decision))
    assert [m.recorded_by for m in seminar.told("moderation")] == ["mo"]


def test_a_lead_releases_when_nothing_is_open(act: Act, judged: Judged) -> None:
    judged.essay("ada", 64)
    words = ("release-marks", *COHORT, "year", "--marks", "provisional")
    assert "not yet moderated" in refused(act("lead", *words))
    refused(act("ada", *words))
    assert judged.releases() == []
    judged.moderate()
    assert act("lead", *words).exit_code == 0
    assert [release.recorded_by for release in judged.releases()] == ["lead"]


@ON_ONE_ENGINE
def test_a_deadline_is_a_date_that_lies_ahead(act: Act, judged: Judged) -> None:
    words = ("set-deadline", *COHORT, "--assessment", "crs.essay", "--on")
    assert "is not a date" in refused(act("lead", *words, "soon"))
    refused(act("lead", *words, "2026-03-01"))
    assert act("lead", *words, "2026-04-01", "--at", "16:00").exit_code == 0


def test_the_same_key_writes_once(act: Act, course: Course) -> None:
    words = ("declare-circumstances", course.enrolment, *DECLARED, "--key", "k", "--format", "json")
    first = answered(act("amara", *words))
    assert answered(act("amara", *words)) == first
    assert [claim.id for claim in course.records("circumstances")] == [first["record"]]
    assert "key" in refused(act("amara", *words, "--statement", "Very ill."))
    refused(act("amara", "declare-circumstances", course.enrolment, *DECLARED))
    assert len(course.records("circumstances")) == 1


def test_nobody_acts_without_a_token_that_works(act: Act, course: Course) -> None:
    words = ("declare-circumstances", course.enrolment, *DECLARED)
    assert "set LMS_TOKEN" in refused(act("", *words))
    assert "does not work" in refused(act("", *words, secret="cadre_nothing"))
    assert "make one with the scope write" in refused(act("amara", *words, scope=READ))
    course.world.person("ben")
    refused(act("ben", *words))
    assert course.records("circumstances") == []


@ON_ONE_ENGINE
@pytest.mark.parametrize(
    ("given", "says"),
    [
        (DECLARED[2:], "Missing option '--assessment'"),
        ((*DECLARED, "--until", "soon"), "is not a date"),
        ((*DECLARED, "--asks", "mercy"), "Choose what you ask for"),
        ((*DECLARED, "--mercy", "yes"), "No such option"),
        ((*DECLARED, "--statement", "@nowhere.txt"), "nowhere.txt cannot be read"),
        ((*DECLARED, "--body", "nowhere.json"), "nowhere.json cannot be read"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    act: Act, course: Course, given: tuple[str, ...], says: str
) -> None:
    assert says in refused(act("amara", "declare-circumstances", course.enrolment, *given))
    assert course.records("circumstances") == []


@ON_ONE_ENGINE
def test_a_field_of_the_wrong_type_is_named(act: Act, course: Course) -> None:
    words = ("make-appeal", course.enrolment, "--body", "-")
    body = {"assessment": "pat.case", "attempt": "one", "grounds": "bias", "statement": "x"}
    said = refused(act("amara", *words, "--not-judgement", typed=json.dumps(body)))
    assert "attempt: Not a valid integer." in said
    assert "is not JSON" in refused(act("amara", *words, typed="{"))
    assert "not an object" in refused(act("amara", *words, typed="[]"))
    twice = ("declare-circumstances", course.enrolment, "--statement", "@-", "--asks", "lateness")
    assert "standard input" in refused(act("amara", *twice, "--body", "-", typed="{}"))


@ON_ONE_ENGINE
def test_what_is_piped_in_and_is_no_text_is_refused_plainly(act: Act, course: Course) -> None:
    words = ("make-appeal", course.enrolment, "--statement", "@-")
    assert "not text in UTF-8" in refused(act("amara", *words, typed=b"\xff\xfe"))


@ON_ONE_ENGINE
def test_options_are_laid_over_a_body(act: Act, course: Course, tmp_path: Path) -> None:
    body = tmp_path / "claim.json"
    body.write_text('{"assessment": "pat.case", "asks": "lateness", "statement": "@ home."}')
    words = ("declare-circumstances", course.enrolment, "--body", body)
    assert act("amara", *words, "--asks", "extension", "--until", "2026-10-01").exit_code == 0
    (claim,) = course.records("circumstances")
    assert claim.get("asks") == "extension"
    listed = act("amara", "list-own-circumstances", course.enrolment).stdout
    assert "@ home." in listed


@ON_ONE_ENGINE
def test_an_act_that_is_none_is_refused_with_those_that_are_near(act: Act) -> None:
    said = refused(act("", "relese-marks"))
    assert 'no act called "relese-marks". Did you mean release-marks' in said
    assert "make-appeal" in refused(act("", "appeal"))


@ON_ONE_ENGINE
@pytest.mark.parametrize("identity", ["", "a/b"])
def test_a_path_is_made_of_whole_steps(act: Act, identity: str) -> None:
    assert "is no name of anything" in refused(act("", "read-enrolment", identity))


def test_files_are_sent_and_given_back(act: Act, course: Course, tmp_path: Path) -> None:
    of = (course.enrolment, "pat.case")
    assert "'--file'" in refused(act("amara", "add-files-to-draft", *of))
    files = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for file in files:
        file.write_text("one two three")
    names = [word for file in files for word in ("--file", file)]
    text = ("--texts", '{"text": ""}', "--family", "F1", "--revision", 0)
    assert (
        act("amara", "save-draft", course.enrolment, "submission", "pat.case", *text).exit_code == 0
    )
    draft = answered(act("amara", "add-files-to-draft", *of, *names, "--format", "json"))
    assert ([f["name"] for f in draft["files"]], draft["words"]) == (["one.txt", "two.txt"], 6)
    made = ("--assessment", "pat.case", "--draft", draft["revision"], "--statement")
    answer = act("amara", "hand-in-work", course.enrolment, *made, "--format", "json")
    receipt = answered(answer)
    asked = ("read-file-of-work", receipt["record"], receipt["files"][0]["id"])
    assert act("amara", *asked).stdout_bytes == b"one two three"
    kept = tmp_path / "kept.txt"
    assert act("amara", *asked, "--output", kept).stdout == ""
    assert kept.read_bytes() == b"one two three"
    assert "cannot be written" in refused(act("amara", *asked, "--output", tmp_path / "no" / "x"))


@ON_ONE_ENGINE
def test_csv_goes_to_standard_output_as_it_is(act: Act, judged: Judged) -> None:
    judged.essay("ada", 64)
    printed = act("lead", "export-marks", *COHORT, "year")
    assert printed.exit_code == 0
    assert "crs.essay" in printed.stdout.splitlines()[1]


@ON_ONE_ENGINE
def test_answers_are_lines_and_tables(act: Act, world: World) -> None:
    world.person("lead", "programme-lead", programme="small")
    shown = act("lead", "say-who-i-am").stdout.splitlines()
    assert "person: lead" in shown
    assert "token:" in shown
    assert "  scope: write" in shown
    headings, role = (shown[shown.index("roles:") + n] for n in (1, 2))
    assert headings.index("programme") == role.index("small")
    assert headings.index("role") == role.index("programme-lead")


@ON_ONE_ENGINE
def test_what_people_wrote_cannot_steer_the_terminal(act: Act, course: Course) -> None:
    words = ("declare-circumstances", course.enrolment, *DECLARED[:-1])
    assert act("amara", *words, "Ill\x1b[2J.\nVery.").exit_code == 0
    listed = act("amara", "list-own-circumstances", course.enrolment)
    assert "\x1b" not in listed.stdout
    assert "Ill\ufffd[2J." in listed.stdout


@ON_ONE_ENGINE
def test_a_site_on_https_is_asked_as_people_ask_it(act: Act, course: Course) -> None:
    at = {"LMS_BASE_URL": "https://cadre.example.org"}
    done = act("amara", "list-own-work", course.enrolment, settings=at)
    assert done.exit_code == 0, done.output
    assert "pat.case" in done.stdout


@ON_ONE_ENGINE
def test_a_signing_link_is_a_key_of_its_own(act: Act) -> None:
    said = refused(act("", "read-entries-to-sign", "no-such-link"))
    assert "This link no longer works" in said
