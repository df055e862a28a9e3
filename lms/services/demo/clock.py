"""The example site's clock: it follows the story while that is told, and is the machine's afterwards."""

from __future__ import annotations

from datetime import datetime

from lms.store.ledger import now


class StoryClock:
    """Give it to ``create_app``; what is recorded then bears the time at which it became known."""

    def __init__(self) -> None:
        self._moment: datetime | None = None

    def __call__(self) -> datetime:
        return self._moment or now()

    def set(self, moment: datetime) -> None:
        """Stand still at a moment of the story."""
        self._moment = moment

    def release(self) -> None:
        """Go by the machine's clock from now on."""
        self._moment = None
