"""Sharing work out among markers: evenly, by a rule that gives the same every time, and to whom never."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping

from lms.domain.assessment.numbering import attempt_in
from lms.domain.kinds_read import some_kinds
from lms.domain.records import Record, Records, Refusal

SHARED_OUT_FIRST = Refusal(
    "interest",
    "An interest in a learner of this cohort is declared. Its work opens to the marker once the "
    "programme lead has shared it out again.",
)
NO_LOAD: Mapping[str, int] = {}


def distribute(
    scripts: Iterable[str],
    markers: Iterable[str],
    barred: Mapping[str, Collection[str]],
    load: Mapping[str, int] = NO_LOAD,
) -> dict[str, str]:
    """Who marks which script: nobody one that he or she is barred from, and all as evenly as can be.

    ``load`` is what each has already. The order in which scripts and markers are given does not
    matter. A script from which everybody is barred is left out.
    """
    able = {
        s: sorted(set(markers_) - set(barred.get(s, ()))) for s, markers_ in _each(scripts, markers)
    }
    given: dict[str, str] = {}
    count = {
        marker: load.get(marker, 0)
        for marker in sorted({m for found in able.values() for m in found})
    }
    for script in sorted((s for s in able if able[s]), key=lambda s: (len(able[s]), s)):
        marker = min(able[script], key=lambda m: (count[m], m))
        given[script] = marker
        count[marker] += 1
    while _even_out(given, able, count):
        continue
    return given


def _each(scripts: Iterable[str], markers: Iterable[str]) -> list[tuple[str, list[str]]]:
    everybody = sorted(set(markers))
    return [(script, everybody) for script in sorted(set(scripts))]


def _even_out(given: dict[str, str], able: Mapping[str, list[str]], count: dict[str, int]) -> bool:
    """Pass scripts along a chain from somebody with two more than another; False where all is even."""
    for busy in sorted(count, key=lambda m: (-count[m], m)):
        chain = _chain(busy, given, able, count)
        if chain:
            for script, marker in chain:
                given[script] = marker
            count[busy] -= 1
            count[chain[-1][1]] += 1
            return True
    return False


def _chain(
    busy: str, given: Mapping[str, str], able: Mapping[str, list[str]], count: Mapping[str, int]
) -> list[tuple[str, str]]:
    """The scripts to pass on, each with who gets it, the last to somebody with two fewer."""
    came: dict[str, tuple[str, str]] = {}
    waiting, seen = deque([busy]), {busy}
    while waiting:
        marker = waiting.popleft()
        for script in sorted(s for s, m in given.items() if m == marker):
            for other in able[script]:
                if other in seen:
                    continue
                seen.add(other)
                came[other] = (script, marker)
                if count[other] <= count[busy] - 2:
                    return _back(other, busy, came)
                waiting.append(other)
    return []


def _back(last: str, busy: str, came: Mapping[str, tuple[str, str]]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    while last != busy:
        script, giver = came[last]
        found.append((script, last))
        last = giver
    return found[::-1]


INDEPENDENCE = some_kinds("agency-form", "signature", "interest")
"""The kinds of records, of learner and marker, that say who may not mark."""


def barred_from(learner: Records) -> frozenset[str]:
    """Who never marks a learner's work by the learner's own records.

    That is whoever an agency form names (line managers and practice supervisors) and whoever was
    asked to sign an entry of practice, and the learner.
    """
    named = {r.get("supervisor") for r in learner.of("agency-form")}
    signed = {r.get("signer") for r in learner.of("signature")}
    own = {subject.id for subject in learner.subjects if subject.type == "person"}
    return frozenset(found for found in named | signed | own if found)


def interests_of(marker: Records) -> frozenset[str]:
    """The learners with whom somebody has declared an interest."""
    return frozenset(str(r.get("with")) for r in marker.of("interest"))


def closes_unnamed(own: Records, submission: Record, marker: str, since: int) -> bool:
    """Whether an interest declared at a place in the ledger closes a text to its marker.

    The marker is not told whose it is, so all texts of the cohort close alike: one that alone would
    leave the queue would tell its code. Open stays what the marker has marked already; and whoever
    knows the names opens others by sharing them out since. ``own`` are the enrolment's records.
    """
    attempt = attempt_in(own, submission)
    named = submission.get("assessment")
    marked = own.of("mark", assessment=named)
    given = own.of("allocation", assessment=named, marker=marker)
    return not any(
        attempt_in(own, r) == attempt
        for r in (
            *(m for m in marked if m.recorded_by == marker),
            *(a for a in given if a.position > since),
        )
    )


def may_not_mark(marker: str, learner: str, about: Records, own: Records) -> Refusal | None:
    """Why somebody may not mark a learner's work, if so.

    ``about`` are the learner's records, ``own`` the marker's.
    """
    if marker == learner:
        return Refusal("own-work", "Nobody marks his or her own work; another marker does.")
    if marker in barred_from(about):
        reason = (
            "Somebody who manages this learner, or supervises or signs the learner's practice, "
            "does not mark the learner's work; another marker does."
        )
        return Refusal("supervises", reason)
    if learner in interests_of(own):
        reason = "An interest in this learner is declared, so another marker marks this work."
        return Refusal("interest", reason)
    return None
