"""Whether every link in a curriculum leads to something that exists."""

from __future__ import annotations

from collections.abc import Mapping

from lms.curriculum.links import KINDS, OUTWARD, parse_link, scheme_of
from lms.curriculum.problems import Problems, did_you_mean, shown
from lms.curriculum.sections import Outline

Known = Mapping[str, frozenset[str] | None]
"""The ids of each kind of thing; None where they are not all known, so that nothing is said."""


def check_links(path: str, parts: Outline, known: Known, problems: Problems) -> None:
    """Note the links of a text that lead nowhere."""
    for target, line in parts.links:
        link = parse_link(target)
        if link is None:
            if target.startswith("#"):
                _check_anchor(path, target, parts, line, problems)
            else:
                _check_outward(path, target, line, problems)
            continue
        ids = known.get(link.kind)
        if ids is not None and link.id not in ids:
            what = f"the link {shown(target)} leads to nothing"
            problems.add(path, line, what, did_you_mean(link.id, ids))


def _check_anchor(path: str, target: str, parts: Outline, line: int, problems: Problems) -> None:
    if target[1:] not in parts.anchors:
        what = f"the link {shown(target)} leads to no heading of this text"
        anchors = {f"#{anchor}" for anchor in parts.anchors}
        problems.add(path, line, what, did_you_mean(target, anchors))


def _check_outward(path: str, target: str, line: int, problems: Problems) -> None:
    scheme = scheme_of(target)
    if scheme in OUTWARD:
        return
    if not scheme:
        what = f"the link {shown(target)} leads to no page"
        problems.add(path, line, what, "write module:ID, assessment:ID …, or https:// and so on")
        return
    what = f"{shown(scheme + ':')} is no kind of link"
    problems.add(path, line, what, did_you_mean(scheme, (*KINDS, *OUTWARD)))
