"""The parts of a Word file without comments, and without the names of who wrote or changed it."""

from __future__ import annotations

from typing import Any

from lms.services.nameless_xml import (
    NOBODY,
    bare,
    emptied,
    picture,
    without,
    without_places,
    written,
)
from lms.services.unpack import Package, is_xml
from lms.services.unreadable import DAMAGED, Unreadable

WHO = {"author": NOBODY, "initials": "A", "userId": "", "providerId": "", "userName": ""}
"""Attributes of tracked changes and of what else says who did it."""
GONE = (
    *("docVars", "attachedTemplate", "mailMerge", "writeProtection", "documentProtection"),
    *("commentRangeStart", "commentRangeEnd", "commentReference"),
)
"""What settings keep of a writer (variables, the template's place, who locked it), and the places of
comments: these are none of the text, and people call each other by name in them."""
EMPTIED = (
    *("coreProperties", "Properties", "CoverPageProperties", "people"),
    *("comments", "commentsEx", "commentsIds", "commentsExtensible"),
)
"""Parts of which only the outermost element stays."""
ON_A_MACHINE = "/attachedTemplate"
PREVIEW = "/metadata/thumbnail"


def word_parts(package: Package) -> dict[str, bytes]:
    """The parts of the copy; Unreadable where one could carry a name that nobody can take out."""
    previews = {one.target for one in package.relations("") if one.type.endswith(PREVIEW)}
    parts = {}
    for name in package.names:
        if name in previews:
            continue
        if name.startswith("_xmlsignatures/"):
            raise Unreadable(DAMAGED)
        parts[name] = _xml(package.tree(name)) if is_xml(name) else picture(package, name)
    return parts


def _xml(root: Any) -> bytes:
    if bare(root.tag) in EMPTIED:
        return emptied(root)
    if bare(root.tag) == "Relationships":
        return written(_relations(root))
    for one in root.iter():
        for name in one.attrib:
            if bare(name) in WHO:
                one.set(name, WHO[bare(name)])
    return written(without_places(without(root, lambda one: bare(one.tag) in GONE)))


def _relations(root: Any) -> Any:
    """What a part points to, without its preview and its writer's own template."""
    ends = (PREVIEW, ON_A_MACHINE)
    kept = without(root, lambda one: (one.get("Type") or "").endswith(ends))
    for one in kept:
        if one.get("TargetMode", "").lower() == "external":
            without_places(one)
    return kept
