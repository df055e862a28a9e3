"""Setting chosen records into the draft of a portfolio, with a heading for each criterion."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from lms.domain.assessment.portfolio import assemble
from lms.domain.policy import Actor
from lms.domain.programme import Assessment
from lms.errors import BadInput
from lms.services.drafts import OwnDraft, draft_of, newer_draft, save_draft
from lms.services.pieces import TEXT
from lms.services.portfolio_material import material_of, portfolio_piece, with_text
from lms.services.problem_at import ProblemAt
from lms.services.site import Site
from lms.store import drafts


def assemble_portfolio(
    site: Site,
    actor: Actor,
    enrolment: str,
    item: str,
    chosen: Collection[str],
    seen: int | None = None,
) -> OwnDraft:
    """Add what was chosen to the draft and give it; what stands there is kept, nothing is set in twice.

    Conflict where the draft is not at revision ``seen`` any more; None takes it as it is. The draft
    then goes through the check and is handed in like every other.
    """
    of = portfolio_piece(site, actor, enrolment, item)
    material = {one.id: one for one in material_of(site, actor, of)}
    strangers = [name for name in chosen if name not in material]
    if strangers or not chosen:
        what = (
            "Something you chose is no longer there; choose again."
            if strangers
            else "Choose at least one thing to set in."
        )
        raise BadInput("Nothing was set in.", [ProblemAt("chosen", what)])
    draft = draft_of(site, of)
    if seen is not None and draft.revision != seen:
        raise newer_draft(of, drafts.find(site.session(), actor.person, of.place))
    wanted = [with_text(site, of.learning, one) for one in material.values() if one.id in chosen]
    criteria = [c.title for c in of.item.criteria] if isinstance(of.item, Assessment) else []
    text = assemble(draft.written.texts.get(TEXT, ""), wanted, criteria)
    written = replace(draft.written, texts={**draft.written.texts, TEXT: text})
    return save_draft(site, actor, of, written, draft.revision)
