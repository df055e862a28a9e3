"""A page as its reader sees it, in lines of text; and where it leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from .steady import flat

SPOKEN_ON = frozenset(
    {"a", "abbr", "b", "code", "em", "i", "q", "small", "span", "strong", "sub", "sup", "time", "u"}
)
"""Elements whose words go on in the line; every other begins one of its own."""
UNSEEN = frozenset({"script", "style", "template", "svg"})


@dataclass(frozen=True, slots=True)
class Read:
    """The text of the whole page's middle, of what stands around it, and the links in either."""

    text: str
    around: str
    links: tuple[str, ...]


@dataclass
class _Reader(HTMLParser):
    """Goes through a page once, keeping what a reader would see."""

    links: list[str] = field(default_factory=list)
    middle: list[str] = field(default_factory=list)
    around: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.unseen = ""
        self.within = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if self.unseen or tag in UNSEEN:
            self.unseen = self.unseen or tag
            return
        self.within = self.within or tag == "main"
        if tag not in SPOKEN_ON:
            self._say("\n")
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        for word in _controls(tag, said):
            self._say(word)

    def handle_endtag(self, tag: str) -> None:
        if self.unseen:
            self.unseen = "" if tag == self.unseen else self.unseen
            return
        if tag not in SPOKEN_ON:
            self._say("\n")
        self.within = self.within and tag != "main"

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self._say(data.replace("\n", " "))

    def _say(self, words: str) -> None:
        (self.middle if self.within else self.around).append(words)


def _controls(tag: str, said: dict[str, str]) -> list[str]:
    """What a control shows besides its label."""
    if tag == "img":
        return [f"[picture: {said.get('alt', '')}]"]
    if tag == "option":
        return ["[chosen] "] if "selected" in said else []
    if tag == "textarea":
        return ["[box] "]
    if tag != "input" or said.get("type") == "hidden":
        return []
    if said.get("type") in ("radio", "checkbox"):
        return ["\n[x] " if "checked" in said else "\n[ ] "]
    return [f"\n[{said.get('value', '')}]"]


def read_page(html: str) -> Read:
    """The page's text, an element's words together on a line, and its links in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text, around = flat("".join(reader.middle)), flat("".join(reader.around))
    return Read(text, around, tuple(dict.fromkeys(reader.links)))


def followed(link: str, address: str) -> str | None:
    """The path that a link of the page at an address leads to; None where it leaves the site."""
    found = urlsplit(urljoin(f"http://site{address}", link))
    if found.scheme != "http" or found.netloc != "site":
        return None
    return found.path + (f"?{found.query}" if found.query else "")
