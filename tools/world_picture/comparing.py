"""What differs between two pictures, for a reader: equal differences stand together, with a count."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

CHANGING = re.compile(r"\d{4}-\d{2}-\d{2}|\d+(?:[.,]\d+)*")
LONGEST = 240
SHOWN = 8
"""Lines of one difference that are shown, before and after each."""
WIDEST = 4_000
"""Lines beyond which two versions of a file are compared as heaps of lines, without their order."""
Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines that stood in a place before, and what stands there now."""

    place: str
    before: Lines
    after: Lines

    @property
    def alike(self) -> tuple[str, Lines, Lines]:
        """What it has in common with others: the part of the picture, and the words without figures."""
        return self.place.partition("/")[0], _words(self.before), _words(self.after)


def _words(lines: Lines) -> Lines:
    return tuple(CHANGING.sub("#", line) for line in lines)


def differences(before: Path, after: Path, part: str = "") -> list[Difference]:
    """Every difference between two pictures, place by place."""
    old, new = _files(before, part), _files(after, part)
    return [
        each
        for place in sorted(old.keys() | new.keys())
        for each in _between(place, old.get(place), new.get(place))
    ]


def _files(picture: Path, part: str) -> dict[str, Path]:
    found = {str(p.relative_to(picture).with_suffix("")): p for p in picture.rglob("*.txt")}
    return {place: path for place, path in found.items() if place.startswith(part)}


def _between(place: str, old: Path | None, new: Path | None) -> Iterator[Difference]:
    if old is None or new is None:
        here, gone = (new, False) if new else (old, True)
        first = here.read_text("utf-8").partition("\n")[0] if here else ""
        said = (f"{_kind_of(place, first)} is {'gone' if gone else 'new'}",)
        yield Difference(place, said if gone else (), () if gone else said)
    elif old.read_bytes() != new.read_bytes():
        was, now = old.read_text("utf-8").splitlines(), new.read_text("utf-8").splitlines()
        yield from _changes(place, was, now)


def _kind_of(place: str, first: str) -> str:
    """What a file is: a page or a reading whose first line says how it was answered, or a part."""
    answered = re.search(r": (\d{3}\b.*)$", first)
    part = place.partition("/")[0]
    return f"{place.rpartition('/')[2]} ({part}{', ' + answered[1] if answered else ''})"


def _changes(place: str, was: Sequence[str], now: Sequence[str]) -> Iterator[Difference]:
    if max(len(was), len(now)) > WIDEST:
        gone, come = sorted({*was} - {*now}), sorted({*now} - {*was})
        yield Difference(place, tuple(gone), tuple(come))
        return
    for what, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if what != "equal":
            yield from _line_by_line(place, was[i:j], now[k:m])


def _line_by_line(place: str, was: Sequence[str], now: Sequence[str]) -> Iterator[Difference]:
    """A replacement of as many lines is one for each line; the same change elsewhere is then equal."""
    if len(was) == len(now):
        yield from (Difference(place, (a,), (b,)) for a, b in zip(was, now, strict=True))
    else:
        yield Difference(place, tuple(was), tuple(now))


def report(found: Sequence[Difference], places: int) -> str:
    """The differences in words, those alike in all but figures as one, the most frequent first."""
    if not found:
        return "The two pictures are equal."
    alike: dict[object, list[Difference]] = defaultdict(list)
    for each in found:
        alike[each.alike].append(each)
    groups = sorted(alike.values(), key=lambda group: (-len(group), group[0].place))
    parts = _by_part(found)
    said = ", ".join(f"{part} {count}" for part, count in parts.items())
    head = f"{_number(len(found), 'difference')} of {_number(len(groups), 'kind')}: {said}"
    return "\n\n".join([head, *(_group(group, places) for group in groups)])


def _by_part(found: Sequence[Difference]) -> Mapping[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for each in found:
        counts[each.place.partition("/")[0]] += 1
    return dict(sorted(counts.items()))


def _group(group: Sequence[Difference], places: int) -> str:
    first = group[0]
    distinct = len({(each.before, each.after) for each in group})
    more = f", {distinct} when figures count" if distinct > 1 else ""
    where = list(dict.fromkeys(each.place for each in group))
    named = ", ".join(where[:places])
    others = f" and {len(where) - places} more" if len(where) > places else ""
    lines = [f"{len(group)} x{more}: {named}{others}"]
    for mark, said in (("-", first.before), ("+", first.after)):
        lines += [f"  {mark} {_short(line)}" for line in said[:SHOWN]]
        if len(said) > SHOWN:
            lines.append(f"  {mark} … and {_number(len(said) - SHOWN, 'line')} more")
    return "\n".join(lines)


def _short(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} …"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
