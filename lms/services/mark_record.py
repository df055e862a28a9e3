"""Writing one layer of a mark, and telling the learner once a result has come back to him or her."""

from __future__ import annotations

from typing import Any

from lms.domain.records import Record
from lms.services.decide import kept_reason
from lms.services.enrolments import enrolled_fact
from lms.services.found_work import Marked, marked_now
from lms.services.notify import notify
from lms.services.site import Site
from lms.services.whose_work import is_back
from lms.store.writer import Writer


def record_layer(
    site: Site,
    writer: Writer,
    now: Marked,
    layer: str,
    reason: str = "",
    replaces: Record | None = None,
    **fields: Any,
) -> str:
    """Write a mark as one layer of an attempt, in place of the one it corrects; gives its id.

    The learner is told by mail only where the result reaches him or her by it.
    """
    work, of = now.found, now.found.of
    mark = writer.append(
        enrolled_fact(
            of,
            "mark",
            site.today(),
            replaces=replaces.id if replaces else None,
            assessment=work.assessment.id,
            attempt=work.attempt,
            layer=layer,
            reason=kept_reason(writer, of.enrolment.person, reason),
            **fields,
        )
    )
    _tell(site, writer, marked_now(site, writer, work))
    return mark.id


def _tell(site: Site, writer: Writer, now: Marked) -> None:
    of = now.found.of
    nobody_to_wait_for = not now.work.in_cohort and now.result.settled
    if not (nobody_to_wait_for or is_back(now.work, now.result)):
        return
    notify(
        site,
        writer,
        of.enrolment.person,
        "Work of yours has been read",
        "Work that you handed in has been read, and there is feedback for you.",
        f"/learning/{of.enrolment.id}/written/{now.found.record.id}",
    )
