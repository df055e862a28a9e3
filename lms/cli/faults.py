"""Saying on stderr what went wrong and what to do next, in place of a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from lms.errors import BadInput, CadreError, Conflict


class WrongUsage(click.ClickException):
    """The command was asked for something that cannot be: it ends with exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence to stderr."""
        click.echo(self.message, err=True)


class ProblemsFound(WrongUsage):
    """The command did its work and found problems: it ends with exit code 1."""

    exit_code = 1


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn our own errors into sentences and exit code 2."""
    try:
        yield
    except CadreError as fault:
        raise WrongUsage(explained(fault)) from None
    except Exception as fault:
        if says := _away(fault):
            raise WrongUsage(says) from None
        raise


def _away(fault: Exception) -> str:
    """That the database is away, full or busy, where that is why a command failed."""
    # Read only now: a command that needs no database starts without it.
    from lms.services.health import DATABASE, in_words, why_away

    away = why_away(fault)
    if away is None or away.what != DATABASE:
        return ""
    return f"{in_words(away)} See to it, then try again."


def explained(fault: CadreError) -> str:
    """The sentence, and below it each problem or newer thing that it is about."""
    more: tuple[object, ...] = ()
    if isinstance(fault, BadInput):
        more = fault.problems
    elif isinstance(fault, Conflict) and isinstance(fault.newer, list):
        more = tuple(fault.newer)
    return "\n".join([str(fault), *(f"  {line}" for line in more)])
