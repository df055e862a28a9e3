"""A marker's own comments, kept to be used again: theirs alone."""

from __future__ import annotations

from uuid_utils.compat import uuid7

from lms.domain.policy import Actor, Target
from lms.errors import NotFound
from lms.services.feedback import plain
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.recording import changing
from lms.services.site import Site, require
from lms.store import banked_comments
from lms.store.banked_comments import BankedComment as BankedComment
from lms.store.writer import Writer

ACT = "keep-comment-bank"
LONGEST, MOST = 2000, 200


def list_comments(site: Site, actor: Actor) -> list[BankedComment]:
    """One's own comments, the newest first."""
    require(site, actor, ACT, Target())
    return banked_comments.of_person(site.session(), actor.person)


def keep_comment(site: Site, actor: Actor, text: str, key: str | None = None) -> str:
    """Keep a comment to use again; one that is kept already is kept once. Gives its id."""
    require(site, actor, ACT, Target())
    kept = plain(text)
    problems = []
    if not kept:
        problems.append(ProblemAt("text", "Write the comment that you want to keep."))
    if len(kept) > LONGEST:
        what = f"A comment that is kept may have {LONGEST:,} characters."
        problems.append(ProblemAt("text", what))
    refuse_form(problems, "This comment cannot be kept.")
    with changing(site, actor) as writer:
        return str(writer.answer_once(key, [ACT, kept], lambda: _keep(writer, kept)))


def _keep(writer: Writer, text: str) -> str:
    own = banked_comments.of_person(writer.session, writer.actor)
    same = next((c.id for c in own if c.text == text), None)
    if same:
        return same
    if len(own) >= MOST:
        what = f"You keep {MOST} comments already. Throw one away that you no longer use."
        refuse_form([ProblemAt("text", what)], "This comment cannot be kept.")
    identity = str(uuid7())
    banked_comments.add(writer.session, identity, writer.actor, text, writer.ledger.clock())
    return identity


def throw_comment_away(site: Site, actor: Actor, identity: str) -> None:
    """Delete one of one's own comments."""
    require(site, actor, ACT, Target())
    with changing(site, actor) as writer:
        if not banked_comments.remove(writer.session, actor.person, identity):
            raise NotFound("You keep no such comment, or you threw it away.")
