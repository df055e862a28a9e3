"""Which outcome is taught where, and where a learner shows it."""

from __future__ import annotations

from dataclasses import dataclass

from lms.domain.programme import Assessment, LearningOutcome, LogTemplate, Module, Stage


@dataclass(frozen=True, slots=True)
class OutcomeCoverage:
    """One outcome: the modules that teach it, and the assessments and logs that show it."""

    outcome: LearningOutcome
    modules: tuple[Module, ...]
    assessments: tuple[Assessment, ...]
    logs: tuple[LogTemplate, ...]

    @property
    def taught(self) -> bool:
        return bool(self.modules)

    @property
    def shown(self) -> bool:
        return bool(self.assessments or self.logs)

    @property
    def gaps(self) -> tuple[str, ...]:
        """A clause for each thing that is missing."""
        name = f'the outcome "{self.outcome.id}"'
        untaught = () if self.taught else (f"no module teaches {name}",)
        unshown = () if self.shown else (f"no assessment or log shows {name}",)
        return (*untaught, *unshown)


def coverage(stage: Stage) -> tuple[OutcomeCoverage, ...]:
    """The stage's outcomes in their own order."""
    return tuple(
        OutcomeCoverage(
            outcome,
            tuple(m for m in stage.modules if outcome.id in m.outcomes),
            tuple(a for a in stage.assessments if outcome.id in a.outcomes),
            tuple(t for t in stage.logs if outcome.id in t.outcomes),
        )
        for outcome in stage.outcomes
    )


def gaps(stage: Stage) -> tuple[str, ...]:
    """A clause for each outcome that no module teaches, and for each that nothing shows."""
    return tuple(clause for covered in coverage(stage) for clause in covered.gaps)
