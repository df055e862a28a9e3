"""The words of an OpenDocument text (.odt), and what stands beside it."""

from __future__ import annotations

import posixpath
from typing import Any

from lms.services.file_contents import Contents, Found
from lms.services.harmful import require_harmless_open_document
from lms.services.open_document_story import OpenStory, said, short
from lms.services.unpack import Package
from lms.services.unreadable import DAMAGED, LOCKED, Unreadable

MANIFEST = "META-INF/manifest.xml"
PROPERTIES = {
    "dc:creator": "last editor in properties",
    "meta:initial-creator": "author in properties",
    "meta:printed-by": "printed by, in properties",
    "dc:title": "title in properties",
    "dc:subject": "subject in properties",
    "dc:description": "remarks in properties",
    "meta:keyword": "keywords in properties",
    "meta:user-defined": "property of its own",
}
AT_THE_EDGE = ("header", "footer")
DEEPEST = 20
FORMULA = "math:math"


def contents_of_open_document(content: bytes) -> Contents:
    """What stands in an OpenDocument package."""
    package = Package(content)
    if package.has(MANIFEST) and b"encryption-data" in package.part(MANIFEST):
        raise Unreadable(LOCKED)
    if not package.has("content.xml"):
        raise Unreadable(DAMAGED)
    trees = {name: package.tree(name) for name in package.names if _is_read(package, name)}
    require_harmless_open_document(package, list(trees.values()))
    own = [trees[n] for n in ("content.xml", "styles.xml", "meta.xml") if n in trees]
    return _read(own, trees)


def _is_read(package: Package, name: str) -> bool:
    """Office programs leave parts behind that call themselves XML and are empty."""
    if not name.lower().endswith(".xml") or name.startswith("META-INF/"):
        return False
    return bool(package.beginning(name, 100).strip())


def _read(own: list[Any], trees: dict[str, Any]) -> Contents:
    body = next((t for t in own[0].iter() if short(t.tag) == "office:text"), None)
    if body is None:
        raise Unreadable(DAMAGED)
    found = Found()
    hidden = _hidden(own)
    story = OpenStory(found, hidden, lambda one: _embedded(one, found, trees)).read(body)
    found.lines += story.lines
    for tree in own:
        _add_beside(tree, found, hidden)
    return found.contents()


def _hidden(trees: list[Any]) -> set[str]:
    """The styles that hide their text, by themselves or by those that they build on."""
    says: dict[str, str | None] = {}
    parents: dict[str, str | None] = {}
    for style in (s for tree in trees for s in tree.iter() if short(s.tag) == "style:style"):
        name = said(style, "style:name")
        if name is None or said(style, "style:family") not in ("text", "paragraph", None):
            continue
        texts = [t for t in style if short(t.tag) == "style:text-properties"]
        says[name] = next((said(t, "text:display") for t in texts), None)
        parents[name] = said(style, "style:parent-style-name")
    return {name for name in says if _hides(name, says, parents)}


def _hides(name: str | None, says: dict[str, str | None], parents: dict[str, str | None]) -> bool:
    for _ in range(DEEPEST):
        if name is None or name not in says:
            return False
        if says[name] is not None:
            return says[name] == "none"
        name = parents[name]
    return False


def _add_beside(tree: Any, found: Found, hidden: set[str]) -> None:
    for one in tree.iter():
        space, _, name = short(one.tag).partition(":")
        edge = next((edge for edge in AT_THE_EDGE if name.startswith(edge)), None)
        if space == "style" and edge and not name.endswith(("style", "properties")):
            lines = OpenStory(Found(), hidden, lambda _: []).read(one).lines
            found.aside(edge, "\n".join(lines))
    meta = next((one for one in tree.iter() if short(one.tag) == "office:meta"), ())
    for one in meta:
        what = PROPERTIES.get(short(one.tag))
        if what:
            found.aside(what, "".join(one.itertext()))


def _embedded(place: Any, found: Found, trees: dict[str, Any]) -> list[str]:
    """The words of a formula; a chart or another document that was put in is named as unread."""
    tree = next(iter(place), None)
    if tree is None:
        target = posixpath.normpath((said(place, "xlink:href") or "").lstrip("#"))
        tree = trees.get(f"{target}/content.xml")
    kinds = set() if tree is None else {short(one.tag) for one in tree.iter()}
    if FORMULA in kinds:
        found.unread["formula"] += 1
        return [" ".join(_signs(tree))]
    found.unread["chart" if "office:chart" in kinds else "document"] += 1
    return []


def _signs(tree: Any) -> list[str]:
    signs = ("math:mi", "math:mn", "math:mo", "math:mtext")
    return [(one.text or "").strip() for one in tree.iter() if short(one.tag) in signs]
