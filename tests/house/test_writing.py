"""Whoever writes prepares it first: the site's lock is for writing alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKS_FROM_THE_BEGINNING = {
    "lms/services/demo/load.py": "tells a whole world into an empty site",
    "lms/services/jobs.py": "takes and puts back promised work",
    "lms/services/recording.py": "changes tables beside the ledger",
    "lms/services/send_signing_link.py": "keeps the hash of a token that is on its way",
    "lms/services/views.py": "copies facts into views",
}


def functions() -> Iterator[tuple[str, ast.FunctionDef, str]]:
    """Every function of core outside the store, with its place and its text."""
    for path in sorted((ROOT / "lms").rglob("*.py")):
        place, text = str(path.relative_to(ROOT)), path.read_text("utf-8")
        if place.startswith("lms/store/"):
            continue
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef):
                yield place, node, ast.get_source_segment(text, node) or ""


def test_a_service_that_records_is_done_again_where_what_it_read_has_moved() -> None:
    bare = [
        f"{place}: {node.name}"
        for place, node, text in functions()
        if "with recording(" in text
        and place.startswith("lms/services/")
        and "writes" not in {d.id for d in node.decorator_list if isinstance(d, ast.Name)}
    ]
    assert bare == []


def test_nothing_is_recorded_while_tables_beside_the_ledger_are_changed() -> None:
    both = [
        f"{place}: {node.name}"
        for place, node, text in functions()
        if "with changing(" in text and "writer.append" in text
    ]
    assert both == []


def test_the_lock_is_taken_first_in_few_places() -> None:
    places = {place for place, _, text in functions() if "ledger.write(" in text}
    assert places == set(LOCKS_FROM_THE_BEGINNING)
