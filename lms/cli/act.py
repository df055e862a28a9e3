"""Every act of the API as a command, done by whoever's token is shown, never by the site itself."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lms.cli.output import JSON, format_option, print_json

if TYPE_CHECKING:
    from lms.api.description import Operation, Part

SAYS_ALL = "`lms act list` names them all."
FROM_FILES = (
    "A text can be in a file: --reason @reason.txt, or @- for standard input; so it stays out of "
    "the shell's history. A text that begins with @ is written with @@."
)


@cache
def described() -> list[Part]:
    """The acts, resource by resource, as the API describes itself; that needs no site."""
    from flask import Flask

    from lms import api
    from lms.api.description import parts

    app = Flask("lms", static_folder=None)
    api.init_app(app)
    with app.app_context():
        return parts(app.extensions["cadre-api"]())


def acts() -> dict[str, Operation]:
    """Every act by its name."""
    return {act.name: act for part in described() for act in part.operations}


class Acts(click.Group):
    """The acts, each of them a command that is made when it is asked for."""

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of that name."""
        own = super().get_command(context, name)
        if own is not None:
            return own
        found = acts().get(name)
        return command_of(found) if found else None

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; of a name that is none, those that are near are said."""
        if self.get_command(context, args[0]) is None:
            near = _near(args[0])
            meant = f" Did you mean {', '.join(near)}?" if near else ""
            context.fail(f'There is no act called "{args[0]}".{meant} {SAYS_ALL}')
        return super().resolve_command(context, args)


def _near(name: str) -> list[str]:
    names = sorted(acts())
    holding = [each for each in names if name in each]
    return list(dict.fromkeys([*get_close_matches(name, names), *holding]))[:5]


ANYBODY = "open"
"""Said of what needs no account: whoever signs practice entries shows the link's token instead."""


def command_of(operation: Operation) -> click.Command:
    """The command that does what an operation of the API does."""
    from lms.cli.act_options import parameters_of

    says = operation.says.replace("``", "")
    notes = f"\n\n{FROM_FILES}" if operation.body else ""
    command = click.Command(
        operation.name,
        params=parameters_of(operation),
        callback=partial(do, operation),
        short_help=says,
        help=f"{says}\n\nNeeds: {operation.act.replace('-', ' ')}. "
        f"Is {operation.method} {operation.path} of the API.{notes}",
    )
    return format_option()(command)


def do(operation: Operation, form: str, output: Path | None, **given: Any) -> None:
    """Do the act as the person whose token is shown, and print the answer."""
    from lms.cli.act_answer import give
    from lms.cli.act_request import ask, own_token

    token = "" if operation.act == ANYBODY else own_token()
    give(ask(operation, token, given), form, output)


@click.group(cls=Acts, invoke_without_command=True, subcommand_metavar="NAME [ARGUMENTS]…")
@click.pass_context
def act(context: click.Context) -> None:
    """Do as yourself whatever the API can do, with a token of yours in LMS_TOKEN.

    `lms act list` names the acts, `lms act NAME --help` says what each can be given.
    """
    if context.invoked_subcommand is None:
        context.invoke(list_acts)


@act.command("list")
@click.argument("word", default="")
@format_option()
def list_acts(word: str, form: str) -> None:
    """List the acts, or those with a WORD in their name, their path or what is said of them."""
    found = [(part, [each for each in part.operations if _has(each, word)]) for part in described()]
    if form == JSON:
        print_json([_told(part, each) for part, some in found for each in some])
        return
    shown = [(part, some) for part, some in found if some]
    for number, (part, some) in enumerate(shown):
        click.echo(f"{chr(10) if number else ''}{part.says}")
        for each in some:
            click.echo(f"  {each.name:<27}  {each.says.replace('``', '')}")


def _has(operation: Operation, word: str) -> bool:
    return word.lower() in f"{operation.name} {operation.path} {operation.says}".lower()


def _told(part: Part, operation: Operation) -> dict[str, str]:
    return {
        "name": operation.name,
        "does": operation.says,
        "part": part.says,
        "method": operation.method,
        "path": operation.path,
        "permission": operation.act,
    }
