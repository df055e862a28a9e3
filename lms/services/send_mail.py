"""Sending one mail: to a person of the site, at the address that is known for them now."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from flask_mailman import EmailMessage

from lms.services.site import Site
from lms.store import people

log = logging.getLogger(__name__)


def send_notice(site: Site, arguments: Mapping[str, Any]) -> None:
    """The job behind services/notify.py; ``address`` is where to write, if not to the one known now."""
    if arguments.get("address"):
        write_to(arguments["address"], arguments["subject"], arguments["text"])
        return
    send_mail(site, arguments["to"], arguments["subject"], arguments["text"])


def send_mail(site: Site, person: str, subject: str, text: str) -> None:
    """Send a person a mail; nobody is written to whose address is not known.

    Any fault of the mail server is raised, so that the job is tried again.
    """
    who = people.person(site.session(), person)
    if who is None or not who.email:
        log.warning("no mail to %s: there is no address", person)
        return
    write_to(who.email, subject, text)


def write_to(address: str, subject: str, text: str) -> None:
    """Send a mail to an address."""
    EmailMessage(" ".join(subject.split()), text, to=[address]).send()
