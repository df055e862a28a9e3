"""Run cases: example people whose results are known."""

from __future__ import annotations

from pathlib import Path

import click

from lms.cli.faults import ProblemsFound, explained
from lms.cli.output import JSON, format_option, print_json
from lms.domain.wording import many
from lms.errors import BadInput
from lms.registry import find_plugins
from lms.services.cases import CaseResult, run_paths


@click.group()
def cases() -> None:
    """Example people, and the results that they must get."""


@cases.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@format_option()
def run(paths: tuple[Path, ...], form: str) -> None:
    """Run the cases of the files and folders PATHS.

    Needs no settings and no database. A failing expectation shows what came out instead, with the
    verdicts behind it; exit code 1.
    """
    try:
        results = run_paths(find_plugins(), paths)
    except BadInput as fault:
        raise ProblemsFound(explained(fault)) from None
    if form == JSON:
        print_json(_data(results))
    else:
        for result in results:
            click.echo(str(result))
        click.echo(_counted(results))
    if not all(r.passed for r in results):
        raise click.exceptions.Exit(1)


def _counted(results: list[CaseResult]) -> str:
    failed = sum(not r.passed for r in results)
    checks = sum(len(r.checks) for r in results)
    every = f"{many(len(results), 'case')}, {many(checks, 'expectation')}"
    return f"{every}: {failed} failed." if failed else f"{every}: all as expected."


def _data(results: list[CaseResult]) -> dict[str, object]:
    return {
        "passed": all(r.passed for r in results),
        "cases": [
            {
                "path": r.path,
                "case": r.title,
                "passed": r.passed,
                "problems": [
                    {"line": p.line, "what": p.what, "instead": p.instead} for p in r.problems
                ],
                "expectations": [
                    {
                        "line": c.line,
                        "expected": c.expected,
                        "passed": c.passed,
                        "actual": c.actual,
                        "tree": c.tree,
                    }
                    for c in r.checks
                ],
            }
            for r in results
        ],
    }
