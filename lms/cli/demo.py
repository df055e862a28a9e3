"""Try Cadre out: an example site full of invented people, ready with one command."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from socket import create_server, socket
from time import monotonic
from typing import TYPE_CHECKING

import click

from lms.cli import demo_site
from lms.cli.faults import WrongUsage
from lms.cli.options import DAY
from lms.services.demo.sign_in import PASSWORD, SIGN_INS
from lms.services.site import LONDON

if TYPE_CHECKING:
    from flask import Flask
    from rich.console import Console

    from lms.config import Settings

HOST = "127.0.0.1"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=5000, show_default=True)
@click.option("--fresh", is_flag=True, help="Start over with a new SQLite file.")
@click.option("--no-serve", is_flag=True, help="Stop when the data is ready.")
@click.option(
    "--today", type=DAY, help="The day it is placed around [default: the first of this month]."
)
def demo(port: int, fresh: bool, no_serve: bool, today: date | None) -> None:
    """Make an example site of invented people, say how to sign in, and serve it."""
    day = _day(today)
    with nullcontext() if no_serve else _listen(port) as listener:
        steps = Steps(_console())
        with steps.step("Keys"):
            settings, steps.done = demo_site.read_or_make_settings(f"http://{HOST}:{port}")
        if fresh:
            with steps.step("Fresh start"):
                steps.done = demo_site.start_over(settings)
        with steps.step("Tables"):
            steps.done = demo_site.migrate(settings)
        with demo_site.open_site(settings) as (app, clock):
            with steps.step("Curricula"):
                steps.done = demo_site.publish(app, clock, day)
            with steps.step("People"):
                steps.done = demo_site.load(app, clock, day, given=today is not None)
            _say_how_to_sign_in(settings)
            if listener is not None:
                _serve(app, listener)


def _day(given: date | None) -> date:
    """The day of the example world: a day to come would leave the site with a future that is past."""
    real = datetime.now(LONDON).date()
    if given is not None and given > real:
        raise click.BadParameter(f"{given} has not come yet.", param_hint="--today")
    return given or real.replace(day=1)


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=True)


class Steps:
    """A line for each step: what is being done while it runs, and then what came of it."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.done = ""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Run a step; it leaves in ``done`` what is to be said of it."""
        begun, self.done = monotonic(), ""
        with self.console.status(f"{name} …"):
            yield
        took = monotonic() - begun
        time = f" ({took:.0f} s)" if took >= 1 else ""
        self.console.print(f"{name:<12} {self.done}{time}", markup=False)


def _say_how_to_sign_in(settings: Settings) -> None:
    click.echo(f"\nSign in at {settings.base_url}/sign-in as any of these.")
    click.echo(f"All of them are invented, and all have the password  {PASSWORD}\n")
    wide = max(len(s.part) for s in SIGN_INS), max(len(s.email) for s in SIGN_INS)
    for who in SIGN_INS:
        click.echo(f"  {who.part:<{wide[0]}}  {who.email:<{wide[1]}}  {who.shows}")
    click.echo(
        "\nA supervisor signs hours without an account: as Keziah, ask Yolanda for a signature, "
        f"and open the link in the newest file of {settings.instance / 'mail'}."
    )


def _listen(port: int) -> socket:
    """Take the port before the long work begins; browsers that come too early wait."""
    try:
        return create_server((HOST, port))
    except OSError as fault:
        raise WrongUsage(
            f"Port {port} cannot be used ({fault.strerror}); choose another, such as --port 5001."
        ) from None


def _serve(app: Flask, listener: socket) -> None:
    import waitress

    from lms.cli.worker import in_thread

    server = waitress.create_server(app, sockets=[listener], threads=8, ident="Cadre")
    stop = in_thread(app)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: sys.exit(0))  # waitress then closes what is open
    click.echo(f"\nServing on http://{HOST}:{listener.getsockname()[1]}; stop with Ctrl-C.")
    try:
        server.run()
    finally:
        stop.set()
        server.close()
