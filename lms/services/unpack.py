"""Packages (Word's and OpenDocument's are zip archives): what they are, and their parts in bounds."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lms.services.unreadable import BOMB, DAMAGED, LOCKED, Unreadable

LARGEST_UNPACKED = 150 * 1024 * 1024
"""Bytes of a package unpacked, pictures included."""
MOST_PARTS = 5_000
MOST_LISTED = 20_000
"""Parts up to which a package is looked at only to say what is the matter with it."""
LARGEST_XML = 20 * 1024 * 1024
"""Bytes of all XML parts together, unpacked: whoever says more is no writer of essays."""
LARGEST_LIST = 1024 * 1024
"""Bytes of the list of types, which the site itself reads to know what a package is."""
MOST_TAGS = 1_500_000
"""Tags of all XML parts that are read: many times those of a dissertation."""
ENTRY = b"PK\x01\x02"
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How office programs pack; others ask for memory before they give anything."""
FAULTS = (zipfile.BadZipFile, zlib.error, LookupError, ValueError, RuntimeError, EOFError, OSError)
DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part of a Word package points to."""

    id: str
    type: str
    target: str
    external: bool


def first_part(content: bytes, name: str) -> bytes | None:
    """A small part of a package, cheaply: for whoever asks what the package is. None without it."""
    if content.count(ENTRY) > MOST_LISTED:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if package.getinfo(name).compress_type not in PACKINGS:
                return None
            with package.open(name) as part:
                found = part.read(LARGEST_LIST + 1)
    except FAULTS:
        return None
    return found if len(found) <= LARGEST_LIST else None


def parsed(content: bytes) -> Any:
    """XML that declares nothing: office programs never do, and entities are how bombs are built."""
    from lxml import etree

    if DECLARES.search(content.replace(b"\x00", b"")):  # also where it is written in UTF-16
        raise Unreadable(BOMB)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable(DAMAGED) from None
    if root.getroottree().docinfo.doctype:
        raise Unreadable(BOMB)
    return root


class Package:
    """An open package: a bounded number of parts of a bounded size, none of them locked."""

    def __init__(self, content: bytes) -> None:
        if content.count(ENTRY) > MOST_PARTS:
            raise Unreadable(BOMB)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except FAULTS:
            raise Unreadable(DAMAGED) from None
        parts = self._zip.infolist()
        self.names = [part.filename for part in parts if not part.is_dir()]
        self._known = {name.lower(): name for name in self.names}
        xml = sum(part.file_size for part in parts if is_xml(part.filename))
        if sum(p.file_size for p in parts) > LARGEST_UNPACKED or xml > LARGEST_XML:
            raise Unreadable(BOMB)
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable(LOCKED)
        if any(part.compress_type not in PACKINGS for part in parts):
            raise Unreadable(DAMAGED)
        self._trees: dict[str, Any] = {}
        self._tags = 0

    def has(self, name: str) -> bool:
        """Whether it has such a part; capitals make no difference."""
        return name.lower() in self._known

    def part(self, name: str, most: int = LARGEST_XML) -> bytes:
        """One part, never more of it than allowed, whatever the package says of its size."""
        found = self.beginning(name, most + 1)
        if len(found) > most:
            raise Unreadable(BOMB)
        return found

    def beginning(self, name: str, most: int) -> bytes:
        """The first bytes of a part."""
        try:
            with self._zip.open(self._known[name.lower()]) as part:
                return part.read(most)
        except FAULTS:
            raise Unreadable(DAMAGED) from None

    def tree(self, name: str) -> Any:
        """A part that is XML, read once."""
        known = name.lower()
        if known not in self._trees:
            content = self.part(name)
            self._tags += content.count(b"<")
            if self._tags > MOST_TAGS:
                raise Unreadable(BOMB)
            self._trees[known] = parsed(content)
        return self._trees[known]

    def relations(self, name: str) -> list[Relation]:
        """What a part points to; of the package itself where the name is empty."""
        folder, last = posixpath.split(name)
        listed = posixpath.join(folder, "_rels", f"{last}.rels")
        if not self.has(listed):
            return []
        return [_relation(one, folder) for one in self.tree(listed) if one.get("Target")]

    def related(self, name: str, ending: str) -> list[str]:
        """The parts of this package that a part points to by a type with this ending."""
        return [
            one.target
            for one in self.relations(name)
            if one.type.endswith(ending) and not one.external and self.has(one.target)
        ]


def _relation(said: Any, folder: str) -> Relation:
    external = said.get("TargetMode", "").lower() == "external"
    target = said.get("Target")
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
    return Relation(said.get("Id", ""), said.get("Type", ""), target, external)


def is_xml(name: str) -> bool:
    """Whether a part calls itself XML."""
    return name.lower().endswith((".xml", ".rels"))
