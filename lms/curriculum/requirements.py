"""The requirements of a stage, as stage.md lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from lms.curriculum.front_matter import Text
from lms.curriculum.keys import Keys
from lms.curriculum.problems import did_you_mean, shown
from lms.curriculum.settings import COMBINED, as_given, defaults, read_settings
from lms.domain.evidence import RequirementKind
from lms.domain.programme import Requirement
from lms.domain.verdicts import Basis

PARTS = ("entry", "stage", "judgement", "milestone")
SURE = ("verified", "one-provider", "recalled", "decided")


@dataclass(frozen=True, slots=True)
class RequirementDraft:
    """A requirement, its lines, and whether its kind can be asked to check it."""

    value: Requirement
    line: int
    settings_line: int
    sound: bool
    prose: tuple[Text, ...] = ()
    of: tuple[RequirementDraft, ...] = ()

    def walk(self) -> list[RequirementDraft]:
        """This one and those it is made of."""
        return [self, *(inner for child in self.of for inner in child.walk())]


class RequirementReader:
    """Reads requirements of the kinds that there are.

    With ``strict``, any other kind is a problem. Without, its requirement keeps its settings as
    they stand: a stored version may need a plugin that has gone, and evaluating it then holds the
    verdict.
    """

    def __init__(self, kinds: Mapping[str, RequirementKind], *, strict: bool) -> None:
        self._kinds = kinds
        self._strict = strict

    def read(self, keys: Keys, inside: Requirement | None = None) -> RequirementDraft:
        """One requirement; ``inside`` is the one whose part it is."""
        identity, title, kind = keys.identity(), keys.text("title"), keys.word("kind")
        settings_keys = keys.group("settings", required=False)
        bare = Requirement(
            id=identity,
            title=title,
            kind=kind,
            basis=_basis(keys),
            part=inside.part if inside else keys.choice("part", PARTS, "stage"),
            optional=False if inside else keys.truth("optional"),
            help=keys.markdown("help", required=False),
        )
        if inside:
            _refuse_own_part(keys)
        settings, of = self._settings(keys, settings_keys, bare)
        keys.finish()
        whole = replace(bare, settings=settings, of=tuple(child.value for child in of))
        sound = not keys.broken and not (settings_keys and settings_keys.broken)
        sound = sound and kind in self._kinds and all(child.sound for child in of)
        prose = _prose(keys, whole)
        return RequirementDraft(whole, keys.line("id"), keys.line("settings"), sound, prose, of)

    def _settings(
        self, keys: Keys, given: Keys | None, bare: Requirement
    ) -> tuple[Mapping[str, Any], tuple[RequirementDraft, ...]]:
        kind = self._kinds.get(bare.kind)
        if given is None:
            if kind and (bare.kind in COMBINED or any(f.required for f in kind.settings)):
                _missing(keys, kind)
            return defaults(kind) if kind else MappingProxyType({}), ()
        of: tuple[RequirementDraft, ...] = ()
        if bare.kind in COMBINED:
            of = tuple(self.read(child, bare) for child in given.groups("of"))
        if kind is None:
            return self._of_unknown_kind(keys, given, bare.kind), of
        settings = read_settings(given, kind)
        given.finish()
        return settings, of

    def _of_unknown_kind(self, keys: Keys, given: Keys, kind: str) -> Mapping[str, Any]:
        if kind and self._strict:
            what = f"{shown(kind)} is no kind of requirement here"
            meant = did_you_mean(kind, self._kinds).removesuffix("?")
            instead = f"{meant}? Where a plugin brings it, name the plugin in programme.md"
            keys.complain("kind", what, instead)
        return MappingProxyType({n: as_given(v) for n, v in given.values.items() if n != "of"})


def _missing(keys: Keys, kind: RequirementKind) -> None:
    names = [f.name for f in kind.settings if f.required]
    names += ["of"] if kind.name in COMBINED else []
    wanted = ", ".join(f"{name}: …" for name in names)
    keys.complain("settings", '"settings" is missing', f"add settings: {{{wanted}}}")


def _basis(keys: Keys) -> Basis:
    given = keys.group("basis")
    if given is None:
        return Basis()
    basis = Basis(given.choice("sure", SURE), given.text("says"))
    given.finish()
    keys.broken |= {"basis"} if given.broken else set()
    return basis


def _prose(keys: Keys, requirement: Requirement) -> tuple[Text, ...]:
    said = {"help": requirement.help, "basis": requirement.basis.says}
    return tuple(Text(keys.path, keys.line(name), text) for name, text in said.items() if text)


def _refuse_own_part(keys: Keys) -> None:
    for name in ("part", "optional"):
        if keys.node(name, required=False):
            what = f'"{name}" stands in a requirement that is itself part of one'
            keys.complain(name, what, "set it on the whole and take it out here")
