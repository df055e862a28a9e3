"""Practice entries: hours by category, and sessions counted one by one, with who may sign."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from lms.domain.calendar import in_words
from lms.domain.evidence import Evidence, RequirementKind
from lms.domain.objected import after_objections
from lms.domain.programme import Programme, Requirement, Stage
from lms.domain.record_state import is_unsigned, unkindness
from lms.domain.records import Field, FieldType, Record, Records, Subject, person
from lms.domain.registers import RESTRICTIONS, TOUCHING
from lms.domain.requirements.settings import AT_LEAST, ROLES, threshold
from lms.domain.signed_entries import in_force
from lms.domain.signers import NEVER_COUNTS, Asked, Judgement, judge
from lms.domain.stage_dates import dates_on, stage_dates
from lms.domain.verdicts import Counted, Finding, NotCounted, Outcome, number
from lms.domain.wording import agreed, in_units, parted, titled

HOUR_CATEGORIES = (
    "clinic",
    "agency",
    "supervision-received",
    "supervision-given",
    "ppd",
    "study",
)
SESSION_CATEGORIES = (*HOUR_CATEGORIES, "coaching", "mentoring", "peer-observation")
_TITLES = {"ppd": "Personal and professional development"}


def category_title(code: str) -> str:
    """What people call a category of practice: nobody should have to know an abbreviation."""
    return _TITLES.get(code) or titled(code)


def hours_of(entry: Record, within: str | None = None) -> Fraction:
    """The hours of an entry, or of the part of it spent in the room (``direct``)."""
    return _hours(int(entry.get("direct" if within == "direct" else "minutes") or 0))


@lru_cache(maxsize=1024)
def _hours(minutes: int) -> Fraction:
    return Fraction(minutes, 60)


def evaluate_hours(requirement: Requirement, evidence: Evidence) -> Finding:
    """Add up the entries of a category that count.

    A subset (direct within clinic) is a property of the entry, so it is never added to its
    parent; an entry belongs to one enrolment, so no hour counts twice (8a.2, 8a.3).
    """
    within = requirement.settings.get("within")
    signing = _signing(requirement, evidence)
    judged = [
        _Judged(entry, amount, _judge_entry(signing, entry, evidence))
        for entry in _entries(requirement, evidence)
        if (amount := hours_of(entry, within))
    ]
    elsewhere = [(e, hours_of(e, within)) for e in _elsewhere(requirement, evidence)]
    return _finding(requirement, evidence, judged, elsewhere, "hours")


def evaluate_sessions(requirement: Requirement, evidence: Evidence) -> Finding:
    """Count the entries; with ``same``, only those with the one group or supervisee seen most."""
    signing = _signing(requirement, evidence)
    judged = [
        _Judged(entry, Fraction(1), _judge_entry(signing, entry, evidence))
        for entry in _entries(requirement, evidence)
    ]
    if requirement.settings.get("same"):
        judged = _with_one(judged, requirement)
    elsewhere = [(e, Fraction(1)) for e in _elsewhere(requirement, evidence)]
    return _finding(requirement, evidence, judged, elsewhere, "sessions")


@dataclass(frozen=True, slots=True)
class _Judged:
    """An entry, what it would add, and whether it does."""

    entry: Record
    amount: Fraction
    judgement: Judgement


def _with_one(judged: list[_Judged], requirement: Requirement) -> list[_Judged]:
    """Only those with the one group or person with whom most sessions count, or could."""
    counting: dict[str, tuple[int, int]] = {}
    for each in judged:
        name = each.entry.get("with") or ""
        yes, maybe = counting.get(name, (0, 0))
        held = each.judgement.held or each.judgement.counts
        counting[name] = (yes + each.judgement.counts, maybe + held)
    counting.pop("", None)
    chosen = max(counting, key=lambda name: counting[name], default="")
    what = "one group" if requirement.settings.get("form") == "group" else "one person"
    other = Judgement(False, code="another", reason=f"Only sessions with {what} count together.")
    nobody = Judgement(False, code="not-named", reason="It does not say with whom it was.")
    return [
        each
        if chosen and each.entry.get("with") == chosen
        else replace(each, judgement=other if each.entry.get("with") else nobody)
        for each in judged
    ]


def _entries(requirement: Requirement, evidence: Evidence) -> list[Record]:
    return evidence.so_far(_of_category(requirement, evidence, evidence.own))


def _elsewhere(requirement: Requirement, evidence: Evidence) -> list[Record]:
    """Entries of the same category that another enrolment owns: shown, never counted (8a.3)."""
    found = evidence.so_far(_of_category(requirement, evidence, evidence.records))
    return [entry for entry in found if entry.enrolment != evidence.enrolment.id]


def _of_category(requirement: Requirement, evidence: Evidence, records: Records) -> list[Record]:
    form = requirement.settings.get("form")
    entries = in_force(
        records.of("hours", category=requirement.settings["category"]),
        evidence.so_far(records.of("reversal")),
    )
    return [e for e in entries if form is None or e.get("form") == form]


def _finding(
    requirement: Requirement,
    evidence: Evidence,
    judged: list[_Judged],
    elsewhere: list[tuple[Record, Fraction]],
    unit: str,
) -> Finding:
    counted = tuple(Counted(j.entry.id, j.amount) for j in judged if j.judgement.counts)
    not_counted = [
        NotCounted(j.entry.id, j.judgement.code, j.judgement.reason, j.amount)
        for j in judged
        if not j.judgement.counts
    ]
    said = "It belongs to another enrolment, and an hour counts in one only."
    not_counted += [NotCounted(e.id, "other-enrolment", said, a) for e, a in elsewhere if a]
    total = _added(c.amount for c in counted)
    held = _added(j.amount for j in judged if j.judgement.held)
    needed = threshold(requirement)
    return Finding(
        outcome=_outcome(total, held, needed, evidence),
        reason=_reason(total, held, needed, unit, not_counted),
        code="" if total >= needed else "short",
        amount=total,
        threshold=needed,
        unit=unit,
        counted=counted,
        not_counted=tuple(not_counted),
    )


def _added(amounts: Iterable[Fraction]) -> Fraction:
    """Their sum: parts of an hour alike are counted together, for hundreds are added up."""
    parts: dict[int, int] = defaultdict(int)
    for amount in amounts:
        parts[amount.denominator] += amount.numerator
    return sum((Fraction(n, d) for d, n in parts.items()), Fraction(0))


def _outcome(total: Fraction, held: Fraction, needed: Fraction, evidence: Evidence) -> Outcome:
    if total >= needed:
        return Outcome.MET
    if total + held >= needed:
        return Outcome.HELD
    return Outcome.NOT_MET if evidence.over else Outcome.NOT_YET


def _reason(
    total: Fraction, held: Fraction, needed: Fraction, unit: str, not_counted: list[NotCounted]
) -> str:
    counts = f"{in_units(needed, unit)} {agreed(needed, 'counts', 'count')}"
    said = f"{number(total)} of {number(needed)} {counts}"
    if total >= needed:
        return f"{said}."
    text = f"{said}; {number(needed - total)} still needed."
    unsigned = _added(n.amount for n in not_counted if is_unsigned(n))
    if unsigned:
        text += f" {number(unsigned)} {agreed(unsigned, 'waits', 'wait')} for a signature."
    unconfirmed = _added(n.amount for n in not_counted if n.code == "signer-unconfirmed")
    if unconfirmed:
        text += f" {_held(unconfirmed)} until the signer's register entry is confirmed."
    if held > unconfirmed:
        text += f" {_held(held - unconfirmed)} until a tutor decides."
    return text


def _held(amount: Fraction) -> str:
    return f"{number(amount)} {agreed(amount, 'is', 'are')} held"


@dataclass(frozen=True, slots=True)
class _Rule:
    """Who has to sign an entry, and what is asked of them."""

    roles: tuple[str, ...]
    all_sign: bool
    asked: Asked

    @classmethod
    def of(cls, requirement: Requirement) -> _Rule:
        settings = requirement.settings
        asked = Asked(
            systemic=bool(settings.get("systemic")),
            no_sanctions=settings.get("no-sanctions"),
            sorts=tuple(settings.get("sanctions") or TOUCHING),
        )
        return cls(tuple(settings.get("signed-by") or ()), bool(settings.get("all-sign")), asked)


@dataclass(frozen=True, slots=True)
class _Signing:
    """Whose signature decides, and the signatures given so far, by entry.

    ``earlier`` are the rules of the stages before, each with a test of whether a day was
    in its stage: what an earlier stage of the same enrolment accepted stays accepted in the total
    (8a.3).
    """

    rule: _Rule
    earlier: tuple[tuple[Callable[[date], bool], _Rule], ...]
    given: Mapping[str, list[Record]]

    def rule_for(self, entry: Record) -> _Rule:
        """The rule of the stage in which the session took place."""
        return next((r for was_in, r in self.earlier if was_in(entry.on)), self.rule)


def _signing(requirement: Requirement, evidence: Evidence) -> _Signing:
    earlier = ((was_in, _Rule.of(alike)) for was_in, alike in _earlier(requirement, evidence))
    given = evidence.once("signatures", lambda: _given(evidence))
    return _Signing(_Rule.of(requirement), tuple(earlier), given)


def _given(evidence: Evidence) -> Mapping[str, list[Record]]:
    given: dict[str, list[Record]] = defaultdict(list)
    for signature in evidence.so_far(evidence.own.of("signature")):
        given[signature.get("entry")].append(signature)
    return given


def _earlier(
    requirement: Requirement, evidence: Evidence
) -> Iterable[tuple[Callable[[date], bool], Requirement]]:
    enrolment, programme = evidence.enrolment, evidence.programme
    for stage in programme.stages_of(enrolment.admission):
        if stage.order >= evidence.stage.order:
            return
        last = stage_dates(stage, enrolment, programme, evidence.others, evidence.as_of).last
        for alike in (r for top in stage.requirements for r in top.walk()):
            if last is not None and _named(alike) == _named(requirement):
                yield _was_in(stage, last, evidence), alike


def _was_in(stage: Stage, last: date, evidence: Evidence) -> Callable[[date], bool]:
    """Whether a day was in an earlier stage: by its dates now, or by those in force on the day."""
    enrolment, programme = evidence.enrolment, evidence.programme

    def was_in(day: date) -> bool:
        if day <= last:
            return True
        then = dates_on(stage, enrolment, programme, evidence.others, day, evidence.as_of).last
        return then is not None and day <= then

    return was_in


def _named(requirement: Requirement) -> tuple[object, ...]:
    settings = requirement.settings
    return requirement.kind, *(settings.get(name) for name in ("category", "within", "form"))


def _judge_entry(signing: _Signing, entry: Record, evidence: Evidence) -> Judgement:
    if not evidence.in_stage(entry.on):
        reason = f"The session was after this stage ended on {in_words(evidence.end)}."
        return Judgement(False, code="after-stage", reason=reason)
    rule = signing.rule_for(entry)
    if not rule.roles:
        return Judgement(True)
    given = signing.given.get(entry.id, [])
    # Requirements of the same stage about the same entries mostly ask for the same signatures.
    return evidence.once(
        ("signed", entry.id, rule), lambda: _judge_given(rule, given, entry, evidence)
    )


def _judge_given(rule: _Rule, given: list[Record], entry: Record, evidence: Evidence) -> Judgement:
    judged = [
        _in_role([_judge(s, entry, evidence, rule.asked) for s in given if s.get("role") == r], r)
        for r in rule.roles
    ]
    if not rule.all_sign:
        wrong_role = any(s.get("role") not in rule.roles for s in given)
        return _best(judged, " or ".join(rule.roles), wrong_role)
    missing = [j for j in judged if not j.counts]
    # All are needed, so what is furthest from counting decides, whichever role is named first.
    return max(missing, key=_unkindness, default=Judgement(True))


def _unkindness(judgement: Judgement) -> int:
    return 0 if judgement.counts else unkindness(judgement.code)


def _judge(signature: Record, entry: Record, evidence: Evidence, asked: Asked) -> Judgement:
    found = judge(signature, entry, evidence, asked)
    return after_objections(found, signature, evidence)


def _in_role(judgements: list[Judgement], role: str) -> Judgement:
    """What the signatures in one role, first to last, come to.

    After one by somebody who was not able to sign on the day, no later one makes it good (8a.1).
    """
    for judgement in judgements:
        if judgement.counts or judgement.code in NEVER_COUNTS:
            return judgement
    return _best(judgements, role)


def _best(judgements: list[Judgement], role: str, wrong_role: bool = False) -> Judgement:
    """The kindest of several judgements; without any, the entry is simply unsigned."""
    said = [j for j in judgements if j.code != "unsigned"]
    if said:
        return min(said, key=_unkindness)
    names = parted(role)
    if wrong_role:
        reason = f"It was signed by somebody in another role; this one needs the {names}."
        return Judgement(False, code="wrong-role", reason=reason)
    return Judgement(False, code="unsigned", reason=f"The {names} has not signed it yet.")


def reads_signers(_: Requirement, records: Records) -> Iterable[Subject]:
    """The people whose signatures were given: their own register entries and roles decide."""
    given = records.of("signature")
    return records.remember(
        "signers", lambda: {person(s.get("signer")) for s in given if s.get("signer")}
    )


def _check(requirement: Requirement, _: Stage, __: Programme) -> Iterable[str]:
    if requirement.settings.get("within") and requirement.settings["category"] != "clinic":
        yield 'only "clinic" hours have a part that is direct; leave out "within"'


SIGNING = (
    Field("signed-by", FieldType.CODES, choices=ROLES),
    Field("all-sign", FieldType.BOOLEAN),
    Field("systemic", FieldType.BOOLEAN),
    Field("no-sanctions", FieldType.BOOLEAN),
    Field("sanctions", FieldType.CODES, choices=RESTRICTIONS),
)

HOURS = RequirementKind(
    name="hours",
    title="Practice hours",
    evaluate=evaluate_hours,
    settings=(
        Field("category", choices=HOUR_CATEGORIES, required=True),
        AT_LEAST,
        Field("within", choices=("direct",)),
        *SIGNING,
    ),
    reads=reads_signers,
    check=_check,
    says="Hours of a category, each signed by somebody able to sign it on the day.",
)

SESSIONS = RequirementKind(
    name="sessions",
    title="Sessions",
    evaluate=evaluate_sessions,
    settings=(
        Field("category", choices=SESSION_CATEGORIES, required=True),
        AT_LEAST,
        Field("form", choices=("group", "individual")),
        Field("same", FieldType.BOOLEAN),
        *SIGNING,
    ),
    reads=reads_signers,
    says="Sessions counted one by one, each signed as the curriculum says.",
)
