"""Every form of the doors' table, sent when its session is over, is shown filled again and does nothing."""

from __future__ import annotations

import pytest
from lxml import html

from tests.doors.acts import Act, fill
from tests.doors.conftest import Doors
from tests.doors.doors import CSRF, boxes
from tests.doors.table.every import ACTS


def of_a_person(acts: list[Act]) -> list[Act]:
    """One act for each kind of address at which somebody who signs in sends a form."""
    found: dict[str, Act] = {}
    for act in acts:
        if act.by:
            found.setdefault(act.name, act)
    return list(found.values())


WALKED = of_a_person(list(ACTS))


def held(page: str) -> set[str]:
    """Every text that a box of a page holds, chosen or typed."""
    tree = html.document_fromstring(page)
    chosen = {str(o.get("value")) for o in tree.iter("option") if "selected" in o.attrib}
    lines = {
        str(box.get("value", "on"))
        for box in tree.iter("input")
        if box.get("type") not in ("checkbox", "radio") or "checked" in box.attrib
    }
    return chosen | lines | {str(box.text or "").strip("\n") for box in tree.iter("textarea")}


def each(value: object) -> list[str]:
    """One box's text, or those of boxes of one name."""
    values = value if isinstance(value, list | tuple) else [value]
    return [str(v).strip() for v in values]


@pytest.mark.parametrize("act", WALKED, ids=lambda act: act.name)
def test_a_form_whose_session_is_over_is_shown_filled_again(doors: Doors, act: Act) -> None:
    facts = act.filled(doors.year.facts)
    earlier = doors.year.world.client(doors.app, act.by)
    token = CSRF.search(earlier.get("/account/tokens/new").text)
    assert token
    typed = boxes(fill(act.form, facts))
    sent = {"csrf_token": token[1], **typed}
    address = fill(act.page, facts)
    with doors.unchanged():
        nobody = doors.app.test_client()
        asked = nobody.post(address, data=sent)
        if typed:
            assert asked.status_code == 401, asked.text
            assert 'name="kept"' in asked.text
        again = doors.year.world.client(doors.app, act.by)
        shown = again.post(address, data=sent)
        assert shown.status_code == 400
    texts = {text for name, value in typed.items() if name != "action" for text in each(value)}
    assert texts - {""} <= {h.strip() for h in held(shown.text)}
    assert not typed or "Not saved yet" in shown.text or "not saved" in shown.text
