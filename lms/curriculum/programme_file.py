"""programme.md: the programme's name, its version and what it needs."""

from __future__ import annotations

import re
from collections.abc import Collection

from lms.curriculum.drafts import Draft, draft
from lms.curriculum.front_matter import Document
from lms.curriculum.keys import Keys
from lms.curriculum.names import NAME
from lms.curriculum.problems import Problems, did_you_mean, shown
from lms.domain.programme import Programme

VERSION = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
POLICY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*@[A-Za-z0-9.]+")


def read_programme_file(
    document: Document,
    plugins: Collection[str] | None,
    problems: Problems,
    policies: Collection[str] | None = None,
) -> Draft[Programme]:
    """A programme without its stages.

    ``plugins`` and ``policies`` (marking policies, as name@version) are those there are; None asks
    nothing about them.
    """
    keys = Keys(document.front, document.path, problems)
    programme = Programme(
        id=keys.identity(pattern=NAME),
        title=keys.text("title"),
        version=_matching(keys, "version", VERSION, 'a label in quotes, such as "2026.1"'),
        plugins=_plugins(keys, plugins),
        marking_policy=_policy(keys, policies),
        stages=(),
        body=document.body.markdown,
    )
    keys.finish()
    return draft(programme, keys, document.body)


def _matching(keys: Keys, name: str, pattern: re.Pattern[str], example: str) -> str:
    text = keys.word(name)
    if text and not pattern.fullmatch(text):
        keys.complain(name, f'"{name}" is {shown(text)}', f"write {example}")
    return text


def _policy(keys: Keys, known: Collection[str] | None) -> str:
    name = _matching(keys, "marking-policy", POLICY, "name@version: level-7@1")
    if known is not None and name and "marking-policy" not in keys.broken and name not in known:
        what = f"the marking policy {shown(name)} is not on this site"
        keys.complain("marking-policy", what, did_you_mean(name, known))
    return name


def _plugins(keys: Keys, known: Collection[str] | None) -> tuple[str, ...]:
    named = keys.texts("plugins")
    for name, line in named.items():
        if known is not None and name not in known:
            what = f"the plugin {shown(name)} is not on this site"
            keys.complain("plugins", what, did_you_mean(name, known), line)
    return tuple(named)
