"""The intakes of the example world: two and more of each programme, at different points of the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lms.domain.calendar import add_months, last_day_of_period
from lms.domain.records import cohort
from lms.services.demo.story import Story


@dataclass(frozen=True, slots=True)
class Intake:
    """A group that begins together, so many months before today."""

    id: str
    title: str
    programme: str
    admission: str
    months_ago: int
    tutor: str

    def start(self, story: Story, stage: str = "") -> date:
        """The first day of the intake, or of one of its later stages."""
        stages = story.programmes[self.programme].stages_of(self.admission)
        order = next((s.order for s in stages if s.id == stage), 0)
        months = sum(s.months for s in stages if s.order < order)
        return add_months(story.dates.monday(self.months_ago), months)

    def name(self, story: Story) -> str:
        """What people call it: the course, and the month in which it began."""
        return f"{self.title}, {self.start(story):%B %Y}"


INTAKES = {
    intake.id: intake
    for intake in (
        Intake("foundation-1", "Foundation", "foundation", "foundation", 14, "beatrix"),
        Intake("foundation-2", "Foundation", "foundation", "foundation", 6, "beatrix"),
        Intake("year-2-0", "Year 2", "family-therapy", "intermediate", 27, "conrad"),
        Intake("year-2-1", "Year 2", "family-therapy", "intermediate", 13, "conrad"),
        Intake("year-2-2", "Year 2", "family-therapy", "intermediate", 5, "conrad"),
        Intake("qualifying-0", "Years 3 and 4", "family-therapy", "qualifying", 32, "dorothea"),
        Intake("qualifying-1", "Years 3 and 4", "family-therapy", "qualifying", 20, "dorothea"),
        Intake("qualifying-2", "Years 3 and 4", "family-therapy", "qualifying", 8, "dorothea"),
        Intake("supervision-0", "Supervision", "supervision", "supervision", 30, "elias"),
        Intake("supervision-1", "Supervision", "supervision", "supervision", 13, "elias"),
        Intake("supervision-2", "Supervision", "supervision", "supervision", 4, "elias"),
        Intake("leadership-1", "Leadership", "leadership", "leadership", 8, "frances"),
        Intake("leadership-2", "Leadership", "leadership", "leadership", 3, "frances"),
    )
}


def tell_cohorts(story: Story) -> None:
    """When each intake's stages run, as the programme lead set the dates beforehand, and its policy."""
    for intake in INTAKES.values():
        story.tell(
            cohort(intake.id),
            "cohort-policy",
            intake.start(story) - timedelta(days=60),
            by="gloria",
            programme=intake.programme,
            policy=story.programmes[intake.programme].marking_policy,
        )
        for stage in story.programmes[intake.programme].stages_of(intake.admission):
            first = intake.start(story, stage.id)
            story.tell(
                cohort(intake.id),
                "cohort-stage",
                first,
                by="gloria",
                known=intake.start(story) - timedelta(days=60),
                until=last_day_of_period(first, stage.months),
                stage=f"{intake.programme}/{stage.id}",
            )
