"""What Markdown becomes on a page, and what it can never do there."""

import re
from html import escape, unescape
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.curriculum import work
from lms.curriculum.links import Link
from lms.curriculum.markdown import LONGEST, NOTICE, Page, render
from lms.curriculum.markdown_parser import parser
from lms.curriculum.recently import Recently

CURRICULA = Path(__file__).parents[2] / "curricula"
WORD = re.compile(r"word[0-9]+[a-z]")


def text_of(markup: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", markup))


def to_page(link: Link) -> str | None:
    return f"/{link.kind}/{link.id}" if link.id != "nowhere" else None


def test_a_text_becomes_headings_tables_lists_notes_and_definitions() -> None:
    html = render(
        "## Aims\n\n| Minutes | What |\n|--:|---|\n| 30 | Tea |\n\n- [x] read\n\n"
        "Term\n: Its meaning\n\nA note.[^1]\n\n[^1]: Said below.\n"
    ).html
    assert '<h2 id="aims">Aims</h2>' in html
    assert '<th class="align-right" scope="col">Minutes</th>' in html
    assert 'aria-label="Done" disabled="" checked=""' in html
    assert "<dd>Its meaning</dd>" in html
    assert html.index("Said below.") > html.index('<section class="footnotes">')


def test_raw_html_is_text() -> None:
    html = render('<script>alert(1)</script>\n\nA <b onclick="x()">word</b> <!-- c -->').html
    assert "<script" not in html
    assert "<b" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "java\tscript:x",
    ],
)
def test_no_address_can_run_anything(target: str) -> None:
    assert "href" not in render(f"[a]({target}) <{target}>").html


def test_a_refused_address_is_shown_behind_its_words() -> None:
    assert "<p>the files (ftp://a.b)</p>" in render("[the files](ftp://a.b)").html


def test_an_address_may_begin_with_capitals() -> None:
    assert 'href="HTTPS://a.b"' in render("[a](HTTPS://a.b)").html


def test_links_of_the_curriculum_lead_where_the_page_says() -> None:
    html = render("[Day 3](module:fnd.m03) and [no](glossary:nowhere)", to_page).html
    assert '<a href="/module/fnd.m03"' in html
    assert "no</a>" in html
    assert "nowhere" not in html


def test_an_address_given_by_the_page_cannot_break_out_of_its_link() -> None:
    html = render("[a](module:x)", lambda _: '/"><script>').html
    assert "<script" not in html


def test_the_pages_own_heading_is_never_taken() -> None:
    assert [
        *re.findall(r"<h\d", render("# One\n\n## Two").html),
        *re.findall(r"<h\d", render("# One\n\n## Two\n\n###### Six", demote=2).html),
    ] == ["<h2", "<h2", "<h3", "<h4", "<h6"]


def test_ids_are_unique_and_several_texts_fit_one_page() -> None:
    first = render("## Aims\n\n## Aims\n\n## Aims 2\n\n## !\n\nx[^1]\n\n[^1]: y", prefix="a-")
    second = render("## Aims\n\nx[^1]\n\n[^1]: y", prefix="b-")
    ids = re.findall(r' id="([^"]*)"', first.html + second.html)
    assert len(ids) == len(set(ids))
    assert ids[:4] == ["a-aims", "a-aims-2", "a-aims-2-2", "a-section"]


def test_a_page_may_print_it_as_it_is() -> None:
    html = render("*Yes*")
    assert html.__html__() == str(html) == "<p><em>Yes</em></p>\n"


def test_cells_beyond_the_heading_of_a_table_are_kept() -> None:
    html = render("| A | B |\n|---|---|\n| 1 | 2 | three | four |\n| 5 |").html
    assert ">2 | three | four</td>" in html


def test_a_cell_is_named_by_its_column_where_that_is_short() -> None:
    long = "x" * 33
    html = render(
        f"| A | B *b* | {long} |\n|---|---|---|\n| 1 | 2 | 3 |\n\n| C | D |\n|---|---|\n| 4 | 5 |"
    ).html
    cells = re.findall(r"<td.*</td>", html)
    assert cells == [
        "<td>1</td>",
        '<td data-label="B b">2</td>',
        "<td>3</td>",
        "<td>4</td>",
        '<td data-label="D">5</td>',
    ]


