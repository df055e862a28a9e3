"""Links and pictures in the documents lead somewhere."""

from tests.docs.pages import ROOT, anchors, links, name

IMAGES = ROOT / "docs" / "images"
LARGEST = 150_000
OUTWARDS = ("https://", "http://", "mailto:")
WITHIN_CURRICULA = ("glossary:", "module:", "assessment:", "log:", "requirement:")


def test_every_link_within_the_project_leads_to_a_file_and_a_heading() -> None:
    broken = []
    for link in links():
        if link.target.startswith((*OUTWARDS, *WITHIN_CURRICULA)):
            continue
        path, _, anchor = link.target.partition("#")
        target = (link.page.parent / path).resolve() if path else link.page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(f"{name(link.page)}: {link.target}")
    assert broken == []


def test_every_picture_is_shown_somewhere_and_small() -> None:
    shown = {(link.page.parent / link.target).resolve() for link in links() if link.is_picture}
    assert {path.resolve() for path in IMAGES.iterdir()} == shown
    assert [path.name for path in shown if path.stat().st_size >= LARGEST] == []


def test_every_picture_is_described_for_those_who_do_not_see_it() -> None:
    assert [name(x.page) for x in links() if x.is_picture and len(x.words) < 30] == []


def test_the_index_names_every_document() -> None:
    index = ROOT / "docs" / "README.md"
    named = {(index.parent / x.target).resolve() for x in links() if x.page == index}
    assert sorted({p for p in (ROOT / "docs").glob("*.md") if p != index} - named) == []
