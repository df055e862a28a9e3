"""People of the example world whose training was elsewhere, and who wait for the next level."""

from __future__ import annotations

from lms.services.demo.course import certificate
from lms.services.demo.story import Story


def tell_certificates(story: Story) -> None:
    """An intermediate level more than four years old, and a Master's that does not qualify."""
    certificate(story, "hester", "intermediate", story.dates.ago(55))
    certificate(story, "ivo", "intermediate", story.dates.ago(30))
    certificate(story, "ivo", "other", story.dates.ago(10), complete=False)
