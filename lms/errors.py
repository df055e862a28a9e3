"""Our exceptions, one meaning each; every message says what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from lms.domain.records import Refusal


class CadreError(Exception):
    """Any failure that a person can do something about."""


class NotFound(CadreError):
    """Something named does not exist, or may not be known to exist by the one who asks."""


class UnknownKey(NotFound):
    """A token or a link that was never given out: it may be a guess, and is counted as one."""


class NotPermitted(CadreError):
    """The person asking has no role that allows the act, here and today."""


class NotKnown(NotFound, NotPermitted):
    """Something that is not there, or that the one who asks may not know to be there.

    Which of the two it is nobody is told: an id that was guessed answers like one that is nobody's.
    """

    def __init__(self) -> None:
        super().__init__("There is nothing under this address, or no role of yours allows this.")


class BadInput(CadreError):
    """Something handed in cannot be used; ``problems`` says what and where, all at once."""

    def __init__(self, message: str, problems: Sequence[object] = ()):
        super().__init__(message)
        self.problems = tuple(problems)


class Refused(CadreError):
    """The ledger's rules do not allow the fact; ``refusal`` carries the code and the sentence."""

    def __init__(self, refusal: Refusal):
        super().__init__(refusal.reason)
        self.refusal = refusal


class Conflict(CadreError):
    """Something newer was written meanwhile; ``newer`` shows what, so that both can be compared."""

    def __init__(self, message: str, newer: object = None):
        super().__init__(message)
        self.newer = newer


class Moved(Conflict):
    """What an act rested on changed while it was prepared; it can be prepared again."""

    def __init__(self) -> None:
        super().__init__(
            "Something about this was recorded at the same moment. Nothing of yours has been "
            "recorded; try again."
        )


class TooManyTries(CadreError):
    """Somebody tried wrongly too often; ``seconds`` is how long to wait."""

    def __init__(self, message: str, seconds: int):
        super().__init__(message)
        self.seconds = seconds


class SettingsError(CadreError):
    """The site cannot start with the settings it was given."""
