"""What a PDF does beyond being read: scripts, programs it starts, files and films it carries."""

from __future__ import annotations

from typing import Any

from lms.services.unreadable import Unreadable

SCRIPTS = (
    "It carries scripts or starts programs. Print it to a new PDF without them, then add it again."
)
CARRIES = (
    "It carries other files, sound or film. Take them out or print it to a new PDF, then add it "
    "again."
)
RUNNING = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE"}
CARRYING = {"/RichMedia", "/FileAttachment", "/Movie", "/Sound", "/Screen", "/3D"}


def refuse_harmful(trailer: Any) -> None:
    """Walk everything that can be reached from a PDF's start; a jump to a page is no harm."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    waiting, seen = [trailer], set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            _refuse(one)
            waiting += [value for _, value in one.items()]
        elif isinstance(one, ArrayObject):
            waiting += list(one)


def _refuse(found: Any) -> None:
    action = found.get("/S")
    link = found.get("/URI") if action == "/URI" else None
    runs = isinstance(link, str) and link.strip().lower().startswith(("javascript:", "vbscript:"))
    if runs or ("/JS" in found and action is not None) or _acts(found, action):
        raise Unreadable(SCRIPTS)
    if "/EF" in found or (found.get("/Subtype") in CARRYING and "/Rect" in found):
        raise Unreadable(CARRIES)


def _acts(found: Any, action: Any) -> bool:
    """Whether it is an action of a kind that runs, not a mark in the text's outline of that name."""
    return action in RUNNING and "/P" not in found
