"""Setting a forgotten password anew by oneself: a link in a mail, which nobody learns anything from asking for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from lms.domain.calendar import in_words
from lms.domain.guessing import MAILBOX
from lms.errors import TooManyTries
from lms.services import guesses
from lms.services.guesses import Counter, counter
from lms.services.invite import link_to_set_password
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.send_mail import write_to
from lms.services.site import LONDON, Site
from lms.store import accounts, outbox
from lms.store.base import session_beside

SEND_RESET = "send-reset"
GOOD_FOR = timedelta(hours=1)
"""Long enough for a slow mail; another can be asked for at any time."""
LONGEST_ADDRESS = 254


def ask_for_reset(site: Site, email: str, counters: Sequence[Counter]) -> None:
    """Promise a mail to whoever signs in with an address.

    What is done here is the same whether or not anybody does: that is looked up when the promise is
    kept, where nobody can see how long it took. BadInput where no address was typed; TooManyTries
    after too many from one place.
    """
    address = email.strip().lower()
    usable = "@" in address and len(address) <= LONGEST_ADDRESS and address.isprintable()
    wrong = ProblemAt("email", "Give the e-mail address with which you sign in.")
    refuse_form([] if usable else [wrong], "Nothing was sent.")
    guesses.take(site, counters)
    try:
        guesses.take(site, [counter(MAILBOX, address)])
    except TooManyTries:
        return  # three mails lie there already, and who asks is not to know
    with session_beside(site.ledger.engine) as session, session.begin():
        outbox.add(session, SEND_RESET, {"email": address}, site.now())


def send_reset(site: Site, arguments: Mapping[str, Any]) -> None:
    """The job behind it: a link for an account that is open, advice where no password was ever set."""
    account = accounts.account_by_email(site.session(), arguments["email"])
    if account is None or not account.active:
        return
    asked = (
        "Somebody, probably you, said on the sign-in page of Cadre that the password is forgotten."
    )
    if account.password is None:
        says = (
            "No password was ever set with this address: that is done by the link in an invitation. "
            "Ask whoever runs Cadre in your organisation to send you another."
        )
        write_to(account.email, "Signing in to Cadre", f"{asked}\n\n{says}\n")
        return
    until = site.now() + GOOD_FOR
    ends = until.astimezone(LONDON)
    text = (
        f"{asked}\n\n"
        "Set a new password on this page, then sign in with it:\n"
        f"{link_to_set_password(site, account, until)}\n\n"
        f"The link works once, until {ends:%H:%M} on {in_words(ends.date())}. Setting a password "
        "ends every session and every token for programs.\n\n"
        "If it was not you, there is nothing to do: your password stays as it is.\n"
    )
    write_to(account.email, "Set a new password for Cadre", text)
