"""A reason that must not say again what it is about: checked as the work itself was."""

from __future__ import annotations

import re

from lms.domain.policy import Actor
from lms.services.enrolments import Learning
from lms.services.find_identifiers import find_identifiers
from lms.services.problem_at import ProblemAt
from lms.services.site import Site
from lms.store.people import perhaps_named_in

LONGEST = 5000
"""Characters of a reason: a page."""


def reason_problems(site: Site, reason: str, ask: str, field: str = "reason") -> list[ProblemAt]:
    """What is wrong with a reason that may say anything: empty, or too long."""
    if not reason.strip():
        return [ProblemAt(field, ask)]
    if len(reason) > LONGEST:
        return [ProblemAt(field, f"Write at most {LONGEST:,} characters.")]
    return []


def plain_reason_problems(
    site: Site, actor: Actor, of: Learning, text: str, reason: str, ask: str, told: bool
) -> list[ProblemAt]:
    """What is wrong with a reason that must name nobody: also whatever could identify a person.

    ``text`` is the work: what the check finds in it may not stand in the reason in any writing.
    The problems say what kind of thing was found and never repeat it. Only who is ``told`` whose the
    work is may write the learner's name: to others one name that passes would tell it.
    """
    found = reason_problems(site, reason, ask)
    if found:
        return found
    apart = {actor.person, of.enrolment.person if told else actor.person}
    near = perhaps_named_in(site.session(), (reason, text))
    names = [p.name for p in near if p.id not in apart]
    today = site.today()
    named = find_identifiers(reason, names, today=today)
    again = [
        one for one in find_identifiers(text, names, today=today) if _repeats(reason, one.passage)
    ]
    says = dict.fromkeys(one.says for one in (*named, *again))
    return [
        ProblemAt("reason", f"{one} Say where it stands in the work instead of repeating it.")
        for one in says
    ]


def _repeats(reason: str, passage: str) -> bool:
    """Whether a passage stands in a reason: a number in any writing, a name as whole words."""
    if any(c.isdecimal() for c in passage):
        return _letters(passage) in _letters(reason)
    return re.search(rf"\b{re.escape(passage)}\b", reason, re.IGNORECASE) is not None


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
