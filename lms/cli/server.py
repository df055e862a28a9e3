"""The server: a parent that listens and keeps its processes alive, and processes that answer.

gunicorn does the work. What is added is a limit for each request (its own is one for a process that no
longer moves at all), and that a terminal that closes ends it.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from lms.app import close
from lms.cli.watch import Watch
from lms.cli.worker import in_thread

LEAST_SILENCE = 30
"""Seconds after which a process that shows no sign of life at all is killed, if a request may not take
longer: that happens where one library call keeps every thread waiting."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Where to listen, and with how much."""

    address: str
    processes: int
    threads: int
    seconds: int
    """How long one request may take."""
    jobs_in_process: bool = False


class Process(ThreadWorker):
    """One process that answers requests in threads, and watches how long each takes."""

    watch: Watch
    wsgi: Any

    def init_process(self) -> None:
        """Begin to answer; comes back when the process is to end."""
        self.watch = Watch(self.cfg.graceful_timeout, self._ask_to_be_replaced)
        self.watch.start()
        super().init_process()

    def load_wsgi(self) -> None:
        """Take the site that the parent has made."""
        super().load_wsgi()
        self.wsgi = self.watch.noting(self.wsgi)

    def handle(self, conn: Any) -> Any:
        """Read one request and answer it."""
        with self.watch.answering(conn.sock):
            return super().handle(conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Log what went wrong without the address that was asked for, which may hold a key."""
        super().handle_error(None, client, addr, exc)

    def _ask_to_be_replaced(self) -> None:
        if self.alive:
            os.kill(self.ppid, signal.SIGUSR2)


class Parent(Arbiter):
    """The process that was started: it answers nothing itself."""

    def handle_usr2(self) -> None:
        """Start new processes, then end the present ones when their requests are answered."""
        self.reload()

    def handle_hup(self) -> None:
        """The terminal has closed: end like any other program."""
        raise StopIteration


class Log(Logger):
    """gunicorn's messages among ours; what was sent to it and makes no sense is not repeated."""

    def setup(self, cfg: Any) -> None:
        """Hand over to the handlers that the command has set up."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """A line that cannot be read may hold the address of a page, and so a key."""
        if msg.startswith("Invalid request"):
            msg = "Something that is no request was sent"
        super().warning(msg, *args, **kwargs)


class Server(BaseApplication):
    """The site, as gunicorn asks for it."""

    def __init__(self, app: Flask, serving: Serving) -> None:
        self.app = app
        self.serving = serving
        super().__init__()

    def load_config(self) -> None:
        """Every option that differs from gunicorn's own default, or that its environment could set."""
        for name, value in options(self.serving, self.app).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The site: made before the processes are, which so share most of their memory."""
        return self.app

    def run(self) -> None:
        """Serve until a signal ends it."""
        close(self.app)  # no connection may be open in two processes
        gc.collect()
        gc.freeze()  # what is there now is never looked through again, and so stays shared
        Parent(self).run()


def options(serving: Serving, app: Flask) -> Mapping[str, Any]:
    """What gunicorn is told."""

    def begin(_: Process) -> None:
        if serving.jobs_in_process:
            in_thread(app)

    return {
        "bind": serving.address,
        "workers": serving.processes,
        "threads": serving.threads,
        "worker_class": Process,
        "preload_app": True,
        # What may still be answered is: nothing that is in time is cut off.
        "graceful_timeout": serving.seconds,
        "timeout": max(serving.seconds, LEAST_SILENCE),
        "logger_class": Log,
        # Whom to believe about addresses is LMS_PROXIES's to say.
        "forwarded_allow_ips": "",
        "secure_scheme_headers": {},
        "forwarder_headers": "",
        "control_socket_disable": True,
        "post_worker_init": begin,
        "worker_exit": end_at_once,
    }


def end_at_once(_: Parent, process: Process) -> None:
    """End without waiting for threads: those that are left are stuck. What they wrote was not kept."""
    if process.booted:
        os._exit(0)
