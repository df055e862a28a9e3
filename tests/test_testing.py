"""The test kit does for a stranger's plugin what its fixtures promise."""

import subprocess
import sys
from pathlib import Path

PLUGIN_TEST = '''
"""A plugin's own test, which uses nothing but the kit."""

NOTES = """
- id: small.notes
  kind: reading-notes
  settings: {days: 2}
"""


def test_a_learner_sees_what_the_plugin_asks_for(programme, world, client_for, clock, sent):
    made = programme(NOTES, plugins=["lms_leadership"])
    assert made.stages[0].requirement("small.notes").kind == "reading-notes"
    learner = world.person("lena")
    enrolment = world.enrolment(learner, made.id)
    page = client_for(learner).get(f"/learning/{enrolment}/")
    assert page.status_code == 200
    assert "small.notes" in page.text
    clock.forward(days=1)
    assert list(sent) == []


def test_without_the_plugin_the_verdict_is_held(programme, world, plugin_off):
    from lms.services.evaluation import progress_of

    programme(NOTES, plugins=["lms_leadership"])
    learner = world.person("lena")
    world.enrolment(learner, "small")
    with plugin_off("lms_leadership") as site:
        assert [p.outcome for p in progress_of(site, learner, site.today())] == ["held"]


def test_people_and_bundled_curricula_are_a_line_each(person, curriculum, client_for):
    assert curriculum("leadership").id == "leadership"
    tutor = client_for(person("tutor", programme="leadership"))
    assert tutor.get("/").status_code == 200


def test_cases_run(curriculum, run_cases):
    from lms.plugin import bundled

    curriculum("family-therapy")
    run_cases(bundled("family-therapy") / "cases")
'''


def test_a_strangers_tests_run_with_the_kit_alone(tmp_path: Path) -> None:
    (tmp_path / "test_plugin.py").write_text(PLUGIN_TEST)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:flask", str(tmp_path)]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout
    assert "4 passed" in result.stdout
