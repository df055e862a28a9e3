"""The smaller questions: sections and their lines, the glossary, the digest, what covers what."""

from lms.curriculum.coverage import coverage
from lms.curriculum.digest import digest
from lms.curriculum.front_matter import Text
from lms.curriculum.glossary import read_glossary
from lms.curriculum.names import slug
from lms.curriculum.problems import Problem, Problems, did_you_mean
from lms.curriculum.sections import outline
from tests.curriculum.example import FILES, GLOSSARY, changed, programme


def test_a_text_is_divided_at_its_headings_with_the_lines_of_the_file() -> None:
    text = "Before.\n\n## One\n\nText\n\n### Sub\n\n```\n## not one\n```\n\nTwo\n---\n\n| A |\n|---|\n| b |\n"
    parts = outline(Text("a.md", 11, text), Problems())
    assert parts.introduction == "Before."
    assert [(s.title, s.line) for s in parts.sections] == [("One", 13), ("Two", 23)]
    assert parts.sections[0].headings == ("Sub",)
    assert parts.sections[0].text.endswith("```")
    (table,) = parts.sections[1].tables
    assert (table.line, table.columns, table.rows[0].line, table.rows[0].cells) == (
        26,
        ("A",),
        28,
        ("b",),
    )


def test_links_know_their_lines() -> None:
    text = "One\ntwo [a](module:a)\nthree [b](module:b) [c](modul:c)\n\n| [d](log:d) |\n|---|\n"
    parts = outline(Text("a.md", 1, text), Problems())
    assert sorted(parts.links) == [("log:d", 5), ("modul:c", 3), ("module:a", 2), ("module:b", 3)]


def test_headings_inside_quotations_and_lists_divide_nothing() -> None:
    assert outline(Text("a.md", 1, "> ## One\n\n- ## Two\n"), Problems()).sections == ()


def test_the_glossary_gives_each_term_its_id_and_meaning() -> None:
    glossary = read_glossary(GLOSSARY)
    entry = glossary.entry("genogram")
    assert (entry.term, entry.meaning) == ("Genogram", "A drawing of a family over generations.")
    assert glossary.ids == {"genogram"}
    assert glossary.entry("nothing") is None


def test_what_is_wrong_in_the_glossary_is_told() -> None:
    wrong = "## A {#a}\n\nx\n\n## B\n\nx\n\n## C {#a}\n\nx\n\n## D {#d}\n\n## E {#E!}\n\nx\n"
    assert [(p.line, p.what) for p in read_glossary(wrong).problems] == [
        (5, 'the heading "B" has no id'),
        (9, 'the id "a" is used twice'),
        (13, '"D" has no meaning'),
        (15, 'the heading "E {#E!}" has no id'),
    ]


def test_the_digest_tells_any_change_and_nothing_else() -> None:
    same = {path: FILES[path].replace("\n", "\r\n") for path in reversed(list(FILES))}
    assert digest(same) == digest(FILES)
    assert digest(changed("programme.md", "short", "Short")) != digest(FILES)
    assert digest({"a": "bc"}) != digest({"ab": "c"})
    assert digest({"a": "", "b": ""}) != digest({"a": "b"})
    assert digest({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_coverage_says_where_an_outcome_is_taught_and_shown() -> None:
    first, second = coverage(programme().stages[0])
    assert [m.id for m in first.modules] == ["sm.m01", "sm.m02"]
    assert [a.id for a in first.assessments] == ["sm.case"]
    assert (first.logs, first.taught, first.shown) == ((), True, True)
    assert [log.id for log in second.logs] == ["sm.log"]


def test_a_problem_reads_as_place_what_and_instead() -> None:
    assert (
        str(Problem("a.md", 3, "it is wrong", "write it so")) == "a.md:3: it is wrong; write it so"
    )
    assert str(Problem("a.md", 3, "it is wrong")) == "a.md:3: it is wrong"


def test_the_nearest_word_is_offered_or_else_the_choice() -> None:
    assert did_you_mean("reflexive", ["reflective", "other"]) == 'did you mean "reflective"?'
    assert did_you_mean("xyz", ["b", "a"]) == "choose from a, b"
    assert did_you_mean("xyz", [f"a{n:02}" for n in range(30)]).endswith("a11 and more")
    assert did_you_mean("xyz", []) == "there is none"


def test_words_become_ids() -> None:
    assert (slug("What is it? Où?"), slug("日本"), slug("  ")) == ("what-is-it-ou", "", "")
