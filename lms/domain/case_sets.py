"""Holding what a case expects of a set of scripts, its sample and its moderation, against the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lms.domain.assessment.moderation import elsewhere_of, moderation_of, scripts_of
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.results import results
from lms.domain.assessment.sampling import draw
from lms.domain.assessment.work import Work
from lms.domain.case import Told
from lms.domain.case_facts import Unclear

SAYS = ("cohort", "state", "scripts", "seed", "sample", "includes", "why")
"""What an expectation about a set may say."""


def set_as_expected(
    told: Told, works: Mapping[str, Work], listed: Callable[[Any], Iterable[Any]]
) -> tuple[bool, str, str]:
    """Whether the set of one piece of work is where the case says, and its sample is what it says.

    ``works`` are those of the cohort's learners by name. With a ``seed`` the sample that it draws is
    looked at: its size, whom it ``includes``, and of those the reason ``why``.
    """
    if not works:
        return False, "nobody's work is known of", ""
    some = next(iter(works.values()))
    scripts = scripts_of(works.values())
    found = moderation_of(some.assessment, scripts, some.cohort, elsewhere_of(works.values()))
    drawn = _drawn(told, works, some.policy)
    includes = set(listed(told.get("includes")))
    reasons = {reason for who in includes for reason in drawn.get(who, ())}
    passed = (
        told.get("state") in (None, found.state.value)
        and told.get("scripts") in (None, len(found.scripts))
        and told.get("sample") in (None, len(drawn))
        and includes <= set(drawn)
        and told.get("why") in (None, *reasons)
    )
    said = "; ".join(f"{who} ({', '.join(why)})" for who, why in sorted(drawn.items()))
    return passed, f"{found.state.value}, {len(found.scripts)} scripts; {len(drawn)}: {said}", ""


def _drawn(
    told: Told, works: Mapping[str, Work], policy: MarkingPolicy
) -> dict[str, tuple[str, ...]]:
    """Who is in the sample, and why."""
    seed = told.get("seed")
    if seed is None:
        if told.get("sample") is not None or told.get("includes") is not None:
            raise Unclear('a sample depends on its seed: write "seed: …"')
        return {}
    owner = {
        r.submission.id: who for who, work in works.items() for r in results(work) if r.submission
    }
    return {owner[d.submission]: d.why for d in draw(scripts_of(works.values()), policy, str(seed))}
