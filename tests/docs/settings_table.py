"""The table of settings, from lms/config.py; run this file to write it into docs/operators.md."""

import ast
import re
from dataclasses import MISSING, fields
from inspect import getsource
from itertools import pairwise

from lms.config import Settings
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "operators.md"
BETWEEN = re.compile(r"(<!-- settings -->\n).*?(<!-- /settings -->)", re.DOTALL)
WORKED_OUT = {
    "instance": "`instance`, beside where the command runs",
    "database_url": "`sqlite:///`, with `cadre.sqlite` in the instance folder",
}
"""Defaults that depend on other settings; a test compares them with what is read."""


def reasons() -> dict[str, str]:
    """What config.py says under each setting, as Markdown."""
    body = ast.parse(getsource(Settings)).body[0].body
    return {
        field.target.id: " ".join(text.value.value.replace("``", "`").split())
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign)
    }


def table() -> str:
    """A row for each setting."""
    says = reasons()
    rows = ["| Setting | Default | What it is for |", "|---|---|---|"]
    for field in fields(Settings):
        default = WORKED_OUT.get(field.name) or shown(field.default)
        rows.append(f"| `LMS_{field.name.upper()}` | {default} | {says[field.name]} |")
    return "\n".join(rows) + "\n"


def shown(default: object) -> str:
    """A default as the environment variable would say it."""
    if default is MISSING:
        return "none: must be given"
    if default is False or default == ():
        return "`false`" if default is False else "none"
    return f"`{default}`"


def written() -> str:
    """The page as it should be."""
    return BETWEEN.sub(lambda found: found[1] + table() + found[2], PAGE.read_text())


if __name__ == "__main__":
    PAGE.write_text(written())
