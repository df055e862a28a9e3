"""What every decision about one learner begins with: the enrolment, the right, and a reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from lms.domain.policy import Actor
from lms.domain.programme import Requirement
from lms.domain.records import person
from lms.errors import NotFound
from lms.services.closing import require_open
from lms.services.enrolments import Learning, learning
from lms.services.learner_record import require_another
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.recording import recording, writes
from lms.services.site import Site, fact
from lms.store.request_forms import FromSite
from lms.store.writer import Writer

LONGEST_REASON = 5000


def deciding(site: Site, actor: Actor, act: str, enrolment: str) -> Learning:
    """Somebody else's enrolment, which the actor may decide about."""
    learner = learning(site, actor, enrolment, act)
    require_another(actor, learner)
    return learner


def deciding_result(site: Site, actor: Actor, act: str, enrolment: str) -> Learning:
    """As ``deciding``, for what settles a requirement: the version must be open to decisions."""
    learner = deciding(site, actor, act, enrolment)
    require_open(site, learner.programme)
    return learner


def requirement_of(learner: Learning, identity: str) -> Requirement:
    """A requirement of one of the enrolment's stages; NotFound where there is none."""
    found = (stage.requirement(identity) for stage in learner.stages)
    requirement = next((r for r in found if r is not None), None)
    if requirement is None:
        raise NotFound(f'"{identity}" is not a requirement of this enrolment.')
    return requirement


def reason_problems(
    reason: str, what: str = "Write the reason.", field: str = "reason"
) -> list[ProblemAt]:
    """What is wrong with a reason that must be given."""
    if not reason.strip():
        return [ProblemAt(field, what)]
    if len(reason) > LONGEST_REASON:
        return [ProblemAt(field, f"Write no more than {LONGEST_REASON:,} characters.")]
    return []


def kept_reason(writer: Writer, about: str, reason: str) -> str | None:
    """A reason as a private document about a person; None where none was written."""
    return writer.document(person(about), {"text": reason.strip()}) if reason.strip() else None


@writes
def record_about(
    site: Site,
    actor: Actor,
    learner: Learning,
    kind: str,
    on: date,
    reason: str,
    key: str | None = None,
    until: date | None = None,
    problems: Sequence[ProblemAt] = (),
    from_site: Collection[str] = (),
    **fields: Any,
) -> str:
    """Write one fact within the enrolment with its reason; once for a client's key; gives its id.

    ``problems`` refuse it with BadInput, but not where the key shows that it was done before: a
    second click must not meet the state that the first one made. ``from_site`` names what nobody
    asked for, ``on`` or a field, which another time would differ.
    """
    enrolment = learner.enrolment
    with recording(site, actor) as writer:

        def act() -> str:
            refuse_form(problems, "This cannot be recorded.")
            named = kept_reason(writer, enrolment.person, reason)
            new = fact(
                learner.subject,
                kind,
                on,
                until=until,
                enrolment=enrolment.id,
                curriculum=enrolment.key,
                reason=named,
                **fields,
            )
            return writer.append(new).id

        said = {k: FromSite(v) if k in from_site else v for k, v in {"on": on, **fields}.items()}
        asked = [kind, enrolment.id, said.pop("on"), until, reason, said]
        return str(writer.answer_once(key, asked, act))
