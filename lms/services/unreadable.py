"""Why a file cannot be taken, in sentences that tell its owner what to do."""

from __future__ import annotations

LOCKED = "It is locked with a password. Save it without one, then add it again."
DAMAGED = "It is damaged or not what its first bytes say. Save it anew, then add it again."
BOMB = "It unpacks to far more than a text needs. Save it anew, then add it again."
SLOW = "Reading it takes too long. Save it anew, or as plain text, then add it again."
BUSY = "Many files are being read just now. Add it again in a minute."
MACROS = "It carries macros. Save it as a document without them, then add it again."
OBJECTS = (
    "It carries an object of another program or another file inside it. Put a picture or the words "
    "in its place, then add it again."
)
CONTROLS = "It carries controls that run a program. Take them out, then add it again."
REMOTE = (
    "It fetches a part of itself from elsewhere when it is opened, such as a template or a linked "
    "picture. Put that part into the file or take the link out, then add it again."
)
LONG = "It is longer than can be handed in (a million characters)."


class Unreadable(Exception):
    """A file that cannot be taken; the message tells its owner what to do."""
