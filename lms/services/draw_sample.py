"""Drawing the sample of a set by rule, with a seed that is kept and a reason for every script."""

from __future__ import annotations

from secrets import token_hex

from lms.domain.assessment.moderation import Moderation, State
from lms.domain.assessment.sampling import draw
from lms.domain.policy import SYSTEM, Actor, Target, may
from lms.domain.records import Records
from lms.domain.records import cohort as cohort_subject
from lms.domain.refusals.of_sets import NO_SAMPLE
from lms.errors import Refused
from lms.services.closing import require_open
from lms.services.moderation_sets import ScriptSet, require_independent, script_set
from lms.services.recording import recording, writes
from lms.services.site import Site, fact, require
from lms.store.writer import Writer

SEED_BYTES = 8


@writes
def draw_sample(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    assessment: str,
    key: str | None = None,
) -> str:
    """Draw the sample of all scripts that no moderator has confirmed; gives the record's id.

    The site throws the seed: nobody chooses it, and nobody draws a second time before the first
    sample is decided. A moderator who draws must be free to judge the set; a lead may draw for one.
    """
    require(site, actor, "draw-sample", Target(programme=programme, cohort=cohort))
    with recording(site, actor) as writer:
        return str(
            writer.answer_once(
                key,
                ["draw-sample", programme, cohort, assessment],
                lambda: _draw(site, actor, writer, programme, cohort, assessment),
            )
        )


def _draw(
    site: Site, actor: Actor, writer: Writer, programme: str, cohort: str, assessment: str
) -> str:
    found = script_set(site, programme, cohort, assessment, writer.session)
    require_open(site, found.stage.programme)
    if found.moderation.state is not State.TO_DRAW:
        raise Refused(NO_SAMPLE[found.moderation.state])
    target = Target(programme=programme, cohort=cohort)
    moderates = actor is not SYSTEM and may(actor, "moderate", target, site.today())
    if moderates:
        require_independent(site, actor, found.of(found.moderation.scripts), writer.session)
    return _record(site, writer, found, actor.person if moderates else None)


def _record(site: Site, writer: Writer, found: ScriptSet, moderator: str | None) -> str:
    scripts, seed = found.moderation.scripts, token_hex(SEED_BYTES)
    drawn = draw(scripts, found.stage.policy, seed)
    return writer.append(
        fact(
            cohort_subject(found.stage.cohort.id),
            "sample",
            site.today(),
            replaces=_overtaken(found.stage.records, found.moderation),
            assessment=found.assessment.id,
            seed=seed,
            moderator=moderator,
            whole_set=tuple(sorted(s.submission for s in scripts)),
            scripts=[
                {"submission": d.submission, "why": " ".join(d.why), "marker": d.marker}
                for d in drawn
            ],
        )
    ).id


def _overtaken(cohort: Records, moderation: Moderation) -> str | None:
    """An undecided sample of which every mark has changed since: the new one stands in its place."""
    decided = {d.get("sample") for d in cohort.of("moderation")}
    samples = cohort.of("sample", assessment=moderation.assessment.id)
    return samples[-1].id if samples and samples[-1].id not in decided else None
