"""What a package carries that runs, fetches or hides something: found in its bytes, not by names."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from lms.services.unpack import DECLARES, Package, is_xml
from lms.services.unreadable import BOMB, CONTROLS, MACROS, OBJECTS, REMOTE, Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (
    *(OLE, b"MZ\x90\x00", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!/"),
    b"L\x00\x00\x00\x01\x14\x02",
)
FILES = (b"PK\x03\x04", b"%PDF-", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")
"""First bytes of what is neither a picture nor a typeface."""
TYPES = "[Content_Types].xml"
MACRO_TYPES = re.compile(rb"vbaproject|vbadata|macroenabled", re.IGNORECASE)
MACRO_RELATIONS = ("/vbaproject", "/wordvbadata")
CONTROL_RELATIONS = ("/control", "/activexcontrolbinary", "/activexcontrol")
OBJECT_RELATIONS = ("/oleobject", "/package")
CHUNK = "/afchunk"
LINK = "/hyperlink"
TEMPLATE = "/attachedtemplate"
LOCAL = re.compile(
    r"file://(localhost)?/(?![/\\])|(?![a-z][a-z0-9+.-]+:|//|\\\\|/\\|\\/)", re.IGNORECASE
)
"""A place on the writer's own disk: nobody else's program fetches anything from there."""
FETCHING_FIELD = re.compile(r"^\s*(DDEAUTO|DDE)\b", re.IGNORECASE)
XLINK = "{http://www.w3.org/1999/xlink}href"
FETCHES = re.compile(r"\s*([a-z][a-z0-9+.-]+:|//|\\\\|\.\./|/)", re.IGNORECASE)
RUNNING_LINK = re.compile(r"\s*(javascript|vbscript|macro|vnd\.sun\.star\.script):", re.IGNORECASE)
ELSEWHERE = re.compile(r"\s*(https?:|ftp:|smb:|//|\\\\)", re.IGNORECASE)
LINKING = {"a", "template", "auto-reload", "form"}
RUNNING = {"event-listener", "execute-macro", "module"}
ASKING = {"dde-source", "dde-connection-decl"}
EMBEDDING = {"object-ole", "plugin", "applet", "floating-frame"}


def require_declares_nothing(package: Package) -> None:
    """No part, whether it is used or not, declares entities of its own."""
    for name in package.names:
        if is_xml(name) and DECLARES.search(package.part(name).replace(b"\x00", b"")):
            raise Unreadable(BOMB)


def require_harmless_word(package: Package) -> None:
    """A Word package that runs nothing, fetches nothing and holds no file of another program."""
    require_declares_nothing(package)
    named = any(name.lower().endswith("vbaproject.bin") for name in package.names)
    if named or MACRO_TYPES.search(package.part(TYPES).replace(b"\x00", b"")):
        raise Unreadable(MACROS)
    allowed: set[str] = set()
    for name in ["", *package.names]:
        for one in package.relations(name):
            _require_harmless(name, one.type.lower(), one.target, one.external)
            if one.type.lower().endswith((CHUNK, "/package")):
                allowed.add(one.target.lower())
    _require_plain_parts(package, allowed)


def _require_harmless(name: str, kind: str, target: str, external: bool) -> None:
    if kind.endswith(MACRO_RELATIONS):
        raise Unreadable(MACROS)
    if kind.endswith(CONTROL_RELATIONS):
        raise Unreadable(CONTROLS)
    # A chart keeps its table as a workbook beside it; anything else of the kind is a file put in.
    if kind.endswith(OBJECT_RELATIONS) and not (
        kind.endswith("/package") and "/charts/" in f"/{name.lower()}" and not external
    ):
        raise Unreadable(OBJECTS)
    if external and kind.endswith(LINK) and RUNNING_LINK.match(target):
        raise Unreadable(MACROS)
    if external and not kind.endswith(LINK):
        if kind.endswith(TEMPLATE) and LOCAL.match(unquote(target).strip()):
            return
        raise Unreadable(REMOTE)


def _require_plain_parts(package: Package, allowed: set[str]) -> None:
    """No part is a program or a file of its own, whatever it is called."""
    for name in package.names:
        first = package.beginning(name, 1024)
        if first.startswith(PROGRAMS) or (first.startswith(b"MZ") and b"PE\x00\x00" in first):
            raise Unreadable(OBJECTS)
        if first.startswith(FILES) and name.lower() not in allowed:
            raise Unreadable(OBJECTS)
        if name.lower() in allowed and first.startswith(b"PK"):
            _require_plain_workbook(package.part(name))


def _require_plain_workbook(content: bytes) -> None:
    """A package within the package, such as the table of a chart, holds no macros and no files."""
    inner = Package(content)
    if not inner.has(TYPES):
        raise Unreadable(OBJECTS)
    if MACRO_TYPES.search(inner.part(TYPES).replace(b"\x00", b"")):
        raise Unreadable(MACROS)
    _require_plain_parts(inner, set())


def require_harmless_field(instruction: str) -> None:
    """No field that asks another program for its result."""
    if FETCHING_FIELD.match(instruction):
        raise Unreadable(REMOTE)


def require_harmless_open_document(package: Package, trees: list[Any]) -> None:
    """An OpenDocument package without macros, files put in, or parts fetched from elsewhere."""
    require_declares_nothing(package)
    for name in package.names:
        folder = name.lower().split("/")[0]
        if folder in ("basic", "scripts", "dialogs") and not name.lower().endswith(
            ("script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml")
        ):
            raise Unreadable(MACROS)
    _require_plain_parts(package, set())
    for tree in trees:
        _require_harmless_tree(tree)


def _require_harmless_tree(tree: Any) -> None:
    """A part of an OpenDocument file that runs and fetches nothing."""
    for element in tree.iter():
        name = element.tag.rpartition("}")[2]
        if name in RUNNING or (name == "script" and _says_something(element)):
            raise Unreadable(MACROS)
        if name in EMBEDDING:
            raise Unreadable(OBJECTS)
        target = element.get(XLINK)
        if name in ASKING or (target and _is_fetched(name, target)):
            raise Unreadable(REMOTE)
        if target and RUNNING_LINK.match(target):
            raise Unreadable(MACROS)


def _says_something(script: Any) -> bool:
    """Whether a script is more than the empty place that LibreOffice leaves for one."""
    return bool(script.get(XLINK) or "".join(script.itertext()).strip())


def _is_fetched(name: str, target: str) -> bool:
    if name == "template":
        return bool(ELSEWHERE.match(target))
    return name not in LINKING and bool(FETCHES.match(target))
