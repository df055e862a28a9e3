"""Telling whoever owns an account that somebody changed how it is entered: it may not have been them."""

from __future__ import annotations

from lms.domain.calendar import in_words
from lms.services.notify import MAIL
from lms.services.outbox import promise
from lms.services.site import LONDON, Site
from lms.store import accounts
from lms.store.writer import Writer


def tell_owner(
    site: Site, writer: Writer, person: str, subject: str, says: str, also: str = ""
) -> None:
    """Promise a mail to the address with which the person signs in, and to ``also``, a former one.

    Nobody without an account is written to.
    """
    account = accounts.account_of(writer.session, person)
    if account is None:
        return
    at = site.now().astimezone(LONDON)
    text = (
        f"{says}\n\n"
        f"It was done on {in_words(at.date())} at {at:%H:%M}, London time.\n\n"
        "If this was you, or somebody who looks after Cadre in your organisation told you of it, "
        "there is nothing to do. If not, set a new password at once, which ends every session and "
        f"every token, and tell whoever runs Cadre:\n{site.base_url}/forgotten-password\n"
    )
    for address in dict.fromkeys(a for a in (account.email, also.strip().lower()) if a):
        promise(writer, MAIL, to=person, subject=subject, text=text, address=address)
