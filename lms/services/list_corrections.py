"""A learner's corrections of signed entries: what was, what it becomes, and where each one stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lms.domain.policy import Actor
from lms.domain.practice_time import entry_words
from lms.domain.signed_entries import Correction, corrected, corrections
from lms.services.enrolments import Learning, learning
from lms.services.list_hours import Signing
from lms.services.people import Person, people
from lms.services.site import Site
from lms.store.documents import contents_of


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """One correction; ``state`` is ``waits``, ``signed``, ``declined`` or ``overtaken``.

    ``becomes`` is empty where the entry is to be taken back altogether.

    ``waiting_for`` names who has still to answer; ``reason`` is for the learner alone, as are those
    of the answers.
    """

    record: str
    entry: str
    on: date
    was: str
    becomes: str
    state: str
    reason: str
    waiting_for: tuple[str, ...]
    answers: tuple[Signing, ...]


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of an enrolment, newest first, and the addenda by the entry they are to."""

    corrections: tuple[ShownCorrection, ...]
    addenda: Mapping[str, tuple[str, ...]]


def list_corrections(site: Site, actor: Actor, enrolment: str) -> Corrections:
    """The corrections of one enrolment; the texts only for the learner who wrote them."""
    of = learning(site, actor, enrolment, "read-hours")
    own, found = of.is_own(actor), corrections(of.own)
    texts = _texts(site, of, found) if own else {}
    named = {a.get("signer") for c in found for a in c.answers} | {
        w for c in found for w, _ in c.signers
    }
    known = people(site.session(), named)
    shown = tuple(_shown(c, texts, known) for c in reversed(found))
    addenda: dict[str, tuple[str, ...]] = {}
    for addendum in of.own.of("addendum") if own else ():
        text = texts.get(addendum.get("text"), "")
        addenda[addendum.get("entry")] = (*addenda.get(addendum.get("entry"), ()), text)
    return Corrections(shown, addenda)


def _texts(site: Site, of: Learning, found: tuple[Correction, ...]) -> dict[str, str]:
    wanted = [r.get("reason") for c in found for r in (c.record, *c.answers) if r.get("reason")]
    wanted += [a.get("text") for a in of.own.of("addendum") if a.get("text")]
    return {name: str(text or "") for name, text in contents_of(site.session(), wanted).items()}


def _shown(
    found: Correction, texts: Mapping[str, str], known: Mapping[str, Person]
) -> ShownCorrection:
    def name(identity: str) -> str:
        return known[identity].name if identity in known else identity

    new = corrected(found.record, found.entry)
    return ShownCorrection(
        record=found.record.id,
        entry=found.entry.id,
        on=found.record.on,
        was=entry_words(found.entry),
        becomes=entry_words(new) if new else "",
        state=found.state.value,
        reason=texts.get(found.record.get("reason") or "", ""),
        waiting_for=tuple(dict.fromkeys(name(who) for who, _ in found.missing)),
        answers=tuple(
            Signing(
                name(a.get("signer")),
                a.get("role"),
                a.get("decision"),
                a.on,
                texts.get(a.get("reason") or "", ""),
            )
            for a in found.answers
        ),
    )
