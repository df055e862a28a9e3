"""Practice entries: hours by category, and sessions counted one by one, with who may sign."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from lms.domain.calendar import in_words
from lms.domain.evidence import Evidence, RequirementKind
from lms.domain.programme import Programme, Requirement, Stage
from lms.domain.records import Field, FieldType, Record, Records, Subject, person
from lms.domain.requirements.settings import AT_LEAST, ROLES, threshold
from lms.domain.signers import Judgement, judge
from lms.domain.verdicts import Counted, Finding, NotCounted, Outcome, number

HOUR_CATEGORIES = (
    "clinic",
    "agency",
    "supervision-received",
    "supervision-given",
    "ppd",
    "study",
)
SESSION_CATEGORIES = (*HOUR_CATEGORIES, "coaching", "mentoring", "peer-observation")


def hours_of(entry: Record, within: str | None = None) -> Fraction:
    """The hours of an entry, or of the part of it spent in the room (``direct``)."""
    return Fraction(int(entry.get("direct" if within == "direct" else "minutes") or 0), 60)


def evaluate_hours(requirement: Requirement, evidence: Evidence) -> Finding:
    """Add up the entries of a category that count.

    A subset (direct within clinic) is a property of the entry, so it is never added to its
    parent; an entry belongs to one enrolment, so no hour counts twice (8a.2, 8a.3).
    """
    within = requirement.settings.get("within")
    weigh = [(e, hours_of(e, within)) for e in _entries(requirement, evidence)]
    weigh = [(entry, amount) for entry, amount in weigh if amount]
    return _finding(requirement, evidence, weigh, "hours")


def evaluate_sessions(requirement: Requirement, evidence: Evidence) -> Finding:
    """Count the entries; with ``same``, only those with the one group or supervisee seen most."""
    entries = _entries(requirement, evidence)
    form = requirement.settings.get("form")
    entries = [e for e in entries if form is None or e.get("form") == form]
    if requirement.settings.get("same"):
        entries = _largest_group(entries)
    return _finding(requirement, evidence, [(e, Fraction(1)) for e in entries], "sessions")


def _largest_group(entries: list[Record]) -> list[Record]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for entry in entries:
        groups[entry.get("with") or ""].append(entry)
    return max(groups.values(), key=len, default=[])


def _entries(requirement: Requirement, evidence: Evidence) -> list[Record]:
    category = requirement.settings["category"]
    return evidence.so_far(evidence.own.of("hours", category=category))


def _finding(
    requirement: Requirement,
    evidence: Evidence,
    weighed: list[tuple[Record, Fraction]],
    unit: str,
) -> Finding:
    counted: list[Counted] = []
    not_counted: list[NotCounted] = []
    held = Fraction(0)
    for entry, amount in weighed:
        judged = _judge_entry(requirement, entry, evidence)
        if judged.counts:
            counted.append(Counted(entry.id, amount))
            continue
        held += amount if judged.held else 0
        not_counted.append(NotCounted(entry.id, judged.code, judged.reason, amount))
    total = sum((c.amount for c in counted), Fraction(0))
    not_counted += _elsewhere(requirement, evidence)
    return Finding(
        outcome=_outcome(total, held, threshold(requirement), evidence),
        reason=_reason(total, held, threshold(requirement), unit, not_counted),
        code="" if total >= threshold(requirement) else "short",
        amount=total,
        threshold=threshold(requirement),
        unit=unit,
        counted=tuple(counted),
        not_counted=tuple(not_counted),
    )


def _outcome(total: Fraction, held: Fraction, needed: Fraction, evidence: Evidence) -> Outcome:
    if total >= needed:
        return Outcome.MET
    if total + held >= needed:
        return Outcome.HELD
    return Outcome.NOT_MET if evidence.over else Outcome.NOT_YET


def _reason(
    total: Fraction, held: Fraction, needed: Fraction, unit: str, not_counted: list[NotCounted]
) -> str:
    if total >= needed:
        return f"{number(total)} of {number(needed)} {unit} count."
    text = (
        f"{number(total)} of {number(needed)} {unit} count; {number(needed - total)} still needed."
    )
    unsigned = sum((n.amount for n in not_counted if n.code == "unsigned"), Fraction(0))
    if unsigned:
        text += f" {number(unsigned)} wait for a signature."
    if held:
        text += f" {number(held)} are held until the signer's register entry is confirmed."
    return text


def _judge_entry(requirement: Requirement, entry: Record, evidence: Evidence) -> Judgement:
    if not evidence.in_stage(entry.on):
        reason = f"The session was after this stage ended on {in_words(evidence.dates.last)}."
        return Judgement(False, code="after-stage", reason=reason)
    roles = requirement.settings.get("signed-by")
    if not roles:
        return Judgement(True)
    given = evidence.so_far(evidence.own.of("signature", entry=entry.id))
    systemic = bool(requirement.settings.get("systemic"))
    judged = {
        role: _best(
            [judge(s, entry, evidence, systemic) for s in given if s.get("role") == role], role
        )
        for role in roles
    }
    if not requirement.settings.get("all-sign"):
        wrong_role = [s for s in given if s.get("role") not in roles]
        return _best(list(judged.values()), " or ".join(roles), bool(wrong_role))
    missing = next((j for j in judged.values() if not j.counts), None)
    return missing or Judgement(True)


def _best(judgements: list[Judgement], role: str, wrong_role: bool = False) -> Judgement:
    """The kindest of several judgements; without any, the entry is simply unsigned."""
    said = [j for j in judgements if j.code != "unsigned"]
    if said:
        return max(said, key=lambda j: (j.counts, j.held))
    names = role.replace("-", " ")
    if wrong_role:
        reason = f"It was signed by somebody in another role; this one needs your {names}."
        return Judgement(False, code="wrong-role", reason=reason)
    return Judgement(False, code="unsigned", reason=f"Your {names} has not signed it yet.")


def _elsewhere(requirement: Requirement, evidence: Evidence) -> list[NotCounted]:
    """Entries of the same category that another enrolment owns: shown, never counted (8a.3)."""
    category = requirement.settings["category"]
    return [
        NotCounted(
            entry.id,
            "other-enrolment",
            "It belongs to another enrolment, and an hour counts in one only.",
            hours_of(entry, requirement.settings.get("within")),
        )
        for entry in evidence.records.of("hours", category=category)
        if entry.enrolment != evidence.enrolment.id
    ]


def reads_signers(_: Requirement, records: Records) -> Iterable[Subject]:
    """The people whose signatures were given: their own register entries and roles decide."""
    return {person(s.get("signer")) for s in records.of("signature") if s.get("signer")}


def _check(requirement: Requirement, _: Stage, __: Programme) -> Iterable[str]:
    if requirement.settings.get("within") and requirement.settings["category"] != "clinic":
        yield 'only "clinic" hours have a part that is direct; leave out "within"'


SIGNING = (
    Field("signed-by", FieldType.CODES, choices=ROLES),
    Field("all-sign", FieldType.BOOLEAN),
    Field("systemic", FieldType.BOOLEAN),
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
