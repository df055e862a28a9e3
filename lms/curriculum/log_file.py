"""logs/….md: a reflective log, whose headings are its prompts."""

from __future__ import annotations

from collections.abc import Mapping

from lms.curriculum.drafts import Draft, draft
from lms.curriculum.front_matter import Document
from lms.curriculum.keys import Keys
from lms.curriculum.markdown_parser import is_plain
from lms.curriculum.names import slug
from lms.curriculum.problems import Problems, shown
from lms.curriculum.sections import Outline, Section, outline, titles_with_comments
from lms.domain.programme import LogTemplate, Prompt


def read_log(document: Document, problems: Problems) -> Draft[LogTemplate]:
    """A log template."""
    keys = Keys(document.front, document.path, problems)
    parts = outline(document.body, problems)
    least, most = _words(keys)
    template = LogTemplate(
        id=keys.identity(),
        title=keys.text("title"),
        tradition=keys.text("tradition"),
        introduction=parts.introduction,
        prompts=_prompts(document, parts, problems),
        words_at_least=least,
        words_at_most=most,
        outcomes=tuple(keys.texts("outcomes")),
        path=document.path,
    )
    keys.finish()
    return draft(template, keys, document.body)


def _words(keys: Keys) -> tuple[int | None, int | None]:
    given = keys.group("words", required=False)
    if given is None:
        return None, None
    least, most = given.maybe_integer("at-least"), given.maybe_integer("at-most", 1)
    given.finish()
    if least is not None and most is not None and least > most:
        what = f'"at-least" ({least}) is more than "at-most" ({most})'
        keys.complain("words", what, "write the smaller number as at-least")
    return least, most


def _check_title(
    path: str, section: Section, written: Mapping[int, str], problems: Problems
) -> None:
    said = shown(section.title)
    if written.get(section.line, section.title) != section.title:
        what = f"a comment stands in the prompt {said}"
        problems.add(path, section.line, what, "put it in a line of its own under the heading")
    if not is_plain(section.title):
        what = f"marks of Markdown in the prompt {said} are shown as they stand"
        problems.add(path, section.line, what, "write plain words")


def _prompts(document: Document, parts: Outline, problems: Problems) -> tuple[Prompt, ...]:
    if not parts.sections and parts.readable:
        what = "the log has no prompts"
        problems.add(document.path, document.body.line, what, 'write each as a "##" heading')
    found: dict[str, Prompt] = {}
    written = titles_with_comments(document.body)
    for section in parts.sections:
        said = shown(section.title)
        if not section.title:
            problems.add(document.path, section.line, "a prompt has no words", "write its question")
        elif not section.text:
            what = f"nothing stands under the prompt {said}"
            problems.add(document.path, section.line, what, "write the guidance shown with it")
        _check_title(document.path, section, written, problems)
        title = written.get(section.line, section.title)  # answers are kept under it
        prompt = Prompt(slug(title) or title, section.title, section.text)
        if prompt.id in found:
            what = f"the prompt {said} stands twice, or reads like another"
            problems.add(document.path, section.line, what, "use other words")
        found[prompt.id] = prompt
    return tuple(found.values())
