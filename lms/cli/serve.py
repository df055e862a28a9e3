"""Serve the site with gunicorn: several processes on PostgreSQL, one on SQLite."""

from __future__ import annotations

import os

import click

from lms.cli.faults import WrongUsage
from lms.cli.running import log_to_stderr, open_app
from lms.config import Settings, read_settings

FEWEST, MOST = 2, 4


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=5000, show_default=True)
@click.option("--processes", type=click.IntRange(1, 64), help="[default: LMS_PROCESSES]")
@click.option("--threads", type=click.IntRange(1, 64), help="[default: LMS_THREADS]")
def serve(host: str, port: int, processes: int | None, threads: int | None) -> None:
    """Serve the site until it is stopped."""
    log_to_stderr()
    settings = read_settings()
    count = number_of_processes(settings, processes or settings.processes)
    app = open_app(settings)
    from lms.cli.server import Server, Serving

    at = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    seconds = settings.request_seconds
    serving = Serving(at, count, threads or settings.threads, seconds, settings.jobs_in_process)
    click.echo(f"Serving on http://{at}; stop with Ctrl-C.")
    click.echo(in_words(settings, serving.processes, serving.threads))
    Server(app, serving).run()


def number_of_processes(settings: Settings, asked: int) -> int:
    """As many as were asked for, or as suit the database; WrongUsage for several on SQLite."""
    if settings.on_sqlite:
        if asked > 1:
            raise WrongUsage(
                "An SQLite file is served by one process, whose writers queue. "
                "For more processes use PostgreSQL (LMS_DATABASE_URL)."
            )
        return 1
    return asked or min(max(os.cpu_count() or FEWEST, FEWEST), MOST)


def in_words(settings: Settings, processes: int, threads: int) -> str:
    """What serves, and what is done with a request that does not end."""
    if settings.on_sqlite:
        how = f"SQLite: one process with {threads} threads, whose writers queue"
    else:
        how = f"PostgreSQL: {processes} processes with {threads} threads each"
    return f"{how}. A request that takes more than {settings.request_seconds} seconds is ended."
