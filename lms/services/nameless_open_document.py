"""The parts of an OpenDocument text without comments, and without the names of who wrote or changed it."""

from __future__ import annotations

from typing import Any

from lms.services.nameless_xml import NOBODY, bare, picture, without, without_places, written
from lms.services.unpack import Package

WHO = ("creator", "initial-creator", "creator-initials", "sender-initials", "printed-by")
"""Elements that name somebody, in properties and tracked changes."""
COMMENTS = ("annotation", "annotation-end")
LEFT_OUT = ("Thumbnails/", "Configurations2/", "META-INF/documentsignatures.xml")
"""A picture of the first page, a writer's own menus, and signatures."""
META, SETTINGS, MANIFEST = "meta.xml", "settings.xml", "META-INF/manifest.xml"


def open_document_parts(package: Package) -> dict[str, bytes]:
    """The parts of the copy; Unreadable where one could carry a name that nobody can take out."""
    parts = {}
    for name in package.names:
        if name.startswith(LEFT_OUT) or name.endswith(".rdf"):
            continue
        parts[name] = _part(package, name)
    return parts


def _part(package: Package, name: str) -> bytes:
    if name == "mimetype":
        return package.part(name)
    if not name.lower().endswith(".xml"):
        return picture(package, name)
    if not package.part(name).strip():
        return b""
    root = package.tree(name)
    if name in (META, SETTINGS):
        return written(_without_content(root))
    if name == MANIFEST:
        return written(without(root, _is_left_out))
    return written(without_places(_without_names(root)))


def _without_content(root: Any) -> Any:
    """Properties and settings with nothing in them: all of these are about a writer's machine."""
    for one in root:
        for inside in list(one):
            one.remove(inside)
    return root


def _without_names(root: Any) -> Any:
    for one in without(root, lambda one: bare(one.tag) in COMMENTS).iter():
        if bare(one.tag) in WHO and _is_a_name(one):
            one.text = NOBODY
    return root


def _is_a_name(element: Any) -> bool:
    """A field of the same name that stands in the text is the text's, which markers read anyway."""
    above = element.getparent()
    return above is not None and bare(above.tag) == "change-info"


def _is_left_out(element: Any) -> bool:
    listed = next((v for k, v in element.attrib.items() if bare(k) == "full-path"), "")
    return listed.startswith(LEFT_OUT) or listed.endswith(".rdf")
