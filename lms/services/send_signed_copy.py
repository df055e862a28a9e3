"""Sending a signer a copy of what was just signed in his or her name, with a way to object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lms.domain.calendar import in_words
from lms.domain.practice_time import entry_words
from lms.domain.records import Record
from lms.domain.wording import many, parted
from lms.services.objection_links import objection_token
from lms.services.people import name_of
from lms.services.send_mail import send_mail
from lms.services.site import LONDON, Site

SEND_COPY = "send-signed-copy"
SEND_TAKEN_BACK = "send-taken-back-copy"


def send_signed_copy(site: Site, arguments: Mapping[str, Any]) -> None:
    """The job behind a copy: ``signatures`` are those of one signing, by one signer for one learner.

    No note goes into a mail, nor anything else that the learner wrote.
    """
    session = site.session()
    found = [site.ledger.find(session, identity) for identity in arguments["signatures"]]
    signatures = [s for s in found if s is not None]
    if not signatures:
        return
    learner = name_of(session, signatures[0].subject.id)
    signer = signatures[0].get("signer")
    subject = f"You signed {many(len(signatures), 'practice entry', 'practice entries')}"
    token, until = objection_token(site, signer, signatures[0].subject.id)
    says = (
        f"This was signed in your name, for {learner}:\n\n"
        f"{_lines(site, signatures)}\n\n"
        f"Keep this mail as your copy. If you did not sign this, or signed by mistake, say so on "
        f"this page:\n{site.base_url}/signed/{token}\n\n"
        f"You need no account. The link is for you alone, so please do not forward it. It works "
        f"until {in_words(until.astimezone(LONDON).date())}.\n"
    )
    send_mail(site, signer, subject, says)


def send_taken_back_copy(site: Site, arguments: Mapping[str, Any]) -> None:
    """The job behind the copy of an entry taken back; ``answer`` is the signer's to the correction."""
    session = site.session()
    answer = site.ledger.find(session, arguments["answer"])
    asked = site.ledger.find(session, answer.get("correction")) if answer else None
    entry = site.ledger.find(session, asked.get("entry")) if asked else None
    if answer is None or entry is None:
        return
    learner = name_of(session, answer.subject.id)
    says = (
        f"This was signed in your name, for {learner}: that an entry which you had signed is taken "
        f"back, so that it no longer counts.\n\n- {entry_words(entry)}\n\n"
        "Keep this mail as your copy. If you did not sign this, tell the learner’s tutor.\n"
    )
    send_mail(site, answer.get("signer"), "You signed that a practice entry is taken back", says)


def _lines(site: Site, signatures: Iterable[Record]) -> str:
    lines = []
    for signature in signatures:
        entry = site.ledger.find(site.session(), signature.get("entry"))
        if entry is not None:
            lines.append(f"- {entry_words(entry)}, signed as {parted(signature.get('role'))}")
    return "\n".join(lines)
