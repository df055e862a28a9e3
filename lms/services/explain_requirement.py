"""One requirement explained: what is needed, what counted, what did not and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from lms.domain.latest import latest_by_day
from lms.domain.policy import Actor
from lms.domain.programme import Requirement
from lms.domain.progress import Progress
from lms.domain.record_state import State, may_still_count, state_of
from lms.domain.records import Record, RecordKind
from lms.domain.verdicts import NotCounted, Verdict
from lms.errors import NotFound
from lms.services.awaited_signatures import awaited_signatures, reason_with_names
from lms.services.describe_records import Described, describe
from lms.services.enrolments import Learning, learning
from lms.services.evaluation import progress_of
from lms.services.see_programme import CONSENT, RECORDED, own_record_kinds
from lms.services.site import Site
from lms.services.whose_work import marks_blindly
from lms.store.documents import content_of, text_in


@dataclass(frozen=True, slots=True)
class Explanation:
    """A requirement's verdict as of a day, with its records in words.

    ``written`` is the reason of the judgement, or of the refusal, that decides it, for its learner
    alone.
    """

    of: Learning
    progress: Progress
    requirement: Requirement
    verdict: Verdict
    records: Mapping[str, Described]
    own_kinds: tuple[RecordKind, ...]
    written: str = ""

    @property
    def waiting(self) -> tuple[NotCounted, ...]:
        """The records that wait for somebody, and may count then."""
        return tuple(n for n in self.verdict.finding.not_counted if may_still_count(n))

    @property
    def uncounted(self) -> tuple[NotCounted, ...]:
        """The records that do not count."""
        return tuple(n for n in self.verdict.finding.not_counted if not may_still_count(n))


def explain_requirement(
    site: Site,
    actor: Actor,
    enrolment: str,
    identity: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> Explanation:
    """The verdict on one requirement of an enrolment; NotFound where the version has none such."""
    of = learning(site, actor, enrolment, "read-progress", known_at)
    day = as_of or site.today()
    shows = of.is_own(actor) or marks_blindly(site, actor, of)
    for progress in progress_of(
        site, of.enrolment.person, day, known_at, of.programme.id, shown=shows
    ):
        requirement = progress.stage.requirement(identity)
        if progress.enrolment.id == enrolment and requirement:
            verdict = progress.verdict(identity)
            if verdict is not None:
                verdict = _with_names(site, actor, of, verdict)
                shown = _explained(site, of, progress, requirement, verdict)
                return replace(shown, written=_written(site, shown)) if of.is_own(actor) else shown
    raise NotFound("Your version of the programme has no such requirement.")


def _explained(
    site: Site, of: Learning, progress: Progress, requirement: Requirement, verdict: Verdict
) -> Explanation:
    finding = verdict.finding
    named = [c.record for c in finding.counted] + [n.record for n in finding.not_counted]
    kinds = tuple(
        k
        for k in own_record_kinds(site, of)
        if k.name != CONSENT or _about_consent(progress, requirement)
    )
    return Explanation(of, progress, requirement, verdict, describe(site, of, named), kinds)


def _about_consent(progress: Progress, requirement: Requirement) -> bool:
    """Whether a consent to recording bears on it: by itself, or through the work that it asks for."""
    work = progress.stage.assessment(requirement.settings.get("assessment") or "")
    return requirement.kind == RECORDED or (work is not None and work.consent)


def _with_names(site: Site, actor: Actor, of: Learning, verdict: Verdict) -> Verdict:
    """The verdict with the names of those waited for, for whoever may read them on the hours."""
    if not any(state_of(n) is State.WAITS for n in verdict.finding.not_counted):
        return verdict
    awaited = awaited_signatures(site, actor, of)
    named = tuple(
        replace(n, reason=reason_with_names(n, awaited)) for n in verdict.finding.not_counted
    )
    return replace(verdict, finding=replace(verdict.finding, not_counted=named))


def _written(site: Site, shown: Explanation) -> str:
    """What was written about the judgement or the refusal that decides; one's own reading of it is
    nobody's business.
    """
    made = (shown.of.records.by_id(record) for record in shown.records)
    deciding = latest_by_day(r for r in made if r is not None and _is_explained(r))
    document = deciding.get("reason") if deciding else None
    return text_in(content_of(site.session(), document)) if document else ""


def _is_explained(record: Record) -> bool:
    refused = record.kind in ("credit", "entry-check") and record.get("outcome") == "refused"
    return record.kind == "judgement" or refused
