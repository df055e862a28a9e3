"""What came of every bundled case, expectation by expectation."""

from __future__ import annotations

from pathlib import Path

from .writing import Picture, file_name


def keep_cases(checkout: Path, picture: Picture) -> None:
    """Run the cases of the pictured checkout's curricula: each expectation, and what is so."""
    from lms.registry import find_plugins
    from lms.services.cases import run_paths

    for result in run_paths(find_plugins(), [checkout / "curricula"]):
        lines = [result.title, "as expected" if result.passed else "NOT as expected"]
        lines += [str(problem).replace(f"{checkout}/", "") for problem in result.problems]
        for each in result.checks:
            said = "" if each.passed else f"; but it is {each.actual}"
            lines.append(f"expected {each.expected}{said}")
        place = Path(result.path).resolve().relative_to(checkout).with_suffix("")
        picture.write(f"cases/{file_name(str(place))}", "\n".join(lines))
