"""Watches what a process of the server is answering, and ends what takes longer than one request may.

The first thing that is ended is the connection: that stops whoever sends or reads too slowly, and an
answer without an end. A page that calculates on is not stopped by that, and no thread can be ended
from outside: then the process asks to be replaced, and is, once its other requests are answered.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread, get_ident
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)
GRACE = 3.0
"""Seconds that a request has to notice that its connection has gone."""
PAUSE = 0.5
"""Seconds between two looks."""


@dataclass
class Answering:
    """What one thread is answering: since when, to whom, and what was asked, once that is read."""

    since: float
    connection: socket.socket
    environ: WSGIEnvironment | None = None
    rule: str = ""
    cut: bool = False

    def note_rule(self) -> None:
        """Keep the rule of the address: the address itself may hold a key. Flask soon forgets it."""
        request = (self.environ or {}).get("werkzeug.request")
        self.rule = str(getattr(request, "url_rule", None) or self.rule)

    def asked(self) -> str:
        """The method and the rule, where they are known."""
        if self.environ is None:
            return "A request that was not read to its end"
        self.note_rule()
        return f"{self.environ['REQUEST_METHOD']} {self.rule or 'an address that is not known'}"


class Watch:
    """Ends what has taken more than ``seconds``; calls ``replace`` once where that is not enough."""

    def __init__(self, seconds: float, replace: Callable[[], None]) -> None:
        self.seconds = seconds
        self.replace = replace
        self.replacing = False
        self.threads: dict[int, Answering] = {}

    def start(self) -> None:
        """Look again and again, from a thread that ends with the process."""
        Thread(target=self._look_again, name="watch", daemon=True).start()

    def _look_again(self) -> None:
        while True:
            sleep(PAUSE)
            self.look(monotonic())

    @contextmanager
    def answering(self, connection: socket.socket) -> Iterator[None]:
        """While this thread reads a request from a connection and answers it."""
        me = get_ident()
        self.threads[me] = Answering(monotonic(), connection)
        try:
            yield
        finally:
            del self.threads[me]

    def noting(self, site: WSGIApplication) -> WSGIApplication:
        """The site, with what is asked of it noted."""

        def note(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            answering = self.threads[get_ident()]
            answering.environ, answering.rule = environ, ""

            def begin(*answer: Any) -> Any:
                answering.note_rule()
                return start_response(*answer)

            return site(environ, begin)

        return note

    def look(self, now: float) -> None:
        """End what is late, as of a moment."""
        for answering in list(self.threads.values()):
            late = now - answering.since - self.seconds
            if late > 0 and not answering.cut:
                self._cut(answering)
            elif late > GRACE and not self.replacing:
                self.replacing = True
                log.error("%s goes on; this process is replaced", answering.asked())
                self.replace()

    def _cut(self, answering: Answering) -> None:
        answering.cut = True
        log.warning("%s took longer than %g seconds", answering.asked(), self.seconds)
        try:
            answering.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            log.debug("its connection had gone already")
