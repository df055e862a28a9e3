"""The marking form: what it holds, read from what a browser sent or from a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from lms.domain.programme import Assessment
from lms.services.feedback import Anchored, plain
from lms.services.mark_work import Marking
from lms.services.read_work import Given
from lms.web.number_input import read_number

BOX = re.compile(r"(mark|result|overall|reason|(band|comment|quote|says|at)-.{1,100})")


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form holds: bands, comments, mark or result as typed; ``mark`` as it was typed."""

    marking: Marking = field(default_factory=Marking)
    mark: str = ""
    key: str = field(default_factory=lambda: uuid4().hex)
    revision: int = 0
    boxes: int = 1
    """How many empty boxes for comments beside the text are offered."""


def typed_in(assessment: Assessment, form: Mapping[str, Any], **more: Any) -> Typed:
    """What a form or a draft holds, in the shape of a marking of this assessment."""
    mark = _text(form, "mark").strip()
    marking = Marking(
        bands={c.id: _text(form, f"band-{c.id}") for c in assessment.criteria},
        comments={c.id: _text(form, f"comment-{c.id}") for c in assessment.criteria},
        mark=read_number(mark),
        result=_text(form, "result") or None,
        overall=_text(form, "overall"),
        anchored=_anchored(form),
        reason=_text(form, "reason"),
    )
    return Typed(marking, mark, **more)


def _text(form: Mapping[str, Any], name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _anchored(form: Mapping[str, Any]) -> tuple[Anchored, ...]:
    numbers = sorted(
        int(n) for name in form if (n := name.removeprefix("quote-")).isdecimal() and len(n) < 6
    )
    found = (
        Anchored(
            plain(_text(form, f"quote-{n}")),
            plain(_text(form, f"says-{n}")),
            read_number(_text(form, f"at-{n}")) or 1,
        )
        for n in numbers
    )
    return tuple(a for a in found if a.quote or a.says)


def boxes_of(form: Mapping[str, Any]) -> dict[str, str]:
    """The boxes of a form by name, for a draft; what is not a box of it is left out."""
    return {k: v for k, v in form.items() if isinstance(v, str) and v and BOX.fullmatch(k)}


def typed_again(given: Given) -> Typed:
    """A marking as the form to correct it shows it."""
    marking = Marking(
        bands=dict(given.bands),
        comments=dict(given.feedback.criteria or {}),
        mark=given.mark,
        result=given.result,
        overall=given.feedback.overall,
        anchored=given.feedback.anchored,
    )
    return Typed(marking, "" if given.mark is None else str(given.mark))
