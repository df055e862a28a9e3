"""The arguments and options of an act, made from what the API's description says of it."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lms.cli.options import DAY, MOMENT
from lms.domain.outside_text import TOO_DEEP

if TYPE_CHECKING:
    from lms.api.description import Operation, Parameter

PATH, QUERY, BODY = "path", "query", "body"
STDIN_READ = "lms.cli.act_options.stdin_read"
SCALARS = ("string", "integer", "number", "boolean")


def read_stdin(context: click.Context | None) -> str:
    """All that was typed or piped in; it can be asked for once."""
    meta = context.meta if context else {}
    if meta.get(STDIN_READ):
        raise click.UsageError("Only one thing can be read from standard input.", context)
    meta[STDIN_READ] = True
    try:
        with click.open_file("-", encoding="utf-8-sig") as typed:
            return str(typed.read())
    except UnicodeDecodeError:
        raise click.BadParameter("What was typed or piped in is not text in UTF-8.") from None


def said_or_read(value: str, context: click.Context | None) -> str:
    """The text itself, or what the file holds that ``@FILE`` names; ``@@`` begins a text with ``@``."""
    if not value.startswith("@"):
        return value
    if value.startswith("@@"):
        return value[1:]
    if value == "@-":
        return read_stdin(context).rstrip("\n")
    try:
        return Path(value[1:]).read_text("utf-8-sig").rstrip("\n")
    except OSError as fault:
        raise click.BadParameter(f"{value[1:]} cannot be read: {fault.strerror}.") from None
    except UnicodeDecodeError:
        raise click.BadParameter(f"{value[1:]} is not text in UTF-8.") from None


class Text(click.ParamType[str]):
    """Text, or ``@FILE``: what is private belongs neither in a shell's history nor in its list of
    processes.
    """

    name = "text"

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> str:
        """Read the text."""
        return said_or_read(value, context)


class Json(click.ParamType[Any]):
    """An object or a list of objects, as JSON text or in a file."""

    name = "json"

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> Any:
        """Read the JSON; what is none ends the command with exit code 2."""
        try:
            return json.loads(said_or_read(value, context))
        except RecursionError:
            self.fail(TOO_DEEP, parameter, context)
        except ValueError as fault:
            self.fail(f"This is not JSON: {fault}.", parameter, context)


class Step(click.ParamType[str]):
    """One step of a path: an id or a name."""

    name = "text"

    def __init__(self, slashes: bool) -> None:
        self.slashes = slashes

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> str:
        """Refuse what would make another path of it."""
        text = str(value)
        if not text or ("/" in text and not self.slashes):
            self.fail(f"{text!r} is no name of anything.", parameter, context)
        return text


def parameters_of(operation: Operation) -> list[click.Parameter]:
    """What the act can be given: the steps of its path, then its options."""
    steps = [p for p in operation.parameters if p.place == PATH]
    steps.sort(key=lambda step: operation.path.index(f"{{{step.name}}}"))
    asked = [p for p in operation.parameters if p.place == QUERY]
    body = [p for p in operation.body if not is_file(p)]
    return [
        *map(_argument, steps),
        *map(_option, asked),
        *map(_option, body),
        *_of_the_request(operation),
    ]


def flag(name: str) -> str:
    """How a field is called on the command line."""
    return f"--{name.replace('_', '-')}"


def destination(parameter: Parameter) -> str:
    """The name by which the act gets it: the same name may stand in the path and in the body."""
    return f"{parameter.place}_{parameter.name}"


def is_file(parameter: Parameter) -> bool:
    """Whether it takes the bytes of files."""
    return "contentMediaType" in parameter.schema.get("items", {})


def takes_key(operation: Operation) -> bool:
    """Whether asking again with the same key gives the first answer."""
    return any(p.name == "Idempotency-Key" for p in operation.parameters)


def as_json(value: Any) -> Any:
    """A value of an option as JSON or an address has it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def _argument(step: Parameter) -> click.Argument:
    # The description gives a step its least length only where it may hold no slash.
    slashes = "minLength" not in step.schema
    return click.Argument([destination(step)], type=Step(slashes), metavar=step.name.upper())


def _option(parameter: Parameter) -> click.Option:
    kind, name = _kind(parameter.schema), flag(parameter.name)
    says = parameter.says.replace("``", "")
    needed = "[required]" if parameter.required else ""
    about = " ".join(filter(None, (says, needed)))
    if kind == "boolean":
        spelt = [f"{name}/--no-{name.removeprefix('--')}", destination(parameter)]
        return click.Option(spelt, default=None, help=about)
    many = kind == "array" and _kind(parameter.schema["items"]) in SCALARS
    schema = parameter.schema["items"] if many else parameter.schema
    return click.Option(
        [name, destination(parameter)],
        type=_type(schema),
        multiple=many,
        required=parameter.required and parameter.place == QUERY,
        help=f"{about} Can be repeated.".strip() if many else about,
    )


def _kind(schema: Any) -> str:
    """The JSON type, that of nothing left aside; what is more than one thing is given as JSON."""
    kinds = schema.get("type", "object")
    return kinds if isinstance(kinds, str) else next(k for k in kinds if k != "null")


def _type(schema: Any) -> click.ParamType[Any]:
    kind, form = _kind(schema), schema.get("format")
    if "enum" in schema:
        return click.Choice([str(value) for value in schema["enum"] if value not in ("", None)])
    known: dict[Any, click.ParamType[Any]] = {
        ("string", None): Text(),
        ("string", "date"): DAY,
        ("string", "date-time"): MOMENT,
        ("integer", None): click.INT,
        ("number", None): click.FLOAT,
    }
    return known.get((kind, form)) or Json()


def _of_the_request(operation: Operation) -> list[click.Parameter]:
    """What belongs to asking, not to the act."""
    found: list[click.Parameter] = []
    path = click.Path(exists=True, dir_okay=False, path_type=Path)
    if any(map(is_file, operation.body)):
        says = "A file to send; can be repeated."
        found.append(click.Option(["--file", "files"], type=path, multiple=True, help=says))
    elif operation.body:
        says = "The whole body as JSON, from a file or - for standard input; options go over it."
        found.append(click.Option(["--body", "body"], metavar="FILE", help=says))
    if takes_key(operation):
        says = "Any text of your own: asking again with the same gives the first answer."
        found.append(click.Option(["--key", "key"], help=says))
    says = "Write the answer to this file."
    written = click.Path(dir_okay=False, path_type=Path)
    found.append(click.Option(["--output", "output"], type=written, help=says))
    return found
