"""Whatever is handed in, reading ends with problems and never with a traceback."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.curriculum.folder import read_programme
from lms.curriculum.front_matter import in_lines
from lms.curriculum.glossary import read_glossary
from tests.curriculum.example import FILES, GLOSSARY, KINDS, read

PATHS = st.sampled_from([*FILES, "year/modules/03.md", "other/stage.md", "x", "", "/", "a/b/c/d"])
YAML = st.text("abc:-[]{}\"'&*!|>#%@`,?\n\t 019.~<=", max_size=80)
NAMES = (
    "id title day hours outcomes requirements settings of basis kind words part order level "
    "plugins version declarations pass-mark"
)
KEYS = st.sampled_from(NAMES.split())
VALUES = st.recursive(
    st.sampled_from(
        ["1", "no", "012", "~", '""', "all-of", "hours", "text", "1.5", "-3", "9" * 30]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(KEYS, inner, max_size=4).map(
            lambda group: "{" + ", ".join(f"{k}: {v}" for k, v in group.items()) + "}"
        ),
    ),
    max_leaves=12,
)
FRONT = st.dictionaries(KEYS, VALUES).map(
    lambda group: "".join(f"{key}: {value}\n" for key, value in group.items())
)


def assert_told(files: Mapping[str, str]) -> None:
    reading = read(dict(files))
    assert (reading.programme is None) == bool(reading.problems)
    for problem in reading.problems:
        assert problem.what
        assert 1 <= problem.line <= in_lines(files.get(problem.path, "")).count("\n") + 1
    read_programme(files, KINDS, published=True)


@given(st.dictionaries(st.one_of(PATHS, st.text(max_size=8)), st.text(), max_size=4))
def test_any_text_in_any_file(files: dict[str, str]) -> None:
    assert_told(files)


@given(PATHS, st.one_of(YAML, FRONT), st.text(max_size=40))
@settings(max_examples=300)
def test_any_front_matter(path: str, front: str, body: str) -> None:
    assert_told({**FILES, path: f"---\n{front}\n---\n{body}"})


@given(st.sampled_from(sorted(FILES)), st.data())
@settings(max_examples=300)
def test_any_slip_in_a_sound_file(path: str, data: st.DataObject) -> None:
    text = FILES[path]
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, min(len(text), begin + 40)))
    put = data.draw(st.one_of(YAML, st.text(max_size=5), VALUES))
    assert_told({**FILES, path: text[:begin] + put + text[end:]})


@given(st.text())
def test_any_glossary(text: str) -> None:
    assert isinstance(read_glossary(text).problems, tuple)
    assert read_glossary(GLOSSARY + text).ids
