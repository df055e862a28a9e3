"""Running cases: example people whose results are known, against the rules as they are now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lms.curriculum.case_files import read_case
from lms.curriculum.files import read_files
from lms.curriculum.folder import read_programme
from lms.curriculum.places import CASES, PROGRAMME, is_readme
from lms.curriculum.problems import Problem, Problems
from lms.domain.assessment.bands import may_be_marked_by
from lms.domain.assessment.policy import MarkingRules
from lms.domain.assessment.working_days import WorkingDays
from lms.domain.case import Case, Checked, Told
from lms.domain.case_checks import CaseWorld, check
from lms.domain.case_facts import CaseLedger, Unclear
from lms.domain.case_versions import versions_of
from lms.domain.programme import Programme
from lms.domain.progress import Kinds
from lms.domain.standing import catalogue_of
from lms.errors import NotFound
from lms.registry import Registry
from lms.services import programmes
from lms.services.bank_holidays import bank_holidays
from lms.services.case_kinds import case_kinds
from lms.services.site import Site

Programmes = Mapping[str, Programme]
"""By ``id@version``, and by ``id`` the version that is meant where none is named."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of one case. Its problems are what kept it, or a part of it, from being run."""

    path: str
    title: str
    checks: tuple[Checked, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything could be run and came out as expected."""
        return not self.problems and all(c.passed for c in self.checks)

    @property
    def failed(self) -> tuple[Checked, ...]:
        """The expectations that came out otherwise."""
        return tuple(c for c in self.checks if not c.passed)

    def __str__(self) -> str:
        said = [str(p) for p in self.problems]
        for each in self.failed:
            said.append(f"{self.path}:{each.line}: expected {each.expected}")
            said.append(f"  but it is {each.actual}")
            said += [f"    {line}" for line in each.tree.splitlines()]
        return "\n".join(said) or f"{self.path}: {self.title}: as expected"


def run_cases(site: Site, path: Path) -> list[CaseResult]:
    """Run the cases of a file or folder on a site: what is published there can be named too."""
    published = {
        v.key: programmes.load(site, v.programme, v.version) for v in programmes.all_versions(site)
    }
    newest = {p.id: p for p in published.values()}
    return run_paths(site.registry, [path], {**published, **newest})


def failing_cases(
    site: Site, programme: Programme, files: Mapping[str, str]
) -> tuple[Problem, ...]:
    """What the cases among a curriculum's files find wrong with it, each at its line."""
    known = _with(bundled(site.registry), programme)
    results = [
        run_case(path, text, site.registry, known)
        for path, text in sorted(files.items())
        if path.startswith(f"{CASES}/") and not is_readme(path)
    ]
    return tuple(problem for result in results for problem in problems_of(result))


def problems_of(result: CaseResult) -> tuple[Problem, ...]:
    """A result as located problems, as those who write curricula read them."""
    failed = (
        Problem(result.path, c.line, f"expected {c.expected}", f"it is {c.actual}")
        for c in result.failed
    )
    return (*result.problems, *failed)


def run_paths(
    registry: Registry, paths: Iterable[Path], known: Programmes | None = None
) -> list[CaseResult]:
    """Run the cases of some files and folders; NotFound where a path has none.

    A case belongs to the curriculum in whose ``cases`` folder it lies, and may speak of the other
    programmes that are known: those given, and those that come with the plugins.
    """
    known = {**bundled(registry), **(known or {})}
    results = []
    for path in paths:
        files = case_files(path)
        if not files:
            raise NotFound(f"{path} has no cases: name a case, or a curriculum that has some.")
        homes = {home_of(file) for file in files}
        by_home = {None: known} | {
            home: _with(known, read_home(home, registry)) for home in homes if home
        }
        results += [
            run_case(str(file), file.read_text("utf-8"), registry, by_home[home_of(file)])
            for file in files
        ]
    return results


def case_files(path: Path) -> list[Path]:
    """The case files that a path means: itself, or those of the curricula and folders inside.

    In a folder without any ``cases`` folder, and which is no curriculum, every Markdown file is one.
    """
    if path.is_file():
        return [path]
    inside = [f for folder in path.rglob(CASES) for f in folder.rglob("*.md")]
    curriculum = next(path.rglob(PROGRAMME), None)
    found = inside if inside or curriculum else path.rglob("*.md")
    return sorted(file for file in found if not is_readme(file.name))


def home_of(file: Path) -> Path | None:
    """The curriculum folder in whose cases a file lies, if it lies in one."""
    inside = (p.parent for p in file.absolute().parents if p.name == CASES)
    return next((folder for folder in inside if (folder / PROGRAMME).is_file()), None)


def read_home(home: Path, registry: Registry) -> Programme:
    """A curriculum folder as it would be published; BadInput where it has problems."""
    return programmes.check(registry, read_files(home))


def bundled(registry: Registry) -> dict[str, Programme]:
    """The programmes that come with the plugins, as far as they can be read."""
    found: dict[str, Programme] = {}
    for folder in registry.curricula:
        files = read_files(folder)
        programme = read_programme(files, registry.requirement_kinds, published=True).programme
        if programme is not None:
            found |= {programme.id: programme, programme.key: programme}
    return found


def _with(known: Programmes, programme: Programme) -> Programmes:
    return {**known, programme.key: programme, programme.id: programme}


def run_case(path: str, text: str, registry: Registry, known: Programmes) -> CaseResult:
    """Run one case with some programmes known."""
    problems = Problems()
    case = read_case(path, text, problems)
    if case is None:
        return CaseResult(path, path, problems=tuple(problems))
    known = {**known, **versions_of(case, known)}
    if case.programme not in known:
        there = ", ".join(sorted(name for name in known if "@" not in name)) or "none"
        problems.add(path, 1, f'no programme "{case.programme}" is known', f"there is {there}")
        return CaseResult(path, case.title, problems=tuple(problems))
    _check_policy(case, known, registry, text, problems)
    ledger = CaseLedger(
        case,
        known,
        case_kinds(registry),
        marking=_marking(registry),
        requirement_kinds=_kinds(registry),
    )
    ledger.write_all()
    for problem in ledger.problems:
        problems.add(path, problem.line, problem.what)
    if len(problems):
        return CaseResult(path, case.title, problems=tuple(problems))
    checks = tuple(_checks(case, _world(ledger, registry, known), problems))
    return CaseResult(path, case.title, checks, tuple(problems))


def _check_policy(
    case: Case, known: Programmes, registry: Registry, text: str, problems: Problems
) -> None:
    """Note where the case's cohorts would keep a policy that the criteria tables do not describe."""
    programme, policy = known[case.programme], registry.marking_policies.get(case.marking_policy)
    kinds = registry.relay(programme.plugins).requirement_kinds
    refusal = may_be_marked_by(programme, policy, kinds) if policy else None
    if refusal:
        lines = enumerate(text.splitlines(), 1)
        line = next((n for n, said in lines if said.startswith("marking-policy")), 1)
        problems.add(case.path, line, f"refused ({refusal.code}): {refusal.reason}")


def _world(ledger: CaseLedger, registry: Registry, known: Programmes) -> CaseWorld:
    return CaseWorld(
        ledger=ledger,
        programmes=known,
        kinds=_kinds(registry),
        catalogue=catalogue_of(tuple(p for name, p in known.items() if "@" not in name)),
        marking=_marking(registry),
    )


def _kinds(registry: Registry) -> Callable[[Programme], Kinds]:
    return lambda programme: registry.relay(programme.plugins).requirement_kinds


def _marking(registry: Registry) -> MarkingRules:
    return MarkingRules(registry.marking_policies, WorkingDays(bank_holidays()))


def _checks(case: Case, world: CaseWorld, problems: Problems) -> Iterator[Checked]:
    for told in case.expectations:
        checked = _checked(told, world, case.path, problems)
        if checked is not None:
            yield checked


def _checked(told: Told, world: CaseWorld, path: str, problems: Problems) -> Checked | None:
    try:
        return check(told, world)
    except Unclear as fault:
        problems.add(path, told.line, str(fault))
        return None
