"""Changing and publishing a curriculum without JavaScript: preview, conflict, review, versions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.fixtures.forms import send
from tests.fixtures.teaching import MODULE, School

ClientFor = Callable[[str], FlaskClient]
PATH = "year/modules/01-two-days.md"
FILE = f"/curricula/course/files/{PATH}"
CHANGED = MODULE.replace("A pattern is what repeats", "A pattern is what comes back")


@pytest.fixture
def tess(client_for: ClientFor, school: School) -> FlaskClient:
    """The browser of a tutor of the programme."""
    school.world.role("tess", "tutor", programme="course")
    return client_for("tess")


def test_the_versions_are_listed_with_learners(tess: FlaskClient) -> None:
    page = tess.get("/curricula/").text
    assert "A course with a tutor" in page
    assert "/curricula/course/versions/2026.1/" in page
    assert "An operator, from a folder" in page


def test_a_programmes_files_are_grouped_and_drafts_marked(tess: FlaskClient) -> None:
    page = tess.get("/curricula/course/").text
    assert page.index("The year</h2>") < page.index("Modules</h3>") < page.index("Logs</h3>")
    assert "Draft</strong>" not in page
    send(tess, FILE, text=CHANGED)
    page = tess.get("/curricula/course/").text
    assert "Draft</strong>" in page
    assert "Review and publish" in page


def test_a_preview_without_javascript_shows_text_and_problems_and_saves_nothing(
    tess: FlaskClient,
) -> None:
    broken = MODULE.replace("| 120 | Talking", "| 90 | Talking")
    page = send(tess, FILE, text=broken, action="preview")
    assert page.status_code == 200
    assert "1 problem in this file" in page.text
    line = next(n for n, text in enumerate(broken.splitlines(), 1) if "## The session" in text)
    assert f'id="line-{line}"' in page.text
    assert 'data-line="' in page.text
    assert "Draft</strong>" not in tess.get(FILE).text


def test_the_preview_of_what_is_typed_is_a_piece_of_page(tess: FlaskClient) -> None:
    answer = send(tess, FILE, "/curricula/course/preview", path=PATH, text="**Bold** <script>")
    assert "<strong>Bold</strong> &lt;script&gt;" in answer.text
    assert "<html" not in answer.text


def test_the_preview_keeps_comments_out_and_names_what_is_not_followed(tess: FlaskClient) -> None:
    text = MODULE.replace(
        "## Exercises", "<!-- For tutors:\n\n42 -->\n\n![A](b.png)\n\n## Exercises"
    )
    page = send(tess, FILE, text=text, action="preview").text
    answer = send(tess, FILE, "/curricula/course/preview", path=PATH, text=text).text
    for shown in (page, answer):
        assert "pictures are not shown yet" in shown
    assert "For tutors" not in answer


def test_a_saved_draft_is_shown_with_what_it_changes(tess: FlaskClient) -> None:
    assert send(tess, FILE, text=CHANGED).status_code == 302
    page = tess.get(FILE).text
    assert "Draft saved." in page
    assert "A pattern is what comes back" in page
    changes = tess.get(f"/curricula/course/changes/{PATH}").text
    assert "<del>A pattern is what repeats" in changes
    assert "<ins>A pattern is what comes back" in changes


def test_a_text_put_back_and_changed_again_is_no_conflict(tess: FlaskClient) -> None:
    for text in (CHANGED, MODULE, CHANGED):
        assert send(tess, FILE, text=text).status_code == 302


def test_two_tutors_see_both_texts(
    school: School, tess: FlaskClient, client_for: ClientFor
) -> None:
    school.world.role("otto", "tutor", programme="course")
    send(tess, FILE, text=CHANGED)
    theirs = send(client_for("otto"), FILE, text=MODULE + "\nOtto was here.\n", revision="0")
    assert theirs.status_code == 409
    assert "What Tess saved" in theirs.text
    assert "<del>A pattern is what comes back" in theirs.text
    assert "Otto was here." in theirs.text
    assert 'name="revision" value="1"' in theirs.text


def test_a_draft_is_thrown_away(tess: FlaskClient) -> None:
    send(tess, FILE, text=CHANGED)
    assert send(tess, FILE, f"/curricula/course/discard/{PATH}").status_code == 302
    assert "A pattern is what comes back" not in tess.get(FILE).text


def test_a_new_file_is_begun_and_opens(tess: FlaskClient) -> None:
    wrong = send(tess, "/curricula/course/new")
    assert wrong.status_code == 422
    assert 'href="#title"' in wrong.text
    begun = send(tess, "/curricula/course/new", kind="modules", folder="year", title="More")
    assert begun.headers["Location"] == "/curricula/course/files/year/modules/02-more.md"
    assert "id: crs.m02" in tess.get(begun.headers["Location"]).text


def test_the_review_says_what_changes_for_whom_and_publishes(tess: FlaskClient) -> None:
    send(tess, FILE, text=CHANGED)
    page = tess.get("/curricula/course/publish").text
    assert "Module crs.m01 (The two days): its text has changed." in page
    assert 'value="2026.2"' in page
    without_note = send(tess, "/curricula/course/publish", label="2026.2")
    assert without_note.status_code == 422
    assert 'href="#note"' in without_note.text
    done = send(tess, "/curricula/course/publish", label="2026.2", note="Clearer.")
    assert done.headers["Location"] == "/curricula/course/"
    page = tess.get("/curricula/course/").text
    assert "course@2026.2 is published." in page
    assert "Clearer." in page
    old = tess.get(f"/curricula/course/versions/2026.1/files/{PATH}").text
    assert "A pattern is what repeats" in old
    assert 'href="/curricula/course/versions/2026.1/files/year/assessments/essay.md"' in old


def test_a_review_with_problems_leads_to_their_lines(tess: FlaskClient) -> None:
    send(tess, FILE, text=MODULE.replace("| 120 |", "| 90 |"))
    page = tess.get("/curricula/course/publish").text
    assert f'href="{FILE}#line-' in page
    assert ">Publish\n" not in page
    assert 'name="note"' not in page


def test_nothing_changed_is_nothing_to_publish(tess: FlaskClient) -> None:
    page = tess.get("/curricula/course/publish").text
    assert "There is nothing to publish" in page


def test_what_is_not_there_is_not_found(tess: FlaskClient) -> None:
    for page in (
        "/curricula/none/",
        "/curricula/course/versions/1999.1/",
        "/curricula/course/versions/2026.1/files/none.md",
        "/curricula/course/files/none.md",
    ):
        assert tess.get(page).status_code in (403, 404), page


def test_an_external_examiner_reads_and_changes_nothing(
    school: School, client_for: ClientFor
) -> None:
    school.world.person("ext", "external-examiner", programme="course")
    examiner = client_for("ext")
    assert 'href="/curricula/"' in examiner.get("/").text
    page = examiner.get("/curricula/course/").text
    assert f"/curricula/course/versions/2026.1/files/{PATH}" in page
    assert "Begin a new file" not in page
    assert examiner.get(FILE).status_code == 403