def test_a_note_nobody_refers_to_or_written_twice_or_inside_another_is_kept() -> None:
    notes = "[^1]: first\n\n    [^3]: inner\n\n[^2]: spare\n\n[^1]: second\n"
    for text in (f"a[^1]\n\n{notes}", f"a[^1] b[^3]\n\n{notes}"):
        words = text_of(render(text).html).split()
        assert {"first", "inner", "spare", "second"} <= set(words)


def test_an_address_set_apart_and_a_picture_are_kept() -> None:
    words = text_of(render("[term]: https://a.b 'title'\n\n![a family tree](tree.png)").html)
    assert {"[term]:", "'title'", "tree"} <= set(words.split())


def test_what_stands_beside_a_fence_is_its_caption() -> None:
    assert "yaml records" in text_of(render("```yaml records\n- a\n```").html)


SIGNS = (*'*_`|[]()<>&;\\{}$~#"\n\t ', "**", "~~", "```", "~~~", "](", "![", "^[", "</", "<!--")
LINE_STARTS = (
    "- ",
    "* ",
    "1. ",
    "7) ",
    "> ",
    "## ",
    ": ",
    "    ",
    "- [x] ",
    "[^1]: ",
    "[a]: ",
    "| ",
)
LINES = ("\n\n", "\r\n", "\n|---|---|\n", "\n---\n", "\n===\n", "[^1]", "http://", "javascript:")
PIECES = st.one_of(
    st.sampled_from(SIGNS + LINES),
    st.sampled_from(LINE_STARTS).map("\n{}".format),
    st.integers(0, 99).map("word{}x".format),
    st.integers(0, 99).map("word{}x".format),
    st.text(max_size=3),
)


def assert_nothing_lost(text: str) -> None:
    html = render(text).html
    shown = text_of(html) + unescape(" ".join(re.findall(r'(?:href|title)="([^"]*)"', html)))
    assert set(WORD.findall(text)) <= set(WORD.findall(shown)), html


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=600)
def test_no_word_is_ever_lost(text: str) -> None:
    assert_nothing_lost(text)


NESTS = ["- ", "> ", "1. ", "* ", "> - "]


@pytest.mark.parametrize("marker", NESTS)
@pytest.mark.parametrize("depth", [1, 9, 10, 11, 19, 20, 21, 40, 41, 50, 51, 99, 100, 101, 200])
def test_no_word_is_lost_at_any_depth(marker: str, depth: int) -> None:
    on_one_line = marker * depth + "word1x"
    line_by_line = "\n".join(
        (" " * len(marker) * i if ">" not in marker else marker * i) + f"{marker}word{i}x"
        for i in range(depth)
    )
    for text in (on_one_line, line_by_line, f"{on_one_line}\n\n{line_by_line}\n\nword9y"):
        assert_nothing_lost(text)


@pytest.mark.parametrize("depth", [1, 20, 50, 200])
def test_no_word_is_lost_in_nested_emphasis_or_brackets(depth: int) -> None:
    assert_nothing_lost("*a **b " * depth + "word1x" + " b** a*" * depth)
    assert_nothing_lost("[" * depth + "word1x" + "](word2x)" * depth)


def test_nesting_beyond_use_is_shown_as_it_was_written() -> None:
    def lists(depth: int) -> str:
        return "\n".join("  " * i + "- a" for i in range(depth))

    def emphasis(depth: int) -> str:
        return "*a **b " * depth + "c" + " b** a*" * depth

    def brackets(depth: int) -> str:
        return "[" * depth + "a" + "]" * depth

    for nest, enough, too_deep in ((lists, 45, 55), (emphasis, 45, 55), (brackets, 30, 50)):
        assert not render(nest(enough)).plain
        assert render(nest(too_deep)).plain


def test_lists_stay_lists_far_deeper_than_anybody_writes() -> None:
    html = render("\n".join("  " * i + f"- word{i}x" for i in range(40)))
    assert not html.plain
    assert html.html.count("<ul>") == 40


