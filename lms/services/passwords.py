"""Which passwords may be used: long ones of any kind, and none that guessers try first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from flask_security.proxies import _security
from flask_security.utils import hash_password

from lms.errors import BadInput
from lms.services.demo.password import PASSWORD as PUBLISHED
from lms.services.site import Site
from lms.store import people

SHORTEST, LONGEST = 12, 256
MOST_BYTES = 4096
"""What the hashing takes; signs that Unicode writes out in many can come near it."""
JUDGED = 32
"""The characters that are judged: what is hard to guess by then is hard to guess, and judging all of a
long text would take seconds."""
ENOUGH = 4
"""Of zxcvbn's scores from 0 to 4: ten thousand million tries, more than is asked of a sign-in page that
counts them, since a season with a year must not do."""


def hashed_password(site: Site, password: str, email: str = "", name: str = "") -> str:
    """The hash of a password that may be used; BadInput says why one may not.

    Hashing takes a tenth of a second, so it is done before the site's lock is taken.
    """
    found = list(_problems(site, password, email, name))
    if found:
        raise BadInput("This password cannot be used.", found)
    return hash_of(password)


def hash_of(password: str) -> str:
    """The hash of a password, whatever it is."""
    return str(hash_password(normal(password)))


def normal(password: str) -> str:
    """A password in the one form of Unicode in which it is hashed."""
    return str(_security.password_util.normalize(password))


def to_try(password: str) -> str:
    """What is compared with a password that was set: one that could never be set is as wrong as any."""
    usable = not _surrogates(password) and "\0" not in password
    return password if usable and len(normal(password).encode()) <= MOST_BYTES else "wrong"


def _problems(site: Site, password: str, email: str, name: str) -> Iterator[str]:
    length = len(unicodedata.normalize("NFKC", password))
    if length < SHORTEST:
        yield f"A password has at least {SHORTEST} characters; a sentence is welcome."
    elif length > LONGEST or len(normal(password).encode(errors="replace")) > MOST_BYTES:
        yield f"A password has at most {LONGEST} characters."
    elif _surrogates(password) or "\0" in password:
        yield "This password has a character that cannot be typed. Type it anew."
    elif password == PUBLISHED and not is_demonstration(site):
        yield "This is the published password of the example site. Choose another."
    elif _easily_guessed(password, [email, *email.split("@")[:1], *name.split()]):
        yield (
            "This password is among those that are guessed first: a common one, a name, a date or a "
            "pattern. Several words that have nothing to do with each other are better."
        )
    own = email.partition("@")[0].lower()
    if own and own in normal(password).lower():
        yield "A password must not contain the name from the e-mail address."


def is_demonstration(site: Site) -> bool:
    """Whether there are people on the site, and all are invented."""
    session = site.session()
    return people.is_anybody(session) and not people.is_anybody(session, real=True)


def _surrogates(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


def _easily_guessed(password: str, about: Sequence[str]) -> bool:
    from zxcvbn import zxcvbn  # its word lists take a moment to load, and most commands ask nothing

    judged = unicodedata.normalize("NFKC", password)[:JUDGED]
    inputs = [*(word for word in about if word), "cadre"]
    return bool(zxcvbn(judged, user_inputs=inputs)["score"] < ENOUGH)
