"""Signing a declaration: the learner says that a text holds for him or her, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lms.domain.policy import Actor
from lms.domain.programme import Declaration
from lms.domain.records import Record
from lms.errors import NotFound
from lms.services.enrolments import Learning, as_it_stands, check_open, learning
from lms.services.recording import recording, writes
from lms.services.site import Site, fact

KIND = "declaration"


@dataclass(frozen=True, slots=True)
class DeclarationPage:
    """A text to sign; ``signed`` is when the learner signed it, if so."""

    of: Learning
    declaration: Declaration
    signed: datetime | None


def read_declaration(site: Site, actor: Actor, enrolment: str, identity: str) -> DeclarationPage:
    """A declaration of one's own programme."""
    of = learning(site, actor, enrolment, "sign-declaration")
    found = _signed(of, identity)
    return DeclarationPage(of, _text(of, identity), found.recorded if found else None)


@writes
def sign_declaration(site: Site, actor: Actor, enrolment: str, identity: str) -> None:
    """Sign it; a second click changes nothing."""
    of = learning(site, actor, enrolment, "sign-declaration")
    _text(of, identity)
    with recording(site, actor) as writer:
        now = as_it_stands(of, writer)
        check_open(now, site.today())
        if _signed(now, identity) is None:
            key = of.programme.key
            writer.append(
                fact(
                    of.subject,
                    KIND,
                    site.today(),
                    enrolment=enrolment,
                    curriculum=key,
                    declaration=identity,
                )
            )


def _signed(of: Learning, identity: str) -> Record | None:
    return next(iter(of.own.of(KIND, declaration=identity)), None)


def _text(of: Learning, identity: str) -> Declaration:
    found = of.declaration(identity)
    if found is None:
        raise NotFound("Your version of the programme has no such declaration.")
    return found
