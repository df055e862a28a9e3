"""Do what committed changes promised: mails, verdicts worked out before they are read, and what is past keeping."""

from __future__ import annotations

import logging
import signal
from threading import Event, Thread
from time import monotonic

import click
from flask import Flask

from lms.cli.running import log_to_stderr, open_app

PAUSE = 2.0
"""Seconds between two looks at the outbox."""
TIDIES = 3600.0
"""Seconds between two times that everything is looked through: what is past keeping is erased, and
what a day, a plugin or somebody else's records have turned is worked out again."""
log = logging.getLogger(__name__)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
def worker(once: bool) -> None:
    """Work the outbox until stopped. Several workers may run; no two take the same job."""
    from lms.app import close

    log_to_stderr()
    app = open_app()
    if once:
        click.echo(f"{work_due(app)} done.")
        erase_old(app)
        work_out(app)
        close(app)
        return
    stop = Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    click.echo("Working the outbox; stop with Ctrl-C.")
    work_until(app, stop)


def work_due(app: Flask) -> int:
    """Do every job that is due; the number done."""
    from lms.services.jobs import work

    with app.app_context():
        return work(app.extensions["cadre"])


def erase_old(app: Flask) -> None:
    """Remove sessions that ended long ago, wrong tries that no longer count, and verdicts of days
    that nobody has asked for lately."""
    from lms.services import guesses, past_verdicts, sessions

    with app.app_context():
        sessions.erase_old(app.extensions["cadre"])
        guesses.erase_old(app.extensions["cadre"])
        past_verdicts.erase_old(app.extensions["cadre"])


def work_out(app: Flask, since: int = 0) -> int:
    """Work out what no longer stands since a position of the ledger; the position there is now."""
    from lms.services.views import bring_up_to_date

    with app.app_context():
        return bring_up_to_date(app.extensions["cadre"], since)


def work_until(app: Flask, stop: Event) -> None:
    """Look at the outbox again and again; a fault of the database only makes it wait longer."""
    tidied, position = -TIDIES, 0
    while not stop.is_set():
        try:
            work_due(app)
            if monotonic() - tidied >= TIDIES:
                erase_old(app)
                tidied, position = monotonic(), 0
            position = work_out(app, position)
        except Exception:
            log.exception("the outbox could not be worked; trying again in a minute")
            stop.wait(60)
        stop.wait(PAUSE)


def in_thread(app: Flask) -> Event:
    """Work the outbox beside the web server, for the demo; set the event to end it."""
    stop = Event()
    Thread(target=work_until, args=(app, stop), name="outbox", daemon=True).start()
    return stop
