"""Every reading operation of the API as those who may: its arguments are what other answers named."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from .writing import Picture, file_name, laid_out

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

OF_ONE_OPERATION = 4
"""So many readings of one operation are kept for one person, and those are always the same ones."""
LOOKED_FOR = 12
"""So many are tried until that many answer."""
EARLIER = timedelta(days=-150)
ARGUMENT = re.compile(r"\{(\w+)\}")
ONE_OF = re.compile(r"([\w-]+)/\{(\w+)\}")
"""An argument that names one of the things in a place."""
NAMES = {"people": "person", "boards": "stage", "stages": "stage", "learners": "person"}
"""What the things in a list are called as an argument, where taking off an "s" does not say it."""
Arguments = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Operation:
    """A reading operation: where it is, and what must and can be asked."""

    path: str
    needed: tuple[str, ...]
    queries: frozenset[str]

    @property
    def wanted(self) -> Iterator[tuple[str, str]]:
        """Each argument with the place of which it names one, where there is such a place."""
        places = {argument: place for place, argument in ONE_OF.findall(self.path)}
        for argument in (*ARGUMENT.findall(self.path), *self.needed):
            yield argument, places.get(argument, argument)

    @property
    def last_of(self) -> str:
        """What an argument is known as that surely fits: one of the things in the last place."""
        return "".join(f"of {place}" for place, _ in ONE_OF.findall(self.path)[-1:])

    def address(self, arguments: Arguments) -> str:
        """The operation's address with arguments filled in."""
        asked = "&".join(f"{name}={arguments[name]}" for name in self.needed)
        return self.path.format(**arguments) + (f"?{asked}" if asked else "")


@dataclass
class Reading:
    """One person's reading of the API with a program's token."""

    client: FlaskClient
    picture: Picture
    who: str
    today: date
    headers: Mapping[str, str]
    arguments: frozenset[str]
    known: dict[str, Arguments] = field(default_factory=dict)
    kept: Counter[str] = field(default_factory=Counter)
    tried: Counter[str] = field(default_factory=Counter)
    asked: set[str] = field(default_factory=set)

    def read(self, operations: Sequence[Operation]) -> int:
        """Read what needs no argument, then what the answers name, until nothing new is named."""
        before = -1
        while before < len(self.known):
            before = len(self.known)
            for operation in operations:
                self._read_all(operation)
        return sum(self.kept.values())

    def _read_all(self, operation: Operation) -> None:
        path, queries = operation.path, operation.queries
        for address, arguments in self._addresses(operation):
            if self.kept[path] >= OF_ONE_OPERATION or self.tried[path] >= LOOKED_FOR:
                return
            self.tried[path] += 1
            self.asked.add(address)
            if not self._keep(path, address, arguments):
                continue
            self.kept[path] += 1
            then, more = self.today + EARLIER, "&" if "?" in address else "?"
            if self.kept[path] == 1 and "as_of" in queries:
                self._keep(path, f"{address}{more}as_of={then}", arguments)
            if self.kept[path] == 1 and "known_at" in queries:
                self._keep(path, f"{address}{more}known_at={then}T12:00:00Z", arguments)

    def _addresses(self, operation: Operation) -> list[tuple[str, Arguments]]:
        """Every address of an operation that can be made of what is known, in a lasting order."""
        found: dict[str, tuple[bool, Arguments]] = {}
        for known in [{}, *self.known.values()]:
            mine = {a: known.get(a, known.get(f"of {place}", "")) for a, place in operation.wanted}
            if all(mine.values()):
                address, likely = operation.address(mine), operation.last_of in known
                found[address] = (likely or found.get(address, (False, mine))[0], mine)
        names = {self.picture.names.steady(a): a for a in found if a not in self.asked}
        order = sorted(names, key=lambda name: (not found[names[name]][0], _lasting(name)))
        return [(names[name], found[names[name]][1]) for name in order]

    def _keep(self, path: str, address: str, arguments: Arguments) -> bool:
        response = self.client.get(address, headers=self.headers)
        if response.status_code in (403, 404, 409, 422):
            return False
        body = response.get_json(silent=True) if response.is_json else response.text
        lines = [f"{address}: {response.status_code}", *laid_out(body)]
        place = file_name(self.picture.names.steady(address.removeprefix("/api/v1")))
        self.picture.write(f"reads/{self.who}/{place}", "\n".join(lines))
        for named in _named(body, path, arguments):
            of_use = {name: named[name] for name in sorted(self.arguments & named.keys())}
            self.known.setdefault(json.dumps(of_use), of_use)
        return True


def _lasting(name: str) -> bytes:
    return sha256(name.encode()).digest()


def _named(body: Any, place: str, around: Arguments) -> Iterator[Arguments]:
    """The arguments that each thing in an answer names, with those of what it is part of."""
    if isinstance(body, list):
        for each in body:
            if isinstance(each, str):
                yield {**around, _singular(place): each}
            yield from _named(each, place, around)
    elif isinstance(body, dict):
        plain = {name: str(v) for name, v in body.items() if isinstance(v, str | int)}
        mine = {**around, **plain}
        if named := plain.get("id", plain.get("record")):
            mine |= {_singular(place): named, f"of {_last(place)}": named, "record": named}
        yield mine
        for name, value in body.items():
            inside = place if name in ("items", "results") else name
            yield from _named(value, inside, mine)


def _last(place: str) -> str:
    """The last plain word of a path."""
    return next((w for w in reversed(place.split("/")) if w and "{" not in w), "")


def _singular(place: str) -> str:
    """What one of the things in a place is called: its name less its "s"."""
    word = _last(place)
    return NAMES.get(word, word.removesuffix("s"))


def operations_of(description: Mapping[str, Any]) -> list[Operation]:
    """Every reading operation, those that need least first."""
    found = []
    for path, shared in description["paths"].items():
        if "get" in shared:
            told = [*shared.get("parameters", ()), *shared["get"].get("parameters", ())]
            query = [one for one in told if one.get("in") == "query"]
            needed = tuple(one["name"] for one in query if one.get("required"))
            found.append(Operation(path, needed, frozenset(one["name"] for one in query)))
    return sorted(found, key=lambda each: (len([*each.wanted]), each.path))


def keep_reads(app: Flask, picture: Picture, who: str, today: date) -> int:
    """Read whatever somebody may with a program's token; the number of readings."""
    from lms.services.tokens import make_token

    with app.app_context():
        site = app.extensions["cadre"]
        _, secret = make_token(site, site.actor(who), "Picture", "read")
    client = app.test_client()
    description = client.get("/api/v1/openapi.json").get_json()
    headers = {"Authorization": f"Bearer {secret}"}
    operations = operations_of(description)
    wanted = [pair for each in operations for pair in each.wanted]
    arguments = frozenset(word for a, place in wanted for word in (a, f"of {place}"))
    return Reading(client, picture, who, today, headers, arguments).read(operations)
