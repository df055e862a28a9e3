"""A megabyte of Markdown: ordinary teaching, and shapes built to be slow, in seconds."""

from __future__ import annotations

from time import perf_counter

from lms.curriculum.markdown import render
from lms.plugin import bundled

SIZE = 1_000_000
HOSTILE = {
    "open brackets": "[a",
    "links in links": "[x](y)",
    "nested lists": "- - ",
    "quotations": "> > ",
    "emphasis": "*a **b ",
    "notes": "^[a]",
    "entities": "&a",
    "short lines": "a\n",
    "cells": "|a",
}


def ordinary() -> str:
    """A megabyte of the bundled modules, over and over."""
    files = sorted(bundled("foundation").rglob("modules/*.md"))
    bodies = "\n\n".join(path.read_text("utf-8").split("---\n", 2)[-1] for path in files)
    return (bodies * (SIZE // len(bodies) + 1))[:SIZE]


def seconds(text: str) -> tuple[float, bool]:
    """How long a text takes, and whether it was shown as it was written."""
    began = perf_counter()
    plain = render(text).plain
    return perf_counter() - began, plain


def measure() -> dict[str, tuple[float, bool]]:
    """Ordinary text first, then each hostile shape."""
    found = {"ordinary teaching": seconds(ordinary())}
    for name, shape in HOSTILE.items():
        found[name] = seconds(shape * (SIZE // len(shape)))
    return found
