"""Which text of a Word file is formatted as hidden, by itself or by its styles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lms.services.word_names import child, is_on, said, short

DEEPEST = 20
"""Styles that build on one another; whoever says more goes in a circle."""


@dataclass(slots=True)
class HiddenStyles:
    """What the styles of a file say of hiding."""

    own: dict[str, bool | None] = field(default_factory=dict)
    based_on: dict[str, str | None] = field(default_factory=dict)
    paragraph: str | None = None
    always: bool = False

    def of(self, style: str | None) -> bool:
        """Whether a style hides, by itself or by the style that it builds on."""
        for _ in range(DEEPEST):
            if style is None or style not in self.own:
                return False
            found = self.own[style]
            if found is not None:
                return found
            style = self.based_on[style]
        return False

    def hides(self, run: Any, paragraph: str | None) -> bool:
        """Whether a run is hidden that stands in a paragraph of this style.

        Hiding is a switch that the two styles turn one after the other; what the run says itself
        goes before both.
        """
        properties = child(run, "w:rPr")
        if properties is not None:
            direct = is_on(child(properties, "w:vanish"))
            if direct is not None:
                return direct
        named = None if properties is None else child(properties, "w:rStyle")
        of_run = named is not None and self.of(said(named, "w:val"))
        return self.always or of_run != self.of(paragraph or self.paragraph)


def hidden_styles(tree: Any) -> HiddenStyles:
    """What a part of styles says; nothing where there is none."""
    found = HiddenStyles()
    if tree is None:
        return found
    found.always = bool(is_on(child(tree, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:vanish")))
    for style in tree:
        name = said(style, "w:styleId")
        if short(style.tag) != "w:style" or name is None:
            continue
        base = child(style, "w:basedOn")
        found.own[name] = is_on(child(style, "w:rPr", "w:vanish"))
        found.based_on[name] = None if base is None else said(base, "w:val")
        if said(style, "w:type") == "paragraph" and said(style, "w:default") in ("1", "true", "on"):
            found.paragraph = name
    return found
