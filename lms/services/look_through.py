"""All that a writer is asked to look at before writing goes out, and what nobody looked through."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from time import monotonic

from lms.curriculum.glossary import read_glossary
from lms.domain.identifiers import Identifier
from lms.domain.named_people import words_of
from lms.domain.possible_names import possible_names
from lms.services.enrolments import Learning
from lms.services.file_contents import LARGEST_TEXT, Beside
from lms.services.file_text import PDF
from lms.services.files import PATIENCE, beside_in
from lms.services.find_identifiers import find_identifiers
from lms.services.handed_content import HandedFile
from lms.services.pieces import Piece, Written
from lms.services.programmes import bundled_glossary
from lms.services.site import Site
from lms.store.people import perhaps_named_in, person

NOT_LOOKED = (
    "Headers, footers, comments, deleted text and properties of this file were not looked through: "
    "look yourself."
)
PDF_PROPERTIES = "Of this file's properties only the author was looked through: look at the others."
APART = "\n|\n"
"""Between what stands apart: nothing is found across it."""


@dataclass(slots=True)
class _Search:
    """One looking through: every passage that was found, and every possible name once.

    ``names`` are those, the writer's own apart, that the texts to look through could hold.
    ``beside`` is how many signs of what stands beside the text of files may still be looked through.
    """

    site: Site
    author: str
    own: str
    today: date
    known: frozenset[str]
    names: set[str] = field(default_factory=set)
    found: list[Identifier] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    beside: int = LARGEST_TEXT

    def expect(self, texts: Iterable[str]) -> None:
        """Find out whose names could stand in some texts, before these are looked at."""
        near = perhaps_named_in(self.site.session(), texts)
        self.names.update(p.name for p in near if p.id != self.author)

    def look(self, text: str, place: str, beside: str = "") -> None:
        """Find what could identify somebody in one text."""
        for one in find_identifiers(text, self.names, today=self.today, place=place):
            self.found.append(Identifier(one.kind, one.passage, place, beside))

    def ask(self, texts: Iterable[str], place: str = "", beside: str = "") -> None:
        """Ask in one question about all that may be a name and was not asked about or found yet."""
        settled = {words_of(self.own), *(words_of(one.passage) for one in self.found)}
        new = dict.fromkeys(
            name
            for text in texts
            for name in possible_names(text, self.known)
            if name not in self.asked and words_of(name) not in settled
        )
        if new:
            self.asked.update(new)
            self.found.append(Identifier("possible-names", "; ".join(new), place, beside))


def look_through(
    site: Site, of: Piece, written: Written
) -> tuple[tuple[Identifier, ...], tuple[str, ...]]:
    """The warnings, and a sentence for each file of which not everything was looked through."""
    search = _search(site, of.learning)
    files = {file.id: file.text for file in written.files}
    reasons = {f"reason-{file.id}": file.reason for file in written.files}
    _look_at_all(search, {**written.boxes, **files, **reasons})
    until = monotonic() + PATIENCE
    said = [_look_beside(site, file, until, search) for file in written.files]
    return tuple(search.found), tuple(one for one in said if one)


def look_at_notes(
    site: Site, of: Learning, notes: Mapping[str, str], confirmed: Collection[str]
) -> tuple[Identifier, ...]:
    """What could identify somebody in short texts, by their places, and was not looked at yet."""
    search = _search(site, of)
    _look_at_all(search, notes)
    return tuple(one for one in search.found if one.mark not in set(confirmed))


def _search(site: Site, of: Learning) -> _Search:
    author = of.enrolment.person
    writer = person(site.session(), author)
    return _Search(
        site=site,
        author=author,
        own=writer.name if writer else "",
        today=site.today(),
        known=_terms() | frozenset(words_of(of.programme.title)),
    )


def _look_at_all(search: _Search, texts: Mapping[str, str]) -> None:
    search.expect(texts.values())
    for place, text in texts.items():
        search.look(text, place)
    places = [place for place, text in texts.items() if text.strip()]
    search.ask(texts.values(), places[0] if len(places) == 1 else "")


def _look_beside(site: Site, file: HandedFile, until: float, search: _Search) -> str:
    """Look through what stands beside a file's text; gives what is left for its writer to look at."""
    named = [Beside("name of the file", file.name.replace("_", " "))]
    held = beside_in(site, file, until)
    search.beside -= sum(len(one.text) for one in held or ())
    read = held if held is not None and search.beside >= 0 else None
    beside = _by_kind((*named, *(read or ())))
    search.expect(beside.values())
    for what, text in beside.items():
        search.look(text, file.id, what)
    search.ask(beside.values(), file.id, ", ".join(beside))
    if read is None:
        return f"{file.name}: {NOT_LOOKED}"
    return f"{file.name}: {PDF_PROPERTIES}" if file.type == PDF else ""


def _by_kind(beside: Iterable[Beside]) -> dict[str, str]:
    """All of a kind as one text: a file may hold a hundred thousand comments."""
    kinds: dict[str, list[str]] = {}
    for one in beside:
        kinds.setdefault(one.what, []).append(one.text)
    return {what: APART.join(texts) for what, texts in kinds.items()}


@cache
def _terms() -> frozenset[str]:
    """The words of the glossary's terms, in small letters."""
    return frozenset(
        word for entry in read_glossary(bundled_glossary()).entries for word in words_of(entry.term)
    )