HOSTILE = {
    "open brackets": "[a",
    "links in links": "[a](",
    "quotations": "> ",
    "lists": "- ",
    "deep lists": "- " * 39 + "a\n",
    "numbered lists and quotations": "1. - > ",
    "emphasis": "*a **b ",
    "notes": "^[a]",
    "entities": "&a",
    "short lines": "a\n",
    "cells": "|a",
    "pictures": "![a](",
    "addresses set apart": "[a]: b\n",
    "addresses set apart and used": "[a]: b\n\n[a]",
    "tags": "<b a=",
    "addresses": "www.a.b) a@b.c ",
    "strokes": "~~a ~",
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_so_many_hostile_characters_lose_nothing(shape: str) -> None:
    text = HOSTILE[shape] * (250_000 // len(HOSTILE[shape]))  # a million end alike, and take long
    html = render(text)
    if html.plain:
        assert NOTICE in html.html
        assert escape(text) in html.html


def test_a_short_table_cannot_grow_into_a_long_one() -> None:
    for columns, rows in ((90, 4_000), (100_000, 10)):
        text = "|a" * columns + "|\n" + "|-" * columns + "|\n" + "|\n" * rows
        assert len(render(text).html) < 2 * len(text)


def test_a_million_ordinary_characters_are_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "thread_time", lambda: 0.0)  # Steps count here, not a busy machine.
    bodies = [path.read_text().split("---\n", 2)[-1] for path in sorted(CURRICULA.rglob("0*.md"))]
    text = ("\n\n".join(bodies) * 20)[:1_000_000]
    html = render(text)
    assert not html.plain
    assert len(html.html) > 1_000_000


def test_steps_and_not_the_clock_decide_what_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "LONGEST_WAIT", 60)
    assert [render(text).plain for text in ("- a\n" * 2_000, "[x](y)" * 2_000)] == [False, False]
    assert [render(text).plain for text in ("- a\n" * 20_000, "[x](y)" * 20_000)] == [True, True]


def test_the_clock_stops_what_the_steps_let_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "LONGEST_WAIT", -60)
    assert render("A *text* that nobody has read before.\n\n" * 20_000).plain


def test_a_slow_machine_lays_out_what_every_other_does(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = count()
    monkeypatch.setattr(work, "thread_time", lambda: next(ticks) * 60e-6)
    text = "A *text* that nobody has read before, on a machine that takes its time.\n\n" * 10_000
    assert not render(text).plain
    assert next(ticks) * 60e-6 > work.LONGEST_WAIT


def test_no_clock_refuses_a_short_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "LONGEST_WAIT", -60)
    assert not render("A short text that nobody has read before.").plain


def test_a_text_longer_than_anything_is_shown_as_it_was_written() -> None:
    assert render("a " * LONGEST).plain


def test_the_rules_are_in_order_before_two_threads_can_meet_there() -> None:
    fresh = parser.__wrapped__()
    rulers = (fresh.core.ruler, fresh.block.ruler, fresh.inline.ruler, fresh.inline.ruler2)
    assert all(ruler.__cache__ for ruler in rulers)


@given(st.text())
def test_any_text_at_all_becomes_a_page(text: str) -> None:
    assert isinstance(render(text).html, str)


def test_half_a_character_does_no_harm() -> None:
    assert "a\ufffd\ufffdb" in render("a\ud800\x00b").html


def test_the_memory_of_recent_texts_gives_the_same_and_follows_links_anew() -> None:
    before = render("a [b](module:c)", to_page)
    assert render("a [b](module:c)", to_page) == before
    assert "/module/c" not in render("a [b](module:c)").html


def test_the_memory_forgets_what_was_longest_unread() -> None:
    pages = [Page("x" * 30) for _ in range(5)]
    small: Recently[Page] = Recently(characters=100)
    for n in range(3):
        small.get((n,), lambda n=n: pages[n])
    small.get((0,), lambda: pages[4])
    small.get((3,), lambda: pages[3])
    assert small.get((0,), lambda: pages[4]) is pages[0]
    assert small.get((1,), lambda: pages[4]) is pages[4]
