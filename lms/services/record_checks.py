"""Recording what a look at a register showed, for one person or for many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.domain.kinds import REGISTERS
from lms.domain.policy import Actor
from lms.domain.records import NewRecord, person
from lms.domain.registers import RESTRICTIONS, SYSTEMIC_TITLE
from lms.errors import BadInput
from lms.services.problem_at import NO_DAY, ProblemAt, day_problems, past_day_problems, refuse_form
from lms.services.recording import changing, recording, writes
from lms.services.see_in_cadre import require_name
from lms.services.site import Site
from lms.store import people

RESULTS = ("entry", "absent")
TITLES = (SYSTEMIC_TITLE, "other")
SOURCE = "public-register"
LONGEST_NUMBER = 20


@dataclass(frozen=True, slots=True)
class RegisterCheck:
    """What one look showed: an entry with its days, title and flags, or that there is none.

    ``last`` is the last day of the entry; where there is none, the last day that somebody was on the
    register, if it says it. ``touches`` says what conditions or sanctions touch; where the register
    does not say, none, they are taken to touch practice.
    """

    person: str
    register: str
    result: str
    checked: date
    first: date | None = None
    last: date | None = None
    title: str = ""
    conditions: bool = False
    suspended: bool = False
    sanctions: bool = False
    touches: tuple[str, ...] = ()


@writes
def record_checks(
    site: Site, actor: Actor, checks: Sequence[RegisterCheck], key: str | None = None
) -> int:
    """Record every check or none; the number recorded. BadInput names all that is wrong."""
    for check in checks:
        require_name(site, actor, check.person, "record-register-check", site.today())
    problems = [problem for check in checks for problem in _problems(site, check)]
    refuse_form(problems, "The checks cannot be recorded.")
    if not checks:
        nothing = ProblemAt("checks", "Enter what the register showed for at least one person.")
        raise BadInput("Nothing was entered.", [nothing])
    with recording(site, actor) as writer:
        asked = ["record-checks", list(checks)]
        return int(
            writer.answer_once(
                key, asked, lambda: len(writer.append_all([_fact(check) for check in checks]))
            )
        )


def _fact(check: RegisterCheck) -> NewRecord:
    shared = {"register": check.register, "checked": check.checked, "source": SOURCE}
    if check.result == "absent":
        return _as_fact(check, check.checked, None, {**shared, "last": check.last})
    flags = {
        flag: True for flag in ("conditions", "suspended", "sanctions") if getattr(check, flag)
    }
    touches = check.touches if check.conditions or check.sanctions else ()
    shown = {**shared, **flags, "title": check.title or None, "touches": touches or None}
    return _as_fact(check, check.first or check.checked, check.last, shown)


def _as_fact(
    check: RegisterCheck, first: date, last: date | None, fields: Mapping[str, object]
) -> NewRecord:
    payload = {name: value for name, value in fields.items() if value is not None}
    payload["result"] = check.result
    return NewRecord(person(check.person), "registration", first, last, payload)


def _problems(site: Site, check: RegisterCheck) -> list[ProblemAt]:
    found = past_day_problems("checked", check.checked, site.today(), "the day of the check")
    if check.register not in REGISTERS:
        found.append(_at(check, "register", f'There is no register "{check.register}".'))
    if check.result == "absent":
        if check.last is not None:
            what = "the last day on the register"
            found += past_day_problems(f"last-{check.person}", check.last, site.today(), what)
        return found
    if check.result not in RESULTS:
        return [*found, _at(check, "result", "Choose whether the register shows an entry.")]
    return [*found, *_entry_problems(check)]


def _entry_problems(check: RegisterCheck) -> list[ProblemAt]:
    days = (("first", check.first), ("last", check.last))
    found = [
        problem
        for name, day in days
        for problem in day_problems(
            f"{name}-{check.person}", day or NO_DAY, f"the {name} day of the entry"
        )
    ]
    if not found and check.first and check.last and check.last < check.first:
        found.append(_at(check, "last", "The last day of the entry is before its first."))
    if set(check.touches) - set(RESTRICTIONS):
        found.append(_at(check, "touches", f"Choose among {', '.join(RESTRICTIONS)}."))
    if check.register == "ukcp" and check.title not in TITLES:
        found.append(_at(check, "title", "Say under which title the entry is."))
    return found


def _at(check: RegisterCheck, field: str, says: str) -> ProblemAt:
    return ProblemAt(f"{field}-{check.person}", says)


def save_number(site: Site, actor: Actor, identity: str, register: str, number: str) -> None:
    """Keep somebody's number on a register; BadInput where it cannot be one, or is another's."""
    require_name(site, actor, identity, "record-register-check", site.today())
    wanted = number.strip().upper()
    problems = []
    if not wanted.isalnum() or not wanted.isascii() or len(wanted) > LONGEST_NUMBER:
        problems.append(ProblemAt("number", "Give letters and digits only, such as SW12345."))
    with changing(site, actor) as writer:
        for other, known in people.numbers(writer.session, register).items():
            if known == wanted and other != identity:
                says = "Somebody else has this number; check it on the register."
                problems.append(ProblemAt("number", says))
        refuse_form(problems, "This number cannot be kept.")
        people.save_number(writer.session, identity, register, wanted)
