"""What a board meeting must be: quorate, chaired, with interests minuted; or a chair's action between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.board import Decision
from lms.domain.kinds_read import some_kinds
from lms.domain.policy import Target
from lms.domain.records import Record, Records, person
from lms.services.decide import reason_problems
from lms.services.problem_at import ProblemAt
from lms.services.site import Site
from lms.store import people
from lms.store.roles import holders

MEETING, CHAIRS_ACTION = "meeting", "chairs-action"
NOT_A_MEMBER = "Choose a chair who held the board role on the day of the meeting."


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a board decided; ``seen`` is the last position that its papers showed.

    ``members`` are those present, the chair among them or added; ``interests`` what they declared.
    With ``by`` a chair's action, the chair decides alone after the meeting ``earlier``, and the
    minutes say why. ``release`` shows the outcomes to the learners in the same act.
    """

    programme: str
    cohort: str
    stage: str
    on: date
    chair: str
    minutes: str
    decisions: tuple[Decision, ...]
    seen: int | None = None
    members: tuple[str, ...] = ()
    interests: str = ""
    by: str = MEETING
    earlier: str = ""
    release: bool = True

    @property
    def stage_ref(self) -> str:
        """The stage as records name it."""
        return f"{self.programme}/{self.stage}"

    @property
    def present(self) -> tuple[str, ...]:
        """Everybody who decided, the chair first, each once."""
        return tuple(dict.fromkeys((self.chair, *self.members)))

    @property
    def is_alone(self) -> bool:
        """Whether the chair acts between meetings."""
        return self.by == CHAIRS_ACTION


@dataclass(frozen=True, slots=True)
class Interest:
    """A member of the board who has declared an interest in a learner before it."""

    member: str
    member_name: str
    learner: str
    learner_name: str


def members_on(
    site: Site, session: Session, programme: str, cohort: str, on: date
) -> tuple[people.Person, ...]:
    """Who may sit on a board on a day, and chair it: those who hold the board role."""
    target = Target(programme=programme, cohort=cohort)
    held = {p for p, grant in holders(session, "board") if grant.covers(target, on)}
    return tuple(sorted(people.people(session, held).values(), key=lambda p: p.name))


def interests_of(
    site: Site, session: Session, members: Iterable[people.Person], learners: Mapping[str, str]
) -> tuple[Interest, ...]:
    """The interests that members have declared in learners; ``learners`` maps ids to names."""
    by = {m.id: m for m in members}
    records = site.ledger.about(session, map(person, by), kinds=some_kinds("interest"))
    return tuple(
        Interest(m.id, m.name, r.get("with"), learners[r.get("with")])
        for m in by.values()
        for r in records.about(person(m.id)).of("interest")
        if r.get("with") in learners
    )


def meeting_problems(
    meeting: Meeting,
    able: Iterable[people.Person],
    policy: MarkingPolicy,
    interests: Iterable[Interest],
    cohort: Records,
) -> list[ProblemAt]:
    """What is wrong with a meeting as such; ``able`` are those with the board role on its day."""
    names = {p.id: p.name for p in able}
    found = []
    if meeting.chair not in names:
        found.append(ProblemAt("chair", NOT_A_MEMBER))
    if not meeting.decisions:
        found.append(ProblemAt("decisions", "Choose an outcome for at least one learner."))
    if meeting.is_alone:
        found += _action_problems(meeting, cohort)
    else:
        found += _present_problems(meeting, names, policy)
    found += _interest_problems(meeting, names, interests)
    says = "Write the minutes, or where they are kept."
    why = "Write why the chair acts before the board meets again."
    return [*found, *reason_problems(meeting.minutes, why if meeting.is_alone else says, "minutes")]


def _present_problems(
    meeting: Meeting, names: Mapping[str, str], policy: MarkingPolicy
) -> list[ProblemAt]:
    strangers = [m for m in meeting.members if m not in names]
    if strangers:
        says = "Choose members who held the board role on the day of the meeting."
        return [ProblemAt("members", says)]
    if len(meeting.present) < policy.quorum:
        says = (
            f"{len(meeting.present)} present; a board needs {policy.quorum}, the chair among them. "
            "Choose everybody who was there."
        )
        return [ProblemAt("members", says)]
    return []


def _action_problems(meeting: Meeting, cohort: Records) -> list[ProblemAt]:
    if meeting.members and set(meeting.members) != {meeting.chair}:
        return [ProblemAt("members", "A chair acts alone; choose no members.")]
    if earlier_meeting(meeting, cohort) is None:
        says = "Choose the meeting of this board, on this stage, after which the chair acts."
        return [ProblemAt("earlier", says)]
    return []


def earlier_meeting(meeting: Meeting, cohort: Records) -> Record | None:
    """The meeting after which a chair acts: of the same cohort and stage, and not itself an action."""
    found = cohort.by_id(meeting.earlier)
    if found is None or found.kind != "board-meeting" or found.on > meeting.on:
        return None
    is_meeting = (found.get("by") or MEETING) == MEETING
    return found if is_meeting and found.get("stage") == meeting.stage_ref else None


def _interest_problems(
    meeting: Meeting, names: Mapping[str, str], interests: Iterable[Interest]
) -> list[ProblemAt]:
    decided = {d.person for d in meeting.decisions}
    found = []
    if decided & set(meeting.present):
        found.append(ProblemAt("members", "Nobody sits on a board about himself or herself."))
    touched = [i for i in interests if i.member in meeting.present and i.learner in decided]
    if touched and meeting.is_alone:
        says = (
            f"{names.get(meeting.chair, 'The chair')} has declared an interest; the board decides."
        )
        return [*found, ProblemAt("chair", says)]
    if touched and not meeting.interests.strip():
        who = "; ".join(f"{i.member_name} in {i.learner_name}" for i in touched)
        says = f"An interest is on record ({who}). Minute what was declared and who left the room."
        found.append(ProblemAt("interests", says))
    return found
