"""Accepting an agency form: who may sign a learner's hours, with which employer, from when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.policy import Actor
from lms.domain.refusals.of_presence import OWN_SUPERVISOR
from lms.domain.signers import BY_AGENCY_FORM, BY_NAME, BY_REGISTER
from lms.services.decide import deciding
from lms.services.enrolments import Learning, enrolled_fact
from lms.services.named_person import Named, find_or_add, named_problems
from lms.services.people import places
from lms.services.problem_at import NO_DAY, ProblemAt, day_problems, refuse_form, refused_at
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.store.writer import Writer

ROLES = (
    *sorted(BY_AGENCY_FORM),
    *sorted(BY_REGISTER),
    "supervisor-of-supervision",
    *sorted(BY_NAME),
)
"""What a form may name somebody as. It gives the first two their standing; of the others, whose
standing a register, a role or a name decides, it says who they are and where links are sent."""
(SELF,) = refused_at("person", OWN_SUPERVISOR)


@dataclass(frozen=True, slots=True)
class AgencyForm:
    """What the form says: it holds from ``first`` to ``last``, both included; None is open."""

    supervisor: Named
    employer: str
    roles: tuple[str, ...]
    first: date
    last: date | None = None


@writes
def accept_agency_form(
    site: Site, actor: Actor, enrolment: str, form: AgencyForm, key: str | None = None
) -> str:
    """Record an accepted form and give its id; a supervisor not known here is added."""
    learner = deciding(site, actor, "accept-agency-form", enrolment)
    refuse_form(_problems(site, learner, form), "This form cannot be accepted yet.")
    with recording(site, actor) as writer:
        asked = ["agency-form", enrolment, form]
        return str(writer.answer_once(key, asked, lambda: _record(writer, learner, form)))


def _problems(site: Site, learner: Learning, form: AgencyForm) -> list[ProblemAt]:
    found = named_problems(site, form.supervisor)
    if form.supervisor.person == learner.enrolment.person:
        found.append(SELF)
    authority = places(site.session()).get(form.employer)
    if authority is None or authority.within is not None:
        found.append(ProblemAt("employer", "Choose the authority that employs the learner."))
    if not form.roles or set(form.roles) - set(ROLES):
        found.append(ProblemAt("roles", "Choose at least one role that the form gives."))
    found += day_problems("first-day", form.first, "the first day")
    if form.last is not None:
        found += day_problems("last-day", form.last, "the last day")
        if NO_DAY < form.last < form.first:
            found.append(ProblemAt("last-day", "The last day is before the first."))
    return found


def _record(writer: Writer, learner: Learning, form: AgencyForm) -> str:
    supervisor = find_or_add(writer, form.supervisor)
    if supervisor == learner.enrolment.person:
        refuse_form([SELF], "This form cannot be accepted.")
    new = enrolled_fact(
        learner,
        "agency-form",
        form.first,
        until=form.last,
        employer=form.employer,
        supervisor=supervisor,
        roles=form.roles,
    )
    return writer.append(new).id
