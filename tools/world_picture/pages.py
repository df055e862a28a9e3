"""Every page of every role as text: signed in as each of the cast, following what leads on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from .page_text import followed, read_page
from .writing import Picture, file_name

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

PASSWORD = "everybody-here-is-invented"  # noqa: S105 - the example's, printed by lms demo
TOKEN = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')
OF_A_DAY = 2
"""Of so many of them it is asked too how it was on an earlier day."""
EARLIER = timedelta(days=-150)
LEFT_OUT = ("security.logout", "start.health")
PAGES, FILES = "text/html", ("text/csv", "text/plain", "application/json", "text/calendar")


@dataclass
class Walk:
    """One person's way through the pages."""

    client: FlaskClient
    picture: Picture
    who: str
    app: Flask
    today: date
    of_one_kind: int
    looked: Counter[tuple[str, ...]] = field(default_factory=Counter)
    met: set[str] = field(default_factory=set)

    def walk(self) -> int:
        """Look at the start page, at what it leads to, and so on; the number of pages."""
        waiting, count = ["/"], 0
        while waiting:
            found: list[str] = []
            for address in self._chosen(waiting):
                count += 1
                found += self._look(address)
            waiting = found
        return count

    def _chosen(self, addresses: Iterable[str]) -> list[str]:
        """Those to look at next: few of each kind, whichever the order in which they were met."""
        new = {self.picture.names.steady(a): a for a in addresses if a not in self.met}
        chosen = []
        for name in sorted(new, key=lambda name: (name != "/", sha256(name.encode()).digest())):
            self.met.add(new[name])
            kind = self._kind(new[name])
            if kind and self.looked[kind] < self.of_one_kind:
                self.looked[kind] += 1
                chosen.append(new[name])
        return sorted(chosen, key=self.picture.names.steady)

    def _kind(self, address: str) -> tuple[str, ...]:
        """The page's name in the program and what is asked of it; nothing for what is left out."""
        parts = urlsplit(address)
        try:
            endpoint, _ = self.app.url_map.bind("127.0.0.1").match(parts.path, method="GET")
        except RequestRedirect:
            endpoint = "redirect"
        except HTTPException:
            endpoint = "nowhere"
        if endpoint in LEFT_OUT:
            return ()
        return (str(endpoint), *sorted({name for name, _ in parse_qsl(parts.query)}))

    def _look(self, address: str) -> Iterator[str]:
        response = self.client.get(address)
        text, links = self._told(response, address)
        self.picture.write(f"pages/{self.who}/{self._file(address)}", text)
        kind = (*self._kind(address), "earlier")
        if response.status_code == 200 and self.looked[kind] < OF_A_DAY and "?" not in address:
            self.looked[kind] += 1
            self._look_back(address, text)
        yield from (link for link in links if not link.startswith("/api/"))

    def _look_back(self, address: str, present: str) -> None:
        """Keep how it was on an earlier day, where the page makes any difference between days."""
        then = f"{address}?as_of={self.today + EARLIER}"
        text, _ = self._told(self.client.get(then), then)
        if text.partition("\n")[2] != present.partition("\n")[2]:
            self.picture.write(f"pages/{self.who}/{self._file(then)}", text)

    def _told(self, response: TestResponse, address: str) -> tuple[str, list[str]]:
        """The first line says what came, the others what a reader sees."""
        first = f"{address}: {response.status_code}"
        if response.location:
            to = followed(response.location, address)
            return f"{first}, on to {to}", [to] if to else []
        if response.mimetype in FILES:
            return f"{first}\n{response.text}", []
        if response.mimetype != PAGES:
            return f"{first}\na file: {response.mimetype}", []
        read = read_page(response.text)
        around = f"\n{read.around}" if address == "/" else ""
        links = [to for link in read.links if (to := followed(link, address))]
        return f"{first}\n{read.text}{around}", links

    def _file(self, address: str) -> str:
        return file_name(self.picture.names.steady(address))


def signed_in(app: Flask, email: str) -> FlaskClient:
    """A browser in which somebody has signed in with the example's password."""
    client = app.test_client()
    token = TOKEN.search(client.get("/sign-in").text)
    form = {"csrf_token": token[1] if token else "", "email": email, "password": PASSWORD}
    answer = client.post("/sign-in", data=form)
    if answer.status_code != 302:
        raise ValueError(f"{email} could not sign in: {answer.status}")
    return client


def keep_pages(
    app: Flask, picture: Picture, who: str, email: str, today: date, of_one_kind: int
) -> int:
    """Walk through the pages as one of the cast; the number of pages.

    Of one kind so many are looked at, and those are always the same ones.
    """
    return Walk(signed_in(app, email), picture, who, app, today, of_one_kind).walk()
