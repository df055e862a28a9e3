"""What a form sent: its boxes without anything secret, so that whatever goes wrong nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import HTTPException

from lms.web.form_owner import of_this_session, owner_of_sent

SECRET = frozenset({"csrf_token", "password", "current", "new", "token"})
"""Boxes that are never carried, never shown again and never written into a page: passwords, and
whatever else lets somebody in. The key of a form itself is among them; a page makes its own."""
OF_THE_FORM = frozenset({"idempotency", "revision", "seen", "action", "kept", "confirmed"})
"""Boxes that the form fills in for itself: nobody typed them, so they are not shown as typed."""
MOST = 1_000_000
"""Characters, names and texts together: four long dissertations. More is shown to be copied, and
is not carried through signing in, because it would have to travel four times."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What one form sent, to which address; ``files`` says that it also sent files, by their names."""

    address: str
    boxes: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()
    page: str = ""

    @property
    def typed(self) -> Iterator[str]:
        """What a person may have written, in the form's order; what it fills in itself is no text."""
        return (t for name, t in self.boxes if t.strip() and name not in OF_THE_FORM)

    @property
    def too_large(self) -> bool:
        """Whether it is too much to travel."""
        return sum(len(name) + len(text) for name, text in self.boxes) > MOST


def sent_now() -> Sent | None:
    """What the present request sent as a form, None where it sent none or none that can be read.

    It asks neither the database nor who this is, so a page for a failure of ours can use it:
    ``render_template("error.html", status=503, message=…, problems=[], sent=sent_now())`` shows what
    was typed, to be copied, with a button that sends it once more to the same address, its key
    included, when the person presses it. What was typed in another session is not given back here:
    somebody else may have signed in since.
    """
    return read_sent() if of_this_session() else None


def read_sent() -> Sent | None:
    """The same of a form of whatever session; for ``typed_again``, which knows to whom to show it."""
    if request.method != "POST":
        return None
    try:
        if owner_of_sent() is None:
            return None  # what another site sends is not what anybody typed here
        boxes = tuple(request.form.items(multi=True))
        files = tuple(one.filename for one in request.files.values() if one.filename)
    except (HTTPException, OSError):  # too large, no form, or a disk too full to read it
        return None
    kept = tuple((name, text) for name, text in boxes if name not in SECRET)
    address = request.full_path.rstrip("?")
    return Sent(address, kept, files) if kept or files else None
