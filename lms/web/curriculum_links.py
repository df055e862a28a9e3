"""Where the links of a curriculum lead for a learner of it."""

from __future__ import annotations

from typing import Any

from flask import url_for

from lms.curriculum.links import Link, Resolve
from lms.services.enrolments import Learning


def resolver(of: Learning) -> Resolve:
    """The address of the learner's own page behind ``module:…``, ``log:…`` and the like."""

    def resolve(link: Link) -> str | None:
        if link.kind == "glossary":
            return url_for("start.glossary", _anchor=link.id)
        if link.kind in ADDRESSES and _exists(of, link):
            endpoint, name = ADDRESSES[link.kind]
            values: dict[str, Any] = {"enrolment": of.enrolment.id, name: link.id}
            return url_for(endpoint, **values)
        return None

    return resolve


ADDRESSES = {
    "module": ("learner.module", "module"),
    "requirement": ("learner.requirement", "requirement"),
    "log": ("writing.log", "item"),
    "assessment": ("writing.assessment", "item"),
}


def _exists(of: Learning, link: Link) -> bool:
    if link.kind == "requirement":
        return any(stage.requirement(link.id) for stage in of.stages)
    find = {"module": of.module, "log": of.log, "assessment": of.assessment}
    return find[link.kind](link.id) is not None
