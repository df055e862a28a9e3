"""XML of a document written anew without what names a person or a folder of a person's machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lms.services.unpack import Package
from lms.services.unreadable import DAMAGED, Unreadable

NOBODY = "Author"
PLACES = re.compile(
    r"^(?:file:|[a-z]:[\\/]|\\\\)|^(?!https?:|mailto:).*[\\/](?:users|home)[\\/]", re.IGNORECASE
)
"""Addresses on somebody's own machine, which mostly hold that person's name."""
NOWHERE = "about:blank"
LARGEST_PICTURE = 20_000_000
PICTURES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".emf",
    ".wmf",
    ".odttf",
    ".ttf",
)
"""Parts that are no XML and are passed on; whatever else a package carries could carry a name."""


def written(root: Any) -> bytes:
    """A tree as a part of a package."""
    from lxml import etree

    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found


def emptied(root: Any) -> bytes:
    """A part that keeps its outermost element and nothing in it."""
    for one in list(root):
        root.remove(one)
    root.text = None
    return written(root)


def without(root: Any, is_gone: Callable[[Any], bool]) -> Any:
    """A tree without some of its elements; the words after them stay."""
    for one in [found for found in root.iter() if isinstance(found.tag, str) and is_gone(found)]:
        above = one.getparent()
        if above is None:
            continue
        if one.tail:
            before = one.getprevious()
            if before is None:
                above.text = (above.text or "") + one.tail
            else:
                before.tail = (before.tail or "") + one.tail
        above.remove(one)
    return root


def without_places(root: Any) -> Any:
    """A tree in which nothing but its text says where on somebody's machine something lay."""
    for one in root.iter():
        for name, value in one.attrib.items():
            if PLACES.search(value):
                one.set(name, NOWHERE if bare(name) in ("Target", "href") else "")
        if bare(one.tag) == "instrText" and PLACES.search((one.text or "").partition('"')[2]):
            one.text = ""
    return root


def bare(name: str) -> str:
    """The name of an element or an attribute without its space."""
    return name.rpartition("}")[2]


def picture(package: Package, name: str) -> bytes:
    """A part that is a picture or a typeface; Unreadable where it is something else."""
    if not name.lower().endswith(PICTURES):
        raise Unreadable(DAMAGED)
    return package.part(name, LARGEST_PICTURE)
