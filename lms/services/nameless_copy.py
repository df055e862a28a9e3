"""A copy of a handed-in file without the names in its properties, comments and tracked changes.

Run as a program it reads a file from its input and writes the copy, or nothing and ends with 1.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Mapping

from lms.services.file_kinds import DOCX, ODT, PDF, kind_of
from lms.services.file_text import MEMORY, SECONDS
from lms.services.nameless_open_document import open_document_parts
from lms.services.nameless_pdf import nameless_pdf
from lms.services.nameless_word import word_parts
from lms.services.unpack import Package
from lms.services.unreadable import DAMAGED, Unreadable

DAY = (1980, 1, 1, 0, 0, 0)
"""When a part was put into a package says when, and in which time zone, its writer worked."""


def nameless(content: bytes) -> bytes:
    """The copy; Unreadable where it cannot be made so that no name is left."""
    kind = kind_of(content)
    if kind == PDF:
        return nameless_pdf(content)
    if kind == DOCX:
        return packed(word_parts(Package(content)))
    if kind == ODT:
        return packed(open_document_parts(Package(content)))
    raise Unreadable(DAMAGED)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A package of some parts; an OpenDocument's type comes first and is not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: name != "mimetype"):
            plain = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(name, DAY), parts[name], plain)
    return out.getvalue()


def main() -> None:
    """Write the copy of what comes in, within the bounds of whoever reads files."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        copy = nameless(sys.stdin.buffer.read())
    except (Unreadable, MemoryError, RecursionError):
        sys.exit(1)
    sys.stdout.buffer.write(copy)


if __name__ == "__main__":
    main()
