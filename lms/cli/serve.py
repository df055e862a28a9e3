"""Serve the site with waitress, which needs nothing beside itself."""

from __future__ import annotations

import click

from lms.cli.running import log_to_stderr, open_app
from lms.config import read_settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=5000, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True)
def serve(host: str, port: int, threads: int) -> None:
    """Serve the site until it is stopped."""
    import waitress

    from lms.cli.worker import in_thread

    log_to_stderr()
    settings = read_settings()
    app = open_app(settings)
    if settings.jobs_in_process:
        in_thread(app)
    click.echo(f"Serving on http://{host}:{port}; stop with Ctrl-C.")
    waitress.serve(app, host=host, port=port, threads=threads, ident="Cadre")
