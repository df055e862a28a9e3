"""Fingerprints of loaded code: of a package's files, and of a thing that a plugin declares."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any
from uuid import uuid4

THIS_PROCESS = uuid4().hex
"""Stands for source that cannot be read: it is taken for changed in every other process."""
OUR_DOORS = ("web", "api", "cli")
"""What shows and asks but decides nothing: its source changes no verdict."""
DEEPEST = 8
"""How far down a declared thing is looked at; a rule that refers to itself has no end."""


def digest_of(parts: Iterable[str]) -> str:
    """One SHA-256 of some texts in their order, in hexadecimal digits."""
    whole = sha256()
    for part in parts:
        written = part.encode("utf-8", "surrogatepass")
        whole.update(len(written).to_bytes(8, "big") + written)
    return whole.hexdigest()


@cache
def core_source() -> str:
    """The source of core's rules and of all that they are worked out with."""
    return _folder_source(Path(str(sys.modules["lms"].__file__)).parent, OUR_DOORS)


@cache
def source_of(module: str) -> str:
    """The source of the package that a module belongs to, or of the module where it stands alone.

    Read once in a process, when the module has just been loaded: a file that is changed afterwards
    is not what runs.
    """
    file = getattr(sys.modules.get(module), "__file__", None)
    package = _package(module)
    if package is not None:
        return _folder_source(package)
    return _files_source([Path(file)]) if file and Path(file).is_file() else THIS_PROCESS


def _package(module: str) -> Path | None:
    """The folder of the outermost package around a module that is a package with code of its own."""
    parts = module.split(".")
    for end in range(1, len(parts) + 1):
        file = getattr(sys.modules.get(".".join(parts[:end])), "__file__", None)
        if file and Path(file).name.startswith("__init__."):
            return Path(file).parent
    return None


@cache
def _folder_source(folder: Path, without: Collection[str] = ()) -> str:
    files = (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return _files_source(
        (p for p in files if p.relative_to(folder).parts[0] not in without), folder
    )


def _files_source(files: Iterable[Path], folder: Path | None = None) -> str:
    try:
        every = {str(p.relative_to(folder) if folder else p.name): p.read_bytes() for p in files}
    except OSError:
        return THIS_PROCESS
    return digest_of(
        part for name in sorted(every) for part in (name, sha256(every[name]).hexdigest())
    )


def description_of(thing: Any, depth: int = DEEPEST) -> str:
    """A declared thing as text that is equal wherever the thing is: its data and its functions."""
    if depth == 0:
        return "…"
    if isinstance(thing, CodeType):
        return _code(thing, depth)
    if callable(thing) and not isinstance(thing, type):
        return _function(thing, depth)
    return _data(thing, depth)


def _data(thing: Any, depth: int) -> str:
    def inside(found: Iterable[Any]) -> list[str]:
        return [description_of(each, depth - 1) for each in found]

    if is_dataclass(thing) and not isinstance(thing, type):
        return f"{type(thing).__qualname__}{inside(getattr(thing, f.name) for f in fields(thing))}"
    if isinstance(thing, Mapping):
        return f"{{{sorted(inside(thing.items()))}}}"
    if isinstance(thing, (set, frozenset)):
        return f"{{{sorted(inside(thing))}}}"
    return str(inside(thing)) if isinstance(thing, (tuple, list)) else repr(thing)


def _function(function: Any, depth: int) -> str:
    if isinstance(function, partial):
        given = (function.func, function.args, dict(function.keywords))
        return f"partial{description_of(given, depth - 1)}"
    name = f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', '')}"
    if not isinstance(function, FunctionType):
        return name
    around = (function.__defaults__, function.__kwdefaults__, _closed_over(function))
    return f"{name} {_code(function.__code__, depth)} {description_of(around, depth - 1)}"


def _closed_over(function: FunctionType) -> tuple[Any, ...]:
    try:
        return tuple(cell.cell_contents for cell in function.__closure__ or ())
    except ValueError:  # a name that is not bound yet
        return ()


def _code(code: CodeType, depth: int) -> str:
    """What a function does; not where in a file it stands."""
    constants = description_of(code.co_consts, depth - 1)
    return digest_of((code.co_code.hex(), constants, " ".join(code.co_names)))


def modules_of(thing: Any) -> set[str]:
    """The modules in which the functions of a declared thing were written."""
    parts = [getattr(thing, f.name) for f in fields(thing)] if is_dataclass(thing) else [thing]
    named = {str(getattr(part, "__module__", "")) for part in parts if callable(part)}
    inside = (modules_of(part) for part in parts if is_dataclass(part))
    return named.union(*inside) - {""}
