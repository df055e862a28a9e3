"""Doing what was promised: each job at least once, tried again later, then shown to a person."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from lms.domain.faults import kind_and_place, noted
from lms.services.draft_files import SWEEP
from lms.services.files import sweep_files
from lms.services.forgotten_password import SEND_RESET, send_reset
from lms.services.invite import SEND_INVITE, send_invite
from lms.services.notify import MAIL
from lms.services.send_mail import send_notice
from lms.services.send_signed_copy import (
    SEND_COPY,
    SEND_TAKEN_BACK,
    send_signed_copy,
    send_taken_back_copy,
)
from lms.services.send_signing_link import send_signing_link
from lms.services.signing_links import SEND_LINK
from lms.services.site import Site
from lms.services.tell_deadline import TELL_DEADLINE, tell_of_deadline
from lms.store import outbox
from lms.store.outbox import Job

log = logging.getLogger(__name__)
Handler = Callable[[Site, Mapping[str, Any]], object]
HANDLERS: dict[str, Handler] = {
    MAIL: send_notice,
    SEND_LINK: send_signing_link,
    SEND_INVITE: send_invite,
    SEND_RESET: send_reset,
    SEND_COPY: send_signed_copy,
    SEND_TAKEN_BACK: send_taken_back_copy,
    SWEEP: sweep_files,
    TELL_DEADLINE: tell_of_deadline,
}
"""What does each job, by the job's name."""
LEASE = timedelta(minutes=5)
"""How long a worker may be silent before another one takes its job."""
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))
"""Before each further try; after the last, a person must look."""
WORKER = "worker"


def work(site: Site, at_most: int = 1000) -> int:
    """Do every job that is due, one after the other; the number done."""
    for done in range(at_most):
        if not work_one(site):
            return done
    return at_most


def work_one(site: Site) -> bool:
    """Do the job that has been due longest; False where none is due."""
    with site.ledger.write(WORKER) as writer:
        job = outbox.claim(writer.session, site.now(), LEASE)
    if job is None:
        return False
    site.session().rollback()  # what the job reads is what is known now
    try:
        HANDLERS[job.name](site, job.arguments)
    except Exception as fault:
        _note_fault(site, job, fault)
    else:
        with site.ledger.write(WORKER) as writer:
            outbox.finish(writer.session, job.id)
    return True


def _note_fault(site: Site, job: Job, fault: Exception) -> None:
    # A fault's own words may name somebody: a mail server's refusal repeats the address.
    reference = noted(log, f"The job {job.name}", fault)
    said = f"{kind_and_place(fault)} (reference {reference} in the log)"
    with site.ledger.write(WORKER) as writer:
        if job.attempts <= len(PAUSES):
            due = site.now() + PAUSES[job.attempts - 1]
            outbox.postpone(writer.session, job.id, due, said)
            log.warning("job %s failed and is tried again at %s: %s", job.name, due, said)
        else:
            outbox.give_up(writer.session, job.id, said)
            log.error("job %s (%s) was given up: %s", job.name, job.id, said)
