"""Adding to a signed entry what changes no amount: a private text that whoever signed it can read."""

from __future__ import annotations

from collections.abc import Collection

from lms.domain.payloads import FieldProblem
from lms.domain.policy import Actor
from lms.errors import BadInput
from lms.services.ask_for_correction import entry_to_correct
from lms.services.enrolments import as_it_stands, check_open, enrolled_fact, learning
from lms.services.log_hours import require_confirmed
from lms.services.practice_entry import LONGEST_NOTE
from lms.services.recording import recording, writes
from lms.services.site import Site


@writes
def add_addendum(
    site: Site,
    actor: Actor,
    enrolment: str,
    entry: str,
    text: str,
    *,
    confirmed: Collection[str] = (),
    key: str | None = None,
) -> str:
    """Add a text to a signed entry of one's own; gives its id.

    BadInput where there is no text, NotConfirmed where it could identify somebody, Refused where
    nobody has signed the entry.
    """
    of = learning(site, actor, enrolment, "add-addendum")
    entry_to_correct(of, entry)
    if not text.strip() or len(text) > LONGEST_NOTE:
        what = f"Write what you want to add, in at most {LONGEST_NOTE:,} characters."
        raise BadInput("Nothing has been added yet.", [FieldProblem("text", what)])
    require_confirmed(site, of, text, confirmed)
    with recording(site, actor) as writer:

        def add() -> dict[str, str]:
            now = as_it_stands(of, writer)
            check_open(now, site.today())
            kept = writer.document(of.subject, text.strip())
            new = enrolled_fact(now, "addendum", site.today(), entry=entry, text=kept)
            return {"record": writer.append(new).id}

        asked = {"addendum": entry, "text": text}
        return str(writer.answer_once(key, asked, add)["record"])
