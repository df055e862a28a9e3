"""What people write in Markdown: followed on the page, or named by the check with line and remedy."""

import pytest

from lms.curriculum.folder import read_programme
from lms.curriculum.glossary import read_glossary
from lms.curriculum.listing import body_of, title_of, with_version
from lms.curriculum.markdown import render
from tests.curriculum.example import FILES, KINDS, changed, problems

MODULE = "year/modules/01-drawing.md"
STAGE = "year/stage.md"
LINE = FILES[MODULE].count("\n") + 2


def said_of(text: str) -> list[str]:
    """What is said of a text at the end of a module, its first line being line 1."""
    found = problems({**FILES, MODULE: f"{FILES[MODULE]}\n{text}\n"})
    assert all(problem.startswith(f"{MODULE}:") for problem in found)
    parts = (problem.removeprefix(f"{MODULE}:").partition(": ") for problem in found)
    return [f"{int(line) - LINE + 1}: {what}" for line, _, what in parts]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("| Time |\n|---|\n| 10:00<br>to<BR />11:00 |", "<td>10:00<br>\nto<br>\n11:00</td>"),
        ("One  \ntwo\\\nthree", "<p>One<br>\ntwo<br>\nthree</p>"),
        ("See [it][g].\n\n[g]: https://a.b 'T'", '<a href="https://a.b" title="T"'),
        ("See [G][] and [g].\n\n[g]: <https://a.b>", ">G</a> and <a"),
        ("See [it][g].\n\n[g]:\nhttps://a.b\n[h]: https://c.d\n\n[H]", '<a href="https://c.d"'),
        ("[it][g]\n\n[g]: glossary:genogram", "<a rel="),
        ("~~gone~~", "<s>gone</s>"),
        ("On https://a.b/c_d_(e).", ">https://a.b/c_d_(e)</a>."),
        ("(www.a.org) a.b@c.org", '<a href="mailto:a.b@c.org"'),
        ("`https://a.b`", "<code>https://a.b</code>"),
        ("[up](#aims)", '<a href="#aims"'),
        ("&nbsp;&ouml;&#233;", "&nbsp;öé"),
        ("- [ ] a\n- [x] b", 'aria-label="Done"'),
        ("Term\n: Meaning", "<dd>Meaning</dd>"),
        ("a[^1]\n\n[^1]: b", "footnotes"),
        ("a^[b]", "footnotes"),
        ("| a | b |\n|---|---|\n| 1 |", '<td data-label="b"></td>'),
        ("    code\n    <b>", "<pre><code>code\n&lt;b&gt;"),
        (r"\:::" + "\n\\![a]\n\\# a 5 \\* 3 \\`x", "<p>:::\n![a]\n# a 5 * 3 `x</p>"),
        ("2 ** 3, a_b_c, ____, 5 < 6 > 4, R&D; [1], {x}, 10:30:15", "<p>2 ** 3"),
        ("```\n<!-- a --> ::: ![a](b) <b>\n```", "::: ![a](b) &lt;b&gt;"),
    ],
)
def test_what_is_followed_is_not_named(text: str, shown: str) -> None:
    assert said_of(text) == []
    assert shown in render(text).html


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("![a](b.png)", ["1: pictures are not shown yet; say in words"]),
        ("a\n![a][p]\n\n[p]: https://a.b/c.png", ["2: pictures are not shown yet; say in words"]),
        ("![p]\n\n[p]: https://a.b/c.png", ["1: pictures are not shown yet; say in words"]),
        ("[![a](b.png)](https://a.b)", ['1: "](" is no link', "1: pictures"]),
        ("<img src='a.png'>", ["1: HTML is not followed"]),
        ("a\n<b>b</b>", ['2: HTML is not followed, so "<b>" is shown as it stands; write **']),
        ("<div\n class='a'>\n\nb\n</div>", ["1: HTML is not followed"]),
        ("<details><summary>a</summary>", ["1: HTML", "1: HTML"]),
        ("<script>x</script>", ["1: HTML is not followed"]),
        ("<?php x ?>", ["1: HTML is not followed"]),
        ("| a |\n|---|\n| <sup>1</sup> |", ["3: HTML is not followed"]),
        ("&nosuch; b", ['1: "&nosuch;" is the name of no sign; write']),
        ("::: note\na\n:::", ['1: "::: note" is not followed; write a heading']),
        (":::warning\n\na\n\n:::", ["1: ", "5: "]),
        ("- a\n\n  :::: columns\n  b", ['3: ":::: columns" is not followed']),
        ("> [!NOTE]\n> a", ['1: "[!NOTE]" is not followed']),
        ('!!! note "a"\n    b', ["1: "]),
        ("[a][g]", ['1: "][g]" leads nowhere, for its label has no address; write']),
        ("[a][]", ['1: "][]" leads nowhere']),
        ("[g]: https://a.b", ['1: no link uses the address "[g]: https://a.b"; write']),
        ("[g]\n\n[g]: https://a.b\n[G]: https://c.d", ['4: the address "[G]: https://c.d" is set']),
        ("[g]: a b c", ['1: "[g]: a b c" gives no address that can be read; write']),
        ("[a](b c)", ['1: "](b c" is no link that can be read; write']),
        ("[a]\n\n[a]: glossary:genograms", ['3: the link "glossary:genograms" leads to nothing']),
        ("[](https://a.b)", ["1: a link has no words; write"]),
        ("[a](#nowhere)", ['1: the link "#nowhere" leads to no heading of this text']),
        ("[a](other.md)", ['1: the link "other.md" leads to no page']),
        ("a[^1]", ['1: the note "[^1]" has no text; write']),
        ("[^1]: a", ['1: the note "[^1]:" is not used, or stands twice; write']),
        ("a[^1]\n\n[^1]: b\n\n[^1]: c", ['5: the note "[^1]:" is not used, or stands twice']),
        ("| a | b |\n|---|\n| 1 | 2 |", ['1: "| a | b |" is a row of no table; write']),
        ("| a | b |\n\n|---|---|", ["1: ", "3: "]),
        ("a | b\n---|---|---", ['2: "---|---|---" is a row of no table']),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", ["3: the row has 3 cells, the table 2; write"]),
        ("| a | b |\n|---|---|\n| 1 | 2 |\nc", ['4: "c" is read as a row of the table above; put']),
        ("+---+---+\n| a | b |", ['1: "+---+---+" makes no table', "2: "]),
        ("##### a", ["1: a heading of level 5 stands under one of level 2; write ###, so that"]),
        ("#a", ['1: "#a" is no heading; write a space']),
        ("# a\n\na\n=", ["1: a heading with a single #", "3: a heading with a single #"]),
        ("```\na", ["1: the block of code that begins here has no end; write ```"]),
        ("> ~~~\n> a\n\nb", ["1: the block of code that begins here has no end; write ~~~"]),
        ("• a\n• b", ['1: "• a" is no item of a list; begin it with a hyphen']),
        ("**a\n\nb**", ['1: "**" is shown as it stands', "3: "]),
        ("`a", ['1: "`" is shown as it stands']),
        ("==a== $$b$$ :smile: H~2~O {{ c }}", ["1: "] * 5),
        ("[[a]]\n\n[TOC]\n\n*[H]: b", ["1: ", "3: ", "5: "]),
        ("a \ufffd b", ['1: a character was lost here ("\ufffd"); look it up']),
    ],
)
def test_what_is_not_followed_is_named_with_its_line_and_a_remedy(
    text: str, said: list[str]
) -> None:
    found = said_of(text)
    assert len(found) == len(said), found
    assert all(";" in line for line in found)
    assert all(line.startswith(start) for line, start in zip(found, said, strict=True)), found


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (
            MODULE,
            "title: Drawing families",
            "title: Systems # and what lies behind",
            f'{MODULE}:3: what stands behind # would be left out: "# and what lies behind"; '
            "put the whole text of title in quotes",
        ),
        (
            "year/logs/moment.md",
            "Gibbs, 1988",
            "Gibbs #1, 1988",
            'year/logs/moment.md:4: what stands behind # would be left out: "#1, 1988"; '
            "put the whole text of tradition in quotes",
        ),
        (
            STAGE,
            "help: Come to [all days](requirement:sm.attend).",
            "help: Come # always",
            f'{STAGE}:21: what stands behind # would be left out: "# always"; '
            "put the whole text of help in quotes",
        ),
        (
            STAGE,
            "title: Attendance",
            "title: Attendance on *all* days",
            f'{STAGE}:17: marks of Markdown in "title" are shown as they stand: '
            '"Attendance on *all* days"; write plain words, without * or <br> and without links',
        ),
        (
            "year/logs/moment.md",
            "## What now?",
            "## What **now**?",
            'year/logs/moment.md:15: marks of Markdown in the prompt "What **now**?" '
            "are shown as they stand; write plain words",
        ),
        (
            "year/assessments/case.md",
            "| 40 | none |",
            "| 40 | none<br>at all |",
            'year/assessments/case.md:22: marks of Markdown in the cell under "Fail" '
            "are shown as they stand; write plain words",
        ),
    ],
)
def test_what_is_shown_without_marks_or_cut_short_is_named(
    path: str, old: str, new: str, said: str
) -> None:
    assert problems(changed(path, old, new)) == [said]


