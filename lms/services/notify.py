"""Telling somebody by mail that there is something to read; the mail itself says nothing private."""

from __future__ import annotations

from lms.services.outbox import promise
from lms.services.site import Site
from lms.store.writer import Writer

MAIL = "mail"
"""The job that sends one mail to one person, once the change it tells of is committed."""


def notify(site: Site, writer: Writer, person: str, subject: str, says: str, path: str) -> None:
    """Promise a mail in the same transaction as the fact: no fact without it, none without a fact.

    ``says`` is a sentence without names, marks or text; ``path`` is where to read the rest.
    """
    text = f"{says}\n\nSign in to read it: {site.base_url}{path}\n"
    promise(writer, MAIL, to=person, subject=subject, text=text)
