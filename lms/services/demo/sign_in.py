"""How to sign in to the example site: one password for all, and somebody for each part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lms.services.demo.cast import CAST
from lms.services.demo.password import PASSWORD

__all__ = ["PASSWORD", "SIGN_INS", "SignIn", "addresses"]


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody worth being for a while, in which part, and what there is to see."""

    part: str
    person: str
    shows: str

    @property
    def name(self) -> str:
        return CAST[self.person].name

    @property
    def email(self) -> str:
        return CAST[self.person].person.email or ""


SIGN_INS = (
    SignIn("Learner, foundation", "rhona", "half-way; one log returned, one waiting, one begun"),
    SignIn("Learner, Year 2", "esme", "changed employer; hours left unsigned behind her"),
    SignIn("Learner, Year 4", "keziah", "went on to Year 4 with a condition"),
    SignIn("Learner, supervision", "bernadette", "two signatures for each session"),
    SignIn("Learner, leadership", "joan", "six days, notes on reading, a change to make"),
    SignIn("Tutor, foundation", "beatrix", "logs to answer, work to mark, a register to take"),
    SignIn("Tutor, Year 2", "conrad", "a cohort whose board is two weeks off"),
    SignIn("Tutor, Years 3 and 4", "dorothea", "hours that do not count, and why"),
    SignIn("Tutor, supervision", "elias", "overall marks either side of fifty"),
    SignIn("Tutor, leadership", "frances", "the shortest of the courses"),
    SignIn("Marker", "miriam", "a second attempt, without the learner's name"),
    SignIn(
        "Marker and conduct officer", "anselm", "a dissertation to mark, not seeing the first mark"
    ),
    SignIn("Moderator", "benedict", "a sample that is drawn and waits to be decided"),
    SignIn("Conduct officer", "leonora", "a case to decide"),
    SignIn("Programme lead", "gloria", "cohorts, marks, circumstances, boards"),
    SignIn("Admissions tutor", "hector", "an entry check held for prior learning"),
    SignIn("Planner, Northwold", "isabel", "one authority's cadre and pipeline"),
    SignIn("Planner, Harrowmere", "julian", "somebody shared with Northwold"),
    SignIn("Planner, Estbury", "katya", "register checks long overdue"),
    SignIn("Planner, partnership", "leopold", "all three authorities"),
    SignIn(
        "External examiner", "odette", "Years 2 to 4 until a last day: scripts, samples, comments"
    ),
    SignIn("Board chair", "philip", "the meetings and their outcomes"),
    SignIn("Board member", "rowena", "an appeal to decide, papers, an interest declared"),
    SignIn("Data protection", "roderick", "who read whose private text"),
    SignIn("Operator", "sunita", "people, roles, plugins"),
)


def addresses() -> Iterator[tuple[str, str]]:
    """Everybody's id and e-mail address: all can sign in with the one password."""
    for member in CAST.values():
        yield member.id, member.person.email or ""