def test_a_remark_behind_an_id_a_number_or_a_choice_is_no_fault() -> None:
    files = changed(STAGE, "level: foundation", "level: foundation  # or intermediate")
    files[STAGE] = files[STAGE].replace("order: 1", "order: 1 # the first")
    files[STAGE] = files[STAGE].replace("kind: declaration", "kind: declaration  # signed")
    files["programme.md"] = FILES["programme.md"].replace("level-7@1", "level-7@1  # name@version")
    assert problems(files) == []


def test_a_published_version_is_read_however_strict_the_check_has_become() -> None:
    files = changed(MODULE, "title: Drawing families", "title: Drawing *all* # families")
    files[MODULE] += "\n![a](b.png) ::: <b>\n\n##### x\n\n[a]: b\n"
    stage = read_programme(files, KINDS, published=True).programme.stages[0]
    assert stage.modules[0].title == "Drawing *all*"
    assert "[a]: b" in render(stage.modules[0].body).html


def test_a_file_of_another_system_is_listed_cut_and_labelled_alike() -> None:
    text = "\ufeff" + FILES["programme.md"].replace("\n", "\r\n")
    assert title_of("programme.md", text) == "A small programme"
    assert "version" not in body_of(text)
    labelled = with_version({"programme.md": text}, "2026.9")["programme.md"]
    assert 'version: "2026.9"' in labelled
    assert problems({**FILES, "programme.md": text}) == []


def test_an_anchor_leads_to_its_heading_where_several_texts_share_a_page() -> None:
    html = render("## Aims\n\n[up](#aims)", prefix="brief-").html
    assert 'id="brief-aims"' in html
    assert 'href="#brief-aims"' in html


def test_the_glossary_is_asked_the_same_and_its_ids_are_followed() -> None:
    glossary = read_glossary(
        "# Terms\n\n## Genogram {#genogram}\n\nA drawing.<!-- x -->\n\n::: a\n"
    )
    assert glossary.entry("genogram").meaning == "A drawing.\n\n::: a"
    assert [(problem.line, problem.what) for problem in glossary.problems] == [
        (7, '"::: a" is not followed')
    ]
