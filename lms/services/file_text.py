"""The text of an uploaded file, taken out in a process of its own: a hostile file harms nothing else.

Run as a program it reads a file from its input and writes JSON: ``{"text": …, "beside":
…, "unread": …}`` or ``{"problem": …}``.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from lms.services.file_contents import LARGEST_TEXT, contents_of
from lms.services.file_kinds import DOCX, ODT, PDF, TEXT, kind_and_text, kind_of
from lms.services.unreadable import BOMB, DAMAGED, LOCKED, LONG, MACROS, Unreadable

__all__ = [
    "BOMB",
    "DAMAGED",
    "DOCX",
    "LARGEST_TEXT",
    "LOCKED",
    "LONG",
    "MACROS",
    "ODT",
    "PDF",
    "TEXT",
    "Unreadable",
    "kind_and_text",
    "kind_of",
]

SECONDS, MEMORY = 8, 1024 * 1024 * 1024
"""What the process that reads one file may use: of the processor's time, and of memory."""


def text_of(content: bytes) -> str:
    """The text of a file; Unreadable where it has none that can be taken out."""
    return contents_of(content).text


def main() -> None:
    """Take the text out of what comes in, within bounds of time and memory."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        said: dict[str, object] = asdict(contents_of(sys.stdin.buffer.read()))
    except Unreadable as fault:
        said = {"problem": str(fault)}
    except (MemoryError, RecursionError):
        said = {"problem": BOMB}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
