"""The acts that are measured: each prepares its form, and then is one request."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask.testing import FlaskClient

from benchmarks.facts import ESSAY, OWED, SENTENCE, TODAY, WAITING, Learner
from benchmarks.forms import form_of
from benchmarks.measuring import Request
from benchmarks.places import GROUP, past_day
from benchmarks.world import COHORT, YEAR

Prepare = Callable[[int], Request]
Clients = Callable[[str], FlaskClient]
LAST_REGISTER = 20


def asking(client: FlaskClient, path: str) -> Request:
    """Opening a page."""

    def ask() -> bytes:
        answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}; the benchmark is out of date")
        return bytes(answer.data)

    return ask


def sending(client: FlaskClient, path: str, values: Mapping[str, str]) -> Request:
    """Sending a form that will be taken."""

    def send() -> bytes:
        answer = client.post(path, data=values)
        if answer.status_code != 302:
            said = "; ".join(re.findall(r'href="#[^"]*">([^<]*)<', answer.text))
            raise SystemExit(f"{path} answered {answer.status_code}, and recorded nothing: {said}")
        return bytes(answer.data)

    return send


@dataclass(frozen=True)
class Acts:
    """The acts on a world: whoever acts is signed in by ``clients``, and no act is done twice."""

    clients: Clients
    learners: tuple[Learner, ...]

    def all(self) -> dict[str, Prepare]:
        """Every act by its name."""
        return {
            "hand-in": self.hand_in,
            "log-hours": self.log_hours,
            "mark-one": self.mark_one,
            "take-register": self.take_register,
            "past-day-first": self.past_day_first,
            "past-day-again": self.past_day_again,
        }

    def hand_in(self, number: int) -> Request:
        """The last essay of somebody who owes it, written before, 2 kB."""
        owing = [each for each in self.learners if OWED not in each.own]
        learner = owing[number % len(owing)]
        client = self.clients(learner.id)
        address = f"/learning/{learner.enrolment}/assessments/{OWED}/"
        form = form_of(client, f"{address}write")
        typed = dict.fromkeys(form.starting("text-"), ESSAY)
        kept = {**form.values, **typed, "family": "F9", "action": "check"}
        sending(client, f"{address}write", kept)()
        checked = form_of(client, f"{address}check")
        confirmed = {name: values[0] for name, values in checked.choices.items()}
        return sending(client, f"{address}check", {**checked.values, **confirmed})

    def log_hours(self, number: int) -> Request:
        """An hour of practice on a day without any."""
        learner = self.learners[0]
        client, day = self.clients(learner.id), TODAY - timedelta(days=1 + number % 12)
        address = f"/learning/{learner.enrolment}/hours/new"
        typed = {
            "category": "agency",
            "start": f"{8 + number // 12:02}:00",
            "end": f"{8 + number // 12:02}:45",
            "hours": "",
            "minutes": "",
            "direct": "",
            "form": "",
            "with": "",
            "family": "F1",
            **{f"on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")},
        }
        return sending(client, address, {**form_of(client, address).values, **typed})

    def mark_one(self, number: int) -> Request:
        """The first mark of an essay that waits for it."""
        waiting = [each for each in self.learners if not each.is_marked(WAITING)]
        address = f"/marking/{waiting[number % len(waiting)].submission(WAITING)}"
        client = self.clients("marker-0")
        form = form_of(client, address)
        bands = {name: form.choices[name][-2] for name in form.starting("band-")}
        typed = {"mark": "62", "overall": SENTENCE, "action": "record"}
        return sending(client, address, {**form.values, **bands, **typed})

    def take_register(self, number: int) -> Request:
        """The register of a day that nobody has taken: everybody was there."""
        client = self.clients("tutor")
        address = f"/teaching/cohorts/{COHORT}/register/{YEAR}/{LAST_REGISTER - number}"
        return sending(client, address, {**form_of(client, address).values, "rest": "present"})

    def past_day_first(self, number: int) -> Request:
        """The cohort as of a day that nobody has asked about."""
        return asking(self.clients("lead"), f"{GROUP}?as_of={past_day(number)}")

    def past_day_again(self, _: int) -> Request:
        """The cohort as of a day that was asked about before."""
        return asking(self.clients("lead"), f"{GROUP}?as_of={past_day(100)}")
