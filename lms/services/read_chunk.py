"""The words of a web page, or of a mail that holds pages, as programs put them whole into documents."""

from __future__ import annotations

from email import message_from_bytes
from html.parser import HTMLParser

APART = {
    *("p", "div", "br", "li", "tr", "td", "th", "table", "ul", "ol", "dl", "dt", "dd", "hr"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "section", "article", "caption"),
    *("header", "footer", "figure", "figcaption", "address", "main", "nav", "aside", "body"),
}
NO_WORDS = ("script", "style", "title", "head", "template", "rt", "rp", "textarea", "select")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._within = []
        if tag in APART:
            self.pieces.append("\n")
        if tag in NO_WORDS:
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in APART:
            self.pieces.append("\n")
        if tag in self._within:
            del self._within[self._within.index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.pieces.append(" ".join(data.replace("\xa0", " ").split(" ")).replace("\n", " "))


def lines_of_page(content: bytes) -> list[str]:
    """The lines of a page of HTML, without those that are blank."""
    page = _Page()
    page.feed(_decoded(content))
    page.close()
    lines = (" ".join(line.split()) for line in "".join(page.pieces).split("\n"))
    return [line for line in lines if line]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def pages_of_mail(content: bytes) -> list[bytes]:
    """The pages in a mail, or its plain text where it has none."""
    parts = [part for part in message_from_bytes(content).walk() if not part.is_multipart()]
    for kind in ("text/html", "application/xhtml+xml", "text/plain"):
        found = [part.get_payload(decode=True) for part in parts if part.get_content_type() == kind]
        if found:
            return [one for one in found if isinstance(one, bytes)]
    return []
