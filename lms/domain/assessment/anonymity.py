"""How a learner is called before those who mark without being told whose work it is."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count

from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.work import Work
from lms.domain.programme import Assessment

ALPHABET = "CDFHJKMNPQRTVWXY34679"
"""No 0 and O, no 1, I and L, nothing else that looks like another sign, and no vowels: no words."""
LENGTH = 5


@dataclass(frozen=True, slots=True)
class Enrolling:
    """An enrolment as far as its code needs it: the cohort that it began in, and a secret."""

    enrolment: str
    cohort: str
    secret: bytes = field(repr=False)


def codes(enrolled: Iterable[Enrolling]) -> dict[str, str]:
    """The code of each enrolment of a programme; ``enrolled`` are all, in the order of the ledger.

    A code comes from the enrolment under a key of the cohort that it began in, so that nobody
    without the secret can tell whose it is or who came before whom. It goes along in a move. Where
    two would be alike, the one enrolled later has its next.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for one in enrolled:
        code = next(c for n in count() if (c := code_of(one, n)) not in taken)
        taken.add(code)
        found[one.enrolment] = code
    return found


@lru_cache(maxsize=2**16)
def code_of(one: Enrolling, number: int = 0) -> str:
    """The first code of an enrolment, or a later one where that was taken."""
    key = hmac.digest(one.secret, f"candidates of {one.cohort}".encode(), "sha256")
    left = int.from_bytes(hmac.digest(key, f"{one.enrolment} {number}".encode(), "sha256"))
    signs = ""
    for _ in range(LENGTH):
        left, place = divmod(left, len(ALPHABET))
        signs += ALPHABET[place]
    return signs


@dataclass(frozen=True, slots=True)
class Candidates:
    """What learners are called before somebody who is not told whose work it is.

    ``shown`` are the codes, by submission, under which work was released before there were keys:
    they stay, so that what was written about it then can still be read.
    """

    codes: Mapping[str, str]
    shown: Mapping[str, str]

    def name(self, enrolment: str, submission: str = "") -> str:
        """The pseudonym: the same for every piece of work, on every page, at every door."""
        return f"Candidate {self.shown.get(submission) or self.codes[enrolment]}"


def is_anonymous(policy: MarkingPolicy | None, assessment: Assessment, learners: int) -> bool:
    """Whether work is marked without names, in a cohort in which so many were ever enrolled.

    Those who left or moved on count, so that nobody's going uncovers the others. Work about the
    learner's own family is read by a tutor who has to know whose it is, and whoever sees work shown
    in person does.
    """
    known = assessment.private or assessment.in_person
    from_size = policy.anonymous_from if policy else None
    return from_size is not None and learners >= from_size and not known


def is_nameless(work: Work, attempt: int, learners: Mapping[str, int]) -> bool:
    """Whether an attempt is marked without names, in the cohort of its text or in the present one.

    Work that came in without a name keeps none when its learner moves to a cohort whose work has
    names (8a.24). ``learners`` is how many were ever in each cohort.
    """
    stay, present = work.stay(attempt), work.moves[-1].cohort if work.moves else ""
    named = {present: work.policy}
    if stay is not None:
        named[stay.cohort] = work.policy_in(stay)
    sizes = learners if work.moves else {"": max(learners.values(), default=0)}
    return any(
        is_anonymous(policy, work.assessment, sizes.get(cohort, 0))
        for cohort, policy in named.items()
    )
