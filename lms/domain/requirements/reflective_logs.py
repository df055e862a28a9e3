"""Reflective logs that a tutor has accepted, in all and in each term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from lms.domain.evidence import Evidence, Period, RequirementKind
from lms.domain.latest import latest_by_day
from lms.domain.programme import Programme, Requirement, Stage
from lms.domain.records import Field, FieldType, Record
from lms.domain.requirements.settings import AT_LEAST, threshold
from lms.domain.stage_dates import taught_days
from lms.domain.verdicts import Counted, Finding, NotCounted, Outcome, number
from lms.domain.wording import in_units, listed, many


def terms_of(dates: Period, terms: int, breaks: Sequence[Period] = ()) -> list[Period]:
    """A stage's terms: equal parts of its days, breaks left out, the last taking what is over."""
    days = taught_days(dates, breaks)
    length = len(days) // max(terms, 1)
    if dates.last is None or not length:
        return []
    starts = [days[length * n] for n in range(terms)]
    ends = [days[length * n - 1] for n in range(1, terms)] + [dates.last]
    return [Period(first, last) for first, last in zip(starts, ends, strict=True)]


def evaluate(requirement: Requirement, evidence: Evidence) -> Finding:
    """Count accepted logs, each once, by the day it was handed in."""
    accepted, waiting = _accepted(requirement, evidence)
    needed = threshold(requirement)
    short = _short_terms(requirement, accepted, waiting, evidence)
    amount = Fraction(len(accepted))
    enough = amount >= needed and not short
    outcome = Outcome.MET if enough else Outcome.NOT_YET
    if not enough and (evidence.over or any(t.lost for t in short)):
        outcome = Outcome.NOT_MET
    return Finding(
        outcome,
        _reason(requirement, amount, short, waiting),
        code="" if enough else ("short-term" if amount >= needed else "short"),
        amount=amount,
        threshold=needed,
        unit="logs",
        counted=tuple(Counted(r.id) for r in accepted),
        not_counted=tuple(_not_counted(r, answer) for r, answer in waiting),
    )


def _accepted(
    requirement: Requirement, evidence: Evidence
) -> tuple[list[Record], list[tuple[Record, str | None]]]:
    """Logs of this stage: those accepted, and the others with the answer they have had, if any."""
    templates = requirement.settings.get("templates")
    accepted: list[Record] = []
    others: list[tuple[Record, str | None]] = []
    for log in evidence.so_far(evidence.own.of("log")):
        if not evidence.stage.log(log.get("template") or "") or not evidence.in_stage(log.on):
            continue
        if templates and log.get("template") not in templates:
            continue
        answers = evidence.so_far(evidence.own.of("log-response", log=log.id))
        answer = latest_by_day(answers)
        decision = answer.get("decision") if answer else None
        if decision == "accepted":
            accepted.append(log)
        else:
            others.append((log, decision))
    return accepted, others


def _not_counted(log: Record, answer: str | None) -> NotCounted:
    if answer == "returned":
        return NotCounted(log.id, "returned", "The tutor returned it with an answer.")
    return NotCounted(log.id, "unread", "The tutor has not answered it yet.")


@dataclass(frozen=True, slots=True)
class _ShortTerm:
    """A term with too few accepted; ``lost`` where those still unread could not fill it either.

    ``number`` counts from 1, and is 0 while the stage's end, and so its terms, are not known.
    """

    number: int
    done: int
    lost: bool


def _short_terms(
    requirement: Requirement,
    accepted: list[Record],
    waiting: list[tuple[Record, str | None]],
    evidence: Evidence,
) -> list[_ShortTerm]:
    each = _each_term(requirement)
    if not each:
        return []
    terms = _terms(evidence.dates, evidence)
    if not terms:
        return [_ShortTerm(0, 0, lost=False)]
    unread = _by_term((log.on for log, answer in waiting if answer is None), evidence)
    done = _by_term((log.on for log in accepted), evidence)
    short = []
    for place, term in enumerate(terms, start=1):
        if done[place] < each:
            could = done[place] + unread[place]
            lost = could < each and evidence.as_of.passed(term.last)
            short.append(_ShortTerm(place, done[place], lost))
    return short


def _each_term(requirement: Requirement) -> int:
    return int(requirement.settings.get("each-term") or 0)


def _terms(dates: Period, evidence: Evidence) -> list[Period]:
    terms, breaks = evidence.stage.terms, evidence.enrolment.interruptions
    return evidence.once(("terms", dates), lambda: terms_of(dates, terms, breaks))


def _by_term(days: Iterable[date], evidence: Evidence) -> Counter[int]:
    """How many days lie in each term, by the stage's dates that were in force on the day (8a.24)."""
    return Counter(
        place
        for day in days
        for place, term in enumerate(_terms(_dates_of(day, evidence), evidence), start=1)
        if _in(term, day)
    )


def _dates_of(day: date, evidence: Evidence) -> Period:
    moved = [m for m in evidence.enrolment.moves[1:] if evidence.as_of.reached(m.on)]
    return evidence.dates_on(day) if any(day < m.day for m in moved) else evidence.dates


def _in(term: Period, day: date) -> bool:
    return term.first <= day and (term.last is None or day <= term.last)


def _reason(
    requirement: Requirement,
    amount: Fraction,
    short: Sequence[_ShortTerm],
    waiting: Sequence[tuple[Record, str | None]],
) -> str:
    needed = threshold(requirement)
    said = [f"{number(amount)} of {number(needed)} {in_units(needed, 'logs')} accepted"]
    each = _each_term(requirement)
    if short and not short[0].number:
        said.append(f"each term needs {each}, and the terms have no dates yet")
    elif short:
        said.append(listed([f"term {t.number} has {t.done} of {each}" for t in short]))
    unanswered = sum(answer is None for _, answer in waiting)
    if unanswered:
        said.append(f"{many(unanswered, 'waits', 'wait')} for the tutor’s answer")
    if len(waiting) > unanswered:
        said.append(f"{len(waiting) - unanswered} returned with an answer")
    return "; ".join(said) + "."


def _check(requirement: Requirement, stage: Stage, _: Programme) -> Iterable[str]:
    for template in requirement.settings.get("templates") or ():
        if stage.log(template) is None:
            known = ", ".join(t.id for t in stage.logs) or "none"
            yield f'there is no log template "{template}" in this stage; it has {known}'


REFLECTIVE_LOGS = RequirementKind(
    name="reflective-logs",
    title="Reflective logs",
    evaluate=evaluate,
    settings=(
        AT_LEAST,
        Field("each-term", FieldType.INTEGER),
        Field("templates", FieldType.CODES),
    ),
    check=_check,
    says="Logs accepted by a tutor, in all and, where set, in every term.",
)
