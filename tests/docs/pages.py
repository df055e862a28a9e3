"""The documents as tests read them: their links, their code, their headings."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "curricula" / "glossary.md"]
)
FENCE = re.compile(r"^(`{3,})(\S*)[ ]?(.*?)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A piece of code in a document; ``about`` is what stands behind the language."""

    page: str
    language: str
    about: str
    code: str


@dataclass(frozen=True)
class Link:
    """A link or a picture in a document, with its words."""

    page: Path
    is_picture: bool
    words: str
    target: str


def name(page: Path) -> str:
    """The page's path within the project."""
    return page.relative_to(ROOT).as_posix()


def blocks() -> list[Block]:
    """Every fenced piece of code."""
    return [Block(name(p), *found[1:]) for p in PAGES for found in FENCE.findall(p.read_text())]


def prose(page: Path) -> str:
    """A page without its fenced code."""
    return FENCE.sub("", page.read_text())


def links() -> list[Link]:
    """Every link and picture outside code."""
    return [
        Link(page, bool(mark), words, target)
        for page in PAGES
        for mark, words, target in LINK.findall(re.sub(r"`[^`]*`", "", prose(page)))
    ]


def anchors(page: Path) -> set[str]:
    """What can stand behind ``#`` in a link to a page: its headings as GitHub names them."""
    found = set()
    for heading in HEADING.findall(prose(page)):
        named = re.search(r"\{#([\w-]+)\}$", heading)
        plain = re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        found.add(named[1] if named else plain)
    return found


def under(page: Path, heading: str) -> str:
    """What stands under a heading of a page, up to the next heading of its rank or above."""
    text = page.read_text()
    start = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    if start is None:
        return ""
    rest = text[start.end() :]
    end = re.search(rf"^#{{1,{len(start[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest
