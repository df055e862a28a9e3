"""What changed is told in a sentence, newest first, and never one's own doing."""

from __future__ import annotations

from datetime import date

import pytest

from lms.domain.news import news
from tests.domain.small import NOON, Story, programme, template

DAY = date(2026, 3, 2)
VERSION = programme(logs=[template()])


@pytest.fixture
def story() -> Story:
    return Story()


def says(story: Story) -> list[str]:
    return [change.says for change in news(story.own, VERSION, NOON)]


def test_an_answer_to_a_log_is_news_and_the_log_is_not(story: Story) -> None:
    log = story.tell("log", DAY, by="amara", template="log")
    story.tell("log-response", DAY, log=log.id, decision="accepted")
    assert says(story) == ["Your tutor accepted “Log”."]


def test_signatures_of_a_day_are_one_piece_of_news_for_each_role_and_decision(story: Story) -> None:
    for number, decision in enumerate(("signed", "signed", "declined")):
        entry = story.tell("hours", DAY, by="amara", category="agency", minutes=60)
        fields = {"entry": entry.id, "role": "agency-supervisor", "signer": f"s{number}"}
        story.tell("signature", DAY, by="signer:jo", **fields, decision=decision)
    assert says(story) == [
        "Your agency supervisor declined to sign 1 entry.",
        "Your agency supervisor signed 2 entries.",
    ]


def test_a_days_register_is_one_piece_of_news(story: Story) -> None:
    for day, present in ((1, True), (2, True), (3, False)):
        story.tell("attendance", DAY, register="taught", day=day, present=present)
    assert says(story) == [
        "You were marked absent on day 3.",
        "You were marked present on days 1 and 2.",
    ]


def test_what_is_older_than_asked_about_is_no_news(story: Story) -> None:
    story.tell("award", DAY, stage="small/year")
    assert says(story) == ["The award was confirmed."]
    assert news(story.own, VERSION, story.told[-1].recorded.replace(year=2027)) == ()


def test_what_one_recorded_oneself_is_no_news(story: Story) -> None:
    story.tell("judgement", DAY, by="amara", requirement="x", outcome="fit")
    assert says(story) == []
