"""modules/….md: a day's teaching, its session and its parts."""

from __future__ import annotations

from lms.curriculum.drafts import Draft, draft
from lms.curriculum.front_matter import Document
from lms.curriculum.keys import Keys, said_of
from lms.curriculum.problems import Problems
from lms.curriculum.yaml_nodes import Node
from lms.domain.programme import Module

LAST_DAY = 1000


def read_module(document: Document, problems: Problems) -> Draft[Module]:
    """A module."""
    keys = Keys(document.front, document.path, problems)
    module = Module(
        id=keys.identity(),
        title=keys.text("title"),
        days=_days(keys),
        hours=keys.amount("hours"),
        outcomes=tuple(keys.texts("outcomes")),
        body=document.body.markdown,
        path=document.path,
    )
    keys.finish()
    return draft(module, keys, document.body)


def _days(keys: Keys) -> tuple[int, ...]:
    node = keys.node("day")
    if node is None:
        return ()
    nodes = node.value if isinstance(node.value, tuple) else (node,)
    days = tuple(day for each in nodes if (day := _day(keys, each)))
    if not nodes:
        keys.complain("day", '"day" is an empty list', "write the day's number, or [1, 2]")
    elif len(set(days)) < len(days):
        keys.complain("day", '"day" names a day twice', "keep one of them")
    return tuple(sorted(set(days)))


def _day(keys: Keys, node: Node) -> int | None:
    value = node.value
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LAST_DAY:
        return value
    what = f'"day" is {said_of(node)}'
    keys.complain("day", what, "write the day's number, or [1, 2]", node.line)
    return None
