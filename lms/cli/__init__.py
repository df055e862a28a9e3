"""The `lms` command: one file per group of commands."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

from lms.cli.faults import WrongUsage, said_plainly
from lms.domain.outside_text import NOT_TEXT, why_not_text

COMMANDS = {
    "account": "account",
    "act": "act",
    "cadre": "standing",
    "cases": "cases",
    "curriculum": "curriculum",
    "demo": "demo",
    "doctor": "doctor",
    "erase": "erase",
    "export": "export",
    "forecast": "forecast",
    "import": "import_records",
    "marks": "marks",
    "migrate": "migrate",
    "plugins": "plugins",
    "progress": "progress",
    "sample": "sample",
    "serve": "serve",
    "standing": "standing",
    "verify": "verify",
    "views": "views",
    "worker": "worker",
}
"""Each command and the file that it is in, which is read when the command is used."""
BROKEN, SHOWN = "\ufffd", 60
"""What stands for a broken character, and how much of a text is said again."""


class Commands(click.Group):
    """The commands whose files exist, read one at a time so that each starts quickly."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names, for ``--help``."""
        return [name for name, module in COMMANDS.items() if find_spec(f"lms.cli.{module}")]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of that name."""
        if name not in self.list_commands(context):
            return None
        module = import_module(f"lms.cli.{COMMANDS[name]}")
        command: click.Command = getattr(module, f"{name}_command", None) or getattr(module, name)
        return command

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Read what was typed; WrongUsage where it holds what no text has."""
        for text in args:
            if says := why_not_text(text):
                raise WrongUsage(f"{NOT_TEXT.sub(BROKEN, text)[:SHOWN]}: {says}")
        return super().parse_args(context, args)

    def invoke(self, context: click.Context) -> Any:
        """Run the command; a failure that a person can do something about is said plainly."""
        with said_plainly():
            return super().invoke(context)


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True
)
@click.version_option(package_name="cadre-lms", prog_name="Cadre")
def main() -> None:
    """Cadre: learning, assessment and the dual-qualified workforce.

    Exit codes: 0 fine, 1 problems found, 2 wrong usage.
    """
