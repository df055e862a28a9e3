"""Sending a supervisor the link that opens the learner's entries: its token is drawn here and now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.domain.calendar import in_words
from lms.services.people import name_of
from lms.services.send_mail import send_mail
from lms.services.signing_links import hash_of, new_token
from lms.services.site import LONDON, Site
from lms.store import signing_links
from lms.store.signing_links import SigningLink


def send_signing_link(site: Site, arguments: Mapping[str, Any]) -> None:
    """The job behind a signing link; one that has been ended meanwhile is not sent.

    A second try draws another token, so that only the last mail's link works.
    """
    link = signing_links.by_id(site.session(), arguments["link"])
    if link is None or not link.works(site.now()):
        return
    token = new_token()
    with site.ledger.write("system") as writer:
        signing_links.give_token(writer.session, link.id, hash_of(token))
    learner = name_of(site.session(), link.learner)
    subject = f"{learner} asks you to sign practice entries"
    send_mail(site, link.supervisor, subject, _text(site, link, learner, token))


def _text(site: Site, link: SigningLink, learner: str, token: str) -> str:
    until = in_words(link.expires.astimezone(LONDON).date())
    return (
        f"{learner} has practice that waits for your signature.\n\n"
        f"Open this page to see each entry or correction, and to sign or decline it:\n"
        f"{site.base_url}/sign/{token}\n\n"
        f"You need no account. The link is for you alone, so please do not forward it. It works "
        f"until {until}; on the page you can ask for a new one.\n\n"
        f"You get this because an accepted agency form names you as a supervisor of {learner}. If "
        f"that is wrong, do nothing, and tell the training provider.\n"
    )
