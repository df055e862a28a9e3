"""Nothing is said twice: no paragraph stands in two places, and no module borrows another's prose."""

from collections import defaultdict

import pytest

from tests.curricula.bundled import bodies, modules, paragraphs, section, without, words

LONG_PARAGRAPH = 25
RUN = 12
OPENING_RUN = 5

# Runs that two modules may share: lists and names that have only one wording.
SHARED = (
    "gender geography race religion age ability appearance class culture ethnicity education "
    "employment sexuality sexual orientation spirituality",
)


def test_no_long_paragraph_stands_twice() -> None:
    places = defaultdict(list)
    for path, body in bodies().items():
        for spoken in paragraphs(without(body, "Reading")):
            if len(spoken) > LONG_PARAGRAPH:
                places[" ".join(spoken)].append(path)
    assert {text: found for text, found in places.items() if len(found) > 1} == {}


def test_no_two_modules_share_a_run_of_prose() -> None:
    places = defaultdict(set)
    for module in modules():
        for spoken in paragraphs(without(module.body, "Reading")):
            for run in _runs(spoken):
                places[run].add(module.id)
    shared = {run: found for run, found in places.items() if len(found) > 1 and not _allowed(run)}
    assert shared == {}


@pytest.mark.parametrize("title", ["Aims", "Vignette", "Links"])
def test_no_two_modules_open_a_section_in_the_same_words(title: str) -> None:
    openings = defaultdict(list)
    for module in modules():
        spoken = words(section(module.body, title))
        openings[" ".join(spoken[:OPENING_RUN])].append(module.id)
    assert {opening: found for opening, found in openings.items() if len(found) > 1} == {}


def _runs(spoken: list[str]) -> list[str]:
    return [" ".join(spoken[i : i + RUN]) for i in range(len(spoken) - RUN + 1)]


def _allowed(run: str) -> bool:
    return any(run in " ".join(words(text)) for text in SHARED)
