"""A picture of the example world: steady names, pages as text, and differences told once."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from flask import Flask, Response, request

from tools.world_picture.comparing import differences, report
from tools.world_picture.page_text import followed, read_page
from tools.world_picture.pages import Walk
from tools.world_picture.reads import Reading, operations_of
from tools.world_picture.steady import Names, names_of
from tools.world_picture.writing import Picture, file_name, laid_out

SOMEBODY = "0192aabb-0000-7000-8000-00000000000a"
TEXT = "0192aabb-0000-7000-8000-00000000000b"
SITE = {
    "/": '<main><a href="/learners/2">Two</a><a href="/learners/1">One</a></main>',
    "/learners/1": '<main><a href="/learners/3">Three</a> <a href="/">Start</a></main>',
    "/learners/2": "<main>Two <a href='http://elsewhere.example/'>away</a></main>",
    "/learners/3": "<main>Three</main>",
}


def picture_of(folder: Path, **said: str) -> Path:
    """A picture with a few places, in which ``__`` stands for a slash."""
    picture = Picture(folder, Names())
    for place, text in said.items():
        picture.write(place.replace("__", "/"), text)
    return folder


def tiny_site() -> Flask:
    """Four pages, of which three are of one kind."""
    app = Flask("tiny")

    @app.get("/", endpoint="start")
    @app.get("/learners/<int:number>", endpoint="learner")
    def page(number: int = 0) -> str:
        then = request.args.get("as_of", "")
        return SITE[request.path].replace("</main>", f" {then}</main>")

    return app


def walk(folder: Path, of_one_kind: int) -> set[str]:
    """The pages that a walk through the tiny site keeps."""
    app, picture = tiny_site(), Picture(folder, Names())
    Walk(app.test_client(), picture, "me", app, date(2026, 11, 1), of_one_kind).walk()
    return {p.stem for p in (folder / "pages" / "me").iterdir()}


def test_a_record_is_named_by_its_kind_its_subject_and_its_day(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "site.sqlite")) as connection, connection:
        connection.execute("CREATE TABLE document (id)")
        connection.execute("CREATE TABLE record (position, id, kind, subject_id, first, payload)")
        connection.execute("INSERT INTO document VALUES (?)", (TEXT,))
        row = (1, SOMEBODY, "log", "amara", "2026-03-04", json.dumps({"text": TEXT}))
        connection.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)", row)
    steady = names_of(tmp_path / "site.sqlite").steady
    assert steady(f"/logs/{SOMEBODY}?text={TEXT}") == (
        "/logs/log.amara.2026-03-04?text=log.amara.2026-03-04.text"
    )


@pytest.mark.parametrize(
    "new",
    [
        "0192aabb-1111-7000-8000-00000000000c",
        "9f86d081884c7d659a2feaa0c55ad015",
        "f647 bc6a d8f3 5c73 f88e cd77 e3e7 593f",
        "cadre_Zm9vYmFyZm9vYmFyZm9vYmFy",
        "IjU5ODY2ODExMmQwNjA3.aw3ooQ.iWy44K6_C63-LNh_17CNq7jkS1c",
    ],
)
def test_what_is_new_at_every_making_leaves_nothing_of_itself(new: str) -> None:
    said = Names().steady(f"before {new} after")
    assert said.startswith("before (")
    assert new[:8] not in said
    assert said.endswith(") after")


@pytest.mark.parametrize("word", ["2026-11-01", "42 of 60", "y2.a2", "decade", "20261101093000"])
def test_days_amounts_and_names_stay(word: str) -> None:
    assert Names().steady(word) == word


def test_a_page_is_what_its_reader_sees() -> None:
    read = read_page(
        "<title>Start</title><script>let hidden = 1</script><nav><a href='/'>Home</a></nav>"
        "<main><h1>My  learning</h1><p>By <b>3 March</b>.</p><input type=hidden value=secret>"
        "<input value='7.5'><input type=radio checked>Yes<ul><li>One<li>Two</ul></main><p>Foot</p>"
    )
    assert read.text.splitlines() == [
        "My learning",
        "By 3 March.",
        "[7.5]",
        "[x] Yes",
        "One",
        "Two",
    ]
    assert read.around.splitlines() == ["Start", "Home", "Foot"]
    assert read.links == ("/",)


@pytest.mark.parametrize(
    ("link", "leads"),
    [("two?page=2#top", "/a/two?page=2"), ("http://other.example/", None), ("mailto:a@b", None)],
)
def test_a_link_is_followed_within_the_site_only(link: str, leads: str | None) -> None:
    assert followed(link, "/a/one") == leads


def test_a_walk_reaches_every_page_that_is_linked(tmp_path: Path) -> None:
    found = walk(tmp_path, of_one_kind=10)
    assert {"start", "learners~1", "learners~2", "learners~3"} <= found


def test_a_walk_looks_at_few_pages_of_a_kind_and_always_at_the_same(tmp_path: Path) -> None:
    first, second = walk(tmp_path / "a", 2), walk(tmp_path / "b", 2)
    assert first == second
    assert len([name for name in first if "learners" in name and "as_of" not in name]) == 2


def test_a_page_that_answers_for_an_earlier_day_is_kept_for_that_day_too(tmp_path: Path) -> None:
    assert "~as_of=2026-06-04" in walk(tmp_path, of_one_kind=1)


def test_a_reading_takes_its_arguments_from_what_lists_name(tmp_path: Path) -> None:
    app = Flask("tiny")
    app.add_url_rule("/api/v1/claims", "claims", lambda: {"items": [{"record": SOMEBODY}]})
    app.add_url_rule("/api/v1/claims/<record>", "claim", lambda record: {"of": record})
    app.add_url_rule("/api/v1/secret", "secret", lambda: Response(status=403))
    paths = ("/api/v1/claims", "/api/v1/claims/{record}", "/api/v1/secret")
    Reading(
        app.test_client(),
        Picture(tmp_path, Names({SOMEBODY: "claim.amara"})),
        "me",
        date(2026, 11, 1),
        {},
        frozenset({"record", "of claims"}),
    ).read(operations_of({"paths": {path: {"get": {}} for path in paths}}))
    kept = {p.stem: p.read_text() for p in (tmp_path / "reads" / "me").iterdir()}
    assert sorted(kept) == ["claims", "claims~claim.amara"]
    assert "of = claim.amara" in kept["claims~claim.amara"]


def test_data_is_laid_out_one_value_a_line() -> None:
    assert [*laid_out({"b": [{"c": 1}, {"c": None}], "a": [], "d": {}})] == [
        "a = none",
        "b[].c = 1",
        "b[].c = None",
        "d = none",
    ]


def test_long_addresses_are_different_files() -> None:
    first, second = (file_name(f"/{'x' * 300}/{end}") for end in "ab")
    assert first != second
    assert max(len(first), len(second)) < 200


def test_equal_pictures_differ_in_nothing(tmp_path: Path) -> None:
    before = picture_of(tmp_path / "a", progress__rhona="met")
    after = picture_of(tmp_path / "b", progress__rhona="met")
    assert differences(before, after) == []
    assert report([], 5) == "The two pictures are equal."


def test_a_thousand_equal_changes_are_told_once_with_their_number(tmp_path: Path) -> None:
    def said(outcome: str) -> dict[str, str]:
        return {f"progress__{n}": f"first\ny2.a{n} reason {outcome}\nlast" for n in range(1000)}

    before = picture_of(tmp_path / "a", **said("Waits."), pages__me="one")
    after = picture_of(tmp_path / "b", **said("Late."), pages__me="one", pages__new="p: 200")
    told = report(differences(before, after), 2)
    assert told.startswith("1,001 differences of 2 kinds: pages 1, progress 1000")
    assert "1000 x, 1000 when figures count: progress/0, progress/1 and 998 more" in told
    assert "  - y2.a0 reason Waits.\n  + y2.a0 reason Late." in told
    assert "+ new (pages, 200) is new" in told


def test_only_a_part_of_two_pictures_can_be_compared(tmp_path: Path) -> None:
    before = picture_of(tmp_path / "a", progress__rhona="met", pages__me="one")
    after = picture_of(tmp_path / "b", progress__rhona="held", pages__me="two")
    assert [each.place for each in differences(before, after, "pages")] == ["pages/me"]
