"""Options that several commands share: which day a question is about, and as known when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, TypeVar

import click

from lms.domain.clock import instant
from lms.services.dates import date_problems
from lms.services.site import LONDON

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A date such as 2026-03-31."""

    name = "date"

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> date:
        """Read the date; a wrong one ends the command with exit code 2."""
        try:
            day = value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as 2026-03-31.", parameter, context)
        for says in date_problems(day):
            self.fail(says, parameter, context)
        return day


class Moment(click.ParamType[datetime]):
    """A date and time such as 2026-03-31T14:05, in London; a date alone means its last moment."""

    name = "datetime"

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> datetime:
        """Read the moment; a wrong one ends the command with exit code 2."""
        if isinstance(value, datetime):
            return value
        try:
            if len(value) == len("2026-03-31"):
                moment = datetime.combine(date.fromisoformat(value), time.max, LONDON)
            else:
                moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(
                f"{value!r} is not a date and time; write it as 2026-03-31T14:05.",
                parameter,
                context,
            )
        for says in date_problems(moment.date()):
            self.fail(says, parameter, context)
        try:
            return moment if moment.tzinfo else instant(moment)
        except ValueError as fault:
            self.fail(str(fault), parameter, context)


DAY, MOMENT = Day(), Moment()


def as_of_options(command: Command) -> Command:
    """``--as-of`` and ``--known-at``; the command gets ``as_of`` and ``known_at``, or None."""
    for option in (
        click.option("--known-at", type=MOMENT, help="Use only what had been recorded by then."),
        click.option("--as-of", type=DAY, help="The day asked about; today if not given."),
    ):
        command = option(command)
    return command
